"""`python -m scripts.run`: start everything, print the address, forget what is old once a day, stop on Ctrl-C."""

from __future__ import annotations

import secrets
import signal
import sys

from gateway.settings import BadSettings, Settings, read_environment
from gateway.store.database import Database, StoreUnavailable
from gateway.store.retention import forget_old
from gateway.store.staff import add_staff, count_staff
from scripts.stack import CannotStart, Stack, running

DEMO_LOGIN = "demo"
DAY_SECONDS = 24 * 3600


def demo_login(settings: Settings) -> tuple[str, str] | None:
    """Make a staff login when there is none yet: (login, password), the password shown only now."""
    database = Database(settings.database_url)
    database.migrate()
    with database.transaction() as session:
        if count_staff(session):
            return None
        password = secrets.token_urlsafe(9)
        add_staff(session, login=DEMO_LOGIN, password=password, role="admin")
    return DEMO_LOGIN, password


def main() -> int:
    """Run until Ctrl-C; 1 when something could not start or stopped by itself."""
    for number in (signal.SIGINT, signal.SIGTERM):  # also where a shell started us with Ctrl-C switched off
        signal.signal(number, signal.default_int_handler)
    environment = read_environment()
    try:
        settings = Settings.from_env(environment)
        stack = Stack(settings=settings, environment=environment, logs=settings.var_folder / "logs")
        print("▸ Starting Rasa, the actions and the gateway", flush=True)
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
        name = stack.watch(seconds=DAY_SECONDS)
        if name is not None:
            return name


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
