"""WhatsApp: contacts, uploads, states of what was sent; the channel of a conversation; room for a sealed number."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.add_column("conversations", sa.Column("channel", sa.String(12), nullable=False, server_default="web"))
    op.create_index("deliveries_by_provider", "deliveries", ["provider_id"])
    op.create_table(
        "whatsapp_contacts",
        sa.Column("number_hash", sa.String(64), primary_key=True),
        sa.Column("sealed_number", sa.Text()),
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


def downgrade() -> None:
    raise NotImplementedError("Restore the backup that was made before the update (docs/runbook.md).")
