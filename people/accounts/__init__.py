"""One person and their row in the directory: address, account, invitation, and the office of an administrator."""
