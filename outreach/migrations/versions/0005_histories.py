"""What documents were told of earlier rounds."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "dossiers_histories",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("government", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["government"], ["recipients_governments.code"], name=op.f("fk_dossiers_histories_government")
        ),
        sa.ForeignKeyConstraint(["round_id"], ["rounds_rounds.id"], name=op.f("fk_dossiers_histories_round_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dossiers_histories")),
    )
    op.create_index(op.f("ix_dossiers_histories_round_id"), "dossiers_histories", ["round_id"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_dossiers_histories_round_id"), table_name="dossiers_histories")
    op.drop_table("dossiers_histories")
