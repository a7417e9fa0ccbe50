"""Who checked a letter for a reviewer who does not read its language."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("reviews_reviews", sa.Column("native_reader", sa.String(), nullable=True))


def downgrade() -> None:
    op.drop_column("reviews_reviews", "native_reader")
