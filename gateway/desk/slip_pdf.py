"""Sets a slip as a PDF of one A5 page, tagged for screen readers (PDF/UA), with the fonts that lie beside this file."""

from __future__ import annotations

import dataclasses
import json
from functools import cache
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from gateway.desk.slip import Slip
from gateway.qr import qr_picture

HERE = Path(__file__).parent
PAGE, FONTS = HERE / "slip.typ", HERE / "fonts"
PICTOGRAMS = HERE.parent / "widget" / "static"
SPRITES = ("pictograms.svg", "icons.svg")
# How the set of pictures of the pages names what a slip shows.
OF_CONTACT = {"phone": "action-call", "address": "action-go", "email": "action-write", "web": "area-digital"}
SVG = "http://www.w3.org/2000/svg"
BRAND = "#12595a"


def pdf_of(slip: Slip) -> bytes:
    """The PDF; its size in the type adapts to the length of the texts, the page stays one."""
    made: bytes = _engine(slip).compile(format="pdf", pdf_standards=["ua-1"], timestamp=_midnight(slip))
    return made


def picture_of(slip: Slip) -> bytes:
    """The page as a PNG, to look at."""
    made: bytes = _engine(slip).compile(format="png", ppi=130)
    return made


def _engine(slip: Slip) -> Any:
    import typst  # 80 MB: only when someone prints

    given = {"slip": json.dumps(_values(slip), ensure_ascii=False)}
    return typst.Compiler(PAGE, root=HERE, font_paths=[FONTS], ignore_system_fonts=True, sys_inputs=given)


def _values(slip: Slip) -> dict[str, Any]:
    """What slip.typ reads: the slip itself, and its pictures by name."""
    area = {"area": f"area-{slip.area}"} if slip.area else {}
    named = {slip.level: f"level-{slip.level}", **area, "bring": "action-bring", **OF_CONTACT}
    pictures = {name: _pictogram(drawn) for name, drawn in named.items() if name}
    return {
        **dataclasses.asdict(slip),
        "made_on": f"{slip.made_on:%d/%m/%Y}",
        "pictures": pictures,
        "page_qr": qr_picture(slip.page_url),
        "whatsapp_qr": qr_picture(slip.whatsapp_url) if slip.whatsapp_url else "",
    }


def _midnight(slip: Slip) -> int:
    """A time for the file's own notes that says nothing more than the day on the slip."""
    return (slip.made_on.toordinal() - 719163) * 86400


@cache
def _pictogram(name: str) -> str:
    """A picture of the pages as a file of its own; raises KeyError for one that they do not have."""
    ElementTree.register_namespace("", SVG)
    for sprite in SPRITES:
        symbols = ElementTree.parse(PICTOGRAMS / sprite).getroot().iter(f"{{{SVG}}}symbol")  # noqa: S314 (our own file)
        for symbol in symbols:
            if symbol.get("id") == name:
                picture = ElementTree.Element(f"{{{SVG}}}svg", {**symbol.attrib, "color": BRAND})
                picture.extend(symbol)
                return ElementTree.tostring(picture, encoding="unicode")
    raise KeyError(name)
