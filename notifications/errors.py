"""What people may be told when something with notifications cannot be done."""


class NotificationError(Exception):
    """A sentence for the person who asked."""
