"""The slip that a resident takes home."""

from __future__ import annotations

import datetime as dt
import re
from urllib.parse import parse_qs, urlsplit

import pytest
import segno
from bs4 import BeautifulSoup

from civic.content.load import Content
from gateway.desk.slip import Slip, make_slip
from gateway.desk.slip_pages import size_of
from gateway.desk.slip_pdf import pdf_of, picture_of
from gateway.qr import qr_picture
from gateway.settings import Settings
from gateway.whatsapp.taking_along import whatsapp_url
from tests.gateway.desk.working import Desk, words_of

DAY = dt.date(2026, 11, 26)
A5 = (148, 210)


def slip_of(
    content: Content, settings: Settings, topic: str | None = "library", language: str = "ar", code: str = "K7M3QF"
) -> Slip:
    """A slip for someone in Genk."""
    settings = settings.model_copy(update={"whatsapp_number": "+32 470 00 00 01"})
    return make_slip(content, settings, topic=topic, language=language, city="genk", code=code, on=DAY)


def shown(desk: Desk, message: str = "newest") -> BeautifulSoup:
    """The slip on the screen."""
    return desk.sees(f"/desk/slip/{message}").find(class_="slip")


@pytest.mark.parametrize("language", ["tr", "ar"])
def test_it_says_who_and_where_to_begin_in_both_languages(desk: Desk, language: str) -> None:
    desk.begins(language)
    desk.does("card", topic="library")
    read = words_of(shown(desk))
    for tag in (language, "nl"):
        said = desk.parts.content.said("library", tag, "genk").wording
        assert said.title in read
        assert said.steps[0] in read
    assert "Stadsplein 3, Genk" in read
    slip = shown(desk)
    assert (slip["lang"], slip["dir"]) == (language, "rtl" if language == "ar" else "ltr")
    assert all(each["lang"] == "nl" for each in slip.select(".slip__dutch") if each.name == "span")
    assert slip.select(".pictogram")


def test_it_says_who_decides_where_that_is_another_body(content: Content, settings: Settings) -> None:
    decided = slip_of(content, settings, "nationality", "ar").own
    deciding = content.topics["nationality"].decides
    assert decided.decides == content.organisation(deciding, "genk").names.in_language("ar") != decided.body
    assert slip_of(content, settings, "address-change").own.decides == ""


def test_it_says_so_on_the_page(desk: Desk) -> None:
    desk.begins("tr")
    desk.does("card", topic="nationality")
    (line,) = shown(desk).select(".slip__decides")
    assert words_of(line).startswith("Karar veren · Beslist : ")
    desk.does("card", topic="address-change")
    assert not shown(desk).select(".slip__decides")


def test_who_reads_dutch_gets_it_once(desk: Desk) -> None:
    desk.begins("nl")
    desk.does("card", topic="library")
    assert not shown(desk).select(".slip__dutch--title")
    assert words_of(shown(desk)).count(desk.parts.content.said("library", "nl", "genk").wording.steps[0]) == 1


def test_each_card_of_the_talk_has_its_own_slip_and_the_newest_is_the_first_at_hand(desk: Desk) -> None:
    desk.begins("nl")
    desk.does("card", topic="library")
    desk.does("card", topic="bulky-waste")
    titles = {topic: desk.parts.content.said(topic, "nl", "genk").wording.title for topic in ("library", "bulky-waste")}
    first, second = (message["id"] for message in desk.said())
    assert titles["library"] in words_of(shown(desk, first))
    assert titles["bulky-waste"] in words_of(shown(desk, second))
    assert titles["bulky-waste"] in words_of(shown(desk))


def test_there_is_no_slip_of_nothing_nor_of_another_visit(desk: Desk) -> None:
    desk.begins("nl")
    assert desk.browser.get("/desk/slip/newest").status_code == 404
    desk.does("card", topic="library")
    (message,) = desk.said()
    desk.begins("nl")
    for form in ("", ".pdf"):
        assert desk.browser.get(f"/desk/slip/{message['id']}{form}").status_code == 404


