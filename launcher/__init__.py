"""Starts Whetstone on a machine of its own: environment, servers, processes. Standard library only.

`run.py` uses it before anything is installed, and the tests use its servers, so nothing in here
may import a package or an app.
"""
