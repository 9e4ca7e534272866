"""No card of one city shows what only another has: not a contact, not a name, not a way to take part.

What each city has of its own, and where a card may say that something is not here, stands in its city.yml.
"""

from __future__ import annotations

import itertools
import re

import pytest

from civic.cards import Card, card_for
from civic.content.load import Content
from civic.content.model import LANGUAGES, Organisation, Topic, TopicInCity

PAIRS = pytest.mark.parametrize(("city", "other"), list(itertools.permutations(("genk", "beringen"))))
# Where a card may say that something of another city is not here; what to do and whom to call is never there.
TELLING = ("title", "text", "simple")
SENTENCE_END = re.compile(r"(?<=[.?!؟:])\s+")
GLOSS = re.compile(r"\s*\(.*?\)")
# An article, or a kind of body before its name: what is left is what another text would say.
BEFORE_A_NAME = re.compile(r"^(?:de|het|vzw|dienst|ziekenhuis|ontmoetingscentrum) ")


def places_of(card: Card) -> dict[str, str]:
    """Everything a card says, by where it says it."""
    said = {name: str(card[name]) for name in (*TELLING, "confusion", "does")}  # type: ignore[literal-required]
    said["steps"] = "\n".join(card["steps"])
    said["bring"] = "\n".join(card["bring"])
    said["responsible"] = card["responsible"]["name"]
    said["decides"] = card["decides"]["name"]
    said["contacts"] = "\n".join(f"{contact['organisation']} {contact['value']}" for contact in card["contacts"])
    said["notice"] = card.get("notice", "")
    return said


def names_of(body: Organisation, language: str) -> set[str]:
    """How a text names a body, in Dutch and in `language`."""
    written = {body.names.nl, body.names.in_language(language)}
    return {BEFORE_A_NAME.sub("", GLOSS.sub("", name)) for name in written}


def terms_of(content: Content, city: str, language: str) -> set[str]:
    """The words and names that belong only to `city`."""
    own = content.cities[city].own
    bodies = [content.organisations[body] for body in own.organisations]
    return {*own.words, *itertools.chain.from_iterable(names_of(body, language) for body in bodies)}


def says(text: str, term: str) -> bool:
    """True when `text` has the term as the start of a word; an Arabic word may have something attached before it."""
    start = f"[{term[0]}{term[0].upper()}]" if term[0].islower() else re.escape(term[0])
    before = "" if "\u0600" <= term[0] <= "\u06ff" else r"(?<![A-Za-zÀ-ž0-9@/.-])"
    return bool(re.search(before + start + re.escape(term[1:]), text))


@pytest.mark.parametrize(
    ("text", "term", "expected"),
    [
        ("Vraag het aan de wijkmanagers.", "wijkmanager", True),
        ("Burgerbudget'e sorun.", "burgerbudget", True),
        ("اسأل ومسؤول الحي", "مسؤول الحي", True),
        ("Geef het nummer van de paal door.", "Paal", False),
        ("https://www.wijkmanager.be", "wijkmanager", False),
    ],
)
def test_a_term_is_found_as_people_write_it(text: str, term: str, expected: bool) -> None:
    assert says(text, term) is expected


def contacts_of(content: Content, city: str) -> set[str]:
    """The contact details of the city's own bodies."""
    own = content.cities[city].own.organisations
    return {contact.value for body in own for contact in content.organisations[body].contacts}


def bodies_in(facts: Topic | TopicInCity) -> set[str]:
    """Every organisation that facts name."""
    return {name for name in (facts.decides, facts.executes, *(facts.contacts or ()), facts.ask) if name}


@PAIRS
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_card_says_what_only_the_other_city_has(content: Content, language: str, city: str, other: str) -> None:
    terms, may_name = terms_of(content, other, language), content.cities[city].may_name
    found = []
    for topic in content.topics:
        for place, text in places_of(card_for(content, topic, language=language, city=city)).items():
            allowed = may_name.get(topic, ()) if place in TELLING else ()
            found += [(topic, place, term) for term in sorted(terms - {*allowed}) if says(text, term)]
    assert found == []


@PAIRS
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_card_has_a_contact_of_the_other_city(content: Content, language: str, city: str, other: str) -> None:
    foreign = contacts_of(content, other) - contacts_of(content, city)
    assert foreign
    for topic in content.topics:
        said = "\n".join(places_of(card_for(content, topic, language=language, city=city)).values())
        assert [value for value in foreign if value in said] == [], topic


@PAIRS
@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_not_here_is_told_together_with_a_city(content: Content, language: str, city: str, other: str) -> None:
    names = {content.cities[each].names.in_language(language) for each in (city, other)}
    for topic, words in content.cities[city].may_name.items():
        text = str(card_for(content, topic, language=language, city=city)["text"])
        telling = [part for part in SENTENCE_END.split(text) if any(says(part, word) for word in words)]
        assert telling, (topic, "is allowed to name the other city's and does not")
        assert any(name in part for part in telling for name in names), (topic, telling)


@PAIRS
def test_every_body_that_only_one_city_names_is_listed_as_its_own(content: Content, city: str, other: str) -> None:
    general = set().union(*(bodies_in(topic) for topic in content.topics.values()))
    here, there = (
        {*content.cities[name].stands_for.values()}.union(*(bodies_in(f) for f in content.city_topics[name].values()))
        for name in (city, other)
    )
    own = {*content.cities[city].own.organisations}
    assert here - there - general - own == set()
    assert there & own == set()
