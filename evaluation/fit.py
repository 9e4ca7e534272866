"""Fits the numbers of civic/understanding/decision.json on the development sentences.

The certainty is a logistic model of a few facts about each message (see `decision.FEATURES`); sentences that are out of
scope, or ask for a person, weigh more, because a card for them is the worst mistake. The threshold is chosen on five
held-out fifths: the lowest at which no language shows more than `WRONG_CARDS` percent wrong cards, and `FOREIGN_CARDS`
percent of what is out of scope get one. (A lower share would cost more than a right card for each that it saves.)
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Sequence

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold

from civic.content.model import LANGUAGES
from civic.understanding import decision
from evaluation.judge import Judge
from evaluation.sentences import TOPIC_KINDS, Sentence

OUT_OF_SCOPE_WEIGHT = 3.0
WRONG_CARDS = 3.0
FOREIGN_CARDS = 7.0
LEAST_SURE = 0.5
FOLDS = 5
SEED = 7


def fit(judge: Judge, sentences: Sequence[Sentence]) -> decision.Fitted:
    """New numbers, written to decision.json; the weights between search and classifier stay as they are."""
    chosen = [sentence for sentence in sentences if sentence.kind in (*TOPIC_KINDS, "out_of_scope", "person")]
    texts = [sentence.text for sentence in chosen]
    before, topics = decision.fitted(), judge.content.topics.keys()
    opinions = [
        decision.join(ranking, found, topics=topics, numbers=before)
        for (ranking, _), found in zip(judge.understand(texts), judge.index.similarities_of_all(texts), strict=True)
    ]
    evidence = np.array([[opinion.evidence[name] for name in decision.FEATURES] for opinion in opinions])
    right = np.array([int(o.topics[0][0] == s.topic) for o, s in zip(opinions, chosen, strict=True)])
    weight = np.array([1.0 if sentence.topic else OUT_OF_SCOPE_WEIGHT for sentence in chosen])
    certainty = np.zeros(len(right))
    for learn, hold in StratifiedKFold(FOLDS, shuffle=True, random_state=SEED).split(evidence, right):
        model = _model().fit(evidence[learn], right[learn], sample_weight=weight[learn])
        certainty[hold] = model.predict_proba(evidence[hold])[:, 1]
    model = _model().fit(evidence, right, sample_weight=weight)
    found = dataclasses.replace(
        before,
        weights=tuple(round(float(value), 4) for value in model.coef_[0]),
        sure=_threshold(chosen, certainty, right),
    )
    decision.PATH.write_text(json.dumps(dataclasses.asdict(found), indent=2) + "\n", "utf-8")
    decision.fitted.cache_clear()
    return found


def _model() -> LogisticRegression:
    return LogisticRegression(fit_intercept=False, max_iter=1000)


def _threshold(sentences: Sequence[Sentence], certainty: np.ndarray, right: np.ndarray) -> float:
    for sure in np.arange(LEAST_SURE, 0.96, 0.01):
        shown = certainty >= sure
        wrong = []
        for language in LANGUAGES:
            here = np.array([bool(s.topic) and s.language == language for s in sentences])
            wrong.append(100 * float((shown & (right == 0))[here].mean()))
        foreign = np.array([s.kind == "out_of_scope" for s in sentences])
        if max(wrong) <= WRONG_CARDS and 100 * float(shown[foreign].mean()) <= FOREIGN_CARDS:
            return round(float(sure), 2)
    return 0.95
