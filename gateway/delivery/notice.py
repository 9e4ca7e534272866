"""Sends one notice to one address of staff through Apprise: the code of a case and a link, nothing else."""

from __future__ import annotations

import logging
import re

from apprise import Apprise

from gateway.delivery.addresses import ASSET, addresses_of, fingerprint
from gateway.delivery.problems import GiveUp, Problem, PutOff, TryLater, refused
from gateway.delivery.quiet import quiet_until
from gateway.services import Services
from gateway.store.schema import Delivery, StaffMember, now

# Staff read Dutch; {code} stands in what they see first on a locked phone.
TITLES = {
    "new_case": "Nieuwe vraag {code}",
    "new_message": "Nieuw bericht bij vraag {code}",
    "overdue": "Vraag {code} wacht al te lang",
    "whatsapp_refused": "WhatsApp werkt niet: Meta weigert onze berichten",
}
SECONDS = 60
_HTTP_STATUS = re.compile(r"error=(\d{3})\b")
_MAIL_STATUS = re.compile(r"Socket Exception: .*?\((\d{3}),", re.DOTALL)


def send(services: Services, delivery: Delivery) -> str | None:
    """Send it now, or put it off to the end of the person's quiet hours. Raises a Problem."""
    address = _address_now(services, delivery)
    service = Apprise.instantiate(address, asset=ASSET)
    if service is None:
        raise GiveUp("Apprise does not know this kind of address")
    code = delivery.body["code"]
    sender = Apprise(asset=ASSET)
    sender.add(service)
    result = sender.notify(
        title=TITLES[delivery.body["event"]].format(code=code),
        body=f"{services.settings.public_url}/{f'inbox/{code}' if code else 'admin'}",
        timeout=SECONDS,
        log_level=logging.DEBUG,
    )
    if not result:
        raise _problem("\n".join(entry.message for entry in result.logs()))
    return None


def _address_now(services: Services, delivery: Delivery) -> str:
    """The address as it is now: people change theirs, and what they removed is not used any more."""
    with services.database.transaction() as session:
        kind, _, number = delivery.recipient.partition(":")
        member = session.get(StaffMember, int(number)) if kind == "staff" else None
        until = quiet_until(member.quiet_from, member.quiet_until, now()) if member else None
        known = addresses_of(session, services.settings, delivery.recipient)
    for address in known:
        if fingerprint(address) == delivery.body["address"]:
            if until is not None:
                raise PutOff("quiet hours", until=until)
            return address
    raise GiveUp("the address was removed")


def _problem(said: str) -> Problem:
    """What Apprise ran into, from what it wrote: HTTP and SMTP number their refusals the other way round."""
    http, mail = _HTTP_STATUS.search(said), _MAIL_STATUS.search(said)
    if http:
        return refused(int(http[1]))
    if mail and mail[1].startswith("5"):
        return GiveUp(f"SMTP {mail[1]}")
    return TryLater(f"SMTP {mail[1]}" if mail else "not reached")
