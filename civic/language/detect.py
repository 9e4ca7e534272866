"""Which language a resident writes in, from the script, tell-tale words and letter statistics."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from civic.language.evidence import Evidence, gather
from civic.language.likelihood import load_models, log_likelihoods
from civic.language.persian import is_persian
from civic.language.script import Script, language_of_script, main_script
from civic.language.words import read_word_lists

HOME_LANGUAGES = ("nl", "tr", "ar")
DEFAULT_LANGUAGE = "nl"

# Weights on a log scale, tuned on example messages in our three languages.
_CLEAR_WORD = 4.0
_SHARED_WORD: Mapping[str, float] = {"nl": 0.25, "tr": 0.25, "ar": 0.5}
_PRIOR: Mapping[str, float] = {"nl": 1.0, "tr": 0.5}
_CURRENT = 0.5
# Letter statistics never say less than this, so that one clear word weighs more than they do:
# a Turkish sentence full of Dutch nouns is Turkish.
_FLOOR = -3.0
_FLOOR_SHORT = -2.0
# Dutch names of bodies and papers weigh on the letters of a short Turkish message; where its only
# tell-tale words are Turkish, they count for more.
_ONLY_TURKISH = 3.0
# Letter statistics know no Arabic in Latin letters; only its words speak for it.
_ARABIC_IN_LATIN = -0.5

_SHORT = 2
_SURE = 1.5
_SURE_WITH_CLEAR_WORDS = 0.4
# Other languages: so much likelier than Dutch (more so in three words, never in fewer), and
# ahead of our languages when words count as well. Learners' Dutch stays below all of these.
_FOREIGN_WORDS = 3
_FOREIGN_MARGIN = 4.0
_FOREIGN_MARGIN_SHORT = 9.0
_FOREIGN_LEAD = 0.6
# Without a clear word, only a longer message moves a conversation to another language.
_LONG = 4

# The beginning says it all; the limit keeps a pasted page from costing time.
_LONGEST = 1000
_ADDRESSES = re.compile(r"(?:https?://|www\.)\S+|\S{1,64}@\S+", re.IGNORECASE)


@dataclass(frozen=True)
class Detection:
    """The language (ISO 639-1) of a message; `certain` when the message itself says so."""

    language: str
    certain: bool


class LanguageDetector:
    """Finds the language of a message; reads its word lists and models when it is made."""

    def __init__(self, word_lists: Path) -> None:
        """Read the lists in `word_lists` (content/understanding).

        Raises:
            FileNotFoundError: a list is missing.
            ValueError: a list is not as it should be.
        """
        self._lists = read_word_lists(word_lists)
        load_models()

    def detect(self, text: str, *, current: str | None) -> Detection:
        """The language of `text` in a conversation that so far is in `current`.

        What says too little keeps `current`, or is Dutch when there is none.
        """
        text = _ADDRESSES.sub(" ", text[:_LONGEST])
        script = main_script(text)
        if script is Script.LATIN:
            return self._detect_latin(text, current)
        if script is Script.ARABIC:
            return Detection("fa" if is_persian(text) else "ar", certain=True)
        if script is Script.CYRILLIC:
            return Detection(_likeliest(log_likelihoods(text), ("bg", "ru", "uk")), certain=True)
        known = language_of_script(text)
        return Detection(known or current or DEFAULT_LANGUAGE, certain=known is not None)

    def _detect_latin(self, text: str, current: str | None) -> Detection:
        evidence = gather(text, self._lists)
        likelihoods = log_likelihoods(text)
        scores = _scores(evidence, likelihoods, current)
        best = _likeliest(scores, tuple(scores))
        home = _likeliest(scores, HOME_LANGUAGES)
        if best not in HOME_LANGUAGES:
            lead = scores[best] - scores[home]
            if lead >= _FOREIGN_LEAD and _is_foreign(best, evidence, likelihoods):
                return Detection(best, certain=True)
            best = best if best == current else home
        certain = _is_certain(best, evidence, scores)
        if current and best != current and not (certain and _may_switch(best, current, evidence)):
            return Detection(current, certain=False)
        return Detection(best, certain)


def _scores(evidence: Evidence, likelihoods: Mapping[str, float], current: str | None) -> dict[str, float]:
    floor = _FLOOR_SHORT if evidence.words <= _SHORT else _FLOOR
    scores = {language: max(value, floor) for language, value in likelihoods.items()}
    scores["ar"] = floor + _ARABIC_IN_LATIN
    for language in HOME_LANGUAGES:
        scores[language] += (
            _PRIOR.get(language, 0.0)
            + _CLEAR_WORD * evidence.clear[language]
            + _SHARED_WORD[language] * evidence.shared[language]
        )
    if _only_turkish(evidence):
        scores["tr"] += _ONLY_TURKISH
    if current in scores:
        scores[current] += _CURRENT
    return scores


def _only_turkish(evidence: Evidence) -> bool:
    return 0 < evidence.clear["tr"] == sum(evidence.clear.values())


def _is_foreign(language: str, evidence: Evidence, likelihoods: Mapping[str, float]) -> bool:
    if evidence.words < _FOREIGN_WORDS or evidence.turkish_letters:
        return False
    short = evidence.words == _FOREIGN_WORDS
    needed = _FOREIGN_MARGIN_SHORT if short else _FOREIGN_MARGIN
    return likelihoods[language] - likelihoods[DEFAULT_LANGUAGE] >= needed


def _is_certain(language: str, evidence: Evidence, scores: Mapping[str, float]) -> bool:
    runner_up = max(value for other, value in scores.items() if other != language)
    clear = evidence.clear.get(language, 0)
    if evidence.words <= _SHORT and clear == 0:
        return False
    only_clear = clear > 0 and clear == sum(evidence.clear.values())
    needed = _SURE_WITH_CLEAR_WORDS if only_clear else _SURE
    return scores[language] - runner_up >= needed


def _may_switch(language: str, current: str, evidence: Evidence) -> bool:
    clear_now = evidence.clear.get(current, 0)
    if evidence.clear[language] > clear_now:
        return True
    return evidence.words >= _LONG and not clear_now


def _likeliest(scores: Mapping[str, float], among: tuple[str, ...]) -> str:
    return max(among, key=lambda language: scores[language])
