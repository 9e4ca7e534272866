"""`python -m gateway.inbox.accounts LOGIN`: make a staff login and print its password once."""

from __future__ import annotations

import secrets
import sys

from sqlalchemy.exc import IntegrityError

from gateway.settings import BadSettings, Settings
from gateway.store.database import Database, StoreUnavailable
from gateway.store.staff import add_staff


def main(arguments: list[str]) -> int:
    """0 when made; 2 for a missing login, 1 for one that exists or settings that are wrong."""
    if len(arguments) != 1 or not arguments[0].strip():
        sys.stderr.write("Give a login: make staff LOGIN=name\n")
        return 2
    password = secrets.token_urlsafe(9)
    try:
        database = Database(Settings.from_env().database_url)
        database.migrate()
        with database.transaction() as session:
            add_staff(session, login=arguments[0].strip(), password=password, role="bridge")
    except BadSettings as error:
        sys.stderr.write(f"{error}\n")
        return 1
    except StoreUnavailable as error:
        known = isinstance(error.__cause__, IntegrityError)
        sys.stderr.write("That login exists already.\n" if known else "The database cannot be reached.\n")
        return 1
    sys.stdout.write(f"login: {arguments[0].strip()}   password: {password}   (shown only once)\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
