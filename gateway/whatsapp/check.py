"""`make whatsapp-check`: asks Meta and our own webhook what is wrong with each WhatsApp setting, and what to do."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator

from gateway.clients.whatsapp import GraphError, WhatsAppClient
from gateway.settings import WHATSAPP_NEEDS, BadSettings, Settings
from gateway.whatsapp.checking import account, templates, token, webhook
from gateway.whatsapp.checking.findings import Finding, Level, fine, problem, unanswered

# Each asks what the ones before it made sure of.
STEPS: tuple[tuple[str, Callable[[Settings, WhatsAppClient], Iterator[Finding]]], ...] = (
    ("WHATSAPP_TOKEN", token.check),
    ("WHATSAPP_PHONE_ID", account.check_number),
    ("WHATSAPP_ACCOUNT_ID", account.check_account),
    ("WHATSAPP_TEMPLATES", templates.check),
    ("WHATSAPP_APP_SECRET", webhook.check_subscription),
    ("WHATSAPP_VERIFY_TOKEN", webhook.check_ours),
)


def check(settings: Settings, client: WhatsAppClient | None = None) -> Iterator[Finding]:
    """Everything there is to say about the WhatsApp settings, the most basic first."""
    missing = [name.upper() for name in WHATSAPP_NEEDS if not getattr(settings, name)]
    if missing:
        yield problem(", ".join(missing), "not set, so WhatsApp is off. See docs/whatsapp.md.")
        return
    client = client or WhatsAppClient(settings)
    for name, step in STEPS:
        try:
            yield from step(settings, client)
        except GraphError as error:
            yield unanswered(name, error)
            if name == "WHATSAPP_TOKEN":  # nothing else can be asked without it
                return


def main() -> int:
    """Print what was found; 1 when something is wrong."""
    try:
        settings = Settings.from_env()
    except BadSettings as error:
        sys.stderr.write(f"{error}\n")
        return 1
    levels = []
    for finding in check(settings):
        sys.stdout.write(f"{finding}\n")
        sys.stdout.flush()
        levels.append(finding.level)
    wrong, doubtful = levels.count(Level.PROBLEM), levels.count(Level.WARNING)
    summary = problem("WhatsApp", f"{wrong} to mend, {doubtful} to look at") if wrong else fine("WhatsApp", "works")
    sys.stdout.write(f"\n{summary}\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
