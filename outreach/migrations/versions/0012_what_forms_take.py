"""What a web form takes: characters, words, files, and who says so."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("recipients_contacts") as table:
        table.add_column(sa.Column("limits", sa.JSON(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("recipients_contacts") as table:
        table.drop_column("limits")
