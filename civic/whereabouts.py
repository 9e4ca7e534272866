"""Guesses from a location in which city and neighbourhood someone is: the nearest place that we know."""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import yaml
from pydantic import Field

from civic.content.load import CONTENT_ROOT
from civic.content.model import Identifier, Line, Strict

EARTH_KM = 6371.0
Latitude = Annotated[float, Field(ge=-90, le=90)]
Longitude = Annotated[float, Field(ge=-180, le=180)]


class Place(Strict):
    """A point on the map; without `city` it lies with a neighbour. `geonames` or `draft` says where it is from."""

    name: Line
    at: tuple[Latitude, Longitude]
    city: Identifier | None = None
    neighbourhood: bool = False
    geonames: int | None = None
    draft: bool = False


@dataclass(frozen=True)
class Guess:
    """A city and, where the nearest place is one, a neighbourhood of it."""

    city: str
    neighbourhood: str | None


class Whereabouts(Strict):
    """content/places.yml: places, and how far from the nearest one a guess still makes sense (km)."""

    within_km: Annotated[float, Field(gt=0)]
    places: Annotated[tuple[Place, ...], Field(min_length=1)]

    def guess(self, latitude: float, longitude: float) -> Guess | None:
        """The city and neighbourhood of the nearest place; None for who is elsewhere."""
        far, _, nearest = min(
            (_kilometres(place.at, (latitude, longitude)), number, place) for number, place in enumerate(self.places)
        )
        if far > self.within_km or nearest.city is None:
            return None
        return Guess(city=nearest.city, neighbourhood=nearest.name if nearest.neighbourhood else None)


def load_whereabouts(path: Path = CONTENT_ROOT / "places.yml") -> Whereabouts:
    """Read places.yml; raises pydantic's ValidationError when it has another shape."""
    return Whereabouts.model_validate(yaml.safe_load(path.read_text("utf-8")))


def _kilometres(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Along the globe (haversine)."""
    (north, east), (further_north, further_east) = (
        (math.radians(one[0]), math.radians(one[1])),
        (math.radians(other[0]), math.radians(other[1])),
    )
    chord = (
        math.sin((further_north - north) / 2) ** 2
        + math.cos(north) * math.cos(further_north) * math.sin((further_east - east) / 2) ** 2
    )
    return 2 * EARTH_KM * math.asin(min(1.0, math.sqrt(chord)))
