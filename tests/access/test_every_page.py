"""Every page, state and language: axe finds nothing, all fits at every size, can be hit, and takes larger text."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from tests.access.axe import violations_of
from tests.access.inspecting import Inspector, inspector
from tests.access.measuring import cut_off, sticks_out, too_small
from tests.access.town import Town
from tests.access.views import View, every

pytestmark = pytest.mark.journey


@pytest.fixture(scope="module")
def inspect(browser: Browser, town: Town) -> Inspector:
    """Each view is opened once for all tests below; it leaves a picture on a phone and on a desktop."""
    return inspector(browser, town)


@every()
def test_axe_finds_nothing_in_light_or_dark(inspect: Inspector, view: View, language: str) -> None:
    found = inspect(view, language).axe
    assert not found, "\n".join(found)


@every()
def test_everything_fits_at_every_width(inspect: Inspector, view: View, language: str) -> None:
    found = inspect(view, language).layout
    assert not found, "\n".join(found)


@every()
def test_everything_can_be_hit_with_a_finger(inspect: Inspector, view: View, language: str) -> None:
    found = inspect(view, language).targets
    assert not found, "\n".join(found)


@every()
def test_text_can_be_doubled_and_spaced(inspect: Inspector, view: View, language: str) -> None:
    found = inspect(view, language).text
    assert not found, "\n".join(found)


def test_axe_would_find_something(browser: Browser) -> None:
    """The tests above can fail."""
    page = browser.new_page()
    page.set_content('<title>x</title><img src="x"><p style="color:#aaa;background:#fff">pale</p><input>')
    found = " ".join(violations_of(page))
    page.close()
    for rule in ("image-alt", "color-contrast", "label", "html-has-lang"):
        assert rule in found


def test_the_measures_see_what_is_wrong(browser: Browser) -> None:
    """The tests above can fail."""
    page = browser.new_page(viewport={"width": 320, "height": 400})
    page.set_content(
        '<p style="overflow:hidden;inline-size:50px;white-space:nowrap">words that are cut off</p>'
        '<a href="#x" style="display:block">small</a><div style="inline-size:500px">wide</div>'
    )
    assert sticks_out(page) > 100
    assert "wider than" in cut_off(page)[0]
    assert "small" in too_small(page)[0]
    page.close()
