"""The engines of deep-translator, against servers on loopback that speak like the real ones."""

from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest

from civic.translation import wire
from civic.translation.deep import DeepTranslator, Engine, make_translator
from civic.translation.ports import TranslationUnavailable
from tests.standins.libretranslate import Asked, LibreTranslate, running_libretranslate


@pytest.fixture
def server() -> Iterator[LibreTranslate]:
    with running_libretranslate() as running:
        yield running


@pytest.mark.parametrize("slash", ["", "/"])
@pytest.mark.parametrize(("source", "target"), [("nl", "tr"), ("ar", "nl"), ("auto", "ar")])
def test_libretranslate_translates_our_languages(server: LibreTranslate, slash: str, source: str, target: str) -> None:
    translator = make_translator("libre", base_url=server.url + slash)
    text = "Çöp alınmadı & «السلام»?"
    assert translator.translate(text, source=source, target=target) == f"({target}) {text}"
    assert server.asked == [Asked(text, source, target)]


def test_a_key_is_sent_only_when_there_is_one(server: LibreTranslate) -> None:
    server.api_key = "k1"
    with pytest.raises(TranslationUnavailable, match="AuthorizationException"):
        make_translator("libre", base_url=server.url).translate("x", source="nl", target="tr")
    with_key = make_translator("libre", base_url=server.url, api_key="k1")
    assert with_key.translate("x", source="nl", target="tr") == "(tr) x"


@pytest.mark.parametrize("status", [400, 403, 404, 429, 500])
def test_a_refusal_is_unavailable(server: LibreTranslate, status: int) -> None:
    server.status = status
    translator = make_translator("libre", base_url=server.url)
    with pytest.raises(TranslationUnavailable):
        translator.translate("geheim", source="nl", target="tr")


@pytest.mark.parametrize("body", [b"<html>", b"{}", b'{"translatedText": ""}', b"[1]"])
def test_an_answer_without_a_translation_is_unavailable(server: LibreTranslate, body: bytes) -> None:
    server.body = body
    translator = make_translator("libre", base_url=server.url)
    with pytest.raises(TranslationUnavailable):
        translator.translate("x", source="nl", target="tr")


def test_an_unsupported_language_is_unavailable(server: LibreTranslate) -> None:
    with pytest.raises(TranslationUnavailable):
        make_translator("libre", base_url=server.url).translate("x", source="nl", target="so")


def test_a_slow_engine_is_given_up_on_time(server: LibreTranslate) -> None:
    server.delay_seconds = 1.0
    translator = make_translator("libre", base_url=server.url, seconds=0.2)
    with pytest.raises(TranslationUnavailable):  # it would have answered a moment later
        translator.translate("x", source="nl", target="tr")


def test_an_engine_that_is_not_there_is_unavailable_and_the_text_is_not_in_the_error() -> None:
    translator = make_translator("libre", base_url="http://127.0.0.1:9")
    with pytest.raises(TranslationUnavailable) as caught:
        translator.translate("geheim", source="nl", target="tr")
    assert "geheim" not in repr(caught.value)
    assert caught.value.__cause__ is None


@pytest.mark.parametrize("text", ["", "  \n"])
def test_blank_text_needs_no_engine(text: str) -> None:
    translator = make_translator("libre", base_url="http://127.0.0.1:9")
    assert translator.translate(text, source="nl", target="tr") == text


def test_text_that_is_already_in_the_language_needs_no_engine() -> None:
    translator = make_translator("google", base_url="http://127.0.0.1:9")
    assert translator.translate("dag", source="nl", target="nl") == "dag"


def test_none_means_unavailable() -> None:
    with pytest.raises(TranslationUnavailable):
        make_translator("none").translate("x", source="nl", target="tr")


@pytest.mark.parametrize(("name", "key"), [("babelfish", "k"), ("deepl", None)])
def test_a_wrong_setting_is_told_at_the_start(name: str, key: str | None) -> None:
    with pytest.raises(ValueError, match=name):
        make_translator(name, api_key=key)


class FakeWeb:
    """Replaces `requests` behind the timed calls: one answer, and a note of each call."""

    def __init__(self, answer: Any, text: str = "") -> None:
        self._response = SimpleNamespace(status_code=200, json=lambda: answer, text=text, close=lambda: None)
        self.calls: list[tuple[str, dict[str, Any]]] = []

    def get(self, url: str, **options: Any) -> Any:
        self.calls.append((f"GET {url}", options))
        return self._response

    def post(self, url: str, **options: Any) -> Any:
        self.calls.append((f"POST {url}", options))
        return self._response


def install(monkeypatch: pytest.MonkeyPatch, web: FakeWeb) -> None:
    monkeypatch.setattr(wire, "requests", web)


def test_deepl_gets_the_key_in_a_header_and_the_text_in_the_body(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    web = FakeWeb({"translations": [{"text": "مرحبا"}]})
    install(monkeypatch, web)
    translator = make_translator("deepl", api_key="k:fx")
    assert translator.translate("hallo", source="nl", target="ar") == "مرحبا"
    [(called, options)] = web.calls
    assert called == "POST https://api-free.deepl.com/v2/translate"
    assert options["headers"] == {"Authorization": "DeepL-Auth-Key k:fx"}
    assert options["json"] == {"target_lang": "ar", "source_lang": "nl", "text": ["hallo"]}
    assert options["timeout"] == 4.0


def test_mymemory_is_asked_over_https_with_its_own_language_codes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    web = FakeWeb({"responseData": {"translatedText": "selam"}})
    install(monkeypatch, web)
    assert make_translator("mymemory").translate("dag", source="nl", target="ar") == "selam"
    [(called, options)] = web.calls
    assert called == "GET https://api.mymemory.translated.net/get"
    assert options["params"] == {"langpair": "nl-NL|ar-SA", "q": "dag"}


def test_a_complaint_in_the_place_of_a_translation_is_unavailable(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    warning = "MYMEMORY WARNING: YOU USED ALL AVAILABLE FREE TRANSLATIONS FOR TODAY"
    install(monkeypatch, FakeWeb({"responseData": {"translatedText": warning}}))
    with pytest.raises(TranslationUnavailable):
        make_translator("mymemory").translate("dag", source="nl", target="tr")


def test_google_is_asked_at_another_address_when_one_is_set(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    web = FakeWeb(None, text='<div class="result-container">merhaba</div>')
    install(monkeypatch, web)
    translator = DeepTranslator(Engine.GOOGLE, base_url="http://127.0.0.1:9/m")
    assert translator.translate("hallo", source="nl", target="tr") == "merhaba"
    [(called, options)] = web.calls
    assert called == "GET http://127.0.0.1:9/m"
    assert options["params"] == {"tl": "tr", "sl": "nl", "q": "hallo"}


def test_text_that_an_engine_finds_too_long_is_unavailable(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    install(monkeypatch, FakeWeb(None))
    with pytest.raises(TranslationUnavailable, match="NotValidLength"):
        make_translator("mymemory").translate("a " * 300, source="nl", target="tr")
