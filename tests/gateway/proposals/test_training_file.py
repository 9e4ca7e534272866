"""A line is added to a training file, and everything else in it stays as it was."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from gateway.proposals.training_file import NotWritable, add_example
from tests.gateway.proposals.exporting import NEW


@pytest.mark.parametrize("text", ["nlu: [\n", "version: '3.1'\nnlu:\n- intent: bulky-waste\n  examples: '- a'\n"])
def test_a_file_of_another_shape_is_left_alone(tmp_path: Path, text: str) -> None:
    path = tmp_path / "bulky-waste.yml"
    path.write_text(text, "utf-8")
    with pytest.raises(NotWritable):
        add_example(path, "bulky-waste", NEW)
    assert path.read_text("utf-8") == text
    assert list(tmp_path.iterdir()) == [path]


def test_comments_line_ends_permissions_and_other_intents_stay(tmp_path: Path) -> None:
    path = tmp_path / "two.yml"
    lines = [
        "# wat mensen zeggen",
        'version: "3.1"',
        "nlu:",
        "  - intent: one",
        "    examples: |",
        "      - een",
        "  # tussendoor",
        "  - intent: two",
        "    examples: |",
        "      - twee",
        "",
    ]
    text = "\r\n".join(lines)
    path.write_bytes(text.encode())
    path.chmod(0o640)
    add_example(path, "one", "nog een")
    assert path.read_bytes().decode() == text.replace("      - een\r\n", "      - een\r\n      - nog een\r\n")
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
