"""The stock project: one reply for each intent."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from benchmarks import stock
from benchmarks.data import Split


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    packaged = tmp_path / "packaged.yml"
    packaged.write_text("pipeline: []\n", "utf-8")
    monkeypatch.setattr(stock, "_packaged", lambda _name: packaged)
    examples = {name: [f"{name} 1", f"{name} 2"] for told in stock.STORIES for name in told}
    folder = tmp_path / "project"
    stock.write_project(Split(training={Path("nl/conversation/all.yml"): examples}, held_out=()), folder)
    return folder


def test_every_intent_has_a_rule_and_a_response(project: Path) -> None:
    domain = yaml.safe_load((project / "domain.yml").read_text("utf-8"))
    rules = yaml.safe_load((project / "data" / "rules.yml").read_text("utf-8"))["rules"]
    answered = {rule["steps"][0]["intent"]: rule["steps"][1]["action"] for rule in rules}
    assert answered.keys() == {*domain["intents"], "nlu_fallback"}
    assert set(answered.values()) == domain["responses"].keys()


def test_stories_say_nothing_else_than_rules(project: Path) -> None:
    stories = yaml.safe_load((project / "data" / "stories.yml").read_text("utf-8"))["stories"]
    for story in stories:
        pairs = zip(story["steps"][::2], story["steps"][1::2], strict=True)
        assert all(said["action"] == f"utter_{asked['intent']}" for asked, said in pairs)


def test_the_fingerprint_follows_the_examples(project: Path) -> None:
    before = stock._fingerprint(project)
    (project / "data" / "nlu" / "nl" / "conversation" / "all.yml").write_text("nlu: []\n", "utf-8")
    assert stock._fingerprint(project) != before
