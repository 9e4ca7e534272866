"""`python -m evaluation [--keep] [--fit]`: tables, pictures and a page in var/evaluation; compares with what was kept.

Exits 1 when a language drops more than two points below the result kept in evaluation/kept.json.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Mapping
from pathlib import Path

from evaluation.conversation import GOALS as CONVERSATION_GOALS
from evaluation.conversation import measure_conversation
from evaluation.fit import fit
from evaluation.judge import Judge, Verdict
from evaluation.measures import Measured, measure, worst_confusions
from evaluation.page import write_page
from evaluation.pictures import draw_calibration, draw_confusions
from evaluation.sentences import DEVELOPMENT, TOPIC_KINDS, UNSEEN, read_sentences

ROOT = Path(__file__).resolve().parents[1]
KEPT = Path(__file__).parent / "kept.json"
FOLDER = ROOT / "var" / "evaluation"
ALLOWED_DROP = 2.0
SETS = {"unseen sentences": UNSEEN, "development sentences": DEVELOPMENT}
GOALS = {
    "plain": "≥ 92", "situation": "≥ 92", "hard": "≥ 85", "right or offered": "≥ 98", "wrong card": "≤ 3",
    "out of scope answered": "≤ 4", "person": "≥ 98", "emergency": "100", "language": "≥ 99",
}  # fmt: skip

Results = Mapping[str, Mapping[str, float]]


def table(measured: Measured, goals: Mapping[str, str] = GOALS) -> str:
    """A row per measure, a column per language, with intervals and goals."""
    lines = [f"{'':28}" + "".join(f"{language:>22}" for language in measured) + f"{'goal':>8}"]
    for name, goal in goals.items():
        cells = ""
        for shares in measured.values():
            low, high = shares[name].interval
            cells += f"{shares[name].percent:8.1f} ({low:4.1f} to {high:5.1f})"
        lines.append(f"{name:28}{cells}{goal:>8}")
    return "\n".join(lines)


def topic_percent(measured: Measured, language: str) -> float:
    """All topic sentences of a language that were answered right, in percent."""
    shares = [measured[language][kind] for kind in TOPIC_KINDS]
    return 100 * sum(share.hits for share in shares) / sum(share.total for share in shares)


def dropped(results: Results, kept: Results) -> list[str]:
    """The sets and languages that lost more than two points since the kept result."""
    return [
        f"{name}, {language}: {now:.1f} %, kept {kept[name][language]:.1f} %"
        for name, by_language in results.items()
        for language, now in by_language.items()
        if language in kept.get(name, {}) and now < kept[name][language] - ALLOWED_DROP
    ]


def main() -> int:
    """Judge, report, compare."""
    given = _options()
    sentence_model = os.environ.get("SENTENCE_MODEL") or None
    print(f"▸ Loading the models ({'own encoder' if sentence_model is None else sentence_model})", flush=True)
    judge = Judge(given.models, sentence_model=sentence_model)
    if given.fit:
        print(f"▸ Fitted on the development sentences: {fit(judge, read_sentences(DEVELOPMENT))}", flush=True)
    verdicts = {}
    for place, (name, folder) in enumerate(SETS.items(), start=1):
        sentences = read_sentences(folder)
        print(f"▸ {place} of {len(SETS)}: {len(sentences)} {name}", flush=True)
        verdicts[name] = judge.judge(sentences)
    measured = {name: measure(found) for name, found in verdicts.items()}
    conversation = measure_conversation(judge)
    for name, found in measured.items():
        print(f"\n{name}\n{table(found)}")
    print(f"\nin conversation\n{table(conversation, CONVERSATION_GOALS)}")
    _report(verdicts, measured, conversation)
    results = {
        name: {language: round(topic_percent(found, language), 2) for language in found}
        for name, found in measured.items()
    }
    print("\nright over all topic sentences:", json.dumps(results))
    if given.keep:
        KEPT.write_text(json.dumps(results, indent=1) + "\n", "utf-8")
        return 0
    lost = dropped(results, json.loads(KEPT.read_text("utf-8"))) if KEPT.exists() else []
    for line in lost:
        print(f"✗ dropped more than {ALLOWED_DROP} points: {line}", file=sys.stderr)
    return 1 if lost else 0


def _report(verdicts: Mapping[str, list[Verdict]], measured: Mapping[str, Measured], conversation: Measured) -> None:
    everything = [verdict for found in verdicts.values() for verdict in found]
    confusions = worst_confusions(everything)
    print("\nThe ten worst confusions:")
    for topic, instead, said in confusions:
        print(f"  {topic} → {instead} ({len(said)}): {said[0]}")
    pictures = {
        "How sure, and how right": FOLDER / "calibration.png",
        "What is taken for what": FOLDER / "confusions.png",
    }
    for draw, path in zip((draw_calibration, draw_confusions), pictures.values(), strict=True):
        draw(everything, path)
    write_page(
        FOLDER / "report.html",
        sets={**{name: (found, GOALS) for name, found in measured.items()},
              "in conversation": (conversation, CONVERSATION_GOALS)},
        confusions=confusions,
        pictures=pictures,
    )  # fmt: skip
    shares = {
        name: {language: {kind: share.percent for kind, share in of.items()} for language, of in found.items()}
        for name, found in {**measured, "in conversation": conversation}.items()
    }
    told = json.dumps({"shares": shares, "confusions": confusions}, ensure_ascii=False, indent=1)
    (FOLDER / "report.json").write_text(told, "utf-8")
    print(f"\nAs a page with pictures: {(FOLDER / 'report.html').relative_to(ROOT)}")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m evaluation", description=__doc__)
    parser.add_argument("--keep", action="store_true", help="keep this result as the one to compare with")
    parser.add_argument("--fit", action="store_true", help="first fit civic/understanding/decision.json anew")
    parser.add_argument("--models", type=Path, default=ROOT / "models")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
