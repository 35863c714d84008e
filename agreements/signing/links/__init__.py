"""Signing links that are mailed, without an account behind them."""
