"""The talk as the two panes show it: what the resident reads, and the same in Dutch for the helper."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from civic.cards import Card, card_for
from civic.content.load import Content
from civic.content.model import SOURCE_LANGUAGE
from civic.replies import direction_of
from gateway.inbox.in_dutch import DutchOfPhrases

AUDIO, DESK_AUDIO = "/audio/", "/desk/audio/"
# What a card that was shown looks like in Dutch today, and the message that holds it.
Message = Mapping[str, Any]


@dataclass(frozen=True)
class Said:
    """One message for the helper. `text` is Dutch unless `language` says otherwise: then there is no Dutch for it.

    `card`: the Dutch card, for an answer. `buttons`: as in the message, with Dutch titles.
    """

    message: Message
    text: str
    language: str
    card: Card | None
    buttons: Sequence[Mapping[str, str]]

    @property
    def direction(self) -> str:
        """`rtl` or `ltr`, of `text`."""
        return direction_of(self.language)

    @property
    def sender(self) -> str:
        """Who says it, for the helper."""
        if self.message["from"] == "resident":
            return "Gevraagd"
        named = " · ".join(filter(None, (self.message.get("name"), self.message.get("team"))))
        return named or ("Een mens" if self.message["from"] == "person" else "WieDoetWat")


class HelpersReader:
    """Reads a talk in Dutch. `city`: of the talk now, for which the Dutch cards hold."""

    def __init__(self, content: Content, phrases: DutchOfPhrases, city: str | None) -> None:
        self._content = content
        self._phrases = phrases
        self._city = city

    def read(self, messages: Iterable[Message]) -> list[Said]:
        """Every message, in order."""
        return [self._said(message) for message in messages]

    def _said(self, message: Message) -> Said:
        dutch = self._dutch(message)
        topic = message.get("topic") or ""
        shows_card = message.get("card") and topic in self._content.topics
        return Said(
            message=message,
            text=message["text"] if dutch is None else dutch,
            language=message["language"] if dutch is None else SOURCE_LANGUAGE,
            card=card_for(self._content, topic, language=SOURCE_LANGUAGE, city=self._city) if shows_card else None,
            buttons=[
                {**button, "title": self._title(button, message["language"])} for button in message.get("buttons", ())
            ],
        )

    def _dutch(self, message: Message) -> str | None:
        """The Dutch of what was said; None when there is none."""
        language, text, topic = message["language"], message["text"], message.get("topic") or ""
        if language == SOURCE_LANGUAGE:
            return str(text)
        original = message.get("original") or {}
        if original.get("language") == SOURCE_LANGUAGE:
            return str(original["text"])
        if topic in self._content.topics and language in self._content.texts:
            found = self._of_topic(topic, text, language)
            if found is not None:
                return found
        return self._phrases.find(text, language) or self._title_of_topic(text, language)

    def _of_topic(self, topic: str, text: str, language: str) -> str | None:
        """The Dutch of an answer, of its simple words, or of a word of the system that was explained."""
        own = self._content.said(topic, language, self._city).wording
        dutch = self._content.said(topic, SOURCE_LANGUAGE, self._city).wording
        if text in (own.answer, own.simple):
            return dutch.answer if text == own.answer else dutch.simple
        for entry in self._content.glossary.values():
            if text == f"{entry.title.in_language(language)}: {entry.explanation.in_language(language)}":
                return f"{entry.title.nl}: {entry.explanation.nl}"
        return None

    def _title(self, button: Mapping[str, str], language: str) -> str:
        topic, title = button.get("topic"), button["title"]
        if topic in self._content.topics:
            return self._content.said(str(topic), SOURCE_LANGUAGE, self._city).wording.title
        for city in self._content.cities.values():
            if title == city.names.in_language(language):
                return city.names.nl
        return self._phrases.find(title, language) or title

    def _title_of_topic(self, text: str, language: str) -> str | None:
        """A button with a topic that the resident pressed stands in the talk as its title."""
        texts = self._content.texts.get(language, {})
        topic = next((name for name, wording in texts.items() if wording.title == text), None)
        return self._content.said(topic, SOURCE_LANGUAGE, self._city).wording.title if topic else None


def for_resident(message: Message) -> dict[str, Any]:
    """The message with its sounds at an address that the browser of a shared computer does not keep."""
    return {
        name: value.replace(AUDIO, DESK_AUDIO, 1) if isinstance(value, str) and value.startswith(AUDIO) else value
        for name, value in message.items()
    }
