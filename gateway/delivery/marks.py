"""Marks by which a worker knows what another one left behind when it died."""

from __future__ import annotations

import os
import secrets
import socket

_HOST = socket.gethostname()[:60]
_OURS = f"{_HOST}:{os.getpid()}:{secrets.token_hex(4)}"


def own_mark() -> str:
    """This process: host, number, and a word that no later process with the same number has."""
    return _OURS


def has_died(mark: str) -> bool:
    """True when the process with this mark is surely gone; False also when it ran elsewhere and cannot be asked."""
    host, _, rest = mark.rpartition(":")[0].rpartition(":")
    if host != _HOST or not rest.isdigit():
        return False
    number = int(rest)
    if number == os.getpid():
        return mark != _OURS
    try:
        os.kill(number, 0)
    except ProcessLookupError:
        return True
    except (PermissionError, OverflowError):
        return False
    return False
