"""The report as one HTML file: the tables, the pictures (inside it) and the worst confusions with their sentences."""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from evaluation.measures import Measured

TEMPLATES = Path(__file__).parent
Confusion = tuple[str, str, list[str]]


def write_page(
    path: Path,
    *,
    sets: Mapping[str, tuple[Measured, Mapping[str, str]]],
    confusions: Sequence[Confusion],
    pictures: Mapping[str, Path],
) -> None:
    """Write the report to `path`. `sets`: measures and goals by test set; `pictures`: PNG files by title."""
    environment = Environment(loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined)
    inside = {
        title: "data:image/png;base64," + base64.b64encode(picture.read_bytes()).decode()
        for title, picture in pictures.items()
    }
    told = environment.get_template("page.html").render(sets=sets, confusions=confusions, pictures=inside)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(told, "utf-8")
