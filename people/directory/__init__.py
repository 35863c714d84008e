"""The directory import: a file of the staff becomes people, reporting lines, departments, sites and levels.

`importing` holds the steps that views and the command call. Under it, in the order of the way: `reading` (bytes to
texts), `fields` (which column is what), `values` (texts to values), `checking` and `supervising` (what the whole
file and the directory say), `planning` (the preview), `applying` (the one transaction).
"""
