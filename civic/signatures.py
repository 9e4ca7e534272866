"""Signs and verifies webhook bodies: HMAC-SHA256 over `{timestamp}.{raw body}`."""

from __future__ import annotations

import hashlib
import hmac

MAX_AGE_SECONDS = 300


def sign(body: bytes, *, timestamp: int, secret: str) -> str:
    """The value of the X-Signature header: `sha256=<hex>`."""
    told = str(timestamp).encode() + b"." + body
    return "sha256=" + hmac.new(secret.encode(), told, hashlib.sha256).hexdigest()


def is_authentic(body: bytes, *, timestamp: str, signature: str, secrets: tuple[str, ...], now: float) -> bool:
    """True when one of `secrets` signed `body` at `timestamp`, no more than five minutes from `now` (seconds).

    Several secrets are valid at once while one is being replaced. Compared in constant time.
    """
    if not timestamp.isascii() or not timestamp.isdigit() or len(timestamp) > 12:
        return False
    moment = int(timestamp)
    expected = [sign(body, timestamp=moment, secret=secret) for secret in secrets]
    given = signature.encode("utf-8", "replace")
    matches = [hmac.compare_digest(one.encode(), given) for one in expected]
    return any(matches) and abs(now - moment) <= MAX_AGE_SECONDS
