"""Criteria of this organisation's own: every file in this folder is read at the start. See docs/criteria.md."""
