"""A row that is in its table from the start, so that two first writers cannot both make it."""

from typing import Any

from sqlalchemy import Connection, Table, event, text
from sqlmodel import SQLModel


def seed(table: type[SQLModel], insert: str) -> None:
    """Run the statement `insert` whenever the table is made from the code; a migration does it for the others."""

    def fill(_target: Table, connection: Connection, **_: Any) -> None:
        connection.execute(text(insert))

    event.listen(SQLModel.metadata.tables[str(table.__tablename__)], "after_create", fill)
