"""Messages without a card: who speaks, numbers to call, what a person wrote; and when a voice is worth a button."""

from __future__ import annotations

from civic.content.load import Content
from civic.content.model import LANGUAGES
from civic.replies import Kind, Reply
from tests.gateway.whatsapp.rendering.showing import SOUND, message, saying, shown, sounds, titles

LONG = "Iemand van het team leest je vraag. Wanneer je antwoord krijgt, weet ik niet."


def test_an_emergency_shows_its_numbers_in_lines_of_their_own(content: Content) -> None:
    reply = Reply(kind=Kind.EMERGENCY, language="ar", text="اتصل الآن بالرقم 112.", numbers=("112", "070 245 245"))
    (sent,) = shown(message(reply), content)
    assert sent.text == "اتصل الآن بالرقم 112.\n\n\u200f📞 112\n\u200f📞 \u2068070 245 245\u2069"


def test_a_person_is_named_with_their_team(content: Content) -> None:
    more = {"from": "person", "name": "Sam", "team": "SAAMO Genk"}
    (sent,) = shown(saying("Dag!", **more), content)
    assert sent.text == "*Sam · SAAMO Genk*\n\nDag!"


def test_what_a_person_wrote_stands_quoted_under_its_translation(content: Content) -> None:
    original = {"text": "Dag!\nKom morgen langs.", "language": "nl", "direction": "ltr"}
    notice = content.phrase("relay_translated", "tr")
    said = saying("Merhaba!", language="tr", notice=notice, original=original, **{"from": "person", "name": "Sam"})
    (sent,) = shown(said, content)
    assert sent.text == f"*Sam*\n\nMerhaba!\n\n_{notice}_\n\n> Dag!\n> Kom morgen langs."


def test_a_long_message_of_a_person_arrives_whole(content: Content) -> None:
    text = "Breng dit mee als je komt. " * 180
    sent = shown(saying(text, **{"from": "person"}), content)
    assert " ".join(each.text for each in sent).split()[: len(text.split())] == text.split()


def test_a_text_worth_hearing_has_a_button_and_a_short_one_has_none(content: Content) -> None:
    assert titles(shown(saying(LONG), content)) == ["🔊 Luister"]
    assert titles(shown(saying("Dag!"), content)) == []
    assert titles(shown(saying(LONG, "Ja", "Nee"), content)) == ["Ja", "Nee", "🔊 Luister"]
    assert titles(shown(saying(LONG, "Ja", "Nee", "Later"), content)) == ["Ja", "Nee", "Later"]


def test_what_is_kept_nowhere_cannot_be_asked_to_be_heard(content: Content) -> None:
    assert titles(shown({**saying(LONG), "id": "forgotten"}, content)) == []
    assert titles(shown({**saying(LONG), "id": "unkept-1"}, content)) == []


def test_who_always_wants_a_voice_hears_short_messages_too(content: Content) -> None:
    assert sounds(shown(saying("Dag!"), content, voice=True)) == [SOUND]


def test_every_phrase_of_ours_fits_in_a_message(content: Content) -> None:
    for language in LANGUAGES:
        for key, text in content.phrases[language].items():
            assert shown(saying(text, language=language), content)[0].text, key
