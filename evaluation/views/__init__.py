"""The portal's pages of evaluation."""
