"""What people may be told when something with meetings cannot be done."""


class MeetingError(Exception):
    """A sentence for the person who asked."""


class SealError(MeetingError):
    """A private note cannot be opened with any key that this installation has."""
