"""Findings and how often each was raised, barriers, words for the public update, and
whether what a decision sees is a strength."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
# What was there before nobody has said yes to: it is in no update.
_SPOKEN = ("decision", "action")


def upgrade() -> None:
    op.create_table(
        "finding",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("indicator", sa.Text(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("closed_with", sa.Text(), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("gone_at", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "finding_raised",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("finding", sa.Text(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("raised_on", sa.Date(), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("gone_at", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["finding"], ["finding.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "barrier",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("public_words", sa.Text(), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("gone_at", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    for table in _SPOKEN:
        op.add_column(
            table,
            sa.Column("public_words", sa.Text(), nullable=False, server_default=""),
        )
    op.add_column(
        "decision",
        sa.Column("shows", sa.Text(), nullable=False, server_default=""),
    )


def downgrade() -> None:
    op.drop_column("decision", "shows")
    for table in _SPOKEN:
        op.drop_column(table, "public_words")
    op.drop_table("barrier")
    op.drop_table("finding_raised")
    op.drop_table("finding")
