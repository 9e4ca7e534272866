"""Dutch words for how far something came on WhatsApp, and for why it did not."""

from __future__ import annotations

from gateway.inbox.whatsapp import Arrival
from gateway.whatsapp import sending, statuses, window

ARRIVALS = {
    Arrival.FAILED: "niet aangekomen",
    Arrival.HELD: "wacht tot de inwoner antwoordt",
    Arrival.WAITING: "onderweg",
    Arrival.SENT: "verstuurd",
    Arrival.DELIVERED: "aangekomen op de telefoon",
    Arrival.READ: "gelezen",
}
_SIGN_IN = "WhatsApp aanvaardt ons token niet (meer). De beheerder kan dat oplossen."
_RIGHTS = "Ons token mag dit niet bij WhatsApp. De beheerder kan dat oplossen."
_ACCOUNT = "Meta heeft ons WhatsApp-account stilgelegd. De beheerder kan dat oplossen."
_SHAPE = "WhatsApp aanvaardt de vorm van dit bericht niet."
_TEMPLATE = "De uitnodiging is niet goedgekeurd bij Meta. De beheerder kan dat oplossen."
_BUSY = "Er gingen te veel berichten tegelijk naar WhatsApp. Probeer het later opnieuw."
_SOUND = "WhatsApp kon het geluid niet verwerken."
_ELSEWHERE = "WhatsApp laat dit bericht nu niet door voor deze inwoner."
_CODES = {
    _SIGN_IN: (0, 190),
    _RIGHTS: (3, 10, *range(200, 300)),
    _ACCOUNT: (368, 131031, 131045),
    _SHAPE: (100, 131008, 131009, 131051),
    _TEMPLATE: (132000, 132001, 132005, 132007, 132012, 132015, 132016),
    _BUSY: (4, 80007, 130429, 131048, 131056),
    _SOUND: (131052, 131053),
    _ELSEWHERE: (130472, 131049, 131050),
    "De betaling bij Meta is niet in orde. De beheerder kan dat oplossen.": (131042,),
    "Dit nummer kan geen WhatsApp-bericht krijgen. Probeer de inwoner anders te bereiken.": (131026,),
    "De inwoner schreef langer dan 24 uur geleden: WhatsApp laat geen gewoon bericht meer toe.": (131047,),
    "Dit nummer staat niet op de lijst van testnummers bij Meta.": (131030,),
}
PROBLEMS = {
    **{str(code): words for words, codes in _CODES.items() for code in codes},
    sending.OFF: "WhatsApp staat niet aan.",
    sending.GONE: "De inwoner heeft zijn gegevens gewist.",
    sending.STOPPED: "De inwoner wil geen berichten meer via WhatsApp (STOP).",
    sending.UNREADABLE: "Het nummer is niet meer leesbaar: de sleutel SECRET_KEY veranderde.",
    window.NOT_ANSWERED: "De inwoner antwoordde twee weken lang niet op de uitnodiging.",
    statuses.UNKNOWN: "WhatsApp zegt niet waarom.",
}
