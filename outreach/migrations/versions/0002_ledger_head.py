"""The ledger's head is there from the start, so that two first writers cannot both make it."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

head = sa.table("audit_head", sa.column("id"), sa.column("number"), sa.column("entry_sha256"))


def upgrade() -> None:
    op.bulk_insert(head, [{"id": 1, "number": 0, "entry_sha256": "0" * 64}])


def downgrade() -> None:
    op.execute(head.delete())