def test_the_code_of_the_case_is_on_it_and_a_case_alone_has_a_slip_too(desk: Desk) -> None:
    desk.begins("tr")
    desk.does("case", agreed="yes", question="Een zetel")
    (case,) = desk.cases()
    assert case.code in words_of(shown(desk))
    assert desk.parts.content.phrase("desk_slip_code_use", "tr") in words_of(shown(desk))
    assert desk.browser.get("/desk/slip/newest.pdf").data.startswith(b"%PDF")


def test_one_code_leads_to_the_card_in_the_language_and_city_of_the_resident(
    content: Content, settings: Settings
) -> None:
    address = urlsplit(slip_of(content, settings).page_url)
    assert address.path == "/t/library"
    assert parse_qs(address.query) == {"language": ["ar"], "city": ["genk"]}


def test_the_other_opens_whatsapp_with_the_code_of_the_case_typed_already(on_whatsapp: Desk) -> None:
    on_whatsapp.begins("tr")
    on_whatsapp.does("card", topic="library")
    on_whatsapp.does("case", agreed="yes", question="Een vraag")
    (case,) = on_whatsapp.cases()
    card, whatsapp = (image["alt"].removeprefix("QR: ") for image in shown(on_whatsapp).select("img"))
    assert card.startswith("https://wiedoetwat.test/t/library?")
    assert whatsapp == f"https://wa.me/32470000001?text={case.code}"


def test_without_a_number_there_is_no_code_for_whatsapp(desk: Desk, settings: Settings) -> None:
    desk.begins("tr")
    desk.does("card", topic="library")
    assert len(shown(desk).select("img")) == 1
    assert whatsapp_url(settings, "K7M3QF") == ""


def test_the_picture_is_the_address(content: Content, settings: Settings) -> None:
    address = slip_of(content, settings).page_url
    drawn = re.findall(r'd="([^"]+)"', qr_picture(address))
    assert drawn[-1] in segno.make(address, error="m", micro=False).svg_inline(border=2, light="#fff")
    assert qr_picture(address) != qr_picture(address + "x")


@pytest.mark.parametrize("language", ["nl", "tr", "ar"])
def test_the_pdf_is_one_sheet_of_a5_with_its_own_letters_and_tags(
    content: Content, settings: Settings, language: str
) -> None:
    pdf = pdf_of(slip_of(content, settings, language=language))
    assert len(re.findall(rb"/Type\s*/Page\b", pdf)) == 1
    box = re.search(rb"/MediaBox\s*\[\s*0 0 ([\d.]+) ([\d.]+)", pdf)
    assert box is not None
    assert tuple(round(float(side) / 72 * 25.4) for side in box.groups()) == A5
    assert b"NotoSans-Bold" in pdf
    assert (b"NotoSansArabic" in pdf) is (language == "ar")
    assert b"/StructTreeRoot" in pdf
    assert f"/Lang({language}".encode() in pdf


def test_the_pdf_needs_no_letters_of_the_machine_and_lacks_none(content: Content, settings: Settings) -> None:
    """A letter that the fonts do not have is drawn as glyph 0, which a PDF for screen readers may not hold."""
    for language in ("nl", "tr", "ar"):
        for topic in sorted(content.topics)[::20]:
            assert pdf_of(slip_of(content, settings, topic, language))


def letters(content: Content, topic: str, language: str) -> int:
    """How long the texts of a card are."""
    said = content.said(topic, language, "genk").wording
    return len(said.title + said.answer + "".join((*said.steps, *said.bring)))


@pytest.mark.parametrize("language", ["nl", "tr", "ar"])
def test_the_longest_cards_fit_as_well(content: Content, settings: Settings, language: str) -> None:
    longest = sorted(content.topics, key=lambda topic: letters(content, topic, language))[-4:]
    for topic in longest:
        assert len(re.findall(rb"/Type\s*/Page\b", pdf_of(slip_of(content, settings, topic, language)))) == 1


def test_longer_texts_are_printed_smaller(content: Content, settings: Settings) -> None:
    ordered = sorted(content.topics, key=lambda topic: letters(content, topic, "nl"))
    short, long = (size_of(slip_of(content, settings, topic, "nl")) for topic in (ordered[0], ordered[-1]))
    assert short < long


def test_the_same_slip_is_the_same_file(content: Content, settings: Settings) -> None:
    slip = slip_of(content, settings)
    assert pdf_of(slip) == pdf_of(slip)
    assert picture_of(slip).startswith(b"\x89PNG")
