"""`make staff LOGIN=name [ROLE=bridge] [TEAM=id] [NAME=first name]`: make an account and print its first password once.

`RESET=1` gives an account that exists a new first password and takes its lock, extra code and link to the city away.
"""

from __future__ import annotations

import argparse
import sys

from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from gateway.settings import BadSettings, Settings
from gateway.staff.audit import record
from gateway.store.database import Database, StoreUnavailable
from gateway.store.numbers import Numbers
from gateway.store.schema import Role, Team
from gateway.store.staff import (
    LoginTaken,
    UnknownTeam,
    add_with_first_password,
    find_by_login,
    is_login,
    new_first_password,
)


class CannotMake(Exception):
    """The account cannot be made or changed; the message says why and what to do."""


def main(arguments: list[str]) -> int:
    """0 when done; 2 for arguments that are wrong; 1 for an account or settings in the way."""
    wanted = _parser().parse_args(arguments)
    login = wanted.login.strip().lower()
    try:
        settings = Settings.from_env()
        database = Database(settings.database_url)
        database.migrate(Numbers(settings.secret_key))
        with database.transaction() as session:
            password = _reset(session, login) if wanted.reset else _make(session, login, wanted)
    except (BadSettings, CannotMake) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    except (StoreUnavailable, SQLAlchemyError, OSError):
        sys.stderr.write("The database cannot be reached.\n")
        return 1
    sys.stdout.write(
        f"login: {login}   first password: {password}   (shown only once, replaced at the first sign-in)\n"
    )
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m gateway.staff.accounts", description=__doc__)
    parser.add_argument("login")
    parser.add_argument("--role", choices=[role.value for role in Role], default=Role.BRIDGE.value)
    parser.add_argument("--team", help="the id of a team; cases are seen by their own team only")
    parser.add_argument("--name", default="", help="the first name that residents see")
    parser.add_argument("--reset", action="store_true", help="a new first password for an account that exists")
    return parser


def _make(session: Session, login: str, wanted: argparse.Namespace) -> str:
    if not is_login(login):
        raise CannotMake("A login has 2 to 80 letters, figures or . _ @ + -.")
    try:
        member, password = add_with_first_password(
            session, login=login, role=wanted.role, name=wanted.name.strip()[:40], team_id=wanted.team
        )
    except LoginTaken:
        raise CannotMake("That login exists already; RESET=1 gives it a new first password.") from None
    except UnknownTeam:
        known = ", ".join(session.scalars(select(Team.id).order_by(Team.id))) or "none yet, an admin makes them"
        raise CannotMake(f"There is no team {wanted.team}. Teams: {known}.") from None
    record(session, None, "staff_added", member.login)
    return password


def _reset(session: Session, login: str) -> str:
    member = find_by_login(session, login)
    if member is None:
        raise CannotMake("There is no such login.")
    record(session, None, "password_reset", member.login)
    return new_first_password(session, member)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
