"""One talk, read in Dutch by the helper and in another language by the resident."""

from __future__ import annotations

from bs4 import Tag

from gateway.bridge import life
from gateway.conversation.turn import TEXT_LIMIT
from tests.gateway.desk.working import CardRasa, Desk, words_of


def wording(desk: Desk, topic: str, language: str) -> str:
    """The answer of a topic in Genk."""
    return desk.parts.content.said(topic, language, "genk").wording.answer


def test_what_the_helper_types_in_dutch_is_answered_in_the_language_of_the_resident(desk: Desk) -> None:
    desk.begins("tr")
    desk.does("say", text="Wie komt mijn oude zetel ophalen?", by="helper")
    assert wording(desk, "bulky-waste", "tr") in desk.pane("resident")
    assert wording(desk, "bulky-waste", "nl") in desk.pane("helper")
    assert [message["language"] for message in desk.said()] == ["nl", "tr"]


def test_what_the_resident_types_may_turn_their_pane(desk: Desk) -> None:
    desk.begins("tr")
    desk.does("say", text="من يأخذ الأريكة القديمة من بيتي؟")
    talk = desk.talk()
    assert talk is not None
    assert talk.language == "ar"
    assert desk.sees().find(id="resident")["dir"] == "rtl"


def test_every_message_carries_its_own_language_and_direction(desk: Desk) -> None:
    desk.begins("ar")
    desk.does("say", text="Wie komt mijn oude zetel ophalen?", by="helper")
    asked, answered = desk.sees().select("#messages article")
    assert (asked["lang"], asked["dir"]) == ("nl", "ltr")
    assert (answered["lang"], answered["dir"]) == ("ar", "rtl")


def test_what_is_only_there_in_the_language_of_the_resident_is_marked_so_for_the_helper(desk: Desk) -> None:
    desk.begins("tr")
    desk.does("say", text="Eski koltuğumu kim alacak?")
    said = desk.sees().select_one("#said .told--resident .prose")
    assert (said["lang"], said.get_text()) == ("tr", "Eski koltuğumu kim alacak?")


def choices(desk: Desk, pane: str) -> list[Tag]:
    """The forms of buttons in a pane."""
    return desk.sees().select(f"#{'said' if pane == 'helper' else 'messages'} form[action='/desk/press']")


def test_the_helper_can_press_for_the_resident_and_reads_the_buttons_in_dutch(desk: Desk, rasa: CardRasa) -> None:
    desk.begins("tr")
    rasa.offers("bulky-waste", "library", language="tr")
    desk.does("say", text="Koltuk")
    content = desk.parts.content
    titles = [words_of(form.button) for form in choices(desk, "helper")]
    assert titles == [content.said(topic, "nl", "genk").wording.title for topic in ("bulky-waste", "library")]
    assert [form.find(attrs={"name": "payload"})["value"] for form in choices(desk, "resident")] == [
        "/bulky-waste",
        "/library",
    ]
    del rasa.ask  # type: ignore[attr-defined]
    desk.does("press", payload="/library")
    # What was pressed stands in the talk in the words of the resident, and in Dutch for the helper.
    assert content.said("library", "nl", None).wording.title in desk.pane("helper")
    assert content.said("library", "tr", None).wording.title in desk.pane("resident")


def test_what_is_sent_twice_is_said_once(desk: Desk) -> None:
    desk.begins()
    for _ in range(2):
        desk.does("say", text="Wie haalt mijn zetel op?", by="helper", once="the-same-form-1")
        desk.does("card", topic="library", once="the-same-form-2")
    assert [message.get("topic") for message in desk.said()] == [None, "bulky-waste", "library"]


def test_a_card_is_picked_without_a_question_and_without_the_assistant(desk: Desk, rasa: CardRasa) -> None:
    rasa.down = True
    desk.begins("ar")
    desk.does("card", topic="library")
    assert wording(desk, "library", "ar") in desk.pane("resident")
    assert wording(desk, "library", "nl") in desk.pane("helper")
    talk = desk.talk()
    assert talk is not None
    assert talk.context["last_topic"] == "library"
    assert rasa.asked == []


