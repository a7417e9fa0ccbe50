"""Secrets asked for at the desk itself count as tries to sign in: an open browser is no place to guess."""

from collections.abc import Iterator
from contextlib import contextmanager

from fastapi import Request
from sqlmodel import Session

from outreach.accounts.sign_in import note_bad_try, require_tries_left
from outreach.clock import utc_now
from outreach.errors import BadInput
from outreach.web.guard import Visitor


@contextmanager
def counted(request: Request, here: Visitor) -> Iterator[Session]:
    """A transaction in which BadInput is counted against the visitor's name and address, and raised on.

    Raises:
        TooManyTries: before the block runs, when there were too many.
    """
    name, address, database = here.actor.name, address_of(request), here.app.database
    try:
        with database.begin() as session:
            require_tries_left(session, name=name, address=address, now=utc_now())
            yield session
    except BadInput:
        with database.begin() as session:
            note_bad_try(session, name=name, address=address, now=utc_now())
        raise


def address_of(request: Request) -> str:
    """Where the browser is, as the server was told."""
    return request.client.host if request.client else ""
