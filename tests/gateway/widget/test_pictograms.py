"""The pictograms: one for each meaning, drawn as one set, and every picture a page asks for is there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest
from flask.testing import FlaskClient

from civic.content.load import Content
from civic.content.model import ContactKind, Level
from civic.content.step_verbs import Action
from gateway.topics.areas import ORDER

STATIC = Path(__file__).resolve().parents[3] / "gateway" / "widget" / "static"
SVG = "{http://www.w3.org/2000/svg}"
ROLES = ("decides", "does", "start")
PAGES = ("/", "/widget?city=genk", "/topics", "/t/bulky-waste?city=genk", "/t/nationality", "/offline", "/privacy")


def symbols(name: str) -> dict[str, ElementTree.Element]:
    """The symbols of a sprite by id."""
    tree = ElementTree.fromstring((STATIC / name).read_text("utf-8"))  # noqa: S314 (our own file)
    drawn = {symbol.attrib["id"]: symbol for symbol in tree.iter(f"{SVG}symbol")}
    assert len(drawn) == len(list(tree))
    return drawn


def test_every_area_level_action_and_role_has_its_picture_and_nothing_else_has(content: Content) -> None:
    areas = {topic.area for topic in content.topics.values()}
    wanted = {f"area-{area}" for area in areas} | {f"level-{level.value}" for level in Level}
    wanted |= {f"action-{action.value}" for action in Action} | {f"role-{role}" for role in ROLES}
    assert symbols("pictograms.svg").keys() == wanted


def test_the_areas_have_an_order_and_there_are_sixteen(content: Content) -> None:
    assert sorted(ORDER) == sorted({topic.area for topic in content.topics.values()})
    assert len(ORDER) == 16


def test_all_pictures_are_on_one_grid_with_one_line_in_the_colour_of_the_text() -> None:
    drawn = symbols("pictograms.svg").values()
    assert len({tuple(sorted((k, v) for k, v in symbol.attrib.items() if k != "id")) for symbol in drawn}) == 1
    parts = [part for symbol in drawn for part in symbol]
    assert {part.attrib.get("fill", "none") for part in parts} == {"none", "currentColor"}
    assert {part.attrib["fill-opacity"] for part in parts if "fill" in part.attrib} == {".16"}
    assert not any("stroke-width" in part.attrib for part in parts)


def test_no_two_pictures_are_the_same() -> None:
    drawn = [ElementTree.tostring(part) for symbol in symbols("pictograms.svg").values() for part in symbol]
    paths = [line for line in drawn if b"circle" not in line]
    assert len(paths) == len(set(paths))


def asked_for(html: str) -> Iterator[tuple[str, str]]:
    """The (sprite, id) of every `<use>` of a page."""
    for href in re.findall(r'<use href="([^"]+)"', html):
        address, _, name = href.partition("#")
        yield address.rpartition("/")[2].partition("?")[0], name


@pytest.mark.parametrize("path", [*PAGES, *(f"/?area={area}" for area in ("all", *ORDER))])
def test_every_picture_on_a_page_exists(client: FlaskClient, path: str) -> None:
    used = set(asked_for(client.get(path).get_data(as_text=True)))
    assert used
    for sprite, name in used:
        assert name in symbols(sprite), (sprite, name)


def test_the_pictures_that_the_script_asks_for_exist() -> None:
    script = (STATIC / "chat" / "view.js").read_text("utf-8")
    assert "PICTURES" in script
    named = dict(re.findall(r'(\w+): "((?:area|action)-[\w-]+)"', script))
    assert named.keys() == {kind.value for kind in ContactKind}
    assert set(named.values()) <= symbols("pictograms.svg").keys()


def test_pictures_stand_beside_words_and_are_silent(client: FlaskClient) -> None:
    html = client.get("/?language=nl").get_data(as_text=True)
    assert all('aria-hidden="true"' in tag for tag in re.findall(r'<svg class="(?:icon|pictogram)[^>]*>', html))
    for words in re.findall(r'<a class="area"[^>]*>.*?<span>(.*?)</span></a>', html):
        assert words.strip()
