"""What each action says."""

from __future__ import annotations

import logging

import pytest

from actions import answer_topic, escalate, knowledge
from civic.content.load import Content
from civic.replies import Kind
from civic.understanding import decision
from tests.actions.conversation import run_action

WASTE = "household-waste-collection"
SURE_OF_POLICE = (("police-local", 0.98), ("police-urgent", 0.01))


@pytest.mark.parametrize("language", ["nl", "tr", "ar"])
def test_a_topic_is_answered_with_its_card(content: Content, language: str) -> None:
    result = run_action("answer_topic", intent="bulky-waste", text="/bulky-waste", language=language, city="genk")
    (reply,) = result.replies
    assert (reply.kind, reply.topic, reply.language) == (Kind.ANSWER, "bulky-waste", language)
    assert reply.text == content.said("bulky-waste", language, "genk").wording.answer
    assert result.effects.context.last_topic == "bulky-waste"


def test_the_city_is_asked_once_and_only_when_it_matters(content: Content) -> None:
    differing, same = "police-local", "household-waste-collection"
    assert content.differs_by_city(differing)
    assert not content.differs_by_city(same)
    asked = run_action("answer_topic", intent=differing, text=f"/{differing}")
    assert [button.payload for button in asked.replies[1].buttons] == [
        '/choose_city{"city":"beringen"}',
        '/choose_city{"city":"genk"}',
    ]
    assert asked.effects.context.asked_city
    again = run_action(
        "answer_topic", intent=differing, text=f"/{differing}", metadata={"context": {"asked_city": True}}
    )
    assert len(again.replies) == 1
    assert len(run_action("answer_topic", intent=same, text=f"/{same}").replies) == 1


def test_a_city_named_in_the_question_is_used_and_kept() -> None:
    result = run_action(
        "answer_topic", intent="police-local", text="waar is de politie van Beringen", ranking=SURE_OF_POLICE
    )
    assert result.effects.city == "beringen"
    assert result.replies[0].card["responsible"]["id"] == "politie-bht"


def test_choosing_a_city_answers_the_last_question_again(content: Content) -> None:
    result = run_action("choose_city", entities={"city": "beringen"}, last_topic="neighbourhood-manager")
    assert result.effects.city == "beringen"
    assert result.replies[0].text == content.said("neighbourhood-manager", "nl", "beringen").wording.answer


@pytest.mark.parametrize("text", ["Ik woon in Genk", "Genk'te oturuyorum", "أسكن في غينك", "ana f genk"])
def test_a_typed_city_is_understood(text: str) -> None:
    assert run_action("choose_city", text=text).effects.city == "genk"


def test_an_unknown_city_is_said_and_asked_again(content: Content) -> None:
    result = run_action("choose_city", text="ik woon in Hasselt")
    assert result.effects.city is None
    assert result.replies[0].text == content.phrase("city_unknown", "nl")


@pytest.mark.parametrize(
    ("text", "language"),
    [("praat turks", "tr"), ("بالعربي من فضلك", "ar"), ("Hollandaca konuş", "nl"), ("arapça istiyorum", "ar")],
)
def test_a_language_is_chosen_by_its_name(content: Content, text: str, language: str) -> None:
    result = run_action("choose_language", text=text, last_topic=WASTE)
    assert result.effects.language == language
    assert result.replies[0].text == content.phrase("language_chosen", language)
    assert result.replies[1].text == content.said(WASTE, language, None).wording.answer


def test_simpler_gives_the_simple_words_and_a_person(content: Content) -> None:
    (reply,) = run_action("simplify", last_topic=WASTE).replies
    assert reply.text == content.said(WASTE, "nl", None).wording.simple
    assert reply.buttons[0].payload == "/ask_person"


def test_slower_asks_for_the_slow_voice() -> None:
    assert [reply.slow for reply in run_action("slower", last_topic=WASTE).replies] == [False, True]


def test_not_sure_offers_at_most_three_topics_and_a_way_out() -> None:
    likely = ("bulky-waste", "recycling-park", "illegal-dumping", "waste-bags")
    ranking = (*((topic, 0.2) for topic in likely), ("out_of_scope", 0.1))
    (reply,) = run_action("clarify", text="iets met afval", ranking=ranking).replies
    assert reply.kind is Kind.CLARIFY
    assert [button.topic for button in reply.buttons].count(None) == 1
    assert len(reply.buttons) == 4


def test_after_two_failures_a_person_is_offered() -> None:
    (reply,) = run_action(
        "clarify",
        text="iets met afval",
        ranking=(("bulky-waste", 0.2), ("waste-bags", 0.19), ("greet", 0.15)),
        failures=1,
    ).replies
    assert reply.buttons[-1].payload == "/ask_person"


def test_nothing_fitting_is_said_honestly(content: Content) -> None:
    (reply,) = run_action("clarify", text="xyz").replies
    assert reply.text == content.phrase("unknown", "nl")
    assert reply.buttons[0].payload == "/ask_person"


@pytest.mark.parametrize("intent", ["greet", "thanks", "goodbye", "help", "stop", "affirm", "deny"])
def test_small_talk_is_answered(intent: str) -> None:
    assert run_action("make_small_talk", intent=intent, language="tr").replies[0].text


def test_an_exception_becomes_an_apology_and_the_log_holds_no_words(
    content: Content, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)

    def broken(*_: object) -> None:
        raise RuntimeError("mijn nummer is 0470")

    monkeypatch.setattr(answer_topic, "answer_topic", broken)
    (reply,) = run_action("answer_topic", intent="bulky-waste", text="/bulky-waste geheim", language="ar").replies
    assert reply.text == content.phrase("apology", "ar")
    assert "action_answer_topic failed" in caplog.text
    assert "0470" not in caplog.text
    assert "geheim" not in caplog.text


