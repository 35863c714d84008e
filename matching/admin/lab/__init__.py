"""The matching lab: the pages of a scenario, each in a module named for what is done there."""
