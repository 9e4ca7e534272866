"""Runs each classifier in its own process, so that its time and memory are its own."""

from __future__ import annotations

import hashlib
import json
import math
import os
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import yaml

from benchmarks.nlu.sets import Comparison, accuracy_by_language
from benchmarks.processes import QUIET_RASA, RASA_PYTHON, ROOT, WORK, BenchFailed, last_words, say

FOLDER = WORK / "nlu"
NODE_NLP = "node-nlp@4.27.0"
DIET_EPOCHS = 100

Words = Sequence[str | Path]
_Command = Callable[[Path, Path], Words]


@dataclass(frozen=True)
class Result:
    """What a classifier did in a comparison; accuracy in percent by language, memory is the most it ever held."""

    peer: str
    comparison: str
    trained_on: int
    accuracy: dict[str, float]
    train_seconds: float
    p50_ms: float
    p95_ms: float
    megabytes: float


def run_linear(kind: str, comparison: Comparison) -> Result:
    """Our classifier (`ours`) or scikit-learn's plain one (`tfidf`)."""
    return _run(kind, comparison, lambda task, told: [sys.executable, "-m", "benchmarks.nlu.linear", kind, task, told])


def run_nlpjs(comparison: Comparison) -> Result:
    """nlp.js from npm; raises BenchFailed when node or the package cannot be had."""
    home = FOLDER / "node"
    if not shutil.which("node"):
        raise BenchFailed("nlp.js needs Node.js, which is not installed.")
    if not (home / "node_modules" / "node-nlp").exists():
        home.mkdir(parents=True, exist_ok=True)
        (home / "package.json").write_text('{"private": true}\n', "utf-8")
        _do(["npm", "install", "--silent", "--no-audit", "--no-fund", NODE_NLP], folder=home, log="npm")
    script = ROOT / "benchmarks" / "nlu" / "nlpjs.mjs"
    return _run("nlp.js", comparison, lambda task, told: ["node", script, task, told], folder=home)


def run_diet(comparison: Comparison) -> Result:
    """Rasa's DIET with the features of Rasa's default pipeline; a model once trained on these sentences is kept."""
    folder = FOLDER / "diet"
    _write_diet(comparison, folder)
    mark = hashlib.sha256((folder / "nlu.yml").read_bytes() + (folder / "config.yml").read_bytes()).hexdigest()[:16]
    model, kept = folder / f"{mark}.tar.gz", folder / f"{mark}.json"
    if not (model.exists() and kept.exists()):
        say(f"DIET: training on {len(comparison.training)} sentences; kept afterwards")
        began = time.monotonic()
        command = [
            RASA_PYTHON, "-m", "rasa", "train", "nlu", "--config", "config.yml", "--nlu", "nlu.yml",
            "--out", ".", "--fixed-model-name", mark,
        ]  # fmt: skip
        _do(command, folder=folder, log="diet")
        kept.write_text(json.dumps({"seconds": time.monotonic() - began}), "utf-8")
    result = _run(
        "DIET",
        comparison,
        lambda task, told: [RASA_PYTHON, "-m", "benchmarks.nlu.ask_rasa", model, task, told],
    )
    return Result(**{**asdict(result), "train_seconds": json.loads(kept.read_text("utf-8"))["seconds"]})


def _write_diet(comparison: Comparison, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    by_intent: dict[str, list[str]] = {}
    for item in comparison.training:
        by_intent.setdefault(item.intent, []).append(" ".join(item.text.split()))
    told = [{"intent": name, "examples": "".join(f"- {text}\n" for text in texts)} for name, texts in by_intent.items()]
    _dump(folder / "nlu.yml", {"version": "3.1", "nlu": told})
    pipeline = [
        {"name": "WhitespaceTokenizer"},
        {"name": "RegexFeaturizer"},
        {"name": "LexicalSyntacticFeaturizer"},
        {"name": "CountVectorsFeaturizer"},
        {"name": "CountVectorsFeaturizer", "analyzer": "char_wb", "min_ngram": 1, "max_ngram": 4},
        {"name": "DIETClassifier", "epochs": DIET_EPOCHS, "constrain_similarities": True},
    ]
    _dump(folder / "config.yml", {"recipe": "default.v1", "language": "nl", "pipeline": pipeline, "policies": []})


def _dump(path: Path, content: object) -> None:
    path.write_text(yaml.safe_dump(content, allow_unicode=True, sort_keys=False, width=10_000), "utf-8")


def _run(peer: str, comparison: Comparison, command: _Command, *, folder: Path = ROOT) -> Result:
    FOLDER.mkdir(parents=True, exist_ok=True)
    task, told = FOLDER / "task.json", FOLDER / "answers.json"
    task.write_text(json.dumps(_task(comparison)), "utf-8")
    told.unlink(missing_ok=True)
    megabytes = _do(command(task, told), folder=folder, log=peer)
    answers = json.loads(told.read_text("utf-8"))
    times = sorted(answers["milliseconds"])
    return Result(
        peer=peer,
        comparison=comparison.name,
        trained_on=len(comparison.training),
        accuracy=accuracy_by_language(comparison.test, answers["guesses"]),
        train_seconds=round(answers["train_seconds"], 1),
        p50_ms=round(statistics.median(times), 2),
        p95_ms=round(times[math.ceil(0.95 * len(times)) - 1], 2),
        megabytes=round(megabytes),
    )


def _task(comparison: Comparison) -> dict[str, list[str]]:
    return {
        "texts": [item.text for item in comparison.training],
        "labels": [item.intent for item in comparison.training],
        "languages": [item.language for item in comparison.training],
        "questions": [item.text for item in comparison.test],
        "questionLanguages": [item.language for item in comparison.test],
    }


def _do(command: Words, *, folder: Path, log: str) -> float:
    """Run to the end; the most memory the process held, in MB. Raises BenchFailed with its last words."""
    path = WORK / "logs" / f"nlu-{log}.log"
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as output:
        process = subprocess.Popen(
            [str(part) for part in command],
            cwd=folder,
            env={**os.environ, **QUIET_RASA, "PYTHONPATH": str(ROOT)},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
        )
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise BenchFailed(f"{log} failed. Its last words (all of them in {path}):\n{last_words(path)}")
    return usage.ru_maxrss / 1024
