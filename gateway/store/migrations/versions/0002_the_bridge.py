"""Teams, routing, relayed messages, deliveries, proposals, the audit log and counts of cases that are gone.

Columns are added in place: rebuilding a table on SQLite would delete what refers to it.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "teams",
        sa.Column("id", sa.String(40), primary_key=True),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("languages", sa.JSON(), nullable=False),
        sa.Column("hours", sa.JSON(), nullable=False),
        sa.Column("notify_urls", sa.JSON(), nullable=False),
        sa.Column("is_default_for", sa.JSON(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
    )
    op.create_table(
        "routing_rules",
        sa.Column("id", sa.Integer(), primary_key=True, autoincrement=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("city", sa.String(40)),
        sa.Column("neighbourhood", sa.String(80)),
        sa.Column("language", sa.String(2)),
        sa.Column("topic", sa.String(80)),
        sa.Column("team_id", sa.String(40), sa.ForeignKey("teams.id", ondelete="CASCADE"), nullable=False),
    )
    _extend_cases()
    _extend_staff()
    op.create_table(
        "case_messages",
        sa.Column("id", sa.Integer(), primary_key=True, autoincrement=True),
        sa.Column("case_id", sa.Integer(), sa.ForeignKey("cases.id", ondelete="CASCADE"), nullable=False),
        sa.Column("sender", sa.String(10), nullable=False),
        sa.Column("staff_id", sa.Integer(), sa.ForeignKey("staff.id", ondelete="SET NULL")),
        sa.Column("original", sa.Text(), nullable=False),
        sa.Column("language", sa.String(2), nullable=False),
        sa.Column("translated", sa.Text()),
        sa.Column("translated_language", sa.String(2)),
        sa.Column("translation", sa.String(12), nullable=False),
        sa.Column("topic", sa.String(80)),
        sa.Column("at", TIME, nullable=False),
    )
    op.create_index("case_messages_of_case", "case_messages", ["case_id", "id"])
    op.create_table(
        "deliveries",
        sa.Column("id", sa.Integer(), primary_key=True, autoincrement=True),
        sa.Column("key", sa.String(120), nullable=False, unique=True),
        sa.Column("case_id", sa.Integer(), sa.ForeignKey("cases.id", ondelete="CASCADE")),
        sa.Column("channel", sa.String(12), nullable=False),
        sa.Column("recipient", sa.String(200), nullable=False),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_at", TIME, nullable=False),
        sa.Column("taken_at", TIME),
        sa.Column("problem", sa.String(120)),
        sa.Column("provider_id", sa.String(120)),
        sa.Column("created_at", TIME, nullable=False),
    )
    op.create_index("deliveries_due", "deliveries", ["state", "next_at"])
    op.create_index("ix_deliveries_case_id", "deliveries", ["case_id"])
    op.create_table(
        "proposals",
        sa.Column("id", sa.Integer(), primary_key=True, autoincrement=True),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("problem", sa.String(20), nullable=False),
        sa.Column("language", sa.String(2), nullable=False),
        sa.Column("city", sa.String(40)),
        sa.Column("answered_topic", sa.String(80)),
        sa.Column("topic", sa.String(80)),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("remark", sa.Text()),
        sa.Column("case_code", sa.String(6)),
        sa.Column("made_by", sa.String(80), nullable=False),
        sa.Column("decided_by", sa.String(80)),
        sa.Column("reason", sa.Text()),
        sa.Column("at", TIME, nullable=False),
        sa.Column("decided_at", TIME),
    )
    op.create_table(
        "audit",
        sa.Column("id", sa.Integer(), primary_key=True, autoincrement=True),
        sa.Column("login", sa.String(80), nullable=False),
        sa.Column("action", sa.String(60), nullable=False),
        sa.Column("subject", sa.String(120), nullable=False),
        sa.Column("at", TIME, nullable=False),
    )
    op.create_index("ix_audit_login", "audit", ["login"])
    op.create_table(
        "case_counts",
        sa.Column("month", sa.String(7), primary_key=True),
        sa.Column("city", sa.String(40), primary_key=True),
        sa.Column("language", sa.String(2), primary_key=True),
        sa.Column("channel", sa.String(20), primary_key=True),
        sa.Column("topic", sa.String(80), primary_key=True),
        sa.Column("team", sa.String(40), primary_key=True),
        sa.Column("state", sa.String(12), primary_key=True),
        sa.Column("number", sa.Integer(), nullable=False),
    )


def _extend_cases() -> None:
    op.add_column("case_events", sa.Column("detail", sa.String(200)))
    _add("cases", sa.Column("neighbourhood", sa.String(80)))
    _add("cases", sa.Column("team_id", sa.String(40), sa.ForeignKey("teams.id")))
    _add("cases", sa.Column("routed_because", sa.JSON(), nullable=False, server_default="[]"))
    _add("cases", sa.Column("claimed_by", sa.Integer(), sa.ForeignKey("staff.id")))
    _add("cases", sa.Column("whose_turn", sa.String(10), nullable=False, server_default="staff"))
    _add("cases", sa.Column("forward_to", sa.String(40), sa.ForeignKey("teams.id")))
    _add("cases", sa.Column("outcome", sa.Text()))
    _add("cases", sa.Column("helped", sa.Boolean()))
    # SQLite takes no changing default for a new column: old cases were last touched when they were made.
    _add("cases", sa.Column("touched_at", TIME, nullable=False, server_default="2026-01-01 00:00:00+00:00"))
    op.execute("UPDATE cases SET touched_at = created_at")
    _add("cases", sa.Column("closed_at", TIME))
    op.create_index("ix_cases_team_id", "cases", ["team_id"])
    op.create_index("ix_cases_claimed_by", "cases", ["claimed_by"])


def _extend_staff() -> None:
    _add("staff", sa.Column("name", sa.String(40), nullable=False, server_default=""))
    _add("staff", sa.Column("team_id", sa.String(40), sa.ForeignKey("teams.id")))
    _add("staff", sa.Column("languages", sa.JSON(), nullable=False, server_default="[]"))
    _add("staff", sa.Column("notify_urls", sa.JSON(), nullable=False, server_default="[]"))
    _add("staff", sa.Column("quiet_from", sa.String(5)))
    _add("staff", sa.Column("quiet_until", sa.String(5)))
    _add("staff", sa.Column("must_change_password", sa.Boolean(), nullable=False, server_default=sa.false()))
    _add("staff", sa.Column("failed_sign_ins", sa.Integer(), nullable=False, server_default="0"))
    _add("staff", sa.Column("locked_until", TIME))
    _add("staff", sa.Column("totp_secret", sa.String(64)))
    _add("staff", sa.Column("totp_used", sa.Integer()))
    _add("staff", sa.Column("oidc_subject", sa.String(200)))
    _add("staff", sa.Column("session_mark", sa.String(32), nullable=False, server_default=""))
    op.create_index("ix_staff_oidc_subject", "staff", ["oidc_subject"], unique=True)


def _add(table: str, column: sa.Column[Any]) -> None:
    op.add_column(table, column, inline_references=True)


def downgrade() -> None:
    raise NotImplementedError("Restore the backup that was made before the update (docs/runbook.md).")
