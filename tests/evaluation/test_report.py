"""The pictures and the page show what was measured."""

from __future__ import annotations

from pathlib import Path

import pytest

from evaluation.measures import measure, worst_confusions
from evaluation.page import write_page
from evaluation.pictures import calibration, draw_calibration, draw_confusions
from tests.evaluation.test_measures import VERDICTS, verdict

PNG = b"\x89PNG"


def test_calibration_compares_how_sure_with_how_right() -> None:
    (found,) = calibration(VERDICTS)
    assert found == (pytest.approx(0.9), pytest.approx(0.25), 4)
    assert calibration([]) == []


@pytest.mark.parametrize("verdicts", [VERDICTS, [verdict("plain", "answer", "library", topic="library")]])
def test_pictures_are_drawn_also_without_a_mistake(tmp_path: Path, verdicts: list) -> None:
    for name, draw in (("a.png", draw_calibration), ("b.png", draw_confusions)):
        draw(verdicts, tmp_path / "new" / name)
        assert (tmp_path / "new" / name).read_bytes().startswith(PNG)


def test_the_page_holds_tables_pictures_and_sentences_and_escapes_them(tmp_path: Path) -> None:
    draw_calibration(VERDICTS, tmp_path / "a.png")
    write_page(
        tmp_path / "report.html",
        sets={"unseen": (measure(VERDICTS), {"plain": "≥ 92"})},
        confusions=[*worst_confusions(VERDICTS), ("a", "b", ["<script>"])],
        pictures={"How sure": tmp_path / "a.png"},
    )
    page = (tmp_path / "report.html").read_text("utf-8")
    assert "50.0" in page
    assert "data:image/png;base64," in page
    assert "plain answer train" in page
    assert "<script>" not in page
