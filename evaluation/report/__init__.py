"""What a report says: gathered, kept, compared, read, exported."""
