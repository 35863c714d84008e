"""What is kept of the signing: the chain of events and the hashes beside it."""
