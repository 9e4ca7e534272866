"""A recogniser for tests: hears what it is told to, remembers what it was given, or cannot."""

from __future__ import annotations

from civic.speech.ports import Heard


class FakeRecogniser:
    """Set `words` and `speaks` for what is heard next, or `problem` for what is raised; `asked` holds what it got."""

    def __init__(self, words: str = "", *, speaks: str = "nl") -> None:
        self.words = words
        self.speaks = speaks
        self.problem: BaseException | None = None
        self.asked: list[tuple[bytes, str | None]] = []

    def hear(self, sound: bytes, *, language: str | None) -> Heard:
        """As Recogniser.hear."""
        self.asked.append((sound, language))
        if self.problem is not None:
            raise self.problem
        return Heard(words=self.words, language=language or self.speaks)
