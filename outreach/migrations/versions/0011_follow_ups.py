"""What became of commitments, the scans of answers, and what the campaign does next."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "responses_files",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("response_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("media_type", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["response_id"], ["responses_responses.id"], name=op.f("fk_responses_files_response_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_responses_files")),
        sa.UniqueConstraint("response_id", "sha256", name=op.f("uq_responses_files_response_id_sha256")),
    )
    with op.batch_alter_table("responses_files", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_responses_files_response_id"), ["response_id"], unique=False)

    op.create_table(
        "responses_follow_ups",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("delivery_id", sa.Integer(), nullable=False),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("planned_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("planned_by", sa.String(), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("done_by", sa.String(), nullable=True),
        sa.Column("note", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["delivery_id"], ["delivery_deliveries.id"], name=op.f("fk_responses_follow_ups_delivery_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_responses_follow_ups")),
    )
    with op.batch_alter_table("responses_follow_ups", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_responses_follow_ups_delivery_id"), ["delivery_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_responses_follow_ups_due_on"), ["due_on"], unique=False)

    with op.batch_alter_table("responses_commitments", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column(
                "outcome",
                sa.Enum(
                    "kept",
                    "partly_kept",
                    "broken",
                    name="commitmentoutcome",
                    native_enum=False,
                    create_constraint=True,
                    length=32,
                ),
                nullable=True,
            )
        )
        batch_op.add_column(sa.Column("outcome_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("outcome_source", sa.String(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("responses_commitments", schema=None) as batch_op:
        batch_op.drop_column("outcome_source")
        batch_op.drop_column("outcome_on")
        batch_op.drop_column("outcome")

    op.drop_table("responses_follow_ups")
    op.drop_table("responses_files")
