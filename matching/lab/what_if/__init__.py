"""What would come out if something were otherwise: costs, curves, trials, and scenarios side by side."""
