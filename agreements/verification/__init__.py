"""The nightly walk over everything that was signed."""
