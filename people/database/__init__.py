"""What the database is asked beyond rows: rights of its roles, and what happens at the same moment."""
