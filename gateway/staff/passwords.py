"""What makes a password good enough: long, not the login, not one sign repeated."""

from __future__ import annotations

SHORTEST = 12
LONGEST = 200
DIFFERENT_SIGNS = 5


def problem_with(password: str, *, again: str, login: str, old: str) -> str | None:
    """What is wrong with a new password: different, short, long, simple, login or same; None when it is good."""
    found = {
        "different": password != again,
        "short": len(password) < SHORTEST,
        "long": len(password) > LONGEST,
        "simple": len(set(password.casefold())) < DIFFERENT_SIGNS,
        "login": len(login) > 3 and login.casefold() in password.casefold(),
        "same": password == old,
    }
    return next((name for name, wrong in found.items() if wrong), None)
