"""What an action is told of a turn, and the one wrapper that turns its result into a Rasa message."""

from __future__ import annotations

import functools
import logging
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions import knowledge
from civic.content.load import Content
from civic.content.model import LANGUAGES, SOURCE_LANGUAGE
from civic.places import find_city
from civic.replies import Button, Context, Effects, Kind, Reply, TurnResult

logger = logging.getLogger(__name__)
PERSON_PAYLOAD = "/ask_person"


@dataclass(frozen=True)
class Turn:
    """One message as Rasa understood it, with what the gateway knows of the conversation.

    `ranking` holds `(intent, confidence)` pairs, best first; `clauses` the best of each part of a message that may
    hold two questions; `entities` the values a button carried. `corrected`: it says what was meant instead of the
    last answer's topic.
    """

    content: Content
    text: str
    intent: str
    language: str
    city: str | None
    context: Context
    conversation: str
    ranking: tuple[tuple[str, float], ...] = ()
    clauses: tuple[tuple[str, float], ...] = ()
    corrected: bool = False
    entities: dict[str, str] = field(default_factory=dict)
    escalation_key: str = ""

    @property
    def last_topic(self) -> str | None:
        """The topic of the last answer, if it still exists."""
        known = self.context.last_topic
        return known if known in self.content.topics else None

    @property
    def possible_topics(self) -> frozenset[str]:
        """All topics, without the one that the resident just said is not meant."""
        known = frozenset(self.content.topics)
        return known - {self.context.last_topic} if self.corrected else known

    @functools.cached_property
    def similarities(self) -> dict[str, float]:
        """What the search finds; nothing while it is still loading: the classifier then decides alone."""
        index = knowledge.search.index
        return index.similarities(self.text) if index else {}

    def phrase(self, key: str, **values: object) -> str:
        """A phrase in the language of this turn."""
        return self.content.phrase(key, self.language, **values)

    def say(self, key: str, *, kind: Kind = Kind.TEXT, buttons: tuple[Button, ...] = (), **values: object) -> Reply:
        """A phrase as a message."""
        return Reply(kind=kind, language=self.language, text=self.phrase(key, **values), buttons=buttons)

    def only(self, key: str, **values: object) -> TurnResult:
        """A turn that says one phrase and changes nothing."""
        text = self.phrase(key, **values)
        return TurnResult(replies=(Reply(kind=Kind.TEXT, language=self.language, text=text),))

    def person_button(self) -> Button:
        """The button that brings a resident to a person."""
        return Button(title=self.phrase("ask_person_button"), payload=PERSON_PAYLOAD)


def read_turn(tracker: Tracker) -> Turn:
    """Read a turn from Rasa's tracker; what the gateway did not send falls back to safe values."""
    message: dict[str, Any] = tracker.latest_message or {}
    known: dict[str, Any] = message.get("metadata") or {}
    city = known.get("city")
    found = knowledge.content()
    return Turn(
        content=found,
        text=str(message.get("text") or ""),
        intent=str((message.get("intent") or {}).get("name") or ""),
        language=_language(known),
        city=city if city in found.cities else find_city(str(message.get("text") or ""), found),
        context=Context.model_validate(known.get("context") or {}),
        conversation=str(known.get("conversation") or ""),
        ranking=_pairs(message.get("intent_ranking")),
        clauses=_pairs(message.get("clauses")),
        corrected=bool(known.get("corrected")),
        entities={str(item["entity"]): str(item["value"]) for item in message.get("entities") or ()},
        escalation_key=str(known.get("escalation_key") or ""),
    )


RunTurn = Callable[[Any, Turn], TurnResult]


def one_turn(run: RunTurn) -> Callable[[Action, CollectingDispatcher, Tracker, dict[str, Any]], list[Any]]:
    """Make `run(self, turn)` a rasa-sdk `run`: one JSON message out, and never an exception.

    rasa-sdk answers an uncaught exception with the resident's own text, so every exception becomes an apology
    here; the log gets an id and the exception's class, nothing else.
    """

    def guarded(self: Action, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[Any]:
        try:
            result = run(self, read_turn(tracker))
        except Exception as error:  # the boundary: a person must get a sentence
            logger.error("action=%s failed id=%s error=%s", self.name(), uuid.uuid4().hex[:8], type(error).__name__)
            result = _apology(tracker)
        dispatcher.utter_message(json_message=result.model_dump(mode="json"))
        return []

    functools.update_wrapper(guarded, run)
    del guarded.__wrapped__  # type: ignore[attr-defined]  # rasa-sdk counts parameters and would follow it to `run`
    return guarded


def _pairs(told: Any) -> tuple[tuple[str, float], ...]:
    return tuple((str(item["name"]), float(item["confidence"])) for item in told or ())


def _language(known: dict[str, Any]) -> str:
    language = known.get("language")
    return language if isinstance(language, str) and language in LANGUAGES else SOURCE_LANGUAGE


def _apology(tracker: Tracker) -> TurnResult:
    known = (tracker.latest_message or {}).get("metadata") or {}
    language = _language(known)
    content = knowledge.content()
    button = Button(title=content.phrase("ask_person_button", language), payload=PERSON_PAYLOAD)
    return TurnResult(
        replies=(
            Reply(kind=Kind.NOTICE, language=language, text=content.phrase("apology", language), buttons=(button,)),
        ),
        effects=Effects(),
    )
