"""What the check takes on. Apart from it, so that a page can know the limit without loading what checks."""

LARGEST_FILE = 10 * 1024 * 1024
