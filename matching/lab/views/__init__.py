"""The pages of the matching lab, each in a module named for what it shows."""
