"""An engine never sees a personal number, and never makes one disappear."""

from collections.abc import Callable

import pytest

from civic.translation.masked import TokenLost, translate_masked


class FakeTranslator:
    """Answers with `change(text)` and remembers what it was shown."""

    def __init__(self, change: Callable[[str], str]) -> None:
        self._change = change
        self.shown: list[tuple[str, str, str]] = []

    def translate(self, text: str, *, source: str, target: str) -> str:
        self.shown.append((text, source, target))
        return self._change(text)


def test_numbers_are_hidden_from_the_engine_and_are_in_the_translation() -> None:
    translator = FakeTranslator(lambda text: text.replace("Bel", "Ara").replace("[[", "[ [ "))
    translated = translate_masked(translator, "Bel 0471 12 34 56, a@b.be", "nl", "tr")
    assert translator.shown == [("Bel [[1]], [[2]]", "nl", "tr")]
    assert translated == "Ara 0471 12 34 56, a@b.be"


def test_a_lost_number_is_an_error_that_does_not_quote_it() -> None:
    translator = FakeTranslator(lambda text: text.replace("[[1]]", ""))
    with pytest.raises(TokenLost, match=r"^1 of 2 tokens lost$"):
        translate_masked(translator, "Bel 0471 12 34 56 of a@b.be", "nl", "tr")
