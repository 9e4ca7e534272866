"""The civic thesaurus: its matching, and the files it is made of."""

from __future__ import annotations

import pytest
import yaml

from civic.content.model import LANGUAGES
from civic.understanding.concepts import CONCEPTS, Thesaurus, doubtful, read_thesaurus

FEWEST_CONCEPTS = 1000


@pytest.fixture(scope="module")
def thesaurus() -> Thesaurus:
    """The product's own."""
    return read_thesaurus()


SMALL = Thesaurus(
    {
        "mattress": ["matras*", "yatak*", "فرشة"],
        "rubbish-bag": ["vuilzak*", "*zak", "çöp poşet*"],
        "card": ["kaart*"],
        "ticket": ["kaartje*"],
        "no-money": ["geen geld", "ما عندي مصاري"],
    }
)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Een MATRASSEN op straat", ["mattress"]),
        ("yatağım", []),
        ("eski yataklar", ["mattress"]),
        ("والفرشة", ["mattress"]),
        ("فَرْشَة", ["mattress"]),
        ("een restafvalzak", ["rubbish-bag"]),
        ("cop posetleri", ["rubbish-bag"]),
        ("twee kaartjes", ["ticket"]),
        ("mijn kaarten", ["card"]),
        ("ik heb geen geld voor een matras", ["mattress", "no-money"]),
        ("انا ما عندي مصاري", ["no-money"]),
        ("geld", []),
        ("", []),
    ],
)
def test_words_are_found_as_they_are_written(text: str, found: list[str]) -> None:
    assert SMALL.find(text) == found


@pytest.mark.parametrize(
    "said",
    [
        ("er ligt een oude matras", "eski bir yatak var", "في فرشة قديمة"),
        ("mijn verblijfskaart", "oturum kartım", "بطاقة الإقامة"),
        ("ik ben zwanger", "hamileyim", "أنا حامل"),
    ],
)
def test_the_three_languages_share_a_concept(thesaurus: Thesaurus, said: tuple[str, str, str]) -> None:
    dutch, turkish, arabic = (set(thesaurus.find(text)) for text in said)
    assert dutch & turkish & arabic


def test_no_file_is_doubtful() -> None:
    by_file = {path.name: yaml.safe_load(path.read_text("utf-8")) for path in sorted(CONCEPTS.glob("*.yml"))}
    assert list(doubtful(by_file, LANGUAGES)) == []
    assert sum(map(len, by_file.values())) >= FEWEST_CONCEPTS


def test_what_is_doubtful_is_named() -> None:
    files = {
        "a.yml": {"bag": {"nl": ["zak"], "tr": ["torba"], "ar": ["كيس"]}, "sack": {"nl": ["zak", ""]}},
        "b.yml": {"bag": {"nl": ["tas"], "tr": ["çanta"], "ar": ["شنطة"]}},
    }
    assert list(doubtful(files, LANGUAGES)) == [
        "a.yml: sack needs words in ar, nl, tr",
        "a.yml: zak stands under sack and bag",
        "a.yml: sack has an empty word in nl",
        "b.yml: bag stands in a.yml too",
    ]
