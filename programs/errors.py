"""What people may be told when something with programs cannot be done."""


class ProgramError(Exception):
    """A sentence for the person who asked."""
