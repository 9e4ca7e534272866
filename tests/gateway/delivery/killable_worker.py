"""A worker for tests that kill it: `python -m tests.gateway.delivery.killable_worker FOLDER [KILL_POINT …]`.

The real worker, queue, store, chat and relay; besides them a channel that appends to FOLDER/sent.txt, and a translator
that appends to FOLDER/asked.txt. A kill point `channel:moment:key` kills the process there with SIGKILL, once:
`before` and `after` sending, or `inside` the transaction.
"""

from __future__ import annotations

import datetime as dt
import os
import random
import signal
import sys
import time
import uuid
from pathlib import Path
from typing import Any, cast

from sqlalchemy.orm import Session

from civic.content.load import load_content
from gateway.delivery import chat, translate
from gateway.delivery.channels import Inside, Order, Outside
from gateway.delivery.courier import Courier
from gateway.delivery.queue import open_queue
from gateway.delivery.worker import run_worker
from gateway.services import Services
from gateway.store.database import Database
from gateway.store.schema import Delivery
from tests.conftest import settings_in

STUCK_AFTER = dt.timedelta(seconds=2)
SLOWEST_SECONDS = 0.06


class KillPoints:
    """Where to die, once each."""

    def __init__(self, folder: Path, named: list[str]) -> None:
        self._folder = folder
        self._named = frozenset(named)

    def reach(self, channel: str, moment: str, key: str) -> None:
        """Die here when this is a kill point that was not used before."""
        name = f"{channel}:{moment}:{key}"
        used = self._folder / f"used-{name.replace(':', '-')}"
        if name in self._named and not used.exists():
            used.touch()
            os.kill(os.getpid(), signal.SIGKILL)


def append(file: Path, *words: object) -> None:
    """One line, written in one go."""
    with file.open("ab", buffering=0) as opened:
        opened.write((" ".join(map(str, words)) + "\n").encode())


class SlowTranslator:
    """Marks what it is given, and takes its time."""

    def __init__(self, folder: Path, points: KillPoints) -> None:
        self._folder, self._points = folder, points

    def translate(self, text: str, *, source: str, target: str) -> str:
        """The text with the language before it."""
        append(self._folder / "asked.txt", text, os.getpid())
        time.sleep(random.uniform(0, SLOWEST_SECONDS))
        self._points.reach("translate", "inside", text)
        return f"({target}) {text}"


def channels(folder: Path, points: KillPoints) -> dict[str, Outside | Inside]:
    """The real channels with kill points around them, and the one that appends."""

    def send(services: Services, delivery: Delivery) -> str:
        points.reach("append", "before", delivery.key)
        time.sleep(random.uniform(0, SLOWEST_SECONDS))
        provider_id = uuid.uuid4().hex
        append(folder / "sent.txt", delivery.key, provider_id, os.getpid())
        time.sleep(random.uniform(0, SLOWEST_SECONDS))
        points.reach("append", "after", delivery.key)
        return provider_id

    def put(session: Session, services: Services, delivery: Delivery) -> None:
        points.reach("chat", "before", delivery.key)
        chat.put(session, services, delivery)
        session.flush()
        time.sleep(random.uniform(0, SLOWEST_SECONDS) / 4)
        points.reach("chat", "inside", delivery.key)

    def finish(services: Services, delivery: Delivery) -> str | None:
        points.reach("translate", "before", delivery.key)
        done = translate.send(services, delivery)
        time.sleep(random.uniform(0, SLOWEST_SECONDS))
        points.reach("translate", "after", delivery.key)
        return done

    return {
        "append": Outside(send),
        "chat": Inside(put, order=Order.RECIPIENT),
        "translate": Outside(finish, order=Order.CASE, gone_wrong=translate.gone_wrong),
    }


def main(folder: Path, named: list[str]) -> None:
    """Work until killed."""
    points = KillPoints(folder, named)
    settings = settings_in(folder).model_copy(update={"translator": "libre"})
    nothing = cast(Any, None)
    services = Services(
        settings=settings,
        content=load_content(),
        languages=nothing,
        emergencies=nothing,
        agreement=nothing,
        database=Database(settings.database_url),
        rasa=nothing,
        detector=nothing,
        search=nothing,
        audio=None,
        translator=SlowTranslator(folder, points),
    )
    courier = Courier(services, channels(folder, points), stuck_after=STUCK_AFTER)
    run_worker(courier, open_queue(settings))


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])
