"""Notices to our own people, the mails that carry them, what people chose, and signs of life."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "notices_beats",
        sa.Column("part", sa.String(length=40), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("part", name=op.f("pk_notices_beats")),
    )
    op.create_table(
        "notices_choices",
        sa.Column("user_name", sa.String(), nullable=False),
        sa.Column("address", sa.String(length=254), nullable=False),
        sa.Column("declined", sa.JSON(), nullable=False),
        sa.Column("digest_hour", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["user_name"], ["accounts_users.name"], name=op.f("fk_notices_choices_user_name")),
        sa.PrimaryKeyConstraint("user_name", name=op.f("pk_notices_choices")),
    )
    op.create_table(
        "notices_mails",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_name", sa.String(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "queued",
                "sending",
                "sent",
                "failed",
                "unwanted",
                name="mailstatus",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("message_id", sa.String(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("next_attempt_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("leased_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reply_text", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["user_name"], ["accounts_users.name"], name=op.f("fk_notices_mails_user_name")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notices_mails")),
        sa.UniqueConstraint("message_id", name=op.f("uq_notices_mails_message_id")),
    )
    with op.batch_alter_table("notices_mails", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_notices_mails_status"), ["status"], unique=False)
        batch_op.create_index(batch_op.f("ix_notices_mails_user_name"), ["user_name"], unique=False)

    op.create_table(
        "notices_notices",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "blocked",
                "paused",
                "stopped",
                "uncertain",
                "bounced",
                "silent",
                "disk",
                "certificate",
                "digest",
                "greeting",
                name="noticekind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("event", sa.String(length=200), nullable=False),
        sa.Column("user_name", sa.String(), nullable=False),
        sa.Column("path", sa.String(length=200), nullable=False),
        sa.Column("lines", sa.JSON(), nullable=False),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("mail_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["mail_id"], ["notices_mails.id"], name=op.f("fk_notices_notices_mail_id")),
        sa.ForeignKeyConstraint(["user_name"], ["accounts_users.name"], name=op.f("fk_notices_notices_user_name")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notices_notices")),
        sa.UniqueConstraint("event", "user_name", name=op.f("uq_notices_notices_event_user_name")),
    )
    with op.batch_alter_table("notices_notices", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_notices_notices_mail_id"), ["mail_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_notices_notices_user_name"), ["user_name"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("notices_notices", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_notices_notices_user_name"))
        batch_op.drop_index(batch_op.f("ix_notices_notices_mail_id"))

    op.drop_table("notices_notices")
    with op.batch_alter_table("notices_mails", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_notices_mails_user_name"))
        batch_op.drop_index(batch_op.f("ix_notices_mails_status"))

    op.drop_table("notices_mails")
    op.drop_table("notices_choices")
    op.drop_table("notices_beats")
