"""From what a voice said back to the words that stand there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from civic.content.load import Content
from civic.voice.ports import Mark, Speech
from civic.voice.script import script_for
from civic.voice.spoken import spoken_form
from civic.voice.timings import timings_of
from tests.civic.voice.fake_voice import FakeVoice, cloud, library_with


def word_by_word(spoken: str) -> Speech:
    """As if each spoken word took a second."""
    words = list(re.finditer(r"\S+", spoken))
    return Speech(b"", float(len(words)), tuple(Mark(float(at), word.start()) for at, word in enumerate(words)))


def heard(written: str, language: str) -> list[str]:
    """The written words of each span, in order."""
    spoken = spoken_form(written, language)
    timings = timings_of(word_by_word(spoken), written=written, spoken=spoken)
    assert timings is not None
    words = written.split()
    assert timings.words == len(words)
    return [" ".join(words[span.first : span.end]) for span in timings.spans]


@pytest.mark.parametrize(
    ("language", "written", "spans"),
    [
        ("nl", "Bel de stad.", ["Bel", "de", "stad."]),
        (
            "nl",
            "Vraag het aan Limburg.net, niet aan Genk.",
            ["Vraag", "het", "aan", "Limburg.net,", "niet", "aan", "Genk."],
        ),
        ("nl", "Bel 0800 90 720 nu.", ["Bel", "0800 90 720", "nu."]),
        ("tr", "OCMW'ye (kurum) gidin.", ["OCMW'ye", "(kurum)", "gidin."]),
        ("ar", "تأخذ Limburg.net (شركة) نفاياتك.", ["تأخذ", "Limburg.net", "(شركة)", "نفاياتك."]),
        ("nl", "Kies – of bel – en klaar", ["Kies –", "of", "bel –", "en", "klaar"]),
    ],
)
def test_a_written_word_lasts_as_long_as_all_that_is_said_for_it(language: str, written: str, spans: list[str]) -> None:
    assert heard(written, language) == spans


def test_what_is_said_for_a_number_starts_with_its_first_word() -> None:
    spoken = spoken_form("Bel 112 nu", "nl")
    assert spoken == "Bel één één twee nu"
    timings = timings_of(word_by_word(spoken), written="Bel 112 nu", spoken=spoken)
    assert timings is not None
    assert [tuple(span) for span in timings.spans] == [(0, 0, 1), (1, 1, 2), (4, 2, 3)]


def test_marks_per_sentence_give_the_words_of_the_sentence() -> None:
    text = "Bel de stad. Zeg wat er is."
    timings = timings_of(Speech(b"", 4.0, (Mark(0.0, 0), Mark(2.0, 13))), written=text, spoken=text)
    assert timings is not None
    assert [tuple(span) for span in timings.spans] == [(0, 0, 3), (2, 3, 7)]


def test_a_voice_that_tells_nothing_gives_no_timings() -> None:
    assert timings_of(Speech(b"sound"), written="dag", spoken="dag") is None


@pytest.mark.parametrize("language", ["nl", "tr", "ar"])
def test_every_word_of_every_card_is_followed(content: Content, language: str) -> None:
    for topic in content.topics:
        written = script_for(content.said(topic, language, "genk").wording, language)
        spans = heard(written, language)
        assert " ".join(spans) == " ".join(written.split()), topic
        assert max(len(span.split()) for span in spans) <= 6, topic


def test_timings_are_kept_with_the_sound_and_forgotten_with_it(tmp_path: Path) -> None:
    library = library_with(tmp_path, FakeVoice(marks=True))
    key = library.prepare("Mijn naam is geheim", "nl", published=False)
    timings = library.timings(key)
    assert timings is not None
    assert [tuple(span) for span in timings.spans] == [(0, 0, 1), (1, 1, 2), (2, 2, 3), (3, 3, 4)]
    assert library_with(tmp_path).timings(key) == timings
    assert not any("geheim" in path.read_text() for path in tmp_path.rglob("*.json"))
    library.forget(key)
    assert not list(tmp_path.rglob(f"{key}*"))
    assert library.timings(key) is None


def test_a_better_voice_brings_its_own_timings_or_takes_them_away(tmp_path: Path) -> None:
    voice, local = cloud(works=False), FakeVoice("local", marks=True)
    key = library_with(tmp_path, voice, local).prepare("dag", "nl")
    assert library_with(tmp_path, voice, local).timings(key) is not None
    voice.works = True
    later = library_with(tmp_path, voice, local, now=10_000)
    assert later.improve(key)
    assert later.timings(key) is None


def test_broken_timings_are_as_good_as_none(tmp_path: Path) -> None:
    library = library_with(tmp_path, FakeVoice(marks=True))
    key = library.prepare("dag", "nl")
    assert library.timings(key) is not None
    (tmp_path / "timings" / f"{key}.json").write_text("{")
    assert library.timings(key) is None
