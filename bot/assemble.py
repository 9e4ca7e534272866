"""Puts together what Rasa trains on: our domain and rules, plus an intent and a rule for every topic in content/.

Run as `python -m bot.assemble FOLDER` in the gateway's environment; `make train` does.
"""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path

import yaml

from civic.search.documents import read_examples

ROOT = Path(__file__).resolve().parents[1]
TOPIC_ACTION = "action_answer_topic"


class MissingExamples(Exception):
    """A topic has no training examples in some language; the message names them all."""


def topic_ids(content: Path) -> list[str]:
    """The ids of all topics in content/, sorted."""
    return sorted(path.stem for path in (content / "topics").rglob("*.yml"))


def example_files(data: Path, topics: list[str]) -> list[Path]:
    """The example files to train on: conversation intents, and topics that have content.

    Raises MissingExamples when a topic lacks a file in one of the languages.
    """
    found = sorted(data.glob("*/conversation/*.yml"))
    missing = []
    for language in sorted(path for path in data.iterdir() if path.is_dir()):
        by_topic = {path.stem: path for path in (language / "topics").rglob("*.yml")}
        missing += [
            f"data/nlu/{language.name}/topics: no examples for {topic}" for topic in topics if topic not in by_topic
        ]
        found += [by_topic[topic] for topic in topics if topic in by_topic]
    if missing:
        raise MissingExamples("\n".join(missing))
    return found


def assemble(folder: Path, *, root: Path = ROOT) -> None:
    """Write `folder`/domain and `folder`/data afresh, ready for `rasa train`."""
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(root / "bot" / "domain", folder / "domain")
    shutil.copytree(root / "bot" / "rules", folder / "data" / "rules")
    topics = topic_ids(root / "content")
    _write(folder / "domain" / "topics.yml", {"version": "3.1", "intents": topics})
    rules = [{"rule": f"answer {topic}", "steps": [{"intent": topic}, {"action": TOPIC_ACTION}]} for topic in topics]
    _write(folder / "data" / "rules" / "topics.yml", {"version": "3.1", "rules": rules})
    _write_examples(folder / "data" / "nlu.json", example_files(root / "data" / "nlu", topics))


def _write_examples(path: Path, files: list[Path]) -> None:
    """All examples as one JSON file: Rasa reads it in two seconds, and five hundred YAML files in a minute."""
    examples = [
        {"text": text, "intent": intent}
        for file in files
        for intent, texts in read_examples(file).items()
        for text in texts
    ]
    told = {"rasa_nlu_data": {"common_examples": examples}}
    path.write_text(json.dumps(told, ensure_ascii=False, indent=0), "utf-8")


def _write(path: Path, content: dict[str, object]) -> None:
    path.write_text(yaml.safe_dump(content, allow_unicode=True, sort_keys=False), "utf-8")


if __name__ == "__main__":
    try:
        assemble(Path(sys.argv[1]))
    except MissingExamples as error:
        sys.exit(str(error))
