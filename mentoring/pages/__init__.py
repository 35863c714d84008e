"""What frames every page: navigation, theme, home page, errors, and what was sent too late."""
