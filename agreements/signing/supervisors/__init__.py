"""When a supervisor's signature comes from someone else, or from nobody."""
