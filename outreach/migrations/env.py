"""Alembic's entry: runs the revisions on the connection that it is given."""

from typing import Any, Literal

from alembic import context
from sqlmodel import AutoString, SQLModel

from outreach.db import UtcDateTime

connection = context.config.attributes["connection"]


def plain_type(kind: str, item: Any, _context: Any) -> str | Literal[False]:
    """Write SQLAlchemy's own types into revisions, so that an old one never depends on today's code."""
    if kind == "type" and isinstance(item, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and isinstance(item, AutoString):
        return f"sa.String(length={item.length})" if item.length else "sa.String()"
    return False


context.configure(
    connection=connection,
    target_metadata=SQLModel.metadata,
    # SQLite changes a table by copying it; the first revision only makes tables.
    render_as_batch=context.config.attributes.get("batch", True),
    render_item=plain_type,
)
context.run_migrations()
