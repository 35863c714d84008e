"""Those without a mentor: why, what would help, and whom one could invite."""
