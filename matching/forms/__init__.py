"""What people fill in about matching. Each step of joining is one short form on one topic (F-11)."""