def test_there_is_no_card_of_an_unknown_topic(desk: Desk) -> None:
    desk.begins()
    assert desk.does("card", topic="no-such-topic").status_code == 404
    assert desk.said() == []


def test_without_the_assistant_both_read_an_apology_and_the_offer_of_a_person(desk: Desk, rasa: CardRasa) -> None:
    rasa.down = True
    desk.begins("tr")
    desk.does("say", text="Koltuk")
    content = desk.parts.content
    assert content.phrase("apology", "tr") in desk.pane("resident")
    assert content.phrase("apology", "nl") in desk.pane("helper")


def test_an_emergency_gets_its_number_in_both_panes(desk: Desk, rasa: CardRasa) -> None:
    desk.begins("ar")
    desk.does("say", text="Er is brand!", by="helper")
    assert "112" in desk.pane("helper")
    assert "112" in desk.pane("resident")
    assert rasa.asked == []


def test_what_cannot_be_taken_is_said_and_stays_in_its_box(desk: Desk) -> None:
    desk.begins("tr")
    long = "zetel " * TEXT_LIMIT
    answer = desk.does("say", text=long, by="helper")
    assert answer.status_code == 413
    assert long.strip() in answer.get_data(as_text=True)
    assert desk.does("say", text="  ").status_code == 422
    assert desk.said() == []


def test_sounds_come_from_an_address_that_the_browser_does_not_keep(desk: Desk) -> None:
    desk.begins("tr")
    desk.does("card", topic="library")
    address = desk.sees().select_one("#messages audio")["src"]
    assert address.startswith("/desk/audio/")
    answer = desk.browser.get(address)
    assert answer.mimetype == "audio/mpeg"
    assert answer.headers["Cache-Control"] == "no-store"
    answer.close()
    assert desk.browser.get("/desk/audio/none.mp3").status_code == 404


def test_nothing_in_the_panes_leads_to_a_page_that_the_history_would_remember(desk: Desk) -> None:
    desk.begins("tr")
    desk.does("card", topic="library")
    leads = [link["href"] for link in desk.sees().select("#said a, #messages a")]
    assert not [link for link in leads if link.startswith("/t/")]


def test_the_answer_of_a_person_is_dutch_on_one_side_and_translated_on_the_other(desk: Desk) -> None:
    desk.begins("tr")
    desk.does("say", text="Eski koltuğumu kim alacak?")
    desk.does("case", agreed="yes", reach="desk")
    (case,) = desk.cases()
    member = desk.bridge.members["bridge-1"]
    life.claim(desk.parts, case.code, member)
    life.reply(desk.parts, case.code, member, "Bel ons morgen.")
    desk.bridge.translate_all()
    assert "[tr] Bel ons morgen." in desk.pane("resident")
    helper = desk.sees().select("#said .told--person .prose")[-1]
    assert helper.get_text() == "Bel ons morgen."
    assert "Medewerker Een · Team Noord" in desk.pane("helper")


def test_forgetting_everything_ends_the_visit(desk: Desk) -> None:
    desk.begins("nl")
    talk = desk.talk()
    assert talk is not None
    with desk.parts.database.transaction() as session:
        session.merge(talk).pending = {"forget": "asked"}
    desk.does("say", text="ja")
    assert desk.visit() is None


def test_without_a_visit_every_form_leads_to_the_first_page(desk: Desk) -> None:
    for what in ("say", "press", "card", "find", "case", "lookup", "continue", "settings"):
        answer = desk.does(what, text="x", topic="library", q="x")
        assert (answer.status_code, answer.headers["Location"]) == (303, "/desk"), what
    assert desk.browser.get("/desk/slip/newest").status_code == 303
