"""How a delivery goes from state to state: each step one statement that only one worker can win.

What is asked for each delivery is built once: building a statement takes longer than the store takes to do it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Executable, Select, and_, bindparam, case, exists, or_, select, update
from sqlalchemy.orm import Session, aliased

from gateway.delivery.marks import has_died, own_mark
from gateway.delivery.problems import BACK_OFF, Next
from gateway.store.inserting import table_of
from gateway.store.schema import Delivery, DeliveryState, now

TAKEN_UP = "a worker stopped while sending: perhaps sent twice"
WAITING, SENDING = DeliveryState.WAITING.value, DeliveryState.SENDING.value
SENT, FAILED = DeliveryState.SENT.value, DeliveryState.FAILED.value


@dataclass(frozen=True)
class Orders:
    """Which channels keep an order, by name.

    by_recipient: nothing overtakes an earlier delivery to the same recipient, not even while that is tried again.
    by_case: first attempts within a case go in order; one that has to be tried again holds up nothing.
    """

    by_recipient: tuple[str, ...] = ()
    by_case: tuple[str, ...] = ()


def due(session: Session, *, orders: Orders, limit: int) -> list[int]:
    """The numbers of deliveries that may be brought now, oldest first."""
    return list(session.scalars(_due(orders), {"limit": limit}))


def next_in_line(session: Session, done: Delivery, *, orders: Orders, caused: str | None = None) -> list[int]:
    """Deliveries that may be brought now that `done` was, where there are any.

    The first for its recipient in the channel `caused`, and the one that only waited for it.
    """
    chosen: list[tuple[str, str, str | int]] = [("recipient", caused, done.recipient)] if caused else []
    if done.channel in orders.by_recipient:
        chosen.append(("recipient", done.channel, done.recipient))
    elif done.channel in orders.by_case and done.case_id is not None:
        chosen.append(("case_id", done.channel, done.case_id))
    firsts = (
        session.scalars(_due(orders, within=within), {"channel": channel, "same": same, "limit": 1})
        for within, channel, same in chosen
    )
    return [number for first in firsts for number in first]


def take(session: Session, delivery_id: int, *, into: DeliveryState, orders: Orders) -> Delivery | None:
    """Take a due delivery for oneself and count the attempt; None when someone was first or it is not due."""
    values = {"number": delivery_id, "into": into.value, "at": now(), "mark": own_mark()}
    return session.get(Delivery, delivery_id) if _changed(session, _taken(orders), values) else None


def note_sent(session: Session, delivery_id: int, *, provider_id: str | None) -> None:
    """It was sent: true whatever else happened to the row meanwhile, but for a report that it failed after all."""
    _changed(session, _noted_as_sent(), {"number": delivery_id, "name": provider_id})


def note_problem(session: Session, delivery: Delivery, after: Next, *, reason: str, mine: ColumnElement[bool]) -> bool:
    """It was not sent; False when the row is no longer ours, as `mine` tells, and stays as it is."""
    changed = (
        update(Delivery)
        .where(Delivery.id == delivery.id, mine)
        .values(state=after.state.value, next_at=after.at, attempts=after.attempts, taken_at=None, problem=reason)
    )
    return _changed(session, changed)


def take_up_stuck(session: Session, *, before: dt.datetime, but: Collection[int]) -> list[int]:
    """Rows in `sending` of a worker that died, or since `before`, wait again (failed after too many times).

    but: those that are known to be worked on. Gives the numbers of those that wait again.
    """
    marks = session.scalars(select(Delivery.taken_by).where(Delivery.state == SENDING).distinct())
    dead = [mark for mark in marks if mark and has_died(mark)]
    is_stuck = and_(Delivery.state == SENDING, or_(Delivery.taken_at < before, Delivery.taken_by.in_(dead)))
    numbers = [number for number in session.scalars(select(Delivery.id).where(is_stuck)) if number not in but]
    taken_up = (
        update(Delivery)
        .where(Delivery.id.in_(numbers), is_stuck)
        .values(
            state=case((Delivery.attempts > len(BACK_OFF), FAILED), else_=WAITING),
            next_at=now(),
            taken_at=None,
            problem=TAKEN_UP,
        )
    )
    return numbers if numbers and _changed(session, taken_up) else []


@cache
def _may_go(orders: Orders) -> ColumnElement[bool]:
    """Due, and nothing goes before it. Built once: that takes longer than to ask the store."""
    moment = bindparam("moment", callable_=now, type_=Delivery.next_at.type)
    earlier = aliased(Delivery)
    before = and_(earlier.channel == Delivery.channel, earlier.id < Delivery.id)
    on_its_way = or_(earlier.state == SENDING, and_(earlier.state == WAITING, earlier.next_at <= moment))
    tried_again = and_(earlier.state == WAITING, earlier.attempts > 0)
    by_recipient = exists().where(before, earlier.recipient == Delivery.recipient, or_(on_its_way, tried_again))
    by_case = exists().where(before, earlier.case_id == Delivery.case_id, on_its_way, earlier.attempts <= 1)
    return and_(
        Delivery.state == WAITING,
        Delivery.next_at <= moment,
        or_(Delivery.channel.not_in(orders.by_recipient), ~by_recipient),
        or_(Delivery.channel.not_in(orders.by_case), Delivery.attempts > 0, ~by_case),
    )


@cache
def _due(orders: Orders, *, within: str | None = None) -> Select[int]:
    """The first that may go; `within`: of the `channel`, and the `same` recipient or case, that are asked for."""
    chosen = select(Delivery.id).where(_may_go(orders)).order_by(Delivery.id).limit(bindparam("limit"))
    if within is None:
        return chosen
    return chosen.where(Delivery.channel == bindparam("channel"), getattr(Delivery, within) == bindparam("same"))


@cache
def _taken(orders: Orders) -> Executable:
    changed = update(table_of(Delivery)).where(Delivery.id == bindparam("number"), _may_go(orders))
    taken: dict[str, Any] = {"taken_at": bindparam("at"), "taken_by": bindparam("mark")}
    return changed.values(state=bindparam("into"), attempts=Delivery.attempts + 1, **taken)


@cache
def _noted_as_sent() -> Executable:
    name = bindparam("name", type_=Delivery.provider_id.type)
    not_failed_after_all = or_(Delivery.state != FAILED, Delivery.provider_id.is_distinct_from(name), name.is_(None))
    changed = update(table_of(Delivery)).where(Delivery.id == bindparam("number"), Delivery.state != SENT)
    problem = case((Delivery.problem == TAKEN_UP, TAKEN_UP), else_=None)
    return changed.where(not_failed_after_all).values(state=SENT, provider_id=name, problem=problem)


def _changed(session: Session, statement: Executable, values: dict[str, Any] | None = None) -> bool:
    result = session.execute(statement, values, execution_options={"synchronize_session": False})
    return bool(getattr(result, "rowcount", 0))
