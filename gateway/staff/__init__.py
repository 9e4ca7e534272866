"""Staff accounts: signing in, one's own account, and the log of who saw and did what."""
