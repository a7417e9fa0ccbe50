"""Work that the desk asks for, watched while it runs; and rounds of single offices, languages and channels."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "jobs_jobs",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("build", "rehearsal", name="jobkind", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("subject", sa.String(length=200), nullable=False),
        sa.Column("held", sa.String(length=200), nullable=True),
        sa.Column(
            "status",
            sa.Enum(
                "running",
                "done",
                "failed",
                "cancelled",
                name="jobstatus",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("part", sa.String(length=40), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("asked_by", sa.String(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("alive_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("stop_asked_by", sa.String(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("result", sa.JSON(), nullable=True),
        sa.Column("problems", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_jobs_jobs")),
        sa.UniqueConstraint("held", name=op.f("uq_jobs_jobs_held")),
    )
    with op.batch_alter_table("rounds_rounds", schema=None) as batch_op:
        batch_op.add_column(sa.Column("narrow", sa.JSON(), nullable=True))
    with op.batch_alter_table("jobs_jobs", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_jobs_jobs_subject"), ["subject"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("rounds_rounds", schema=None) as batch_op:
        batch_op.drop_column("narrow")
    with op.batch_alter_table("jobs_jobs", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_jobs_jobs_subject"))

    op.drop_table("jobs_jobs")
