"""Runs an action as rasa-sdk does, for tests in four lines."""

from __future__ import annotations

import importlib
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from civic.replies import TurnResult


def run_action(
    module: str,
    *,
    intent: str = "",
    text: str = "",
    language: str = "nl",
    city: str | None = None,
    last_topic: str | None = None,
    failures: int = 0,
    ranking: tuple[tuple[str, float], ...] = (),
    clauses: tuple[tuple[str, float], ...] = (),
    next_topics: tuple[str, ...] = (),
    entities: dict[str, str] | None = None,
    metadata: dict[str, Any] | None = None,
) -> TurnResult:
    """What the action in `actions.<module>` says to this message."""
    known = {
        "language": language,
        "city": city,
        "conversation": "talk-1",
        "context": {"last_topic": last_topic, "failures": failures, "next_topics": next_topics},
        **(metadata or {}),
    }
    message = {
        "text": text,
        "intent": {"name": intent},
        "metadata": known,
        "intent_ranking": [{"name": name, "confidence": confidence} for name, confidence in ranking],
        "clauses": [{"name": name, "confidence": confidence} for name, confidence in clauses],
        "entities": [{"entity": name, "value": value} for name, value in (entities or {}).items()],
    }
    tracker = Tracker("talk-1", {}, message, [], False, None, {}, "action_listen")
    dispatcher = CollectingDispatcher()
    events = action_in(module).run(dispatcher, tracker, {})
    assert events == []
    (sent,) = dispatcher.messages
    return TurnResult.model_validate(sent["custom"])


def action_in(module: str) -> Action:
    """The one action that a module defines."""
    loaded = importlib.import_module(f"actions.{module}")
    (kind,) = (
        item
        for item in vars(loaded).values()
        if isinstance(item, type) and issubclass(item, Action) and item.__module__ == loaded.__name__
    )
    return kind()
