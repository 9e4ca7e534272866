"""`python -m evaluation [--keep]`: print the table, write var/evaluation/report.json, compare with the kept result.

Exits 1 when a language drops more than two points below the result kept in evaluation/kept.json.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from evaluation.judge import judge
from evaluation.measures import Measured, measure, worst_confusions
from evaluation.sentences import TOPIC_KINDS, read_sentences

ROOT = Path(__file__).resolve().parents[1]
KEPT = Path(__file__).parent / "kept.json"
REPORT = ROOT / "var" / "evaluation" / "report.json"
ALLOWED_DROP = 2.0
GOALS = {
    "plain": "≥ 92", "situation": "≥ 92", "hard": "≥ 85", "right or offered": "≥ 98", "wrong card": "≤ 3",
    "out of scope answered": "≤ 4", "person": "≥ 98", "emergency": "100", "language": "≥ 99",
}  # fmt: skip


def table(measured: Measured) -> str:
    """A row per measure, a column per language, with intervals and goals."""
    lines = [f"{'':24}" + "".join(f"{language:>22}" for language in measured) + f"{'goal':>8}"]
    for name, goal in GOALS.items():
        cells = ""
        for shares in measured.values():
            low, high = shares[name].interval
            cells += f"{shares[name].percent:8.1f} ({low:4.1f} to {high:5.1f})"
        lines.append(f"{name:24}{cells}{goal:>8}")
    return "\n".join(lines)


def topic_percent(measured: Measured, language: str) -> float:
    """All topic sentences of a language that were answered right, in percent."""
    shares = [measured[language][kind] for kind in TOPIC_KINDS]
    return 100 * sum(share.hits for share in shares) / sum(share.total for share in shares)


def dropped(measured: Measured, kept: dict[str, float]) -> list[str]:
    """The languages that lost more than two points since the kept result."""
    return [
        f"{language}: {topic_percent(measured, language):.1f} %, kept {kept[language]:.1f} %"
        for language in measured
        if language in kept and topic_percent(measured, language) < kept[language] - ALLOWED_DROP
    ]


def main() -> int:
    """Judge, report, compare."""
    parser = argparse.ArgumentParser(prog="python -m evaluation", description=__doc__)
    parser.add_argument("--keep", action="store_true", help="keep this result as the one to compare with")
    parser.add_argument("--models", type=Path, default=ROOT / "models")
    given = parser.parse_args()
    sentences = read_sentences()
    print(f"Judging {len(sentences)} sentences …", flush=True)
    verdicts = judge(sentences, models=given.models)
    measured = measure(verdicts)
    print(table(measured))
    confusions = worst_confusions(verdicts)
    print("\nThe ten worst confusions:")
    for topic, instead, said in confusions:
        print(f"  {topic} → {instead} ({len(said)}): {said[0]}")
    result = {language: round(topic_percent(measured, language), 2) for language in measured}
    print("\nright over all topic sentences:", ", ".join(f"{name} {value:.1f} %" for name, value in result.items()))
    REPORT.parent.mkdir(parents=True, exist_ok=True)
    shares = {language: {name: share.percent for name, share in of.items()} for language, of in measured.items()}
    report = {"right": result, "shares": shares, "confusions": confusions}
    REPORT.write_text(json.dumps(report, ensure_ascii=False, indent=1), "utf-8")
    if given.keep:
        KEPT.write_text(json.dumps(result, indent=1) + "\n", "utf-8")
        return 0
    lost = dropped(measured, json.loads(KEPT.read_text("utf-8"))) if KEPT.exists() else []
    for line in lost:
        print(f"✗ dropped more than {ALLOWED_DROP} points: {line}", file=sys.stderr)
    return 1 if lost else 0


if __name__ == "__main__":
    sys.exit(main())
