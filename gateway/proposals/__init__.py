"""Proposals: "this answer was wrong, outdated or unclear": made in a case, decided by editors, exported as changes."""
