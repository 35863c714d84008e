"""The mentor pool and the sign-ups: who offers, who wants to learn, and how both join."""
