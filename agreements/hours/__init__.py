"""The hours of an agreement: when they come round, how many are protected, how many were used."""
