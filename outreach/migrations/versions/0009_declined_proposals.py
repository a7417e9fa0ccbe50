"""Why a person declined a proposed contact."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("recipients_proposals") as table:
        table.add_column(sa.Column("decided_because", sa.String(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("recipients_proposals") as table:
        table.drop_column("decided_because")
