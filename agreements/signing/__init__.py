"""Signing: who is asked, what each decides, and what becomes of it."""
