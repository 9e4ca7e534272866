"""The illustrated guides: everything that they explain still works, and what is written is what is kept in docs."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from civic.content.load import Content
from scripts.guides import ALL
from scripts.guides.cast import ask_for_a_person, hire
from scripts.guides.telling import Guide, tell
from scripts.stack import ROOT, Stack
from tests.journeys.browsing import PHONE

pytestmark = pytest.mark.journey

KEPT = ROOT / "docs" / "guides"


@pytest.mark.parametrize("guide", ALL, ids=lambda guide: guide.name)
def test_every_step_of_a_guide_can_be_done_and_is_in_docs(
    browser: Browser, stack: Stack, login: tuple[str, str], content: Content, tmp_path: Path, guide: Guide
) -> None:
    url = stack.settings.public_url
    logins, code = hire(stack.settings), ask_for_a_person(url, content)

    told = tell(guide, browser, url=url, folder=tmp_path, logins=logins, code=code)

    assert (KEPT / f"{guide.name}.md").read_text("utf-8") == told.written(), "run `make guides`"
    pictures = re.findall(r'src="([^"]+)"', told.written())
    assert len(pictures) == len(told.told)
    for each in pictures:
        for folder in (tmp_path, KEPT):
            assert (folder / each).stat().st_size > 2000, each


def test_there_is_a_guide_for_each_role_and_the_residents_in_each_language() -> None:
    roles = {(guide.role, guide.language) for guide in ALL}
    staff = {(role, "nl") for role in ("desk", "bridge", "editor", "admin")}
    assert roles == staff | {("resident", language) for language in ("nl", "tr", "ar")}
    for guide in ALL:
        assert guide.size[0] >= PHONE[0]
