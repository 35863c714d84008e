"""When a supervisor's signature comes from somebody else, or from nobody."""
