"""A resident's phone in the journeys: does something, and waits for what the assistant sends back."""

from __future__ import annotations

from collections.abc import Callable

from tests.standins.graph import Graph, Phone, Sent

# The marks that keep names and numbers in their direction; a phone does not show them.
UNSEEN = dict.fromkeys(map(ord, "\u200e\u200f\u2066\u2067\u2068\u2069"))
PATIENCE_SECONDS = 60


class Caller:
    """One phone; remembers how much of what came in was looked at already."""

    def __init__(self, graph: Graph, number: str) -> None:
        self.phone: Phone = graph.phone(number)
        self._graph = graph
        self._seen = 0

    def says(self, text: str) -> None:
        """Type and send."""
        assert self.phone.says(text).status == 200

    def taps(self, payload: str) -> None:
        """Tap the newest button or row whose payload begins like this."""
        for sent in reversed(self.phone.received):
            choice = next((choice for choice in sent.choices.values() if choice.startswith(payload)), None)
            if choice is not None:
                assert self.phone.taps_on(sent, choice).status == 200
                return
        raise AssertionError(f"nothing to tap with {payload!r}")

    def speaks(self, sound: bytes) -> None:
        """Send a voice note."""
        assert self.phone.speaks(sound).status == 200

    def hears(self, words: str) -> Sent:
        """Wait for a message with these words, after all that was heard before."""
        return self._waits(lambda sent: words in shown(sent), words)

    def hears_a_voice(self) -> bytes:
        """Wait for a voice note; its sound."""
        sent = self._waits(lambda sent: sent.type == "audio", "a voice note")
        return self._graph.media[sent.message["audio"]["id"]].content

    def gets_a_template(self) -> Sent:
        """Wait for an invitation."""
        return self._waits(lambda sent: sent.type == "template", "a template")

    def _waits(self, wanted: Callable[[Sent], bool], what: str) -> Sent:
        def found() -> Sent | None:
            for place, sent in enumerate(self.phone.received[self._seen :], start=self._seen + 1):
                if wanted(sent):
                    self._seen = place
                    return sent
            return None

        try:
            heard = self._graph.wait_for(found, seconds=PATIENCE_SECONDS)
        except AssertionError as error:
            last = [f"{sent.type}: {shown(sent)[:80]}" for sent in self.phone.received[self._seen :]]
            raise AssertionError(f"{what!r} did not come; since then: {last}") from error
        assert isinstance(heard, Sent)
        return heard


def shown(sent: Sent) -> str:
    """The words of a message as a phone shows them."""
    return sent.text.translate(UNSEEN)
