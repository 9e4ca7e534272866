"""The forms of a routing rule and of "which team would get this?"."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from civic.content.load import Content
from civic.content.model import SOURCE_LANGUAGE
from gateway.admin import fields
from gateway.admin.rule_order import ordered, renumber
from gateway.admin.seen import apply, lock, mark
from gateway.bridge.routing import LANGUAGE_NAMES, Asked
from gateway.services import Services
from gateway.staff.audit import record
from gateway.store.schema import RoutingRule, StaffMember, Team

FIELDS = ("city", "language", "neighbourhood", "team_id", "topic")
CONDITIONS = ("language", "city", "neighbourhood", "topic")


class RuleForm(fields.AdminForm):
    """Each condition that is left empty does not matter."""

    language = fields.choice("Taal", none="maakt niet uit")
    city = fields.choice("Stad", none="maakt niet uit")
    neighbourhood = fields.text("Wijk", longest=80)
    topic = fields.choice("Onderwerp", none="maakt niet uit")
    team_id = fields.choice("Team")


class TryForm(fields.AdminForm):
    """A question that nobody asked, to see where it would go."""

    language = fields.choice("Taal")
    city = fields.choice("Stad", none="niet gekend")
    neighbourhood = fields.text("Wijk", longest=80)
    topic = fields.choice("Onderwerp", none="niet gekend")

    def asked(self) -> Asked:
        """The same, as the routing takes it."""
        return Asked(
            language=self.language.data,
            city=self.city.data or None,
            neighbourhood=self.neighbourhood.data or None,
            topic=self.topic.data or None,
        )


class RuleGone(Exception):
    """Someone else removed the rule."""


def rule_form(session: Session, services: Services, rule: RoutingRule | None, typed: Any = None) -> RuleForm:
    """The form: empty, of a rule, or as it was sent (`typed`)."""
    start = {field: getattr(rule, field) or "" for field in FIELDS} if rule else {}
    form = RuleForm(typed, data={**start, "seen": mark(rule, FIELDS) if rule else ""})
    _offer(form, services.content, areas=True)
    here = rule.team_id if rule else None
    teams = session.scalars(select(Team).order_by(Team.name))
    choices = [(team.id, team.name if team.active else f"{team.name} (staat uit)") for team in teams]
    active = {team.id for team in session.scalars(select(Team).where(Team.active))}
    fields.offer(form.team_id, [(key, name) for key, name in choices if key in active or key == here])
    return form


def try_form(services: Services, typed: Any = None) -> TryForm:
    """The form to try the rules with."""
    form = TryForm(typed, data={"language": SOURCE_LANGUAGE, "city": "", "topic": ""})
    _offer(form, services.content, areas=False)
    return form


def save_rule(session: Session, form: RuleForm, rule_id: int | None, *, by: StaffMember) -> RoutingRule:
    """Add a rule at the end, or change one. Raises RuleGone, ChangedMeanwhile."""
    rules = ordered(session, to_change=True)
    values = {field: getattr(form, field).data or None for field in FIELDS}
    if rule_id is None:
        rule = RoutingRule(**values, position=len(rules))
        session.add(rule)
        renumber([*rules, rule])
        session.flush()
        record(session, by, "rule_added", subject_of(rule))
        return rule
    found = next((rule for rule in rules if rule.id == rule_id), None)
    if found is None:
        raise RuleGone
    if apply(found, values, seen=form.seen.data):
        record(session, by, "rule_changed", subject_of(found))
    return found


def remove_rule(session: Session, rule_id: int, *, by: StaffMember) -> bool:
    """Take a rule away; False when it is gone already."""
    lock(session, RoutingRule)
    rules = ordered(session)
    rule = next((rule for rule in rules if rule.id == rule_id), None)
    if rule is None:
        return False
    record(session, by, "rule_removed", subject_of(rule))
    session.delete(rule)
    renumber([other for other in rules if other is not rule])
    return True


def subject_of(rule: RoutingRule) -> str:
    """How the log names a rule: its conditions and its team."""
    conditions = [str(value) for value in (getattr(rule, name) for name in CONDITIONS) if value]
    return f"{' + '.join(conditions) or '*'} → {rule.team_id}"


def conditions_of(rule: RoutingRule, content: Content) -> list[tuple[str, str]]:
    """The conditions that a rule names, as (what, value) in Dutch."""
    cities = dict(fields.city_choices(content))
    shown = {
        "Taal": LANGUAGE_NAMES.get(rule.language or "", rule.language or ""),
        "Stad": cities.get(rule.city or "", rule.city or ""),
        "Wijk": rule.neighbourhood or "",
        "Onderwerp": topic_name(rule.topic, content),
    }
    return [(what, value) for what, value in shown.items() if value]


def topic_name(topic: str | None, content: Content) -> str:
    """The Dutch title of a topic, or of all topics of an area; empty for none."""
    if topic is None:
        return ""
    known = content.texts[SOURCE_LANGUAGE].get(topic)
    if known is not None:
        return known.title
    areas = {area for area, _ in _areas(content)}
    return f"alles over {content.area_name(topic, SOURCE_LANGUAGE)}" if topic in areas else topic


def _offer(form: RuleForm | TryForm, content: Content, *, areas: bool) -> None:
    fields.offer(form.language, fields.LANGUAGE_CHOICES)
    fields.offer(form.city, fields.city_choices(content))
    for area, topics in _areas(content):
        name = content.area_name(area, SOURCE_LANGUAGE)
        whole = [(area, f"alles over {name}")] if areas else []
        titles = [(topic, content.texts[SOURCE_LANGUAGE][topic].title) for topic in topics]
        fields.offer(form.topic, [*whole, *titles], group=name)


def _areas(content: Content) -> list[tuple[str, list[str]]]:
    topics = sorted(content.topics.values(), key=lambda topic: (topic.area, topic.id))
    return [(area, [topic.id for topic in group]) for area, group in groupby(topics, key=lambda topic: topic.area)]
