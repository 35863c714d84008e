"""The portal's pages of the pool."""
