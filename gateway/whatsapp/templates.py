"""The approved templates that invite a resident to write again, as the setting WHATSAPP_TEMPLATES names them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

SHAPE = re.compile(r"(nl|tr|ar)=([a-z0-9_]{1,512}):([a-z]{2,3}(?:_[A-Z]{2})?)")
FALLBACK = "nl"


@dataclass(frozen=True)
class Template:
    """A template without variables: its name at Meta, and the code of the language it was approved in."""

    name: str
    code: str

    @property
    def part(self) -> dict[str, Any]:
        """The WhatsApp message that sends it, without recipient."""
        return {"type": "template", "template": {"name": self.name, "language": {"code": self.code}}}


def read_templates(setting: str) -> dict[str, Template]:
    """The templates by our language, from "nl=name:nl tr=name:tr ar=name:ar"; raises ValueError that names the part."""
    templates = {}
    for written in setting.split():
        found = SHAPE.fullmatch(written)
        if found is None:
            raise ValueError(f"{written!r} is not like nl=name:nl (language, name of the template, its language code)")
        language, name, code = found.groups()
        if language in templates:
            raise ValueError(f"there are two templates for {language}")
        templates[language] = Template(name=name, code=code)
    return templates


def invitation(templates: Mapping[str, Template], language: str | None) -> Template | None:
    """The template for who reads `language`: theirs, else the Dutch one; None when there is neither."""
    return templates.get(language or FALLBACK) or templates.get(FALLBACK)
