"""What people type in a field and others read: names, texts, days, numbers, and rows chosen by name."""
