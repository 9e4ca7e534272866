"""Numbers are found by a keyed hash and sent to from a sealed form; neither shows them."""

from __future__ import annotations

import pytest

from gateway.store.numbers import Numbers, international

NUMBERS = Numbers("a-key-for-tests-only")


@pytest.mark.parametrize("written", ["+32 470 00 00 00", "0032470000000", "0470/00.00.00", "32470000000"])
def test_every_way_to_write_a_number_is_the_same_number(written: str) -> None:
    assert international(written) == "32470000000"
    assert NUMBERS.hash(written) == NUMBERS.hash("32470000000")


def test_a_number_of_another_country_stays_its_own() -> None:
    assert international("+90 555 000 00 00") == "905550000000"


def test_what_is_kept_does_not_show_the_number() -> None:
    assert "470000000" not in NUMBERS.hash("32470000000") + NUMBERS.seal("32470000000")
    assert NUMBERS.seal("32470000000") != NUMBERS.seal("32470000000")


def test_only_the_same_key_finds_and_opens_it() -> None:
    sealed = NUMBERS.seal("32470000000")
    other = Numbers("another-key-for-tests")
    assert NUMBERS.unseal(sealed) == "32470000000"
    assert other.unseal(sealed) is None
    assert other.hash("32470000000") != NUMBERS.hash("32470000000")
