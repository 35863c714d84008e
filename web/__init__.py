"""What every page shares, whatever it is about: the desk's lists, forms, tasks to show, and what guards a save."""
