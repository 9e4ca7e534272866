"""Texts are taken over while running, broken ones are not."""

from __future__ import annotations

import pytest

from actions import knowledge
from civic.content.files import Problem
from civic.content.load import Content, ContentError


def test_reloading_reads_the_texts_again() -> None:
    before = knowledge.content()
    knowledge.reload()
    assert knowledge.content() is not before


def test_broken_content_is_refused_and_the_present_one_stays(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    before = knowledge.content()

    def broken() -> Content:
        raise ContentError([Problem("topics/x.yml", "is missing")])

    monkeypatch.setattr(knowledge, "load_content", broken)
    knowledge.reload()
    assert knowledge.content() is before
    assert "content is broken" in caplog.text
