"""Who is signed in, and until when: a session ends after a working day, after two idle hours, or everywhere at once."""

from __future__ import annotations

import time
from typing import Literal, cast

from flask import Flask, abort, g, request, session
from flask_login import LoginManager, UserMixin, current_user, login_user, logout_user
from sqlalchemy.orm import Session

from gateway.services import services
from gateway.store.database import StoreUnavailable
from gateway.store.schema import StaffMember

LONGEST_SECONDS = 12 * 3600
IDLE_SECONDS = 2 * 3600
# The cookie is written again at most this often to remember that someone is active.
NOTE_SECONDS = 60
_OURS = ("signed_in_at", "active_at", "way", "half_signed_in", "two_step_secret")

Way = Literal["password", "city"]


class SignedIn(UserMixin):
    """A staff member in a session; `member` is detached from the store."""

    def __init__(self, member: StaffMember) -> None:
        self.member = member
        self.id = member.id
        self.login = member.login
        self.name = member.name
        self.role = member.role
        self.team_id = member.team_id

    def get_id(self) -> str:
        """What the session keeps: the account and its mark, so that a new mark ends every session."""
        return f"{self.member.id}:{self.member.session_mark}"

    @property
    def must_choose_password(self) -> bool:
        """True until the first password is replaced; the city's own sign-in has no password here."""
        return self.member.must_change_password and session.get("way") == "password"


def register_session(app: Flask) -> None:
    """Let Flask-Login find staff by the session."""
    manager = LoginManager(app)
    # Not bound to an address: a phone that goes from Wi-Fi to mobile data would lose the answer being typed.
    manager.session_protection = None

    @manager.user_loader
    def load(kept: str) -> SignedIn | None:
        number, _, mark = kept.partition(":")
        if not number.isdigit() or _is_over():
            return None
        try:
            with services().database.transaction() as store:
                member = store.get(StaffMember, int(number))
        except StoreUnavailable:  # pages that everyone may see do without; `check_store` stops the others
            g.staff_unknown = True
            return None
        return SignedIn(member) if member and member.active and member.session_mark == mark else None


def check_store() -> None:
    """Raise StoreUnavailable when the store could not say who is signed in."""
    if g.get("staff_unknown"):
        raise StoreUnavailable("staff")


def signed_in() -> StaffMember:
    """The member of staff behind this request; only for pages whose access asks to sign in."""
    if not current_user.is_authenticated:
        abort(401)
    return cast(SignedIn, current_user).member


def is_still_signed_in(store: Session, member: StaffMember) -> bool:
    """Whether the sessions `member` had are still good: for streams that outlive a request."""
    found = store.get(StaffMember, member.id, populate_existing=True)
    return found is not None and found.active and found.session_mark == member.session_mark


def start_session(member: StaffMember, *, way: Way) -> None:
    """Sign `member` in; the resident's talk in the same browser stays."""
    end_session()
    session.pop("csrf_token", None)  # a form from before signing in is no longer good
    session.update(signed_in_at=int(time.time()), active_at=int(time.time()), way=way)
    login_user(SignedIn(member))


def end_session() -> None:
    """Forget who was signed in here."""
    logout_user()
    for key in _OURS:
        session.pop(key, None)


def _is_over() -> bool:
    """True after too long; else remembers now and then that someone is active. What a page does by itself is not."""
    now = int(time.time())
    begun, active = session.get("signed_in_at"), session.get("active_at")
    if not isinstance(begun, int) or not isinstance(active, int):
        return True
    if now - begun > LONGEST_SECONDS or now - active > IDLE_SECONDS:
        return True
    if now - active > NOTE_SECONDS and not _by_itself():
        session["active_at"] = now
    return False


def _by_itself() -> bool:
    """True for a stream, and for a page that its script reads anew."""
    return request.accept_mimetypes.best == "text/event-stream" or "X-By-Itself" in request.headers
