"""Apprise addresses on a page: they hold passwords, so what is kept is shown without them and never sent back."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from apprise import Apprise

from gateway.delivery.addresses import ASSET, fingerprint, fits


@dataclass(frozen=True)
class Shown:
    """An address as a page may show it: `label` without passwords and tokens."""

    fingerprint: str
    label: str


def shown(addresses: Sequence[str]) -> list[Shown]:
    """The addresses, in order; those that would look the same get a mark that tells them apart."""
    labels = [_label(address) for address in addresses]
    marks = [fingerprint(address) for address in addresses]
    return [
        Shown(mark, f"{label} ({mark[:4]})" if labels.count(label) > 1 else label)
        for mark, label in zip(marks, labels, strict=True)
    ]


def merged(now: Sequence[str], *, kept: Collection[str], added: Sequence[str]) -> list[str]:
    """What becomes of the addresses: those whose fingerprint is in `kept` stay, `added` ones come behind, each once."""
    return list(dict.fromkeys([*(address for address in now if fingerprint(address) in kept), *added]))


def problem_with(address: str) -> str | None:
    """What is wrong with a new address, in Dutch, to come after its number; None when it can be used."""
    if any(char.isspace() for char in address):
        return "bevat een spatie. Zet elk adres op een eigen regel"
    return None if fits(address) else "kennen we niet. Schrijf bijvoorbeeld mailto://gebruiker:wachtwoord@server"


def _label(address: str) -> str:
    service = Apprise.instantiate(address, asset=ASSET)
    if service is None:
        return f"{address.partition('://')[0]}://… (werkt niet meer)"
    # What comes behind the server can be a key as well, and Apprise does not know which.
    scheme, _, rest = str(service.url(privacy=True)).partition("://")
    server, slash, behind = rest.partition("?")[0].partition("/")
    return f"{scheme}://{server}/…" if slash and behind else f"{scheme}://{server}"
