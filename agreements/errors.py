"""What people may be told when something with agreements cannot be done."""


class AgreementError(Exception):
    """A sentence for the person who asked."""
