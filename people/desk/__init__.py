"""What the desk asks of people: each list is scoped by the policy, and each page of our own too."""