def test_escalation_tells_the_code(content: Content, monkeypatch: pytest.MonkeyPatch) -> None:
    sent: dict[str, object] = {}

    def post(escalation: dict[str, object], *, key: str) -> str:
        sent.update(escalation, key=key)
        return "K7M3QF"

    monkeypatch.setattr(escalate, "post_escalation", post)
    result = run_action("escalate", language="tr", city="genk", last_topic=WASTE, metadata={"escalation_key": "key-1"})
    assert result.replies[0].text == content.phrase("case_opened", "tr", code="K7M3QF")
    assert result.replies[0].private
    assert sent == {
        "conversation": "talk-1", "channel": "web", "language": "tr", "city": "genk", "topic": WASTE, "key": "key-1",
    }  # fmt: skip


def test_the_search_index_is_optional(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(knowledge, "search", knowledge.SearchWarmUp())
    assert knowledge.search.index is None
    assert (
        run_action(
            "clarify", text="iets met afval", ranking=(("bulky-waste", 0.2), ("waste-bags", 0.19), ("greet", 0.15))
        )
        .replies[0]
        .buttons
    )


def test_a_second_question_in_the_same_message_is_offered_beside_the_answer(content: Content) -> None:
    result = run_action(
        "answer_topic",
        intent="bulky-waste",
        text="wie haalt mijn zetel op en wie maakt de straatlamp",
        ranking=(("bulky-waste", 0.95), ("street-light", 0.04)),
        clauses=(("bulky-waste", 0.9), ("street-light", 0.9)),
    )
    assert result.replies[0].topic == "bulky-waste"
    assert result.replies[1].text == content.phrase("second_topic", "nl")
    assert [button.topic for button in result.replies[1].buttons] == ["street-light"]


@pytest.mark.parametrize("is_sure", [True, False])
def test_beside_an_answer_that_is_not_wholly_sure_stand_other_topics(
    content: Content, monkeypatch: pytest.MonkeyPatch, is_sure: bool
) -> None:
    monkeypatch.setattr(decision, "WHOLLY_SURE", 0.0 if is_sure else 1.1)
    result = run_action("answer_topic", intent="police-local", text="iets over de politie", ranking=SURE_OF_POLICE)
    assert result.replies[0].topic == "police-local"
    asked = [reply for reply in result.replies if reply.text == content.phrase("or_another_topic", "nl")]
    assert [button.topic for reply in asked for button in reply.buttons][:1] == ([] if is_sure else ["police-urgent"])


@pytest.mark.parametrize(("share", "first"), [(0.25, Kind.EMERGENCY), (0.1, Kind.ANSWER)])
def test_what_may_be_an_emergency_gets_the_numbers_before_the_card(share: float, first: Kind) -> None:
    ranking = (("street-light", 0.99 - share), ("emergency", share))
    replies = run_action(
        "answer_topic", intent="street-light", text="er vonkt iets", city="genk", ranking=ranking
    ).replies
    assert replies[0].kind is first
    assert replies[-1].topic == "street-light"


@pytest.mark.parametrize("language", ["nl", "tr", "ar"])
def test_what_reads_like_an_emergency_gets_the_numbers(content: Content, language: str) -> None:
    (reply,) = run_action("tell_emergency", language=language).replies
    assert reply.kind is Kind.EMERGENCY
    assert reply.text == content.phrase("emergency_perhaps", language)
    assert reply.numbers == ("112", "101", "1813")
    assert all(number in reply.text for number in reply.numbers)
    assert reply.buttons


def test_a_complaint_about_the_answer_offers_what_else_it_could_have_been(content: Content) -> None:
    (reply,) = run_action("regret_answer", next_topics=("recycling-park", "no-longer-there", "waste-bags")).replies
    assert reply.text == content.phrase("regret_with_choices", "nl")
    assert [button.topic for button in reply.buttons[:2]] == ["recycling-park", "waste-bags"]
    (alone,) = run_action("regret_answer").replies
    assert alone.text == content.phrase("complaint_reply", "nl")


def test_a_correction_never_gives_the_same_card_again() -> None:
    result = run_action(
        "answer_topic",
        intent="pothole-road-damage",
        text="het fietspad",
        last_topic="pothole-road-damage",
        ranking=(("pothole-road-damage", 0.6), ("bicycle-path-defect", 0.39)),
        metadata={"corrected": True},
    )
    topics = [result.replies[0].topic, *(button.topic for button in result.replies[0].buttons)]
    assert "bicycle-path-defect" in topics
    assert "pothole-road-damage" not in topics


def test_out_of_scope_stays_so_unless_a_topic_is_near(content: Content) -> None:
    far = (("out_of_scope", 0.95), ("library", 0.01))
    (reply,) = run_action("say_out_of_scope", text="wie wint de koers", ranking=far).replies
    assert reply.text == content.phrase("out_of_scope", "nl")
    near = (("out_of_scope", 0.3), ("library", 0.25), ("local-associations", 0.2))
    (reply,) = run_action("say_out_of_scope", text="boeken in de buurt", ranking=near).replies
    assert reply.buttons[0].topic == "library"


def test_a_wish_for_a_person_is_heard_in_doubt_too() -> None:
    ranking = (("ask_person", 0.33), ("library", 0.3), ("digital-help-digipunt", 0.2), ("out_of_scope", 0.1))
    (reply,) = run_action("clarify", text="een mens aan de lijn", ranking=ranking).replies
    assert reply.buttons[0].payload == "/handover_agree"
