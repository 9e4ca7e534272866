"""`python -m gateway.delivery`: the worker that brings messages and notices, and looks after cases and what is old."""

from __future__ import annotations

import logging
import sys

from sqlalchemy.exc import SQLAlchemyError

from civic.content.load import ContentError
from civic.loaded import set_aside_loaded
from gateway.application import build_services
from gateway.bridge.life import mark_overdue, return_untouched
from gateway.delivery.channels import all_channels
from gateway.delivery.courier import Courier
from gateway.delivery.queue import open_queue
from gateway.delivery.worker import run_worker
from gateway.settings import BadSettings, Settings
from gateway.store.retention import DailyForgetting

# At lower levels they write addresses, with the tokens in them.
TOO_TALKATIVE = ("urllib3", "huey", "requests", "httpx", "sqlalchemy", "alembic")


def main() -> int:
    """Work until told to stop: 0; 1 when settings, content or database are in the way."""
    try:
        settings = Settings.from_env()
        _log_to_standard_error(settings.log_level)
        services = build_services(settings)
    except (BadSettings, ContentError, SQLAlchemyError) as error:
        reason = type(error).__name__ if isinstance(error, SQLAlchemyError) else error
        print(f"The worker cannot start: {reason}", file=sys.stderr)
        return 1
    set_aside_loaded()
    courier = Courier(services, all_channels())
    run_worker(courier, open_queue(settings), chores=(return_untouched, mark_overdue, DailyForgetting()))
    courier.stop()
    return 0


def _log_to_standard_error(level: str) -> None:
    logging.basicConfig(level=level, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    for name in TOO_TALKATIVE:
        logging.getLogger(name).setLevel(logging.WARNING)


if __name__ == "__main__":
    sys.exit(main())
