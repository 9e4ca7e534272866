"""The assistant inside another website, on another address."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from playwright.sync_api import Browser, Frame, Page, expect

from civic.content.load import Content
from tests.journeys import browsing

pytestmark = pytest.mark.journey

HOST_PAGE = """<!doctype html>
<html lang="{language}"><head><meta charset="utf-8"><title>Een stad</title><link rel="icon" href="data:,">
<style>* {{ color: purple; font: italic 9px serif; }} button {{ display: none; }} iframe {{ width: 1px; }}</style>
</head>
<body><h1>Een stad</h1><p><a href="#here">Een link</a></p>
<script src="{url}/static/embed.js" data-city="genk" data-language="{language}" async></script></body></html>"""
QUESTIONS = {"nl": "Waar is het containerpark?", "tr": "Geri dönüşüm parkı nerede?", "ar": "أين مركز إعادة التدوير؟"}
LANGUAGES = pytest.mark.parametrize("language", ["nl", "tr", "ar"])


@pytest.fixture(scope="module")
def website(url: str) -> Iterator[str]:
    """A city's website with styles of its own; at `localhost` the frame's cookies and storage are refused."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = HOST_PAGE.format(url=url, language=self.path.strip("/")).encode()
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            """Stay silent."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield f"http://localhost:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def assistant_in(page: Page) -> Frame:
    """The frame with the chat, once it is there."""
    expect(page.frame_locator("iframe").locator("#text")).to_be_visible()
    return next(frame for frame in page.frames if "/widget" in frame.url)


@LANGUAGES
def test_it_opens_answers_and_closes_with_the_keyboard(
    browser: Browser, website: str, content: Content, language: str
) -> None:
    with browsing.visit(browser, f"{website}/{language}", size=browsing.DESK) as page:
        browsing.tab_to(page, ".launch")
        page.keyboard.press("Enter")
        frame = assistant_in(page)
        expect(frame.locator("html")).to_have_attribute("dir", browsing.DIRECTIONS[language])

        browsing.tab_to(page, "#text")
        page.keyboard.type(QUESTIONS[language])
        page.keyboard.press("Enter")
        card = browsing.newest_card(frame)
        expect(card).to_contain_text("Horizonlaan 7")
        box = page.locator("#panel").bounding_box()
        assert box is not None
        assert box["width"] > 400, "the letters of the website decide the size of ours"
        browsing.picture(page, f"embedded-{language}-desk")

        page.keyboard.press("Escape")
        expect(page.locator("#panel")).to_be_hidden()
        expect(page.locator(".launch")).to_be_focused()


@LANGUAGES
def test_on_a_phone_it_fills_the_screen(browser: Browser, website: str, language: str) -> None:
    with browsing.visit(browser, f"{website}/{language}") as page:
        page.locator(".launch").click()
        frame = assistant_in(page)
        browsing.ask(frame, QUESTIONS[language])
        box = page.locator("#panel").bounding_box()
        assert box is not None
        assert (box["width"], box["height"]) == browsing.PHONE
        wide = frame.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0
        browsing.picture(page, f"embedded-{language}-phone")
        page.locator(".close").click()
        expect(page.locator(".launch")).to_be_visible()


def test_the_talk_stays_when_one_walks_on_to_another_page(browser: Browser, website: str) -> None:
    website = website.replace("localhost", "127.0.0.1")  # where the browser lets a frame keep something
    with browsing.visit(browser, f"{website}/nl", size=browsing.DESK) as page:
        page.locator(".launch").click()
        browsing.ask(assistant_in(page), QUESTIONS["nl"])
        page.goto(f"{website}/nl")
        page.locator(".launch").click()
        browsing.newest_card(assistant_in(page))
