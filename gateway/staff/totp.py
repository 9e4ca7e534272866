"""The extra code at sign-in (TOTP, RFC 6238): six figures from an app, each good for one time."""

from __future__ import annotations

import time
from hmac import compare_digest

import pyotp
import segno
from sqlalchemy import or_, update
from sqlalchemy.engine import CursorResult
from sqlalchemy.orm import Session

from gateway.store.schema import StaffMember

STEP_SECONDS = 30
# A clock that is half a minute off still works.
_OFF_BY = (0, -1, 1)
ISSUER = "WieDoetWat"


def new_secret() -> str:
    """A fresh secret, base32."""
    return pyotp.random_base32()


def picture(secret: str, login: str) -> str:
    """The QR code that an app scans, as an SVG `data:` address."""
    address = pyotp.TOTP(secret).provisioning_uri(name=login, issuer_name=ISSUER)
    return segno.make(address, error="m").svg_data_uri(scale=5, border=4, dark="#000", light="#fff")


def step_of(secret: str, code: str, *, at: float | None = None) -> int | None:
    """Which half minute `code` belongs to, when it is a right one for now; spaces do not matter."""
    given = "".join(code.split())
    step = int(time.time() if at is None else at) // STEP_SECONDS
    totp = pyotp.TOTP(secret)
    fitting = [step + off for off in _OFF_BY if compare_digest(totp.generate_otp(step + off).encode(), given.encode())]
    return fitting[0] if fitting else None


def use_code(session: Session, member: StaffMember, code: str) -> bool:
    """True when `code` is right for `member` and not used before; of two at once with one code, one gets True."""
    step = step_of(member.totp_secret, code) if member.totp_secret else None
    if step is None:
        return False
    unused = or_(StaffMember.totp_used.is_(None), StaffMember.totp_used < step)
    used = session.execute(
        update(StaffMember)
        .where(StaffMember.id == member.id, unused)
        .values(totp_used=step)
        .execution_options(synchronize_session=False)
    )
    return isinstance(used, CursorResult) and used.rowcount == 1
