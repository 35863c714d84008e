"""Where an agreement stands: for whom it waits, its steps, and what is said once it is over."""
