"""A tracker store that keeps nothing: what a conversation needs travels with each message.

The gateway's database is the one memory (last topic, city, language), so that "forget me" is complete,
any Rasa process can serve any turn, and a turn does not grow slower with the length of the talk.
"""

from __future__ import annotations

from typing import Any, Iterable, Optional

from rasa.core.brokers.broker import EventBroker
from rasa.core.tracker_store import SerializedTrackerAsText, TrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.trackers import DialogueStateTracker

from bot.components.quick_action_check import install as install_quick_action_check


class ForgetfulTrackerStore(TrackerStore, SerializedTrackerAsText):
    """Every turn starts with an empty tracker."""

    def __init__(
        self, domain: Domain, host: Any = None, event_broker: Optional[EventBroker] = None, **kwargs: Any
    ) -> None:
        super().__init__(domain, event_broker, **kwargs)

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Forget it."""

    async def retrieve(self, sender_id: str) -> Optional[DialogueStateTracker]:
        """Nothing is known of anyone."""
        return None

    async def delete(self, sender_id: str) -> None:
        """Nothing to delete."""

    async def keys(self) -> Iterable[str]:
        """No conversation is kept."""
        return []


# This module is loaded once, by the server that will call actions: the place to make those calls quick.
install_quick_action_check()
