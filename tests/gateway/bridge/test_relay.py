"""Words between resident and staff: kept as written, translated with numbers hidden, told once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select

from civic.replies import TurnResult
from civic.translation.ports import TranslationUnavailable
from gateway.bridge import life
from gateway.bridge.transcript import transcript
from gateway.bridge.translating import finish_translation
from gateway.store.schema import Case, Delivery, StaffMember
from tests.gateway.bridge.conftest import Bridge, make_case
from tests.gateway.fake_rasa import FakeRasa, saying
from tests.gateway.whatsapp.setting_up import with_whatsapp


def test_a_dutch_answer_to_a_dutch_resident_arrives_at_once(bridge: Bridge, case: Case, one: StaffMember) -> None:
    life.claim(bridge.parts, case.code, one)
    life.reply(bridge.parts, case.code, one, "Dag, ik kijk het na.")
    told = bridge.told(case)[-1]
    assert (told["from"], told["text"], told["name"], told["team"]) == (
        "person",
        "Dag, ik kijk het na.",
        "Medewerker Een",
        "Team Noord",
    )
    assert "original" not in told
    assert bridge.case(case.code).whose_turn == "resident"
    assert bridge.translator.asked == []


def test_a_dutch_answer_arrives_in_the_language_of_the_resident_with_the_dutch_under_it(
    bridge: Bridge, turkish: Case, one: StaffMember
) -> None:
    life.claim(bridge.parts, turkish.code, one)
    life.reply(bridge.parts, turkish.code, one, "Bel 0470 12 34 56 of 1712.")
    heard = len(bridge.told(turkish))
    bridge.translate_all()
    bridge.translate_all()
    told = bridge.told(turkish)
    assert len(told) == heard + 1
    assert told[-1]["text"] == "[tr] Bel 0470 12 34 56 of 1712."
    assert told[-1]["language"] == "tr"
    assert told[-1]["original"] == {"text": "Bel 0470 12 34 56 of 1712.", "language": "nl", "direction": "ltr"}
    assert told[-1]["notice"] == bridge.parts.content.phrase("relay_translated", "tr")
    assert not any("0470" in asked for asked in bridge.translator.asked)


def test_an_answer_in_the_residents_language_is_not_translated(bridge: Bridge, turkish: Case, one: StaffMember) -> None:
    life.claim(bridge.parts, turkish.code, one)
    life.reply(bridge.parts, turkish.code, one, "Merhaba", language="tr")
    assert bridge.told(turkish)[-1]["text"] == "Merhaba"
    assert bridge.words(turkish)[-1].translation == "not_needed"


def test_a_ready_made_phrase_has_its_own_translation(bridge: Bridge, turkish: Case, one: StaffMember) -> None:
    life.claim(bridge.parts, turkish.code, one)
    life.send_phrase(bridge.parts, turkish.code, one, "thanks_reply")
    content = bridge.parts.content
    told = bridge.told(turkish)[-1]
    assert (told["text"], told["original"]["text"]) == (
        content.phrase("thanks_reply", "tr"),
        content.phrase("thanks_reply", "nl"),
    )
    assert not any("[" in asked for asked in bridge.translator.asked)


def test_when_the_engine_is_down_the_words_go_through_and_the_translation_follows_once(
    bridge: Bridge, turkish: Case, one: StaffMember
) -> None:
    life.claim(bridge.parts, turkish.code, one)
    message = life.reply(bridge.parts, turkish.code, one, "Tot morgen.")
    bridge.translator.down = True
    for _ in range(3):
        with pytest.raises(TranslationUnavailable):
            finish_translation(bridge.parts, message.id)
    content = bridge.parts.content
    texts = [told["text"] for told in bridge.told(turkish)]
    assert texts.count("Tot morgen.") == 1
    assert bridge.told(turkish)[-1]["notice"] == content.phrase("relay_untranslated", "tr")
    assert bridge.told(turkish)[-1]["language"] == "nl"
    bridge.translator.down = False
    for _ in range(2):
        finish_translation(bridge.parts, message.id)
    late = [told for told in bridge.told(turkish) if told["text"] == "[tr] Tot morgen."]
    assert [told["notice"] for told in late] == [content.phrase("relay_translated_late", "tr")]
    assert bridge.words(turkish)[-1].translation == "done"


def test_without_a_translator_the_words_go_through_at_once_and_nothing_is_tried_again(
    bridge: Bridge, turkish: Case, one: StaffMember
) -> None:
    import dataclasses

    off = dataclasses.replace(bridge.parts, settings=bridge.parts.settings.model_copy(update={"translator": "none"}))
    bridge.translator.down = True
    life.claim(off, turkish.code, one)
    life.reply(off, turkish.code, one, "Tot morgen.")
    assert bridge.told(turkish)[-1]["text"] == "Tot morgen."
    finish_translation(off, bridge.words(turkish)[0].id)
    assert {message.translation for message in bridge.words(turkish)} == {"failed"}


def test_two_workers_with_one_message_tell_it_once(bridge: Bridge, turkish: Case, one: StaffMember) -> None:
    life.claim(bridge.parts, turkish.code, one)
    message = life.reply(bridge.parts, turkish.code, one, "Dag")
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: finish_translation(bridge.parts, message.id), range(8)))
    assert [told["text"] for told in bridge.told(turkish)].count("[tr] Dag") == 1


def test_a_message_that_was_forgotten_is_not_translated(bridge: Bridge) -> None:
    finish_translation(bridge.parts, 4711)
    assert bridge.translator.asked == []


def test_what_was_typed_before_is_in_the_case_and_translated_for_staff(bridge: Bridge, turkish: Case) -> None:
    bridge.translate_all()
    (question,) = bridge.words(turkish)
    assert (question.sender, question.original, question.translated) == (
        "resident",
        "Çöpü kim alıyor?",
        "[nl] Çöpü kim alıyor?",
    )


def test_while_a_person_speaks_the_bot_is_mute_and_the_person_reads_it(
    bridge: Bridge, turkish: Case, one: StaffMember, rasa: FakeRasa
) -> None:
    life.claim(bridge.parts, turkish.code, one)
    life.reply(bridge.parts, turkish.code, one, "Merhaba", language="tr")
    told = bridge.says(turkish, "Teşekkür ederim, yarın geleceğim")
    assert (told["messages"], told["owner"], rasa.asked) == ([], "person", [])
    bridge.translate_all()
    assert bridge.words(turkish)[-1].translated == "[nl] Teşekkür ederim, yarın geleceğim"
    assert bridge.case(turkish.code).whose_turn == "staff"
    assert f"staff:{one.id}" in bridge.announced("new_message")


def test_while_waiting_the_bot_answers_and_the_case_grows(bridge: Bridge, case: Case, rasa: FakeRasa) -> None:
    rasa.result = saying("Limburg.net haalt het op.")
    told = bridge.says(case, "En wie haalt het grofvuil op?")
    assert told["messages"][0]["text"] == "Limburg.net haalt het op."
    assert [message.original for message in bridge.words(case)] == [
        "Wie helpt mij?",
        "En wie haalt het grofvuil op?",
    ]


def test_a_claim_while_the_bot_is_thinking_keeps_it_mute(
    bridge: Bridge, case: Case, one: StaffMember, rasa: FakeRasa
) -> None:
    def claim_meanwhile(text: str, *, conversation: str, known: dict[str, object]) -> TurnResult:
        life.claim(bridge.parts, case.code, one)
        return saying("Ik denk dat het de stad is.")

    rasa.ask = claim_meanwhile  # type: ignore[method-assign]
    told = bridge.says(case, "wie doet dat dan?")
    assert (told["messages"], told["owner"]) == ([], "person")


def test_after_closing_the_bot_answers_and_the_case_grows_no_more(
    bridge: Bridge, case: Case, one: StaffMember, rasa: FakeRasa
) -> None:
    from gateway.store.schema import CaseState

    life.claim(bridge.parts, case.code, one)
    life.close(bridge.parts, case.code, one, CaseState.RESOLVED, "Klaar")
    before = len(bridge.words(case))
    assert bridge.says(case, "Nog een vraag over mijn hond")["messages"][0]["text"] == "Dag!"
    assert len(bridge.words(case)) == before


def test_an_emergency_comes_first_and_the_person_reads_it_too(bridge: Bridge, case: Case, one: StaffMember) -> None:
    life.claim(bridge.parts, case.code, one)
    told = bridge.says(case, "mijn huis staat in brand")
    assert told["messages"][0]["kind"] == "emergency"
    assert bridge.words(case)[-1].original == "mijn huis staat in brand"


def test_the_transcript_puts_everything_in_order_and_hides_numbers(
    bridge: Bridge, turkish: Case, one: StaffMember
) -> None:
    life.claim(bridge.parts, turkish.code, one)
    bridge.says(turkish, "Numaram 0470 12 34 56 ama akşam arayın")
    life.reply(bridge.parts, turkish.code, one, "Ik bel je.")
    bridge.translate_all()
    with bridge.parts.database.transaction() as session:
        lines = transcript(session, bridge.case(turkish.code))
    assert [line.sender for line in lines] == ["resident", "bot", "resident", "staff"]
    assert lines[0].translated == "[nl] Çöpü kim alıyor?"
    assert lines[3].translated == "[tr] Ik bel je."
    assert lines[2].text == "Numaram ••• ama akşam arayın"
    assert not any("0470" in (line.translated or "") for line in lines)


def test_whatsapp_gets_what_is_told_when_it_is_there(bridge: Bridge, one: StaffMember) -> None:
    object.__setattr__(bridge.parts, "settings", with_whatsapp(bridge.parts.settings))
    case = make_case(bridge, reach="whatsapp", phone="+32470000001")
    life.claim(bridge.parts, case.code, one)
    life.reply(bridge.parts, case.code, one, "Dag")
    with bridge.parts.database.transaction() as session:
        rows = session.scalars(select(Delivery).where(Delivery.channel == "whatsapp").order_by(Delivery.id)).all()
    assert {row.recipient for row in rows} == {bridge.parts.numbers.hash("0470000001")}
    assert "Dag" in rows[-1].body["text"]["body"]
    assert [row.case_id for row in rows] == [case.id] * len(rows)
