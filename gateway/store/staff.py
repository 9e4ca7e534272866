"""Staff accounts: argon2 password hashes, first passwords, and marks that end sessions."""

from __future__ import annotations

import re
import secrets
from collections.abc import Sequence

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from gateway.store.schema import Role, StaffMember, Team

_HASHER = PasswordHasher()
_NOBODY = _HASHER.hash(secrets.token_urlsafe(16))
_LOGIN = re.compile(r"[a-z0-9][a-z0-9._@+-]{1,79}")


class LoginTaken(Exception):
    """Another account has this login."""


class UnknownTeam(Exception):
    """There is no team with this id."""


def is_login(text: str) -> bool:
    """Whether `text` can be a login: small letters, figures and . _ @ + -, 2 to 80 of them."""
    return _LOGIN.fullmatch(text) is not None


def add_staff(
    session: Session,
    *,
    login: str,
    password: str,
    role: str,
    name: str = "",
    team_id: str | None = None,
    languages: Sequence[str] = (),
) -> StaffMember:
    """A new account with a password of its own choice. Raises LoginTaken, UnknownTeam.

    `login` is kept in small letters; `name` is a first name, which residents see.
    """
    login = login.strip().lower()
    if find_by_login(session, login) is not None:
        raise LoginTaken(login)
    if team_id is not None and session.get(Team, team_id) is None:
        raise UnknownTeam(team_id)
    member = StaffMember(
        login=login,
        name=name,
        password_hash=_HASHER.hash(password),
        role=role,
        team_id=team_id,
        languages=list(languages),
        session_mark=_new_mark(),
        active=True,
    )
    session.add(member)
    try:
        session.flush()
    except IntegrityError as error:  # someone else made it just now
        raise LoginTaken(login) from error
    return member


def add_with_first_password(
    session: Session,
    *,
    login: str,
    role: str,
    name: str = "",
    team_id: str | None = None,
    languages: Sequence[str] = (),
) -> tuple[StaffMember, str]:
    """A new account and the first password to hand over; it must be replaced at the first sign-in.

    Raises LoginTaken, UnknownTeam.
    """
    password = _first_password()
    member = add_staff(
        session, login=login, password=password, role=role, name=name, team_id=team_id, languages=languages
    )
    member.must_change_password = True
    return member, password


def new_first_password(session: Session, member: StaffMember) -> str:
    """A password to hand over to someone who cannot get in, and a clean slate.

    No lock, no extra code, no link to the city's own sign-in; every session ends.
    """
    password = _first_password()
    set_password(session, member, password)
    member.must_change_password = True
    member.totp_secret = None
    member.totp_used = None
    member.oidc_subject = None
    return password


def set_password(session: Session, member: StaffMember, password: str) -> None:
    """Replace the password; lifts a lock and ends every session."""
    member.password_hash = _HASHER.hash(password)
    member.must_change_password = False
    member.failed_sign_ins = 0
    member.locked_until = None
    end_sessions(session, member)


def end_sessions(session: Session, member: StaffMember) -> None:
    """Every session of `member` is over: also after a change of role or team, and when switched off."""
    member.session_mark = _new_mark()
    session.add(member)


def fits(member: StaffMember | None, password: str) -> bool:
    """Whether `password` is that of `member`; takes the same time when there is nobody."""
    try:
        _HASHER.verify(member.password_hash if member else _NOBODY, password)
    except (Argon2Error, InvalidHashError):
        return False
    return member is not None


def find_by_login(session: Session, login: str) -> StaffMember | None:
    """The account with this login; capitals and spaces around it do not matter."""
    wanted = login.strip()
    found = session.scalars(select(StaffMember).where(func.lower(StaffMember.login) == wanted.lower())).all()
    exact = [member for member in found if member.login == wanted]
    return next(iter(exact or (found if len(found) == 1 else ())), None)


def count_staff(session: Session) -> int:
    """How many accounts there are."""
    return session.scalar(select(func.count()).select_from(StaffMember)) or 0


def is_last_admin(session: Session, member: StaffMember) -> bool:
    """True when nobody else who may sign in is admin: whoever switches this one off shuts everyone out."""
    others = select(func.count()).where(
        StaffMember.role == Role.ADMIN.value, StaffMember.active.is_(True), StaffMember.id != member.id
    )
    return member.role == Role.ADMIN.value and not session.scalar(others)


def _first_password() -> str:
    return secrets.token_urlsafe(12)


def _new_mark() -> str:
    return secrets.token_hex(16)
