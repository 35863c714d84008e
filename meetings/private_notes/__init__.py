"""Notes that their owner alone reads."""
