"""`python -m scripts.run`: start everything, print the address, forget what is old once a day, stop on Ctrl-C."""

from __future__ import annotations

import secrets
import signal
import sys
import time

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from civic.content.load import CONTENT_ROOT
from civic.content.model import LANGUAGES
from gateway.settings import BadSettings, Settings, read_environment
from gateway.store.database import Database, StoreUnavailable
from gateway.store.numbers import Numbers
from gateway.store.retention import forget_old
from gateway.store.schema import Role, Team
from gateway.store.staff import add_staff, count_staff, find_by_login
from scripts.stack import CannotStart, Stack, running

DEMO_LOGIN = "demo"
DEMO_TEAM = "demo"
# Weekdays as in the schema of teams.
DEMO_HOURS = [["09:00", "12:00"], ["13:00", "17:00"]]
DAY_SECONDS = 24 * 3600
WORKER_PAUSE_SECONDS = 5


def demo_login(settings: Settings) -> tuple[str, str] | None:
    """Make a staff login when there is none yet: (login, password), the password shown only now.

    It is admin, and in a team that gets the cases of both cities, so that everything can be tried with one login.
    """
    database = Database(settings.database_url)
    database.migrate(Numbers(settings.secret_key))
    with database.transaction() as session:
        if count_staff(session):
            _give_older_login_a_team(session)
            return None
        password = secrets.token_urlsafe(12)
        add_staff(
            session,
            login=DEMO_LOGIN,
            password=password,
            role=Role.ADMIN.value,
            name="Demo",
            team_id=_demo_team(session),
            languages=LANGUAGES,
        )
    return DEMO_LOGIN, password


def _give_older_login_a_team(session: Session) -> None:
    """A database from before there were teams: its demo login would see no case at all."""
    member = find_by_login(session, DEMO_LOGIN)
    if member is not None and not session.scalar(select(func.count()).select_from(Team)):
        member.team_id = _demo_team(session)


def _demo_team(session: Session) -> str:
    """The id of the demo team, made when it is not there."""
    if session.get(Team, DEMO_TEAM) is None:
        hours = dict.fromkeys(("mon", "tue", "wed", "thu", "fri"), DEMO_HOURS)
        cities = sorted(folder.name for folder in (CONTENT_ROOT / "cities").iterdir() if folder.is_dir())
        session.add(Team(id=DEMO_TEAM, name="Demoteam", languages=list(LANGUAGES), hours=hours, is_default_for=cities))
        session.flush()
    return DEMO_TEAM


def main() -> int:
    """Run until Ctrl-C; 1 when something could not start or stopped by itself."""
    for number in (signal.SIGINT, signal.SIGTERM):  # also where a shell started us with Ctrl-C switched off
        signal.signal(number, signal.default_int_handler)
    environment = read_environment()
    try:
        settings = Settings.from_env(environment)
        stack = Stack(settings=settings, environment=environment, logs=settings.var_folder / "logs")
        print("▸ Starting Rasa, the actions, the gateway and the worker", flush=True)
        with running(stack):
            _announce(settings)
            name = _watch(stack, settings)
            print(f"\n✗ {name} stopped by itself. See {stack.logs / name}.log", file=sys.stderr)
            return 1
    except KeyboardInterrupt:
        print("\n▸ Stopped.")
        return 0
    except (BadSettings, CannotStart) as error:
        print(f"\n✗ {error}", file=sys.stderr)
        return 1


def _watch(stack: Stack, settings: Settings) -> str:
    """Forget what is old now and once a day, until a process ends by itself; gives its name."""
    while True:
        _forget_old(settings)
        name = stopped(stack, seconds=DAY_SECONDS)
        if name is not None:
            return name


def stopped(stack: Stack, *, seconds: float) -> str | None:
    """The process that ended by itself within `seconds`; a worker is started again, residents are answered without."""
    end = time.monotonic() + seconds
    while (left := end - time.monotonic()) > 0:
        name = stack.watch(seconds=left)
        if name != "worker":
            return name
        print(f"  the worker stopped by itself and is started again. See {stack.logs / name}.log", file=sys.stderr)
        time.sleep(min(WORKER_PAUSE_SECONDS, max(0.0, end - time.monotonic())))
        stack.restart("worker")
    return None


def _forget_old(settings: Settings) -> None:
    try:
        forget_old(Database(settings.database_url), days=settings.retention_days)
    except StoreUnavailable:
        print("  could not forget what is old just now; it is tried again tomorrow", file=sys.stderr)


def _announce(settings: Settings) -> None:
    print(f"\n✓ WieDoetWat is ready: {settings.public_url}")
    print(f"  staff: {settings.public_url}/inbox")
    made = demo_login(settings)
    if made:
        print(f"  demo staff login: {made[0]}   password: {made[1]}   (shown only once)")
    print("  Ctrl-C stops everything.", flush=True)


if __name__ == "__main__":
    sys.exit(main())
