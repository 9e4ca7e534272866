"""A card as the words of WhatsApp messages: the answer, whom to call, and the Dutch text beside a translation."""

from __future__ import annotations

from collections.abc import Callable
from itertools import groupby
from typing import Any

from civic.content.load import Content
from civic.content.model import SOURCE_LANGUAGE, ContactKind
from civic.replies import direction_of
from gateway.whatsapp.rendering.isolating import isolate, isolated
from gateway.whatsapp.rendering.limits import BODY, fits

# Seen before they are read: most people look for the number.
SIGNS = {
    ContactKind.PHONE.value: "📞",
    ContactKind.EMAIL.value: "✉️",
    ContactKind.WEB.value: "🌐",
    ContactKind.ADDRESS.value: "📍",
}
SOURCES_SHOWN = 3
Words = Callable[[str], str]


def words_of(message: dict[str, Any], content: Content, language: str) -> tuple[str, ...]:
    """The words of an answer, a text for each message; what can be tapped belongs under the last.

    language: of our own words around it. A translation is followed by the Dutch text; an answer in Dutch that is too
    long to have buttons under it, by how to reach those it names.
    """

    def say(key: str) -> str:
        return content.phrase(key, language)

    own = str(message["language"])
    answer, reach = isolate(_answer(message, say), own), isolate(_reach(message, say), own)
    dutch = _dutch(message, say)
    if dutch:
        return (_together(answer, reach), dutch)
    whole = _together(answer, reach)
    return (whole,) if fits(whole, BODY) or not reach else (answer, reach)


def own_language(message: dict[str, Any], content: Content) -> str:
    """The language of our own words around a message: its own, or Dutch for one that we do not write."""
    language = str(message["language"])
    return language if language in content.phrases else SOURCE_LANGUAGE


def _answer(message: dict[str, Any], say: Words) -> str:
    card = message["card"]
    confusion = "" if _is_simple(message) else f"↔️ {say('ui_confusion')}: {card['confusion']}"
    return _together(_head(message, say), _who(card, say), message["text"], _steps(card), confusion, _bring(card, say))


def _reach(message: dict[str, Any], say: Words) -> str:
    card = message["card"]
    groups = groupby(card["contacts"], key=lambda contact: contact["organisation"])
    bodies = [_body(name, [*contacts], message, say) for name, contacts in groups]
    return _together(*bodies, "" if _is_simple(message) else _sources(message, say))


def _dutch(message: dict[str, Any], say: Words) -> str:
    """What can be shown at a counter; empty when the answer is the Dutch text already."""
    dutch = message["card"].get("dutch")
    if not dutch or message["card"].get("outdated"):
        return ""
    return _together(f"{say('ui_dutch_text')}:", f"*{dutch['title']}*", dutch["text"])


def _head(message: dict[str, Any], say: Words) -> str:
    card = message["card"]
    lines = [f"*{card['title']}*"]
    if card.get("dutch") and not card.get("outdated") and message["language"] != SOURCE_LANGUAGE:
        lines.append(f"_{say('ui_translated')}_")
    if message.get("notice"):
        lines.append(f"⚠️ {message['notice']}")
    return "\n".join(lines)


def _who(card: dict[str, Any], say: Words) -> str:
    does, decides = card["responsible"], card["decides"]
    lines = [f"✅ {say('ui_does')}: *{does['name']}* – {say('ui_level_' + does['level'])}"]
    if decides["id"] != does["id"]:
        lines.append(f"⚖️ {say('ui_path_decides')}: {decides['name']} – {say('ui_level_' + decides['level'])}")
    return "\n".join(lines)


def _steps(card: dict[str, Any]) -> str:
    steps = card["steps"]
    return "\n".join(steps if len(steps) == 1 else [f"{number}. {step}" for number, step in enumerate(steps, start=1)])


def _bring(card: dict[str, Any], say: Words) -> str:
    bring = card.get("bring")
    return "\n".join([f"🎒 {say('ui_bring')}:", *(f"• {thing}" for thing in bring)]) if bring else ""


def _body(name: str, contacts: list[dict[str, str]], message: dict[str, Any], say: Words) -> str:
    """How to reach one body; its name stands there when it is not the one who does it."""
    named = [] if name == message["card"]["responsible"]["name"] else [f"{name}:"]
    return "\n".join([*named, *(_contact(each, str(message["language"]), say) for each in contacts)])


def _contact(contact: dict[str, str], language: str, say: Words) -> str:
    kind, value = contact["kind"], contact["value"]
    # In a line of its own a web address keeps its direction without a sign that would become part of it.
    space = "\n" if kind == ContactKind.WEB.value and direction_of(language) == "rtl" else " "
    return f"{SIGNS[kind]} {say('ui_contact_' + kind)}:{space}{value}"


def _sources(message: dict[str, Any], say: Words) -> str:
    titles = dict.fromkeys(str(source["title"]) for source in message["card"]["sources"])
    shown = [f"• {isolated(title, str(message['language']))}" for title in [*titles][:SOURCES_SHOWN]]
    return "\n".join([say("ui_sources"), *shown]) if shown else ""


def _is_simple(message: dict[str, Any]) -> bool:
    """True when "say it simpler" was asked: then the message is short as well."""
    return bool(message["text"] == message["card"].get("simple"))


def _together(*paragraphs: str) -> str:
    return "\n\n".join(paragraph for paragraph in paragraphs if paragraph)
