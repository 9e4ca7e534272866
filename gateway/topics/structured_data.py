"""Structured data of a topic: schema.org GovernmentService with its provider, for search engines."""

from __future__ import annotations

from typing import Any

from civic.cards import Card
from civic.content.model import Level

ORGANISATION_TYPES = {
    Level.CITY: "GovernmentOrganization",
    Level.OCMW: "GovernmentOrganization",
    Level.POLICE: "PoliceStation",
    Level.FIRE: "FireStation",
    Level.INTERMUNICIPAL: "GovernmentOrganization",
    Level.PROVINCE: "GovernmentOrganization",
    Level.FLEMISH: "GovernmentOrganization",
    Level.FEDERAL: "GovernmentOrganization",
    Level.UTILITY: "Organization",
    Level.SOCIAL: "NGO",
    Level.PRIVATE: "Organization",
}


def government_service(card: Card, *, url: str, city: str | None) -> dict[str, Any]:
    """The card as JSON-LD; contacts become contact points of the provider. `city`: its name, or None for Flanders."""
    provider: dict[str, Any] = {
        "@type": ORGANISATION_TYPES[Level(card["responsible"]["level"])],
        "name": card["responsible"]["name"],
    }
    points = _contact_points(card)
    if points:
        provider["contactPoint"] = points
    area = {"@type": "City", "name": city} if city else {"@type": "AdministrativeArea", "name": "Vlaanderen"}
    return {
        "@context": "https://schema.org",
        "@type": "GovernmentService",
        "name": card["title"],
        "description": card["text"],
        "url": url,
        "mainEntityOfPage": {"@type": "WebPage", "@id": url, "url": url, "inLanguage": card["language"]},
        "provider": provider,
        "areaServed": area,
    }


def _contact_points(card: Card) -> list[dict[str, str]]:
    own = [c for c in card["contacts"] if c["organisation"] == card["responsible"]["name"]]
    named = {"phone": "telephone", "email": "email", "web": "url"}
    return [
        {"@type": "ContactPoint", "contactType": "customer service", named[contact["kind"]]: contact["value"]}
        for contact in own
        if contact["kind"] in named
    ]
