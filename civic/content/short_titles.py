"""Short titles of topics, for places with little room; the full title stands beside them."""

from __future__ import annotations

from typing import Annotated

from pydantic import StringConstraints

from civic.content.model import Strict

LENGTH = 24  # a row of a list on WhatsApp
ShortTitle = Annotated[str, StringConstraints(min_length=2, max_length=LENGTH, strip_whitespace=True)]


class ShortTitles(Strict):
    """The short title of one topic in the three languages."""

    nl: ShortTitle
    tr: ShortTitle
    ar: ShortTitle

    def in_language(self, language: str) -> str:
        """The title in `language`; raises AttributeError for a language we do not write."""
        return str(getattr(self, language))
