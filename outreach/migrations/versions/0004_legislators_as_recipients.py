"""Legislators as recipients: where an office or holder was imported from, a seat's region, and the imports."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:

    op.create_table(
        "recipients_imports",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("format", sa.String(), nullable=False),
        sa.Column("government", sa.String(), nullable=False),
        sa.Column("file_name", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.Column("imported_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("imported_by", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["government"], ["recipients_governments.code"], name=op.f("fk_recipients_imports_government")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recipients_imports")),
    )
    with op.batch_alter_table("recipients_imports", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_recipients_imports_source"), ["source"], unique=False)

    with op.batch_alter_table("recipients_holders", schema=None) as batch_op:
        batch_op.add_column(sa.Column("imported_from", sa.String(), nullable=True))

    with op.batch_alter_table("recipients_offices", schema=None) as batch_op:
        batch_op.add_column(sa.Column("region", sa.JSON(), nullable=True))
        batch_op.add_column(sa.Column("imported_from", sa.String(), nullable=True))
        batch_op.create_index(batch_op.f("ix_recipients_offices_imported_from"), ["imported_from"], unique=False)


def downgrade() -> None:

    with op.batch_alter_table("recipients_offices", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_recipients_offices_imported_from"))
        batch_op.drop_column("imported_from")
        batch_op.drop_column("region")

    with op.batch_alter_table("recipients_holders", schema=None) as batch_op:
        batch_op.drop_column("imported_from")

    with op.batch_alter_table("recipients_imports", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_recipients_imports_source"))

    op.drop_table("recipients_imports")
