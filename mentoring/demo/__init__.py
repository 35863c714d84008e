"""The demo: an organisation of 300 people with three programs at different weeks of their life."""
