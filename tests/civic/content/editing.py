"""Breaks copies of content files, for the tests of the checks."""

from __future__ import annotations

from pathlib import Path

import yaml


def change(path: Path, **fields: object) -> None:
    """Set fields of a YAML file; None takes one out."""
    raw = yaml.safe_load(path.read_text("utf-8"))
    raw.update(fields)
    kept = {name: value for name, value in raw.items() if value is not None}
    path.write_text(yaml.safe_dump(kept, allow_unicode=True), "utf-8")
