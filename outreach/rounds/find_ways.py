"""Read the formal ways to offices: the file of routes, with the texts that a petition version has for them."""

from collections import defaultdict
from collections.abc import Collection
from pathlib import Path

from sqlmodel import Session

from outreach.petition.formal import formal_texts
from outreach.petition.routes import load_routes
from outreach.petition.store import get_version
from outreach.recipients.glance import glance_offices
from outreach.rounds.routes import Way


def find_ways(
    session: Session, *, directory: Path, version_id: int, office_keys: Collection[str]
) -> dict[str, tuple[Way, ...]]:
    """The formal ways to each of the offices that has one, by its key. `directory` is the campaign's.

    Raises:
        BadInput: the file of routes is missing or wrong.
        NotFound: there is no such version.
    """
    routes, texts = load_routes(directory), get_version(session, version_id).texts
    ways = [Way(route, tuple(formal_texts(route, texts))) for route in routes]
    of_government: dict[str, list[Way]] = defaultdict(list)
    for way in ways:
        of_government[way.route.government].append(way)
    offices = glance_offices(session)
    found = {
        key: tuple(way for way in of_government[offices[key].government] if way.leads_to(offices[key]))
        for key in office_keys
        if key in offices
    }
    return {key: some for key, some in found.items() if some}
