"""Draws how sure against how right, and which topics are taken for which, as PNG files."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from evaluation.judge import Verdict

BINS = 10
MOST_TOPICS = 30
INK, PAPER_BLUE, GREY = "#1b3a4b", "#2f7fb3", "#9aa5ab"


def draw_calibration(verdicts: Sequence[Verdict], path: Path) -> None:
    """Confidence of the classifier's first choice against the share that is right, with the number of sentences."""
    bins = calibration(verdicts)
    figure, (above, below) = _pyplot().subplots(
        2, 1, figsize=(6, 6.5), sharex=True, height_ratios=(3, 1), layout="constrained"
    )
    above.plot([0, 1], [0, 1], color=GREY, linestyle="--", label="as sure as right")
    above.plot(
        [item[0] for item in bins], [item[1] for item in bins], color=PAPER_BLUE, marker="o", label="the classifier"
    )
    above.set(ylabel="share that is right", ylim=(0, 1), title="How sure, and how right")
    above.legend(loc="upper left", frameon=False)
    below.bar([item[0] for item in bins], [item[2] for item in bins], width=0.8 / BINS, color=PAPER_BLUE)
    below.set(xlabel="confidence of the first choice", ylabel="sentences", xlim=(0, 1))
    _save(figure, path)


def calibration(verdicts: Sequence[Verdict]) -> list[tuple[float, float, int]]:
    """Per tenth of confidence: the mean confidence, the share right, and the number of topic sentences."""
    topics = [verdict for verdict in verdicts if verdict.sentence.topic is not None]
    found = []
    for place in range(BINS):
        inside = [item for item in topics if min(int(item.confidence * BINS), BINS - 1) == place]
        if inside:
            sure = sum(item.confidence for item in inside) / len(inside)
            right = sum(item.first_choice == item.sentence.topic for item in inside) / len(inside)
            found.append((sure, right, len(inside)))
    return found


def draw_confusions(verdicts: Sequence[Verdict], path: Path) -> None:
    """The topics most often taken for another one (rows), and for which (columns)."""
    pairs = Counter(
        (item.sentence.topic, item.first_choice)
        for item in verdicts
        if item.sentence.topic is not None and item.first_choice != item.sentence.topic
    )
    missed: Counter[str] = Counter()
    taken: Counter[str] = Counter()
    for (topic, instead), count in pairs.items():
        missed[str(topic)] += count
        taken[instead] += count
    rows = [name for name, _ in missed.most_common(MOST_TOPICS)]
    columns = [name for name, _ in taken.most_common(MOST_TOPICS)]
    counts = [[pairs[topic, instead] for instead in columns] for topic in rows]
    figure, axes = _pyplot().subplots(figsize=(11, 10), layout="constrained")
    if rows:
        image = axes.imshow(counts, cmap="Blues")
        figure.colorbar(image, ax=axes, shrink=0.5, label="sentences")
        axes.set_xticks(range(len(columns)), columns, rotation=90, fontsize=7)
        axes.set_yticks(range(len(rows)), rows, fontsize=7)
    axes.set(title="What was meant (rows) and what it was taken for (columns)")
    _save(figure, path)


def _save(figure: Any, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(path, dpi=130, facecolor="white")
    _pyplot().close(figure)


def _pyplot() -> Any:
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot

    return pyplot
