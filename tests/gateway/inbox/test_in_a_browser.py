"""The inbox in a real browser: large enough, nothing sticks out, live without losing what is being typed."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from gateway.bridge import life
from gateway.inbox import live
from gateway.store.schema import Case
from gateway.store.staff import set_password
from tests.gateway.bridge.conftest import Bridge, make_case
from tests.gateway.inbox.conftest import ARABIC, Desk, fail
from tests.journeys.browsing import expect_no_sideways_scrolling
from tests.serving import served

pytestmark = pytest.mark.journey

PASSWORD = "vier-gewone-woorden-samen"
WIDTHS = pytest.mark.parametrize("width", [320, 390, 1280])
# What is too small to hit with a finger; a link of a row covers the whole row.
TOO_SMALL = """() => [...document.querySelectorAll(
  "main a, main button, main summary, main select, main textarea, main input:not([type=hidden])")]
  .filter((each) => each.checkVisibility() && !each.closest("h2"))
  .filter((each) => (each.closest("label") ?? each).getBoundingClientRect().height < 43.9)
  .map((each) => each.outerHTML.slice(0, 90))"""


@pytest.fixture
def address(bridge: Bridge, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Where the inbox is served; streams are short, so that the server can stop."""
    monkeypatch.setattr(live, "STREAM_SECONDS", 3)
    monkeypatch.setattr(live, "POLL_SECONDS", 0.2)
    app = bridge.client.application
    app.config["WTF_CSRF_ENABLED"] = True
    with bridge.parts.database.transaction() as session:
        for member in bridge.members.values():
            set_password(session, session.merge(member), PASSWORD)
    with served(app) as address:
        yield address


def signed_in(browser: Browser, address: str, *, width: int = 390, script: bool = True) -> Page:
    """A page of bridge-1 that notes every complaint of the browser."""
    context = browser.new_context(
        viewport={"width": width, "height": 800}, java_script_enabled=script, reduced_motion="reduce"
    )
    context.set_default_timeout(10_000)
    page = context.new_page()
    page.complaints = []  # type: ignore[attr-defined]
    page.on("pageerror", lambda error: page.complaints.append(str(error)))  # type: ignore[attr-defined]
    page.on(
        "console",
        lambda said: page.complaints.append(said.text) if said.type in {"error", "warning"} else None,  # type: ignore[attr-defined]
    )
    page.goto(f"{address}/staff/sign-in")
    page.fill("#login", "bridge-1")
    page.fill("#password", PASSWORD)
    page.click("button.button--main")
    return page


def done_with(page: Page) -> None:
    """The browser has nothing to complain about."""
    assert page.complaints == []  # type: ignore[attr-defined]
    page.context.close()


@WIDTHS
def test_every_page_fits_and_can_be_hit_with_a_finger(
    bridge: Bridge, browser: Browser, address: str, case: Case, arabic: Case, one: Desk, width: int
) -> None:
    make_case(bridge, language="tr", question="Koltuğumu kim alacak? " * 6)
    life.claim(bridge.parts, arabic.code, one.member)
    life.reply(bridge.parts, arabic.code, one.member, "Een-heel-lang-woord-zonder-spaties" * 5)
    bridge.translate_all()
    fail(bridge, arabic)
    page = signed_in(browser, address, width=width)
    for path in ("/inbox", "/inbox?list=mine&language=ar", f"/inbox/{case.code}", "/inbox/deliveries"):
        page.goto(address + path)
        expect_no_sideways_scrolling(page)
        assert page.evaluate(TOO_SMALL) == []
    page.goto(f"{address}/inbox/{arabic.code}")
    page.evaluate("document.querySelectorAll('main details').forEach((each) => { each.name = ''; each.open = true; })")
    expect_no_sideways_scrolling(page)
    assert page.evaluate(TOO_SMALL) == []
    done_with(page)


def test_a_new_case_and_a_claim_appear_without_reloading(
    bridge: Bridge, browser: Browser, address: str, case: Case, two: Desk
) -> None:
    page = signed_in(browser, address)
    expect(page.locator(f"#case-{case.code}")).to_be_visible()
    page.evaluate("window.sameDocument = true")
    another = make_case(bridge, language="ar", question=ARABIC)
    expect(page.locator(f"#case-{another.code}")).to_be_visible()
    expect(page.locator("#tab-new .tab__count")).to_have_text("2")
    expect(page.locator("[data-live-words]")).to_have_text("Er is een nieuwe vraag.")
    life.claim(bridge.parts, case.code, two.member)
    expect(page.locator(f"#case-{case.code}")).to_have_count(0)
    assert page.evaluate("window.sameDocument")
    assert page.title().startswith("(1) ")
    done_with(page)


def test_what_came_before_the_page_listens_is_announced_as_new(
    bridge: Bridge, browser: Browser, address: str, case: Case
) -> None:
    page = signed_in(browser, address)
    page.goto(f"{address}/staff/account")  # where nothing listens

    def late(route: Route) -> None:
        make_case(bridge)
        route.continue_()

    page.route("**/inbox/events", late, times=1)
    page.goto(f"{address}/inbox")
    expect(page.locator("#tab-new .tab__count")).to_have_text("2")
    expect(page.locator("[data-live-words]")).to_have_text("Er is een nieuwe vraag.")
    done_with(page)


