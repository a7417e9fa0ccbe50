"""A delivery counts its claims, and two indexes go that others begin with."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

COUNTED = """
UPDATE delivery_deliveries SET claims =
    (SELECT count(*) FROM delivery_attempts WHERE delivery_attempts.delivery_id = delivery_deliveries.id)
"""


def upgrade() -> None:
    op.add_column("delivery_deliveries", sa.Column("claims", sa.Integer(), nullable=False, server_default="0"))
    op.execute(COUNTED)
    op.drop_index("ix_delivery_attempts_delivery_id", "delivery_attempts")
    op.drop_index("ix_delivery_evidence_delivery_id", "delivery_evidence")


def downgrade() -> None:
    op.create_index("ix_delivery_evidence_delivery_id", "delivery_evidence", ["delivery_id"])
    op.create_index("ix_delivery_attempts_delivery_id", "delivery_attempts", ["delivery_id"])
    op.drop_column("delivery_deliveries", "claims")
