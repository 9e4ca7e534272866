"""Adds a sentence to a training file, leaving every other byte of it as it was."""

from __future__ import annotations

import os
import re
import shutil
from pathlib import Path

import yaml

from civic.search.documents import read_examples

_INTENT = re.compile(r"^\s*- intent:\s*(?P<intent>\S+)\s*$")
_EXAMPLE = re.compile(r"^(?P<indent>\s*)- \S")


class NotWritable(Exception):
    """The file cannot take the sentence; the message says why."""


def add_example(path: Path, intent: str, sentence: str) -> None:
    """Put `sentence` (one line) under `intent`, as its last example; the file is replaced in one go.

    Raises NotWritable when the file has another shape than ours, or would say something else than intended.
    """
    try:
        before = read_examples(path)
        text = path.read_bytes().decode("utf-8")
    except (OSError, UnicodeDecodeError, yaml.YAMLError, KeyError, TypeError) as error:
        raise NotWritable(f"{path}: {type(error).__name__}") from error
    if intent not in before:
        raise NotWritable(f"{path}: has no examples of {intent}")
    draft = path.with_name(f".{path.name}.new")
    try:
        shutil.copy(path, draft)  # with its permissions
        draft.write_bytes(_with_example(path, text, intent, sentence).encode("utf-8"))
        if read_examples(draft) != {**before, intent: [*before[intent], sentence]}:
            raise NotWritable(f"{path}: YAML reads this sentence otherwise")
        os.replace(draft, path)
    finally:
        draft.unlink(missing_ok=True)


def _with_example(path: Path, text: str, intent: str, sentence: str) -> str:
    ending = "\r\n" if "\r\n" in text else "\n"
    lines = text.split(ending)
    last = _last_example(lines, intent)
    if last is None:
        raise NotWritable(f"{path}: the examples of {intent} stand in another shape")
    indent = lines[last][: len(lines[last]) - len(lines[last].lstrip())]
    return ending.join([*lines[: last + 1], f"{indent}- {sentence}", *lines[last + 1 :]])


def _last_example(lines: list[str], intent: str) -> int | None:
    """The number of the line with the last example of `intent`."""
    found, last = False, None
    for number, line in enumerate(lines):
        heading = _INTENT.match(line)
        if heading:
            found = heading["intent"] == intent
        elif found and _EXAMPLE.match(line):
            last = number
    return last
