"""When a mail, or its raw bytes only, were erased."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("replies_mails", schema=None) as batch_op:
        batch_op.add_column(sa.Column("raw_erased_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("replies_mails", schema=None) as batch_op:
        batch_op.drop_column("erased_at")
        batch_op.drop_column("raw_erased_at")
