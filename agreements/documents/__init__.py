"""The sealed document of an agreement in force, and the page on which anyone can check it."""
