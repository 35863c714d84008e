"""What may be shown to whom: pure rules, no database, no Django."""
