"""Voice notes of residents: kept sealed, understood or played, and gone with what they belong to."""

from __future__ import annotations

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from gateway.store.numbers import Numbers
from gateway.store.schema import CaseMessage, VoiceNote


def keep_note(session: Session, numbers: Numbers, *, name: str, conversation: str, sound: bytes) -> VoiceNote:
    """Keep a sound under its name; what is kept already stays."""
    known = session.get(VoiceNote, name)
    if known is not None:
        return known
    note = VoiceNote(id=name, conversation_id=conversation, sealed=numbers.seal_sound(sound), tries=0)
    session.add(note)
    session.flush()
    return note


def begin_try(session: Session, name: str, *, at_most: int) -> bool:
    """Count that a recogniser begins with the note; False when it has had its tries."""
    begun = update(VoiceNote).where(VoiceNote.id == name, VoiceNote.tries < at_most).values(tries=VoiceNote.tries + 1)
    result = session.execute(begun, execution_options={"synchronize_session": False})
    return bool(getattr(result, "rowcount", 0))


def drop_note(session: Session, name: str) -> None:
    """Delete a note that is understood; one that is with a case stays there."""
    session.execute(delete(VoiceNote).where(VoiceNote.id == name, VoiceNote.case_message_id.is_(None)))


def voice_notes_of(session: Session, case_id: int) -> dict[int, str]:
    """The notes that play in a case: names by the number of the CaseMessage."""
    chosen = select(VoiceNote.case_message_id, VoiceNote.id).join(CaseMessage).where(CaseMessage.case_id == case_id)
    return {number: name for number, name in session.execute(chosen) if number is not None}
