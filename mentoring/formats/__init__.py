"""How days and times are written: with the month's name, and with 24 hours. Django looks here first."""
