"""The arrows of the design: server → gateway → civic ← actions; bot/components runs in Rasa's environment."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
OURS = {"server", "evaluation", "gateway", "civic", "actions", "bot", "scripts", "benchmarks", "tests"}
MAY_IMPORT = {
    "civic": {"civic"},
    "gateway": {"gateway", "civic"},
    "actions": {"actions", "civic"},
    "bot": {"bot", "civic"},
    "scripts": {"scripts", "gateway", "civic"},
    "evaluation": {"evaluation", "civic"},
}
CIVIC_NEVER = {"flask", "rasa", "rasa_sdk", "sqlalchemy", "sanic"}
# What runs in Rasa's environment too: these modules, and the libraries that it has.
BOT_COMPONENTS_CIVIC = {
    "civic.language.normalise",
    "civic.understanding.classifier",
    "civic.understanding.clauses",
    "civic.understanding.concepts",
    "civic.understanding.features",
    "civic.understanding.skeleton",
}
RASA_HAS = {"__future__", "collections", "functools", "json", "pathlib", "re", "typing", "unicodedata"} | {
    "joblib",
    "numpy",
    "scipy",
    "sklearn",
    "yaml",
}


def imports_of(path: Path) -> Iterator[str]:
    """Every module that a file imports, also inside functions."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


@pytest.mark.parametrize("package", sorted(MAY_IMPORT))
def test_imports_follow_the_arrows(package: str) -> None:
    wrong = [
        f"{path.relative_to(ROOT)} imports {module}"
        for path in (ROOT / package).rglob("*.py")
        for module in imports_of(path)
        if module.split(".")[0] in OURS - MAY_IMPORT[package]
    ]
    assert not wrong


def test_civic_knows_no_framework() -> None:
    wrong = [
        f"{path.relative_to(ROOT)} imports {module}"
        for path in (ROOT / "civic").rglob("*.py")
        for module in imports_of(path)
        if module.split(".")[0] in CIVIC_NEVER
    ]
    assert not wrong


def test_rasas_components_import_only_what_its_environment_has() -> None:
    wrong = [
        f"{path.name} imports {module}"
        for path in (ROOT / "bot" / "components").glob("*.py")
        for module in imports_of(path)
        if module.startswith("civic") and module not in BOT_COMPONENTS_CIVIC
    ]
    assert not wrong
    for shared in BOT_COMPONENTS_CIVIC:
        imported = set(imports_of(ROOT / f"{shared.replace('.', '/')}.py"))
        outside = {module for module in imported if module not in BOT_COMPONENTS_CIVIC}
        assert {module.split(".")[0] for module in outside} <= RASA_HAS, shared


def test_server_only_builds_the_application() -> None:
    modules = {module.split(".")[0] for module in imports_of(ROOT / "server.py")}
    assert modules & OURS == {"gateway", "civic"}
