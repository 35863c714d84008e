"""What is kept so that nobody changes it unseen: the audit trail, marks on rows, and their keys."""
