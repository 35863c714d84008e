"""What an agreement says: the canonical text, its parts, and how two texts differ."""
