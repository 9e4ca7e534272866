"""One guide while it is told: each step is shown on the real page, photographed, and written down."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from html import escape
from io import BytesIO
from pathlib import Path
from typing import Any

import yaml
from PIL import Image
from playwright.sync_api import Browser, Locator, Page

WORDS = Path(__file__).parent / "words"
PATIENCE_MS = 20_000
COLOURS = 128
# Outlines what a step is about, in the page itself, so that it moves and mirrors with it.
_RING = """(element, on) => {
  element.style.outline = on ? "4px solid #c2185b" : "";
  element.style.outlineOffset = on ? "3px" : "";
}"""

_SHOW = """(element) => element.scrollIntoView(
  { block: element.offsetHeight > innerHeight / 2 ? "start" : "center" })"""


@dataclass(frozen=True)
class Guide:
    """Who it is for (`role`, which names its words), in which language, on what screen, and the steps themselves."""

    role: str
    language: str
    size: tuple[int, int]
    steps: Callable[[Teller], None]

    @property
    def name(self) -> str:
        """The name of its file: `desk`, `resident-tr`."""
        return f"{self.role}-{self.language}" if self.role == "resident" else self.role

    @property
    def words(self) -> dict[str, Any]:
        """Title, intro, and the words of each step by its name, in the guide's language."""
        return dict(yaml.safe_load((WORDS / f"{self.role}.yml").read_text("utf-8"))[self.language])


@dataclass
class Teller:
    """Passed to the steps of a guide: `page` to act on, `step` to tell, `logins` and `code` of who plays along."""

    guide: Guide
    page: Page
    url: str
    folder: Path
    logins: dict[str, tuple[str, str]]
    code: str
    told: list[str] = field(default_factory=list)

    def step(self, name: str, *shown: Locator) -> None:
        """Photograph the page with a ring round what the step is about."""
        self.told.append(name)
        for each in shown:
            each.first.evaluate(_RING, True)
        if shown:
            shown[0].first.evaluate(_SHOW)
        picture = self.page.screenshot()
        for each in shown:
            each.first.evaluate(_RING, False)
        path = self.folder / self._picture(len(self.told))
        path.parent.mkdir(parents=True, exist_ok=True)
        Image.open(BytesIO(picture)).convert("RGB").quantize(COLOURS).save(path, optimize=True)

    def signs_in(self, role: str) -> None:
        """Through the form, as anyone does."""
        login, password = self.logins[role]
        self.page.goto(f"{self.url}/staff/sign-in")
        self.page.locator("#login").fill(login)
        self.page.locator("#password").fill(password)
        self.page.locator("main .button--main").click()
        self.page.wait_for_load_state()

    def written(self) -> str:
        """The guide as Markdown: right to left where its language is."""
        words, (width, _) = self.guide.words, self.guide.size
        direction = "rtl" if self.guide.language == "ar" else "ltr"
        parts = [f'<div lang="{self.guide.language}" dir="{direction}">', f"# {words['title']}", words["intro"].strip()]
        for number, name in enumerate(self.told, start=1):
            alt = escape(words["picture"].format(number=number))
            parts.append(f"## {number}. {words['steps'][name].strip()}")
            parts.append(f'<img src="{self._picture(number)}" width="{min(width, 720)}" alt="{alt}">')
        return "\n\n".join([*parts, words.get("end", "").strip(), "</div>"]).replace("\n\n\n\n", "\n\n") + "\n"

    def _picture(self, number: int) -> str:
        return f"images/{self.guide.name}-{number}.png"


def tell(
    guide: Guide, browser: Browser, *, url: str, folder: Path, logins: dict[str, tuple[str, str]], code: str
) -> Teller:
    """Do the guide's steps at `url` and write `folder`/<name>.md with its pictures; raises when a step cannot be done.

    `logins`: login and password by role. `code`: of a case that waits for a person.
    """
    width, height = guide.size
    context = browser.new_context(
        viewport={"width": width, "height": height}, reduced_motion="reduce", color_scheme="light"
    )
    context.set_default_timeout(PATIENCE_MS)
    try:
        teller = Teller(guide, context.new_page(), url, folder, logins, code)
        guide.steps(teller)
    finally:
        context.close()
    untold = guide.words["steps"].keys() - set(teller.told)
    if untold:
        raise ValueError(f"{guide.name}: words that no step tells: {', '.join(sorted(untold))}")
    (folder / f"{guide.name}.md").write_text(teller.written(), "utf-8")
    return teller
