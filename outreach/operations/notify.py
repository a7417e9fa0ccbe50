"""One turn of telling our own people: what happened, what is wrong, what waits; then the mail leaves."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from outreach.db import Database
from outreach.delivery.relay import Relay
from outreach.notices.beat import Part, beat
from outreach.notices.send import Post, send_notices
from outreach.operations.certificates import list_endings
from outreach.operations.digest import note_digests
from outreach.operations.road import Road
from outreach.operations.trouble import note_trouble
from outreach.operations.watch import watch


@dataclass(frozen=True, slots=True)
class Premises:
    """What trouble is looked for in: the folder that fills the disk, servers with certificates, the road."""

    home: Path
    relay: Relay | None
    imaps: tuple[str, int] | None
    road: Road


def notify_turn(database: Database, *, post: Post, now: datetime) -> int:
    """Tell what happened and what waits; how many mails left. The sign of life of the alarm clock."""
    with database.begin() as session:
        beat(session, Part.SCHEDULER, now=now)
    watch(database, now=now)
    note_digests(database, now=now)
    return send_notices(database, post=post, now=now)


def look_turn(database: Database, *, premises: Premises, desk_url: str, now: datetime) -> int:
    """Look for trouble; how many notices. Slower than `notify_turn`: it asks servers and reads whole rounds."""
    endings = list_endings(relay=premises.relay, imaps=premises.imaps, desk_url=desk_url)
    return note_trouble(database, home=premises.home, endings=endings, road=premises.road, now=now)
