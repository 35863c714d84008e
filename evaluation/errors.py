"""What people may be told when something with evaluation cannot be done."""


class EvaluationError(Exception):
    """A sentence for the person who asked."""
