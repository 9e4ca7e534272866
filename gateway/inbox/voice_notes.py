"""Plays what a resident said aloud, for who may see the case it is with."""

from __future__ import annotations

import io

from flask import Blueprint, Response, send_file
from sqlalchemy import select

from civic.content.model import SOURCE_LANGUAGE
from civic.voice.playing import playable
from gateway.bridge.lists import may_see
from gateway.errors import NotFound
from gateway.services import services
from gateway.staff.session import signed_in
from gateway.store.schema import Case, CaseMessage, VoiceNote

blueprint = Blueprint("inbox_voice_notes", __name__, url_prefix="/inbox")


@blueprint.get("/<code>/voice/<name>")
def play(code: str, name: str) -> Response:
    """The sound, in parts where the player asks for them. 404 for another team's case, or when it is gone."""
    chosen = (
        select(VoiceNote.sealed)
        .join(CaseMessage, CaseMessage.id == VoiceNote.case_message_id)
        .join(Case, Case.id == CaseMessage.case_id)
        .where(VoiceNote.id == name, Case.code == code, may_see(signed_in()))
    )
    with services().database.transaction() as session:
        sealed = session.scalars(chosen).one_or_none()
    sound = services().numbers.unseal_sound(sealed) if sealed is not None else None
    if sound is None:
        raise NotFound(language=SOURCE_LANGUAGE)
    content, mime = playable(sound)
    response = send_file(io.BytesIO(content), mimetype=mime, conditional=True, etag=name)
    response.headers["Cache-Control"] = "private, no-store"
    return response
