"""A location hints at a city and neighbourhood, or at neither."""

from __future__ import annotations

import pytest

from civic.content.load import Content
from civic.whereabouts import Guess, Place, Whereabouts, load_whereabouts


@pytest.fixture(scope="module")
def whereabouts() -> Whereabouts:
    return load_whereabouts()


@pytest.mark.parametrize(
    ("at", "guess"),
    [
        ((50.9651, 5.5009), Guess("genk", None)),
        ((50.9829, 5.4870), Guess("genk", "Winterslag")),
        ((51.0148, 5.5254), Guess("genk", "Zwartberg")),  # its airfield
        ((51.0495, 5.2260), Guess("beringen", None)),
        ((51.0864, 5.2185), Guess("beringen", "Beverlo")),
        ((51.0591, 5.2712), Guess("beringen", "Koersel")),
    ],
)
def test_who_is_there_is_placed_there(whereabouts: Whereabouts, at: tuple[float, float], guess: Guess) -> None:
    assert whereabouts.guess(*at) == guess


@pytest.mark.parametrize("at", [(50.9307, 5.3325), (51.0366, 5.2801), (50.85, 4.35), (0.0, 0.0), (90.0, -180.0)])
def test_who_is_elsewhere_is_not_placed(whereabouts: Whereabouts, at: tuple[float, float]) -> None:
    assert whereabouts.guess(*at) is None


def test_every_city_has_a_place_and_every_place_a_city_that_we_know(whereabouts: Whereabouts, content: Content) -> None:
    assert {place.city for place in whereabouts.places if place.city} == set(content.cities)


def test_every_point_says_where_it_is_from(whereabouts: Whereabouts) -> None:
    assert all((place.geonames is None) is place.draft for place in whereabouts.places)


def test_names_are_told_apart(whereabouts: Whereabouts) -> None:
    names = [place.name for place in whereabouts.places]
    assert len(names) == len(set(names))


def test_far_from_every_place_is_nowhere() -> None:
    one = Whereabouts(within_km=1, places=(Place(name="Genk", at=(50.965, 5.50082), city="genk"),))
    assert one.guess(50.970, 5.50082) == Guess("genk", None)
    assert one.guess(50.975, 5.50082) is None
