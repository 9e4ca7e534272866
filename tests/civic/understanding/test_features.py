"""Features of one message are those of many, however they are made."""

from __future__ import annotations

import numpy as np
import pytest

from civic.understanding.classifier import DEFAULTS
from civic.understanding.concepts import Thesaurus
from civic.understanding.features import MessageFeatures

TEXTS = [
    "wie haalt het huisvuil op",
    "vuilnis vuilnis niet opgehaald",
    "Çöpü kim topluyor?",
    "من يجمع القمامة؟",
    "men yjma3 el 9omama",
    "vuil op straat en vuil in huis",
]
WEIGHTS = {name: value for name, value in DEFAULTS.items() if name not in {"C", "folds"}}


@pytest.fixture(scope="module")
def features() -> MessageFeatures:
    made = MessageFeatures(Thesaurus({"waste": ["vuil*", "çöp*", "قمامة"]}), **{**WEIGHTS, "min_df": 1})
    made.fit(TEXTS)
    return made


@pytest.mark.parametrize("text", [*TEXTS, "vuil vuil vuil", "iets heel anders", "?", ""])
def test_one_message_has_the_features_it_has_among_others(features: MessageFeatures, text: str) -> None:
    whole = features.transform([text]).toarray()[0]
    columns, values = features.row(text)
    alone = np.zeros_like(whole)
    alone[columns] = values
    np.testing.assert_allclose(alone, whole, rtol=1e-5)


def test_the_features_are_the_same_after_they_were_kept(features: MessageFeatures) -> None:
    kept = MessageFeatures(Thesaurus({"waste": ["vuil*", "çöp*", "قمامة"]}), **{**WEIGHTS, "min_df": 1})
    kept.restore(features.vocabularies, features.idf)
    for text in TEXTS:
        for one, other in zip(features.row(text), kept.row(text), strict=True):
            np.testing.assert_allclose(one, other, rtol=1e-6)
