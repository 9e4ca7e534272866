"""Personal numbers are hidden, public ones stay, and originals come back unharmed."""

import pytest

from civic.privacy import lost_tokens, mask, restore


@pytest.mark.parametrize(
    "secret",
    [
        "85.07.30-033.28",
        "85073003328",
        "85 07 30 033 28",
        "85.47.30-033.61",
        "592-1234567-89",
        "BE68 5390 0754 7034",
        "be68539007547034",
        "BE68-5390-0754-7034",
        "NL91 ABNA 0417 1643 00",
        "TR33 0006 1005 1978 6457 8413 26",
        "MA64011519000001205000534921",
        "+32 471 12 34 56",
        "+32 (0)471 12 34 56",
        "0032471123456",
        "0471/12.34.56",
        "0471 12 34 56",
        "0471123456",
        "471 12 34 56",
        "089/12 34 56",
        "(089) 12 34 56",
        "011 12 34 56",
        "02 123 45 67",
        "+90 532 123 45 67",
        "0532 123 45 67",
        "0612345678",
        "٠٤٧١ ١٢ ٣٤ ٥٦",
        "fatma.yilmaz+genk@mail.example.be",
    ],
)
@pytest.mark.parametrize("around", ["{}", "Bel {} aub", "Telefonum {}, teşekkürler.", "رقمي {}؟"])
def test_what_identifies_a_person_is_hidden_and_comes_back(secret: str, around: str) -> None:
    text = around.format(secret)
    masked = mask(text)
    assert masked.text == around.format("[[1]]")
    assert masked.kept == {"[[1]]": secret}
    assert restore(masked.text, masked.kept) == text


@pytest.mark.parametrize(
    "text",
    [
        "Bel 112 of 101, anders 1712, 1813, 106, 102, 1733, 1700 of 1722",
        "Gratis: 0800 13 550 of 0800/13.550",
        "Antigifcentrum 070 245 245",
        "Kids 078 15 10 20 en 0902 12 345",
        "Stadsplein 1, 3600 Genk, 2 000 000 euro, 65.000 inwoners",
        "op 12/03/2025 10:30 of 01-02-2024 om 9 u",
        "open 09.00-12.00 en 13.00-17.00",
        "wet van 13/12/2005",
    ],
)
def test_public_numbers_dates_and_amounts_stay(text: str) -> None:
    masked = mask(text)
    assert masked.text == text
    assert masked.kept == {}


def test_every_number_gets_its_own_token_and_the_same_one_twice_shares_it() -> None:
    masked = mask("0471123456 0472123456 a@b.be 0471123456 85.07.30-033.28")
    assert masked.text == "[[1]] [[2]] [[3]] [[1]] [[4]]"
    assert list(masked.kept.values()) == ["0471123456", "0472123456", "a@b.be", "85.07.30-033.28"]


@pytest.mark.parametrize("token", ["[[1]]", "[ [1] ]", "[[ 1 ]]", "[1]", "【1】", "[[١]]", "[ [ 1]]"])
def test_a_token_bent_by_a_translator_is_still_replaced(token: str) -> None:
    kept = {"[[1]]": "0471 12 34 56"}
    assert restore(f"Numaram {token} lütfen", kept) == "Numaram 0471 12 34 56 lütfen"
    assert lost_tokens(token, kept) == frozenset()


def test_brackets_that_a_person_typed_are_not_taken_for_tokens() -> None:
    text = "zie bijlage [1] en [[2]], bel 0471 12 34 56"
    masked = mask(text)
    assert masked.kept == {"[[3]]": "0471 12 34 56"}
    assert restore(masked.text, masked.kept) == text


def test_a_missing_token_is_named() -> None:
    assert lost_tokens("alleen [[2]]", {"[[1]]": "a", "[[2]]": "b"}) == {"[[1]]"}
