"""Days on which a parliament or an office is not written to."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "recipients_closures",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("government", sa.String(), nullable=False),
        sa.Column("office_key", sa.String(), nullable=True),
        sa.Column(
            "kind",
            sa.Enum(
                "recess", "dissolution", name="closurekind", native_enum=False, create_constraint=True, length=32
            ),
            nullable=False,
        ),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=True),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("noted_by", sa.String(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by", sa.String(), nullable=True),
        sa.Column("ended_because", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["government"], ["recipients_governments.code"], name=op.f("fk_recipients_closures_government")
        ),
        sa.ForeignKeyConstraint(
            ["office_key"], ["recipients_offices.key"], name=op.f("fk_recipients_closures_office_key")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recipients_closures")),
    )
    with op.batch_alter_table("recipients_closures", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_recipients_closures_government"), ["government"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("recipients_closures", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_recipients_closures_government"))

    op.drop_table("recipients_closures")
