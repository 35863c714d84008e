"""What people may be told when something with meetings cannot be done."""


class MeetingError(Exception):
    """A sentence for the person who asked."""
