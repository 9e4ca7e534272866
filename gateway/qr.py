"""QR codes of addresses, as pictures."""

from __future__ import annotations

import io

import segno


def qr_picture(address: str) -> str:
    """A QR code as an SVG picture, with the white margin that cameras need."""
    held = io.BytesIO()
    segno.make(address, error="m", micro=False).save(held, kind="svg", border=2, light="#fff", xmldecl=False)
    return held.getvalue().decode()


def qr_address(address: str) -> str:
    """The same as a `data:` address, for a page."""
    return str(segno.make(address, error="m", micro=False).svg_data_uri(border=2, light="#fff", xmldecl=False))
