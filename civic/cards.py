"""Cards: a topic rendered for one language and city, the same for chat, pages, desk and tests."""

from __future__ import annotations

from typing import Any, TypedDict

from civic.content.load import Content
from civic.content.model import SOURCE_LANGUAGE, Confidence, Organisation, Wording
from civic.glossary import words_in
from civic.replies import Kind, Reply
from civic.step_actions import actions_of
from civic.voice.script import script_for

WORDS_EXPLAINED = 5


class Body(TypedDict):
    """An organisation as a card names it."""

    id: str
    name: str
    level: str


class Word(TypedDict):
    """A word of the card's text as it stands there, and what it means."""

    word: str
    title: str
    explanation: str


class Card(TypedDict, total=False):
    """See docs/design: title, text, who does and who decides, steps, confusion, contacts, sources, status.

    `language` is the language the words are in: Dutch when the translation is outdated. `dutch` is there
    for every language but Dutch. `actions`: what each step has you do (call, go, bring, write, wait, ask).
    `contacts` and `sources` hold plain strings, dates as YYYY-MM-DD.
    """

    title: str
    text: str
    simple: str
    language: str
    responsible: Body
    decides: Body
    level: str
    does: str
    steps: list[str]
    actions: list[list[str]]
    confusion: str
    bring: list[str]
    words: list[Word]
    contacts: list[dict[str, str]]
    dutch: dict[str, Any]
    sources: list[dict[str, str]]
    status: str
    ask: Body
    review: str
    outdated: bool
    notice: str


def body_of(organisation: Organisation, language: str) -> Body:
    """The organisation's id, level and name in `language`."""
    return {
        "id": organisation.id,
        "name": organisation.names.in_language(language),
        "level": organisation.level.value,
    }


def card_for(content: Content, topic_id: str, *, language: str, city: str | None) -> Card:
    """The card of a topic; KeyError for an unknown topic, language or city.

    An outdated translation gives the Dutch words, with a notice in `language`.
    """
    topic = content.topic(topic_id, city)
    said = content.said(topic_id, language, city)
    dutch = content.said(topic_id, SOURCE_LANGUAGE, city).wording
    shown = dutch if said.outdated else said.wording
    executes = content.organisation(topic.executes, city)
    card: Card = {
        "title": shown.title,
        "text": shown.answer,
        "simple": shown.simple,
        "language": SOURCE_LANGUAGE if said.outdated else language,
        "responsible": body_of(executes, language),
        "decides": body_of(content.organisation(topic.decides, city), language),
        "level": topic.level.value,
        "does": executes.does.in_language(language),
        "steps": list(shown.steps),
        "actions": _actions(content, dutch),
        "confusion": shown.confusion,
        "bring": list(shown.bring),
        "words": _words(content, shown, language=SOURCE_LANGUAGE if said.outdated else language),
        "contacts": _contacts(content, topic.contacts, language=language, city=city),
        "sources": [_source(source) for source in topic.sources],
        "status": topic.confidence.value,
        "review": said.wording.review.value,
        "outdated": said.outdated,
    }
    if language != SOURCE_LANGUAGE:
        card["dutch"] = {
            "title": dutch.title,
            "text": dutch.answer,
            "steps": list(dutch.steps),
            "confusion": dutch.confusion,
        }
    if said.outdated:
        card["notice"] = content.phrase("outdated_notice", language)
    elif topic.confidence is Confidence.DRAFT:
        ask = content.organisation(topic.ask or topic.executes, city)
        card["ask"] = body_of(ask, language)
        card["notice"] = content.phrase("draft_notice", language, organisation=ask.names.in_language(language))
    return card


def answer_with(content: Content, topic_id: str, *, language: str, city: str | None) -> Reply:
    """The card of a topic as a message, with what a voice says of it."""
    card = card_for(content, topic_id, language=language, city=city)
    return Reply(
        kind=Kind.ANSWER,
        language=card["language"],
        text=card["text"],
        topic=topic_id,
        card=dict(card),
        notice=card.get("notice"),
        spoken=spoken_card(content, topic_id, language=card["language"], city=city),
    )


def spoken_card(content: Content, topic_id: str, *, language: str, city: str | None) -> str:
    """What a voice reads of a card in `language` (that of the card: Dutch when the translation is outdated)."""
    return script_for(content.said(topic_id, language, city).wording, language)


def _words(content: Content, wording: Wording, *, language: str) -> list[Word]:
    text = "\n".join((wording.answer, *wording.steps, wording.confusion))
    listed: dict[str, Word] = {}
    for entry, start, end in words_in(text, language, content):
        title, explanation = entry.title.in_language(language), entry.explanation.in_language(language)
        listed.setdefault(entry.id, {"word": text[start:end], "title": title, "explanation": explanation})
    return list(listed.values())[:WORDS_EXPLAINED]


def _actions(content: Content, dutch: Wording) -> list[list[str]]:
    """Per step; translations have the same steps as the Dutch text they translate."""
    verbs = content.step_verbs
    return [[action.value for action in actions_of(step, verbs)] if verbs else [] for step in dutch.steps]


def _contacts(content: Content, names: tuple[str, ...], *, language: str, city: str | None) -> list[dict[str, str]]:
    listed: list[dict[str, str]] = []
    for name in names:
        organisation = content.organisation(name, city)
        for contact in organisation.contacts:
            entry: dict[str, str] = {
                "kind": contact.kind.value,
                "value": contact.value,
                "source": contact.source.url,
                "organisation": organisation.names.in_language(language),
            }
            if all((entry["kind"], entry["value"]) != (seen["kind"], seen["value"]) for seen in listed):
                listed.append(entry)
    return listed


def _source(source: Any) -> dict[str, str]:
    shown = {"title": source.title, "url": source.url, "seen_on": source.seen_on.isoformat()}
    if source.dated:
        shown["dated"] = source.dated
    return shown
