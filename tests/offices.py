"""The project's own offices, read once for all tests: the files take a second."""

from functools import cache

from outreach.recipients.load import load
from outreach.recipients.values import GovernmentEntry
from tests.world import ROOT

FILES = ROOT / "recipients"


@cache
def governments() -> tuple[GovernmentEntry, ...]:
    """In the order of their files."""
    return tuple(load(FILES))
