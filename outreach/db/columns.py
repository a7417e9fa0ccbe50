"""Reads of columns. A row as an object, and a statement made anew for each read, cost several times what the
database needs to answer: what every mail asks for is read by statements of tables that are made once."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Executable, Table
from sqlmodel import Session, SQLModel


def table_of(kind: type[SQLModel]) -> Table:
    """The table behind a class of rows; its columns are `table.c`."""
    return SQLModel.metadata.tables[str(kind.__tablename__)]


def fetch(session: Session, statement: Executable, **values: Any) -> Sequence[Any]:
    """The rows of a statement of tables, as the database has them now; `values` are its bound parameters.

    What the session has added or changed is written first. The rows have their columns as attributes.
    """
    session.flush()
    return session.connection().execute(statement, values).all()
