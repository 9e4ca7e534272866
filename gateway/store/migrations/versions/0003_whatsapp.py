"""WhatsApp: contacts, uploads, states of what was sent; the channel of a conversation; phone numbers hidden at rest.

Needs SECRET_KEY where numbers were kept already, as `Database.migrate(numbers)`.
"""

import re
from typing import Any

import sqlalchemy as sa
from alembic import context, op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

TIME = sa.DateTime(timezone=True)
NUMBER = re.compile(r"\d(?:[\s./()-]*\d){7,}")


def upgrade() -> None:
    op.add_column("conversations", sa.Column("channel", sa.String(12), nullable=False, server_default="web"))
    op.add_column("deliveries", sa.Column("taken_by", sa.String(100)))
    op.create_index("deliveries_by_provider", "deliveries", ["provider_id"])
    op.create_index("deliveries_by_recipient", "deliveries", ["recipient", "channel", "state"])
    op.create_table(
        "whatsapp_contacts",
        sa.Column("number_hash", sa.String(64), primary_key=True),
        sa.Column("sealed_number", sa.Text()),
        sa.Column("user_hash", sa.String(64), unique=True),
        sa.Column("conversation_id", sa.String(43), sa.ForeignKey("conversations.id", ondelete="SET NULL")),
        sa.Column("voice", sa.String(10), nullable=False),
        sa.Column("heard_at", TIME),
        sa.Column("invited_at", TIME),
        sa.Column("stopped_at", TIME),
        sa.Column("created_at", TIME, nullable=False),
    )
    op.create_index("ix_whatsapp_contacts_conversation_id", "whatsapp_contacts", ["conversation_id"])
    op.create_table(
        "whatsapp_media",
        sa.Column("audio_key", sa.String(80), primary_key=True),
        sa.Column("media_id", sa.String(120), nullable=False),
        sa.Column("uploaded_at", TIME, nullable=False),
    )
    op.create_table(
        "whatsapp_statuses",
        sa.Column("provider_id", sa.String(120), primary_key=True),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("problem", sa.String(120)),
        sa.Column("at", TIME, nullable=False),
    )
    op.create_table(
        "whatsapp_pace",
        sa.Column("id", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("free_at", sa.Float(), nullable=False),
    )
    op.create_table(
        "voice_notes",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("conversation_id", sa.String(43), sa.ForeignKey("conversations.id", ondelete="SET NULL")),
        sa.Column("case_message_id", sa.Integer(), sa.ForeignKey("case_messages.id", ondelete="CASCADE")),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("heard", sa.Text()),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("created_at", TIME, nullable=False),
    )
    op.create_index("ix_voice_notes_conversation_id", "voice_notes", ["conversation_id"])
    op.create_index("ix_voice_notes_case_message_id", "voice_notes", ["case_message_id"])
    op.add_column("cases", sa.Column("sealed_phone", sa.Text()))
    op.add_column("cases", sa.Column("phone_hash", sa.String(64)))
    op.create_index("ix_cases_phone_hash", "cases", ["phone_hash"])
    _hide_numbers()
    op.drop_column("cases", "phone")


def _hide_numbers() -> None:
    connection: sa.Connection = op.get_bind()
    numbers: Any = context.config.attributes.get("numbers")
    cases = sa.table("cases", *map(sa.column, ("id", "phone", "sealed_phone", "phone_hash")))
    known = connection.execute(sa.select(cases.c.id, cases.c.phone).where(cases.c.phone.is_not(None))).all()
    talks = sa.table("conversations", sa.column("id"), sa.column("pending", sa.JSON()))
    asked = [row for row in connection.execute(sa.select(talks.c.id, talks.c.pending)) if (row[1] or {}).get("phone")]
    if (known or asked) and numbers is None:
        raise RuntimeError("phone numbers are to be hidden, with SECRET_KEY: start the gateway once")
    for number, phone in known:
        hidden = numbers.hide(phone)
        values = {"sealed_phone": hidden.sealed, "phone_hash": hidden.hash}
        connection.execute(sa.update(cases).where(cases.c.id == number).values(values))
    for key, pending in asked:
        sealed = {**pending, "phone": numbers.seal(pending["phone"])}
        connection.execute(sa.update(talks).where(talks.c.id == key).values(pending=sealed))
    _hide_typed(connection)


def _hide_typed(connection: sa.Connection) -> None:
    """What was typed when we asked for a number: no part of anyone's question."""
    said = sa.table("messages", sa.column("number"), sa.column("body", sa.JSON()))
    asides = sa.select(said.c.number, said.c.body).where(sa.cast(said.c.body, sa.Text()).contains('"aside"'))
    found: Any = connection.execute(asides).all()
    for number, body in found:
        if body.get("aside") and NUMBER.search(body["text"]):
            hidden = {**body, "text": re.sub(r"\d", "•", body["text"])}
            connection.execute(sa.update(said).where(said.c.number == number).values(body=hidden))


def downgrade() -> None:
    raise NotImplementedError("Restore the backup that was made before the update (docs/runbook.md).")
