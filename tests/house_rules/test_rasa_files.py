"""Domain, rules, actions and examples fit together, in every language."""

from __future__ import annotations

import importlib
import json
import pkgutil
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml
from rasa_sdk import Action

import actions
from bot.assemble import assemble
from civic.content.model import LANGUAGES
from civic.language.normalise import normalise
from civic.search.documents import read_examples

ROOT = Path(__file__).resolve().parents[2]
FOUNDATION = {
    "household-waste-collection", "bulky-waste", "illegal-dumping", "pothole-road-damage", "street-light",
    "identity-card", "address-change", "ocmw-social-house", "social-housing", "police-local",
    "neighbourhood-manager", "participation-budget",
}  # fmt: skip
BY_BUTTON_ONLY = {"escalate", "none_of_these"}


@pytest.fixture(scope="module")
def assembled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What Rasa trains on."""
    folder = tmp_path_factory.mktemp("assembled")
    assemble(folder)
    return folder


def read(path: Path) -> dict[str, Any]:
    """A YAML file."""
    return yaml.safe_load(path.read_text("utf-8"))


def domain_of(folder: Path) -> tuple[set[str], set[str]]:
    """The intents and the actions of the assembled domain."""
    files = [read(path) for path in (folder / "domain").glob("*.yml")]
    intents = [name for file in files for name in file.get("intents", [])]
    names = {next(iter(name)) if isinstance(name, dict) else name for name in intents}
    return names, {name for file in files for name in file.get("actions", [])}


def written_actions() -> dict[str, str]:
    """The name of every action → its module."""
    found = {}
    for module_info in pkgutil.iter_modules(actions.__path__):
        if module_info.name.startswith("__"):
            continue
        module = importlib.import_module(f"actions.{module_info.name}")
        for item in vars(module).values():
            if isinstance(item, type) and issubclass(item, Action) and item.__module__ == module.__name__:
                found[item().name()] = module_info.name
    return found


def test_every_action_is_in_the_domain_and_back(assembled: Path) -> None:
    assert set(written_actions()) == domain_of(assembled)[1]


def test_there_is_one_action_per_file() -> None:
    assert max(Counter(written_actions().values()).values()) == 1


def test_every_intent_has_one_rule_with_an_action_of_the_domain(assembled: Path) -> None:
    intents, known = domain_of(assembled)
    rules = [rule for path in (assembled / "data" / "rules").glob("*.yml") for rule in read(path)["rules"]]
    ruled = Counter(rule["steps"][0]["intent"] for rule in rules)
    assert set(ruled) - {"nlu_fallback"} == intents
    assert max(ruled.values()) == 1
    assert {rule["steps"][1]["action"] for rule in rules} <= known


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_intent_has_examples_in_every_language(assembled: Path, language: str) -> None:
    intents, _ = domain_of(assembled)
    counts: Counter[str] = Counter()
    for path in (ROOT / "data" / "nlu" / language).rglob("*.yml"):
        for intent, examples in read_examples(path).items():
            counts[intent] += len(examples)
    assert set(counts) == intents - BY_BUTTON_ONLY
    few = {intent: count for intent, count in counts.items() if intent in FOUNDATION and count < 25}
    assert not few
    assert min(counts.values()) >= 20


def test_no_example_stands_under_two_intents() -> None:
    intents_of: dict[str, set[str]] = {}
    for path in (ROOT / "data" / "nlu").rglob("*.yml"):
        for intent, examples in read_examples(path).items():
            for example in examples:
                intents_of.setdefault(normalise(example), set()).add(intent)
    assert {text: names for text, names in intents_of.items() if len(names) > 1} == {}


def test_examples_hold_no_entity_marks() -> None:
    marked = [
        path.name
        for path in (ROOT / "data" / "nlu").rglob("*.yml")
        for examples in read_examples(path).values()
        if any("](" in example or "]{" in example for example in examples)
    ]
    assert not marked


def test_rasa_gets_every_example_once(assembled: Path) -> None:
    told = json.loads((assembled / "data" / "nlu.json").read_text("utf-8"))["rasa_nlu_data"]["common_examples"]
    written = [
        (text, intent)
        for path in (ROOT / "data" / "nlu").rglob("*.yml")
        for intent, texts in read_examples(path).items()
        for text in texts
    ]
    assert sorted((item["text"], item["intent"]) for item in told) == sorted(written)
