"""Dutch words for what cases hold as short values, and for what staff did."""

from __future__ import annotations

from gateway.bridge.lists import ListName
from gateway.inbox.whatsapp_words import ARRIVALS
from gateway.inbox.whatsapp_words import PROBLEMS as WHATSAPP_PROBLEMS

__all__ = ["ARRIVALS"]

LISTS: dict[ListName, str] = {
    "new": "Nieuw",
    "mine": "Van mij",
    "overdue": "Te laat",
    "waiting": "Wacht op inwoner",
    "closed": "Afgesloten",
}
EMPTY: dict[ListName, str] = {
    "new": "Er zijn geen nieuwe vragen.",
    "mine": "Je hebt nu geen vragen in behandeling.",
    "waiting": "Geen enkele vraag wacht op de inwoner.",
    "overdue": "Niets is te laat.",
    "closed": "Er zijn nog geen afgesloten vragen.",
}
LANGUAGES = {"nl": "Nederlands", "tr": "Turks", "ar": "Arabisch"}
STATES = {"new": "nieuw", "claimed": "in behandeling", "resolved": "opgelost", "unreachable": "niet bereikt"}
REACH = {"chat": "in dit gesprek", "whatsapp": "via WhatsApp", "phone": "per telefoon", "desk": "komt langs"}
CHANNELS = {"web": "Webpagina", "whatsapp": "WhatsApp", "desk": "Digipunt", "mail": "E-mail", "phone": "Telefoon"}
# What a delivery was for, by its channel.
DELIVERIES = {
    "chat": "Bericht aan de inwoner",
    "whatsapp": "Bericht aan de inwoner via WhatsApp",
    "whatsapp-in": "Bericht van een inwoner via WhatsApp",
    "wa-invite": "Uitnodiging aan de inwoner via WhatsApp",
    "translate": "Vertaling van een bericht",
    "announce": "Melding aan medewerkers",
    "notice": "Melding aan medewerkers",
}
PROBLEMS = {
    "no translation": "De vertaaldienst antwoordt niet.",
    "the conversation is gone": "De inwoner heeft het gesprek gewist.",
    "no such channel": "Dit kanaal staat niet aan.",
    "a worker stopped while sending: perhaps sent twice": "Het versturen brak af. Misschien kwam het toch al aan.",
    **WHATSAPP_PROBLEMS,
}
# What happened to a case, by the name its events carry.
EVENTS = {
    "opened": "vraag aangekomen",
    "claimed": "nam de vraag op",
    "released": "gaf de vraag terug",
    "returned": "te lang niets gedaan: terug naar de groep",
    "overdue": "te laat",
    "forward asked": "vroeg of de vraag naar een ander team mag",
    "agreed elsewhere": "kreeg het akkoord van de inwoner elders",
    "forwarded": "vraag doorgegeven",
    "forward declined": "wil niet dat de vraag wordt doorgegeven",
    "forward not possible": "doorgeven lukte niet",
    "note": "schreef een notitie",
    "replied": "antwoordde",
    "card": "stuurde een kaart",
    "resolved": "sloot af: opgelost",
    "unreachable": "sloot af: niet bereikt",
    "helped": "zegt: dit hielp",
    "not helped": "zegt: dit hielp niet",
    "continued": "ging elders verder met de code",
}
BY_RESIDENT = {"forwarded": "vond het goed: vraag doorgegeven"}
RESIDENT = "De inwoner"
# Told once, after something was done.
DONE = {
    "claimed": "Je hebt deze vraag opgenomen. De inwoner weet dat jij ze behandelt.",
    "released": "De vraag ligt weer bij de groep. De inwoner weet dat.",
    "forward_asked": "We vragen aan de inwoner of het mag. De vraag blijft zolang bij jou.",
    "forwarded": "De vraag ligt nu bij het andere team.",
    "noted": "Je notitie staat erbij. Alleen collega's zien ze.",
    "replied": "Je antwoord is onderweg naar de inwoner.",
    "phrase": "De zin is verstuurd.",
    "card": "De kaart is verstuurd.",
    "closed": "De vraag is afgesloten. De inwoner leest wat ervan kwam.",
    "again": "Het wordt opnieuw verstuurd.",
    "not_again": "Dit was al opnieuw verstuurd.",
}
PROPOSED = {
    "made": "Bedankt. De redactie bekijkt dat antwoord.",
    "known": "Dat staat al op de lijst van de redactie.",
}


def channel_name(channel: str) -> str:
    """A channel as staff call it; one that we do not know as it is."""
    return CHANNELS.get(channel, channel)


def problem_words(problem: str | None) -> str:
    """Why a delivery failed, for people; a status such as "HTTP 500" as it is."""
    return PROBLEMS.get(problem or "", f"De andere kant weigerde ({problem})." if problem else "Onbekend waarom.")
