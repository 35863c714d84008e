"""What people may be told when something with people cannot be done."""


class PeopleError(Exception):
    """A sentence for the person who asked."""
