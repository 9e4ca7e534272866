"""Looks at a message as Meta does before it takes it: everything out of bounds is refused with its own words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tests.standins.graph.account import Account
from tests.standins.graph.errors import GraphError, bad_parameter, wrong_value
from tests.standins.graph.interactive import check_interactive
from tests.standins.graph.media import Media

TEXT_LENGTH = 4096
CAPTION_LENGTH = 1024
TRACKER_LENGTH = 512
MEDIA_TYPES = ("audio", "image", "video", "document", "sticker")
TYPES = (*MEDIA_TYPES, "text", "interactive", "template", "reaction", "location", "contacts")
NUMBER_LENGTHS = range(7, 16)


def check_message(
    message: Mapping[str, Any], account: Account, media: Mapping[str, Media], *, users: Mapping[str, str]
) -> str:
    """The digits of the number it is for. Raises GraphError with Meta's code and words for anything Meta refuses.

    users: the numbers of people, by the id that Meta gives each.
    """
    if message.get("messaging_product") != "whatsapp":
        raise bad_parameter("The parameter messaging_product is required.")
    number = _recipient(message, users)
    if number == account.number:
        raise GraphError(131021)
    kind = message.get("type", "text")
    if kind not in TYPES:
        raise bad_parameter(f'Param type must be one of {{{", ".join(sorted(TYPES)).upper()}}} - got "{kind}".')
    _check_context(message)
    _check_content(kind, message.get(kind), account, media)
    return number


def _check_content(kind: str, content: Any, account: Account, media: Mapping[str, Media]) -> None:
    if not isinstance(content, Mapping) and kind != "contacts":
        raise GraphError(131008, f"Parameter of type {kind} is missing.")
    if kind == "text":
        _check_text(content)
    elif kind == "interactive":
        check_interactive(content)
    elif kind == "template":
        _check_template(content, account)
    elif kind in MEDIA_TYPES:
        _check_media(kind, content, media)


def _recipient(message: Mapping[str, Any], users: Mapping[str, str]) -> str:
    if message.get("recipient_type", "individual") not in {"individual", "group"}:
        raise bad_parameter("Param recipient_type must be one of {INDIVIDUAL, GROUP}.")
    to = message.get("to")
    if not to and message.get("recipient") is not None:
        if message["recipient"] not in users:
            raise wrong_value("Recipient is not a valid user ID.")
        return users[message["recipient"]]
    if not to:
        raise bad_parameter("The parameter to is required.")
    if not isinstance(to, str):
        raise bad_parameter("Param to must be a string.")
    digits = "".join(character for character in to if character.isdigit())
    if len(digits) not in NUMBER_LENGTHS:
        raise wrong_value("Recipient phone number is not a valid phone number.")
    return digits


def _check_context(message: Mapping[str, Any]) -> None:
    context = message.get("context")
    if context is not None and not (isinstance(context, Mapping) and isinstance(context.get("message_id"), str)):
        raise bad_parameter("Param context['message_id'] must be a string.")
    tracker = message.get("biz_opaque_callback_data")
    if tracker is not None and not (isinstance(tracker, str) and len(tracker) <= TRACKER_LENGTH):
        raise bad_parameter(f"Param biz_opaque_callback_data must be at most {TRACKER_LENGTH} characters long.")


def _check_text(text: Mapping[str, Any]) -> None:
    body = text.get("body")
    if not isinstance(body, str) or not body.strip():
        raise bad_parameter("The parameter text['body'] is required.")
    if len(body) > TEXT_LENGTH:
        raise bad_parameter(f"Param text['body'] must be at most {TEXT_LENGTH} characters long.")
    if not isinstance(text.get("preview_url", False), bool):
        raise bad_parameter("Param text['preview_url'] must be a boolean.")


def _check_media(kind: str, content: Mapping[str, Any], media: Mapping[str, Media]) -> None:
    if bool(content.get("id")) == bool(content.get("link")):
        raise GraphError(131008, f"Exactly one of {kind}['id'] and {kind}['link'] is required.")
    if content.get("id") and content["id"] not in media:
        raise bad_parameter(f"Param {kind}['id'] is not a valid whatsapp business account media attachment ID")
    if "caption" in content and (kind == "audio" or len(content["caption"]) > CAPTION_LENGTH):
        raise bad_parameter(f"Param {kind}['caption'] is not supported or too long.")
    if "voice" in content and (kind != "audio" or not isinstance(content["voice"], bool)):
        raise bad_parameter(f'Unexpected key "voice" on param "{kind}".')


def _check_template(template: Mapping[str, Any], account: Account) -> None:
    name, language = template.get("name"), (template.get("language") or {}).get("code")
    if not name or not language:
        raise GraphError(131008, "template['name'] and template['language']['code'] are required.")
    known = account.template(str(name), str(language))
    if known is None or known["status"] in {"PENDING", "REJECTED"}:
        raise GraphError(132001, f"template name ({name}) does not exist in {language}")
    if known["status"] != "APPROVED":
        raise GraphError(132015)
    body = next(part["text"] for part in known["components"] if part["type"] == "BODY")
    expected = sum(f"{{{{{number}}}}}" in body for number in range(1, 21))
    components = template.get("components") or []
    given = sum(len(part.get("parameters", [])) for part in components if part.get("type", "").lower() == "body")
    if given != expected:
        told = f"body: number of localizable_params ({given}) does not match the expected number of params ({expected})"
        raise GraphError(132000, told)
