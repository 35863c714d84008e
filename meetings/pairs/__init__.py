"""How a pair is doing, told from dates alone, and what a coordinator does about it."""
