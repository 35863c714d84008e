"""The portal's pages about meetings and goals."""
