"""From rows that are due to mails that are sent: when, over which server, and what a failure means."""
