"""Staff accounts: argon2 password hashes, checked in the same time whether the login exists or not."""

from __future__ import annotations

import secrets

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from gateway.store.schema import StaffMember

_HASHER = PasswordHasher()
_NOBODY = _HASHER.hash(secrets.token_urlsafe(16))


def add_staff(session: Session, *, login: str, password: str, role: str) -> StaffMember:
    """A new account."""
    member = StaffMember(login=login, password_hash=_HASHER.hash(password), role=role, active=True)
    session.add(member)
    return member


def check_password(session: Session, *, login: str, password: str) -> StaffMember | None:
    """The account when login and password fit and it is active."""
    member = session.scalars(select(StaffMember).where(StaffMember.login == login)).one_or_none()
    try:
        _HASHER.verify(member.password_hash if member else _NOBODY, password)
    except (Argon2Error, InvalidHashError):
        return None
    return member if member and member.active else None


def count_staff(session: Session) -> int:
    """How many accounts there are."""
    return session.scalar(select(func.count()).select_from(StaffMember)) or 0
