"""Every page in each of its states: where it is, who sees it, in which languages, and how one comes to that state."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.access import desk
from tests.access.town import NEW_LOGIN, AnsweringRasa, Town
from tests.journeys.browsing import PHONE

LANGUAGES = ("nl", "tr", "ar")
QUESTIONS = {"nl": "Wie haalt mijn grofvuil op?", "tr": "Eski koltuğumu kim alıyor?", "ar": "من يأخذ الأثاث القديم؟"}
EMERGENCIES = {"nl": "help mijn huis staat in brand", "tr": "evde yangın var", "ar": "البيت يحترق"}
PATIENCE_MS = 20_000  # on a busy machine
Way = Callable[[Page, Town, str], None]


def _stay(page: Page, town: Town, language: str) -> None:
    """The page as it comes."""


@dataclass(frozen=True)
class View:
    """A page in a state. `login`: who looks, `keeps` what else their session holds; `way` leads from the page there."""

    name: str
    path: str
    login: str | None = None
    languages: tuple[str, ...] = LANGUAGES
    way: Way = _stay
    keeps: dict[str, Any] = field(default_factory=dict)
    media: str | None = None


def say(text: dict[str, str] | str, shown: str) -> Way:
    """Type and send, then wait for `shown`."""

    def way(page: Page, town: Town, language: str) -> None:
        page.locator("#text").fill(text if isinstance(text, str) else text[language])
        page.locator("#send").click()
        expect(page.locator(shown).last).to_be_visible()

    return way


def _asked(page: Page, town: Town, language: str) -> None:
    say(QUESTIONS, "[data-kind=answer] .card")(page, town, language)
    page.evaluate("document.querySelectorAll('#messages details').forEach((each) => { each.open = true; })")


def _ask_person(page: Page, town: Town, language: str) -> None:
    page.locator("#ask-person").click()
    expect(page.locator(".offer")).to_have_count(2)


def _waiting_for_person(page: Page, town: Town, language: str) -> None:
    _ask_person(page, town, language)
    for words in ("agree_button", "reach_chat_button"):
        page.locator(".offer", has_text=town.content.phrase(words, language)).last.click()
        expect(page.locator("#thinking")).to_be_empty()
    say("Zekiye", "[data-kind=handover]")(page, town, language)
    expect(page.locator("#owner")).to_be_visible()
    page.locator("#along summary").click()
    expect(page.locator("#along a")).to_be_visible()


def _not_sent(page: Page, town: Town, language: str) -> None:
    page.route("**/api/chat", lambda route: route.fulfill(status=500, json={"error": {"code": "x", "message": ""}}))
    say(QUESTIONS, "[data-state=failed]")(page, town, language)


def _without_network(page: Page, town: Town, language: str) -> None:
    page.context.set_offline(True)
    page.locator("#text").fill(QUESTIONS[language])
    page.locator("#send").click()
    expect(page.locator("[data-from=resident] .message__state").last).to_be_visible()


def _about_to_wipe(page: Page, town: Town, language: str) -> None:
    page.locator("#wipe summary").click()


def _send_empty(page: Page, town: Town, language: str) -> None:
    page.locator("#send").click()
    expect(page.locator("#chat-error")).to_be_visible()


def press(selector: str, **typed: str) -> Way:
    """Fill in fields by their ids, press, and wait for the next page."""

    def way(page: Page, town: Town, language: str) -> None:
        for name, words in typed.items():
            page.locator(f"#{name}").fill(words)
        page.locator(selector).click()
        page.wait_for_load_state()

    return way


def _opened(page: Page, town: Town, language: str) -> None:
    page.evaluate("document.querySelectorAll('main details').forEach((each) => { each.name = ''; each.open = true; })")


RESIDENT = (
    View("chat", "/"),
    View("chat-answer", "/", way=_asked),
    View("chat-clarify", "/", way=say(AnsweringRasa.VAGUE, ".offer[data-topic]")),
    View("chat-emergency", "/", way=say(EMERGENCIES, "[data-kind=emergency] a.call")),
    View("chat-handover", "/?city=genk", way=_ask_person),
    View("chat-waiting", "/?city=beringen", way=_waiting_for_person),
    View("chat-person", "/", keeps={"conversation": "{talk}"}, languages=("ar",)),
    View("chat-empty-box", "/", way=_send_empty),
    View("chat-not-sent", "/", way=_not_sent),
    View("chat-offline", "/", way=_without_network),
    View("chat-wiping", "/", way=_about_to_wipe),
    View("widget", "/widget?city=genk", way=_asked),
    View("topics", "/topics"),
    View("topics-found", "/topics?q=afval"),
    View("topics-none", "/topics?q=xyzzyxyzzy"),
    View("topic", "/t/bulky-waste?city=genk", way=_opened),
    View("topic-decided-elsewhere", "/t/nationality?city=beringen"),
    View("topic-printed", "/t/bulky-waste?city=genk", media="print"),
    View("privacy", "/privacy"),
    View("accessibility", "/accessibility"),
    View("not-found", "/t/no-such-topic"),
)
DUTCH = ("nl",)
STAFF = (
    View("sign-in", "/staff/sign-in", languages=DUTCH),
    View("sign-in-wrong", "/staff/sign-in", languages=DUTCH, way=press(".button--main", login="x1", password="mis")),
    View("first-password", "/staff/password", login=NEW_LOGIN, languages=DUTCH),
    View("account", "/staff/account", login="bridge-1", languages=DUTCH),
    View("two-step", "/staff/two-step", login="bridge-1", languages=DUTCH),
    View("inbox-new", "/inbox", login="bridge-1", languages=DUTCH),
    View("inbox-mine", "/inbox?list=mine", login="bridge-1", languages=DUTCH),
    View("inbox-waiting", "/inbox?list=waiting", login="bridge-1", languages=DUTCH),
    View("inbox-overdue", "/inbox?list=overdue", login="bridge-1", languages=DUTCH),
    View("inbox-closed", "/inbox?list=closed", login="bridge-1", languages=DUTCH),
    View("inbox-empty", "/inbox", login="bridge-3", languages=DUTCH),
    View("case-new", "/inbox/{new}", login="bridge-1", languages=DUTCH),
    View("case-mine", "/inbox/{mine}", login="bridge-1", languages=DUTCH),
    View("case-tools", "/inbox/{mine}", login="bridge-1", languages=DUTCH, way=_opened),
    View("case-closed", "/inbox/{closed}", login="bridge-1", languages=DUTCH, way=_opened),
    View("case-unknown", "/inbox/ZZZZZZ", login="bridge-1", languages=DUTCH),
    View("deliveries", "/inbox/deliveries", login="bridge-1", languages=DUTCH),
    View("proposals", "/inbox/proposals", login="editor-1", languages=DUTCH),
    View("proposal", "/inbox/proposals/{proposal}", login="editor-1", languages=DUTCH),
    View("admin", "/admin", login="admin-1", languages=DUTCH),
    View("teams", "/admin/teams", login="admin-1", languages=DUTCH),
    View("team", "/admin/teams/north", login="admin-1", languages=DUTCH, way=_opened),
    View("team-problem", "/admin/teams/new", login="admin-1", languages=DUTCH, way=press("main .button--main")),
    View("people", "/admin/people", login="admin-1", languages=DUTCH),
    View("person", "/admin/people/{person}", login="admin-1", languages=DUTCH, way=_opened),
    View("rules", "/admin/rules?language=ar&city=genk", login="admin-1", languages=DUTCH),
    View("rule", "/admin/rules/1", login="admin-1", languages=DUTCH, way=_opened),
    View("audit", "/admin/audit", login="admin-1", languages=DUTCH, way=_opened),
    View("not-allowed", "/admin", login="bridge-1", languages=DUTCH),
    View("developers", "/developers", languages=DUTCH),
)
AT_DESK = (
    View("desk-start", "/desk", login="desk-1", languages=DUTCH),
    View("desk", "/desk", login="desk-1", way=desk.begin),
    View("desk-found", "/desk", login="desk-1", languages=DUTCH, way=desk.find),
    View("desk-card", "/desk", login="desk-1", way=desk.pick),
    View("desk-tools", "/desk", login="desk-1", way=desk.open_tools),
    View("desk-slip", "/desk", login="desk-1", way=desk.make_slip),
    View("desk-slip-printed", "/desk", login="desk-1", way=desk.make_slip, media="print"),
)
VIEWS = (*RESIDENT, *STAFF, *AT_DESK)


def every(views: tuple[View, ...] = VIEWS, *, languages: tuple[str, ...] = LANGUAGES) -> pytest.MarkDecorator:
    """A test for each view in each of its languages, as far as they are in `languages`: `view`, `language`."""
    pairs = [(view, tag) for view in views for tag in view.languages if tag in languages]
    cases = [pytest.param(view, tag, id=f"{view.name}-{tag}") for view, tag in pairs]
    return pytest.mark.parametrize(("view", "language"), cases)


@contextmanager
def seen(
    browser: Browser, town: Town, view: View, language: str, *, size: tuple[int, int] = PHONE, **options: Any
) -> Iterator[Page]:
    """The view, opened; `options` as of a Playwright context."""
    with context_of(browser, town, view, size=size, **options) as page:
        page.goto(town.url(view.path, language))
        page.wait_for_load_state()
        view.way(page, town, language)
        page.wait_for_load_state()  # its way may have led to another page
        if view.media:
            page.emulate_media(media=view.media)  # type: ignore[arg-type]
        yield page


@contextmanager
def context_of(
    browser: Browser, town: Town, view: View, *, size: tuple[int, int] = PHONE, **options: Any
) -> Iterator[Page]:
    """An empty page of a browser in which the view's visitor is signed in."""
    width, height = size
    context = browser.new_context(
        viewport={"width": width, "height": height}, **{"reduced_motion": "reduce", **options}
    )
    context.set_default_timeout(PATIENCE_MS)
    kept = {name: value.format(**town.names) for name, value in view.keeps.items()}
    context.add_cookies([town.cookie(view.login, **kept)])  # type: ignore[list-item]
    try:
        yield context.new_page()
    finally:
        context.close()
