"""What people fill in when they join. Each step is one short form on one topic (F-11)."""