def test_new_words_appear_and_what_is_being_typed_stays(
    bridge: Bridge, browser: Browser, address: str, arabic: Case, one: Desk
) -> None:
    life.claim(bridge.parts, arabic.code, one.member)
    page = signed_in(browser, address, width=1280)
    page.goto(f"{address}/inbox/{arabic.code}")
    page.fill("#text", "Een half antw")
    page.locator("#tool-note summary").click()
    bridge.says(arabic, "عندي سؤال آخر")
    expect(page.locator(".entry--resident .sides__own").last).to_have_text("عندي سؤال آخر")
    assert page.input_value("#text") == "Een half antw"
    expect(page.locator("#tool-note")).to_have_attribute("open", "")
    life.release(bridge.parts, arabic.code, one.member)
    expect(page.locator("[data-live-words]")).to_contain_text("Wat je typt, blijft staan.")
    assert page.input_value("#text") == "Een half antw"
    expect(page.locator("#claim")).to_be_visible()
    done_with(page)


def test_a_draft_outlives_leaving_the_page_and_goes_when_it_is_sent(
    bridge: Bridge, browser: Browser, address: str, case: Case, one: Desk
) -> None:
    life.claim(bridge.parts, case.code, one.member)
    page = signed_in(browser, address)
    page.goto(f"{address}/inbox/{case.code}")
    page.fill("#text", "Bijna klaar")
    page.goto(f"{address}/inbox")
    page.goto(f"{address}/inbox/{case.code}")
    expect(page.locator("#text")).to_have_value("Bijna klaar")
    page.get_by_role("button", name="Verstuur", exact=True).click()
    expect(page.locator(".done")).to_contain_text("onderweg")
    page.wait_for_load_state()
    page.goto(f"{address}/inbox/{case.code}")
    expect(page.locator("#text")).to_have_value("")
    done_with(page)


def test_two_taps_send_once(bridge: Bridge, browser: Browser, address: str, case: Case, one: Desk) -> None:
    life.claim(bridge.parts, case.code, one.member)
    page = signed_in(browser, address)
    page.goto(f"{address}/inbox/{case.code}")
    page.fill("#text", "Eén keer")
    page.get_by_role("button", name="Verstuur", exact=True).dblclick()
    expect(page.locator(".done")).to_be_visible()
    assert [words.original for words in bridge.words(case)].count("Eén keer") == 1
    done_with(page)


def test_a_card_is_searched_in_place(bridge: Bridge, browser: Browser, address: str, case: Case, one: Desk) -> None:
    life.claim(bridge.parts, case.code, one.member)
    page = signed_in(browser, address)
    page.goto(f"{address}/inbox/{case.code}")
    page.fill("#text", "Half")
    page.locator("#tool-card summary").click()
    page.fill("#q", "bibliotheek")
    page.keyboard.press("Enter")
    title = bridge.parts.content.said("library", "nl", "genk").wording.title
    page.locator(".cards li", has_text=title).get_by_role("button").click()
    expect(page.locator(".entry--staff .entry__card")).to_contain_text(title)
    done_with(page)


def test_signing_out_before_the_page_listens_leads_there_too(bridge: Bridge, browser: Browser, address: str) -> None:
    page = signed_in(browser, address)

    def sign_out_first(route: Route) -> None:
        with bridge.parts.database.transaction() as session:
            set_password(session, session.merge(bridge.members["bridge-1"]), PASSWORD)
        route.continue_()

    page.route("**/inbox/events*", sign_out_first, times=1)
    page.reload()
    expect(page.locator("#login")).to_be_visible()
    page.context.close()


def test_signing_out_everywhere_leads_to_the_sign_in(bridge: Bridge, browser: Browser, address: str) -> None:
    page = signed_in(browser, address)
    page.wait_for_load_state()  # its script is behind the sign-in too
    with bridge.parts.database.transaction() as session:
        set_password(session, session.merge(bridge.members["bridge-1"]), PASSWORD)
    expect(page.locator("#login")).to_be_visible()
    page.context.close()


def test_all_of_it_works_without_javascript(bridge: Bridge, browser: Browser, address: str, case: Case) -> None:
    page = signed_in(browser, address, script=False)
    page.locator(f"#claim-{case.code}").click()
    page.fill("#text", "Ik help je")
    page.get_by_role("button", name="Verstuur", exact=True).click()
    page.locator("#tool-card summary").click()
    page.fill("#q", "bibliotheek")
    page.keyboard.press("Enter")
    page.locator(".cards").get_by_role("button").first.click()
    page.locator("#tool-close summary").click()
    page.fill("#outcome", "Opgehaald")
    page.get_by_role("button", name="Sluit af").click()
    expect(page.locator(".done")).to_contain_text("afgesloten")
    assert bridge.case(case.code).outcome == "Opgehaald"
    page.context.close()
