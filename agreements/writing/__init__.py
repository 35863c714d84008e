"""Writing together: drafts, amendments, and what a draft still needs."""
