"""What offices are called, where a finding or a rehearsal knows them by their keys."""

import re
from collections.abc import Mapping

from sqlmodel import Session

from outreach.recipients.glance import office_names
from outreach.web.round_progress import Work

KEY = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)+")


def named(text: str, names: Mapping[str, str]) -> str:
    """`text` with each key of `names` in it as the office's name."""
    return KEY.sub(lambda found: names.get(found[0], found[0]), text)


def held_back(session: Session, work: Work) -> dict[str, str]:
    """The names of the offices whose letters the last rehearsal holds back."""
    result = (work.rehearsal.result if work.rehearsal else None) or {}
    return office_names(session, keys={one["office_key"] for one in result.get("troubles", ())})
