"""The guidelines of a program in versions: written, read in plain words, approved, and applied to people."""
