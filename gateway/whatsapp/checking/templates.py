"""Looks at the templates that invite residents: one for each of our languages, approved, and without variables."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from civic.content.model import LANGUAGES
from gateway.clients.whatsapp import WhatsAppClient
from gateway.settings import Settings
from gateway.whatsapp.checking.findings import Finding, fine, problem, warning
from gateway.whatsapp.templates import Template, read_templates

NAME = "WHATSAPP_TEMPLATES"
APPROVED = "APPROVED"
# What may still become good by itself.
PENDING = frozenset({"PENDING", "IN_APPEAL"})


def check(settings: Settings, client: WhatsAppClient) -> Iterator[Finding]:
    """Raises GraphError."""
    try:
        chosen = read_templates(settings.whatsapp_templates)
    except ValueError as error:
        yield problem(NAME, str(error))
        return
    for language in LANGUAGES:
        if language not in chosen:
            told = "nobody can be invited" if language == "nl" else "who speaks it is invited in Dutch"
            yield warning(NAME, f"none for {language}: after 24 hours {told}")
    if settings.whatsapp_account_id:
        for language, template in chosen.items():
            yield _looked_at(language, template, _found(settings, client, template))


def _found(settings: Settings, client: WhatsAppClient, template: Template) -> dict[str, Any] | None:
    asked = {
        "name": template.name,
        "fields": "name,language,status,category,rejected_reason,components",
        "limit": "100",
    }
    rows = client.read(f"/{settings.whatsapp_account_id}/message_templates", **asked).get("data") or []
    # Meta also gives templates whose names only begin like this one.
    same = [row for row in rows if (row.get("name"), row.get("language")) == (template.name, template.code)]
    return same[0] if same else None


def _looked_at(language: str, template: Template, found: dict[str, Any] | None) -> Finding:
    name = f"{template.name} in {template.code}"
    if found is None:
        return problem(NAME, f"{language}: there is no template {name}: submit it (docs/whatsapp.md, step 6)")
    status = str(found.get("status"))
    if status in PENDING:
        return warning(NAME, f"{language}: {name} is not approved yet ({status})")
    if status != APPROVED:
        reason = found.get("rejected_reason")
        why = f", {reason}" if reason and reason != "NONE" else ""
        return problem(NAME, f"{language}: {name} cannot be sent ({status}{why})")
    if any("{{" in str(part.get("text", "")) for part in found.get("components", ())):
        return problem(NAME, f"{language}: {name} has variables; we send none, so Meta will refuse it")
    if found.get("category") == "MARKETING":
        return warning(NAME, f"{language}: {name} is MARKETING: people can switch those off; ask Meta for UTILITY")
    return fine(NAME, f"{language}: {name} is approved")
