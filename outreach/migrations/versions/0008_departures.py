"""When the next mail to a domain may leave: one memory of all sending processes."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "delivery_departures",
        sa.Column("domain", sa.String(length=254), nullable=False),
        sa.Column("free_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("domain", name="pk_delivery_departures"),
    )
    # The lock is there from the start, so that two first writers cannot both make it.
    op.execute("INSERT INTO delivery_departures (domain, free_at) VALUES ('', '2000-01-01 00:00:00')")


def downgrade() -> None:
    op.drop_table("delivery_departures")
