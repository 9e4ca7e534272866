"""Brings deliveries, one at a time per thread: takes a row, sends, notes what came of it."""

from __future__ import annotations

import datetime as dt
import logging
import threading
from collections.abc import Callable

from sqlalchemy import ColumnElement, and_
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.orm import Session

from gateway.bridge.hold import lock
from gateway.delivery import states
from gateway.delivery.channels import Channel, Channels, Inside, Order, Outside
from gateway.delivery.problems import GiveUp, Next, Problem, TryLater, what_next
from gateway.services import Services
from gateway.store.database import StoreUnavailable
from gateway.store.schema import Case, Delivery, DeliveryState, now

logger = logging.getLogger(__name__)
# Far longer than any send may last, so that a slow one is not taken for a dead one.
STUCK_AFTER = dt.timedelta(minutes=3)
AT_ONCE = 200
NOTE_PAUSE_SECONDS = 0.5


class Courier:
    """Works off deliveries; safe to use from several threads, and beside couriers in other processes."""

    def __init__(self, services: Services, channels: Channels, *, stuck_after: dt.timedelta = STUCK_AFTER) -> None:
        self.services = services
        self.channels = channels
        self.stuck_after = stuck_after
        self._orders = states.Orders(
            by_recipient=tuple(name for name, channel in channels.items() if channel.order is Order.RECIPIENT),
            by_case=tuple(name for name, channel in channels.items() if channel.order is Order.CASE),
        )
        self._busy: set[int] = set()
        self._stop = threading.Event()

    def due(self) -> list[int]:
        """What may be brought now; takes up again what a worker left that died, or hangs. Raises StoreUnavailable."""
        with self.services.database.transaction() as session:
            before = now() - self.stuck_after
            for number in states.take_up_stuck(session, before=before, but=tuple(self._busy)):
                logger.warning("delivery=%s taken up again", number)
            return states.due(session, orders=self._orders, limit=AT_ONCE)

    def bring(self, delivery_id: int) -> list[int]:
        """Bring one delivery if it is due and nobody else has it; what goes wrong is noted, not raised.

        Gives the numbers of deliveries to bring next: what this one caused, and what only waited for it.
        Raises StoreUnavailable when the store is away before anything was sent: the row then simply stays due.
        """
        with self.services.database.transaction() as session:
            row = session.get(Delivery, delivery_id)
        if row is None or row.state != DeliveryState.WAITING.value:
            return []
        channel = self.channels.get(row.channel)
        if isinstance(channel, Outside):
            self._bring_outside(row, channel)
        elif isinstance(channel, Inside):
            self._bring_inside(row, channel)
        else:
            self._note_waiting(row, GiveUp("no such channel"), None)
        with self.services.database.transaction() as session:
            caused = channel.leads_to if isinstance(channel, Outside) else None
            return states.next_in_line(session, row, orders=self._orders, caused=caused)

    def stop(self) -> None:
        """Do not insist any longer on noting when the store is away."""
        self._stop.set()

    def _bring_inside(self, row: Delivery, channel: Inside) -> None:
        try:
            with self.services.database.transaction() as session:
                if row.case_id is not None:  # first, as everyone does who writes in a case
                    lock(session, Case.id == row.case_id)
                taken = states.take(session, row.id, into=DeliveryState.SENT, orders=self._orders)
                if taken is None:
                    return
                channel.put(session, self.services, taken)
                session.flush()
        except Exception as error:
            if _is_store_away(error):
                raise
            self._note_waiting(row, _as_problem(error), channel)
        else:
            _log(row, DeliveryState.SENT, "")

    def _bring_outside(self, row: Delivery, channel: Outside) -> None:
        self._busy.add(row.id)
        try:
            with self.services.database.transaction() as session:
                taken = states.take(session, row.id, into=DeliveryState.SENDING, orders=self._orders)
            if taken is not None:
                self._send(taken, channel)
        finally:
            self._busy.discard(row.id)

    def _send(self, row: Delivery, channel: Outside) -> None:
        try:
            provider_id = channel.send(self.services, row)
        except Exception as error:
            problem = _as_problem(error)
            after = what_next(problem, attempts=row.attempts, now=now())
            mine = and_(Delivery.state == states.SENDING, Delivery.taken_at == row.taken_at)
            self._insist(lambda session: _note(session, row, channel, after, problem, mine))
        else:
            self._insist(lambda session: states.note_sent(session, row.id, provider_id=provider_id))
            _log(row, DeliveryState.SENT, "")

    def _note_waiting(self, row: Delivery, problem: Problem, channel: Channel | None) -> None:
        """Note a problem on a row that was never taken, or whose taking was undone."""
        after = what_next(problem, attempts=row.attempts + 1, now=now())
        mine = and_(Delivery.state == states.WAITING, Delivery.attempts == row.attempts)
        with self.services.database.transaction() as session:
            _note(session, row, channel, after, problem, mine)

    def _insist(self, note: Callable[[Session], object]) -> None:
        """Note it however long the store is away: only then is it not sent again."""
        while True:
            try:
                with self.services.database.transaction() as session:
                    note(session)
                return
            except StoreUnavailable as error:
                logger.warning("delivery could not be noted yet: %s", error)
                if self._stop.wait(NOTE_PAUSE_SECONDS):
                    return


def _note(
    session: Session,
    row: Delivery,
    channel: Channel | None,
    after: Next,
    problem: Problem,
    mine: ColumnElement[bool],
) -> None:
    noted = states.note_problem(session, row, after, reason=problem.reason, mine=mine)
    if noted and after.state is DeliveryState.FAILED and channel is not None and channel.gone_wrong is not None:
        channel.gone_wrong(session, row)
    _log(row, after.state if noted else DeliveryState(row.state), problem.reason)


def _as_problem(error: Exception) -> Problem:
    """Whatever else a channel raises is tried again, and named by its kind only: messages may hold words."""
    return error if isinstance(error, Problem) else TryLater(type(error).__name__)


def _is_store_away(error: Exception) -> bool:
    return isinstance(error, StoreUnavailable) and isinstance(error.__cause__, OperationalError | InterfaceError)


def _log(row: Delivery, state: DeliveryState, reason: str) -> None:
    level = logging.INFO if state in {DeliveryState.SENT, DeliveryState.WAITING} else logging.ERROR
    logger.log(level, "delivery=%s channel=%s state=%s %s", row.id, row.channel, state.value, reason)
