"""The coordinators' trial runs: asked, looked at, changed by hand, and published."""
