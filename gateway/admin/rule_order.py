"""The order of the routing rules, which decides: the first one that fits wins."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from civic.content.load import Content
from civic.language.normalise import normalise
from gateway.admin.seen import lock
from gateway.store.schema import RoutingRule


def ordered(session: Session, *, to_change: bool = False) -> list[RoutingRule]:
    """The rules in their order; to_change: nobody else changes them until the transaction ends."""
    if to_change:
        lock(session, RoutingRule)
    found = select(RoutingRule).order_by(RoutingRule.position, RoutingRule.id)
    return list(session.scalars(found.execution_options(populate_existing=to_change)))


def renumber(rules: Sequence[RoutingRule]) -> None:
    """Write the order that the rules now have."""
    for position, rule in enumerate(rules):
        rule.position = position


def move(session: Session, rule_id: int, *, up: bool) -> bool:
    """Let a rule change places with its neighbour; False when it is gone or stands at the end already."""
    rules = ordered(session, to_change=True)
    here = next((place for place, rule in enumerate(rules) if rule.id == rule_id), None)
    if here is None:
        return False
    there = here - 1 if up else here + 1
    if not 0 <= there < len(rules):
        return False
    rules[here], rules[there] = rules[there], rules[here]
    renumber(rules)
    return True


def never_used(rules: Sequence[RoutingRule], active: Collection[str], content: Content) -> dict[int, int]:
    """Rules that an earlier one always wins from: the number (from 1) of that earlier rule, by the rule's id.

    active: the ids of teams that are switched on; a rule to another team wins from nobody.
    """
    found = {}
    for place, rule in enumerate(rules):
        for number, earlier in enumerate(rules[:place], 1):
            if earlier.team_id in active and _covers(earlier, rule, content):
                found[rule.id] = number
                break
    return found


def _covers(wide: RoutingRule, narrow: RoutingRule, content: Content) -> bool:
    """Whether everything that fits `narrow` fits `wide`."""
    topic = content.topics.get(narrow.topic or "")
    return all(
        (
            wide.city is None or wide.city == narrow.city,
            wide.language is None or wide.language == narrow.language,
            wide.neighbourhood is None or _same(wide.neighbourhood, narrow.neighbourhood),
            wide.topic is None or wide.topic == narrow.topic or (topic is not None and wide.topic == topic.area),
        )
    )


def _same(one: str, other: str | None) -> bool:
    return other is not None and normalise(one) == normalise(other)
