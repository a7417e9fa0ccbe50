"""What mails did and people did to them, so that it can be undone; offices' numbers; offered objections."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "replies_acts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("mail_id", sa.Integer(), nullable=False),
        sa.Column(
            "act",
            sa.Enum(
                "reclassified",
                "moved",
                "settled",
                name="act",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("was", sa.JSON(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("undone_by", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["mail_id"], ["replies_mails.id"], name=op.f("fk_replies_acts_mail_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_replies_acts")),
    )
    with op.batch_alter_table("replies_acts", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_replies_acts_mail_id"), ["mail_id"], unique=False)

    op.create_table(
        "replies_numbers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("mail_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("domain", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["mail_id"], ["replies_mails.id"], name=op.f("fk_replies_numbers_mail_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_replies_numbers")),
    )
    with op.batch_alter_table("replies_numbers", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_replies_numbers_mail_id"), ["mail_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_replies_numbers_number"), ["number"], unique=False)

    op.create_table(
        "recipients_objection_proposals",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("office_key", sa.String(), nullable=False),
        sa.Column("contact_id", sa.Integer(), nullable=True),
        sa.Column("evidence", sa.String(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "open",
                "accepted",
                "declined",
                name="proposalstatus",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("proposed_by", sa.String(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["contact_id"], ["recipients_contacts.id"], name=op.f("fk_recipients_objection_proposals_contact_id")
        ),
        sa.ForeignKeyConstraint(
            ["office_key"], ["recipients_offices.key"], name=op.f("fk_recipients_objection_proposals_office_key")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recipients_objection_proposals")),
    )
    with op.batch_alter_table("recipients_objection_proposals", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_recipients_objection_proposals_evidence"), ["evidence"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_recipients_objection_proposals_office_key"), ["office_key"], unique=False
        )

    op.create_table(
        "replies_effects",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("mail_id", sa.Integer(), nullable=False),
        sa.Column("delivery_id", sa.Integer(), nullable=False),
        sa.Column(
            "became",
            sa.Enum(
                "queued",
                "sending",
                "waiting",
                "accepted",
                "delivered",
                "refused",
                "bounced",
                "exhausted",
                "expired",
                "uncertain",
                "cancelled",
                "to_hand_over",
                "handed_over",
                "receipted",
                "returned",
                name="deliverystatus",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("taken_back_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["delivery_id"], ["delivery_deliveries.id"], name=op.f("fk_replies_effects_delivery_id")
        ),
        sa.ForeignKeyConstraint(["mail_id"], ["replies_mails.id"], name=op.f("fk_replies_effects_mail_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_replies_effects")),
    )
    with op.batch_alter_table("replies_effects", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_replies_effects_delivery_id"), ["delivery_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_replies_effects_mail_id"), ["mail_id"], unique=False)

    op.create_table(
        "delivery_evidence_withdrawals",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("evidence_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_by", sa.String(), nullable=False),
        sa.Column("lifted_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["evidence_id"], ["delivery_evidence.id"], name=op.f("fk_delivery_evidence_withdrawals_evidence_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delivery_evidence_withdrawals")),
    )
    with op.batch_alter_table("delivery_evidence_withdrawals", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_delivery_evidence_withdrawals_evidence_id"), ["evidence_id"], unique=False
        )

    with op.batch_alter_table("recipients_flags", schema=None) as batch_op:
        batch_op.add_column(sa.Column("lifted_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("lifted_by", sa.String(), nullable=True))

    with op.batch_alter_table("replies_mails", schema=None) as batch_op:
        batch_op.add_column(sa.Column("guesses", sa.JSON(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("replies_mails", schema=None) as batch_op:
        batch_op.drop_column("guesses")

    with op.batch_alter_table("recipients_flags", schema=None) as batch_op:
        batch_op.drop_column("lifted_by")
        batch_op.drop_column("lifted_at")

    with op.batch_alter_table("delivery_evidence_withdrawals", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_delivery_evidence_withdrawals_evidence_id"))

    op.drop_table("delivery_evidence_withdrawals")
    with op.batch_alter_table("replies_effects", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_replies_effects_mail_id"))
        batch_op.drop_index(batch_op.f("ix_replies_effects_delivery_id"))

    op.drop_table("replies_effects")
    with op.batch_alter_table("recipients_objection_proposals", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_recipients_objection_proposals_office_key"))
        batch_op.drop_index(batch_op.f("ix_recipients_objection_proposals_evidence"))

    op.drop_table("recipients_objection_proposals")
    with op.batch_alter_table("replies_numbers", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_replies_numbers_number"))
        batch_op.drop_index(batch_op.f("ix_replies_numbers_mail_id"))

    op.drop_table("replies_numbers")
    with op.batch_alter_table("replies_acts", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_replies_acts_mail_id"))

    op.drop_table("replies_acts")
