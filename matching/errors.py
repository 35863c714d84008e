"""What people may be told when something with matching cannot be done."""


class MatchingError(Exception):
    """A sentence for the person who asked."""
