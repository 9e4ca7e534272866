"""Which team gets a case, and why, in sentences that staff read on the case."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from civic.content.load import Content
from civic.content.model import SOURCE_LANGUAGE
from civic.language.normalise import normalise
from gateway.store.schema import Case, RoutingRule, Team

LANGUAGE_NAMES = {"nl": "Nederlands", "tr": "Turks", "ar": "Arabisch"}


@dataclass(frozen=True)
class Asked:
    """What rules look at; `topic` is a topic's id."""

    language: str
    city: str | None = None
    neighbourhood: str | None = None
    topic: str | None = None


@dataclass(frozen=True)
class Choice:
    """The team, or None when nobody is meant; `because` says why, sentence by sentence, in Dutch."""

    team: Team | None
    because: tuple[str, ...]


def route(session: Session, content: Content, case: Case) -> None:
    """Give the case its team and the reasons."""
    asked = Asked(language=case.language, city=case.city, neighbourhood=case.neighbourhood, topic=case.topic)
    choice = choose_team(session, content, asked)
    case.team_id = choice.team.id if choice.team else None
    case.routed_because = list(choice.because)


def choose_team(session: Session, content: Content, asked: Asked) -> Choice:
    """The team of the first rule, by position, whose named conditions all fit; else the default of the city."""
    teams = {team.id: team for team in session.scalars(select(Team).order_by(Team.id))}
    skipped: list[str] = []
    rules = session.scalars(select(RoutingRule).order_by(RoutingRule.position, RoutingRule.id))
    for number, rule in enumerate(rules, 1):
        if not fits(rule, asked, content):
            continue
        team = teams[rule.team_id]
        if team.active:
            reason = f"Regel {number} past: {', '.join(_conditions(rule, content)) or 'geldt voor alles'}."
            return Choice(team, (*skipped, reason, f"Dus naar {team.name}."))
        skipped.append(f"Regel {number} past ook, maar {team.name} is uitgeschakeld.")
    return _default(list(teams.values()), asked, content, skipped)


def fits(rule: RoutingRule, asked: Asked, content: Content) -> bool:
    """True when every condition that the rule names holds."""
    return all(
        (
            rule.city is None or rule.city == asked.city,
            rule.language is None or rule.language == asked.language,
            rule.neighbourhood is None or _same(rule.neighbourhood, asked.neighbourhood),
            rule.topic is None or rule.topic in _topic_and_area(asked.topic, content),
        )
    )


def city_matters(session: Session, content: Content, asked: Asked) -> bool:
    """True when the team depends on the city."""
    choices = (choose_team(session, content, dataclasses.replace(asked, city=city)) for city in content.cities)
    return len({choice.team.id if choice.team else None for choice in choices}) > 1


def neighbourhoods_asked(session: Session, city: str | None) -> list[str]:
    """The neighbourhoods that make a difference in this city, by name; empty when none does."""
    named = session.scalars(
        select(RoutingRule.neighbourhood)
        .join(Team, Team.id == RoutingRule.team_id)
        .where(RoutingRule.neighbourhood.is_not(None), Team.active)
        .where((RoutingRule.city == city) | RoutingRule.city.is_(None))
    )
    return sorted({name for name in named if name})


def _default(teams: list[Team], asked: Asked, content: Content, skipped: list[str]) -> Choice:
    if asked.city is None:
        return _without_city(teams, content, skipped)
    city = content.cities[asked.city].names.in_language(SOURCE_LANGUAGE) if asked.city in content.cities else asked.city
    team = next((team for team in teams if team.active and asked.city in team.is_default_for), None)
    if team is None:
        return Choice(None, (*skipped, f"Geen regel past en {city} heeft geen standaardteam.", "Nog geen team."))
    reason = "Geen regel past." if not skipped else "Geen andere regel past."
    return Choice(team, (*skipped, reason, f"{team.name} is het standaardteam voor {city}."))


def _without_city(teams: list[Team], content: Content, skipped: list[str]) -> Choice:
    everywhere = next((team for team in teams if team.active and set(team.is_default_for) >= set(content.cities)), None)
    if everywhere is None:
        return Choice(None, (*skipped, "Geen regel past en de stad is niet gekend.", "Nog geen team."))
    unknown = f"Geen regel past en de stad is niet gekend. {everywhere.name} is het standaardteam voor elke stad."
    return Choice(everywhere, (*skipped, unknown))


def _conditions(rule: RoutingRule, content: Content) -> Iterator[str]:
    if rule.language is not None:
        yield f"taal is {LANGUAGE_NAMES.get(rule.language, rule.language)}"
    if rule.city is not None:
        known = content.cities.get(rule.city)
        yield f"stad is {known.names.in_language(SOURCE_LANGUAGE) if known else rule.city}"
    if rule.neighbourhood is not None:
        yield f"wijk is {rule.neighbourhood}"
    if rule.topic is not None:
        yield _subject(rule.topic, content)


def _subject(topic_or_area: str, content: Content) -> str:
    known_topic = content.texts[SOURCE_LANGUAGE].get(topic_or_area)
    if known_topic is not None:
        return f"onderwerp is {known_topic.title}"
    is_area = any(topic.area == topic_or_area for topic in content.topics.values())
    return f"domein is {content.area_name(topic_or_area, SOURCE_LANGUAGE) if is_area else topic_or_area}"


def _topic_and_area(topic: str | None, content: Content) -> set[str]:
    known = content.topics.get(topic) if topic else None
    return {known.id, known.area} if known else set()


def _same(one: str, other: str | None) -> bool:
    return other is not None and normalise(one) == normalise(other)
