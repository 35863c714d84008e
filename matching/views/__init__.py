"""The portal's pages about matching."""
