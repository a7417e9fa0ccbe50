"""Read the formal ways to offices: the file of routes, with the texts that a petition version has for them."""

from collections.abc import Collection
from pathlib import Path

from sqlmodel import Session

from outreach.petition.routes import load_routes
from outreach.petition.store import get_version
from outreach.recipients.store import offices_by_key
from outreach.rounds.routes import Way, ways_to


def find_ways(
    session: Session, *, directory: Path, version_id: int, office_keys: Collection[str]
) -> dict[str, tuple[Way, ...]]:
    """The formal ways to each of the offices that has one, by its key. `directory` is the campaign's.

    Raises:
        BadInput: the file of routes is missing or wrong.
        NotFound: there is no such version.
    """
    routes, texts = load_routes(directory), get_version(session, version_id).texts
    offices = offices_by_key(session, keys=office_keys)
    found = {key: ways_to(offices[key], routes=routes, texts=texts) for key in office_keys if key in offices}
    return {key: ways for key, ways in found.items() if ways}
