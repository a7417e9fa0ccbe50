"""What Postfix's log says of mails that left through it. Pure; lines of anything else are passed over.

… postfix/cleanup[71]: 4Xb1: message-id=<9f…@outreach.example>
… postfix/smtp[72]: 4Xb1: to=<office@gov.example>, relay=mx.gov.example[192.0.2.1]:25, delay=1.2,
  delays=0.1/0/0.9/0.2, dsn=2.0.0, status=sent (250 2.0.0 Ok: queued as 77A)
"""

import ipaddress
import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

_LINE = re.compile(
    r"(?P<at>\d{4}-\d\d-\d\dT\S+|[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d) \S+ "
    r"(?P<program>[\w./-]+)\[\d+\]: (?P<queue>[0-9A-Za-z]+): (?P<rest>.*)"
)
_FATE = re.compile(
    r"to=<(?P<to>[^>]*)>, (?:orig_to=<[^>]*>, )?relay=(?P<relay>[^,]+), .*?"
    r"dsn=(?P<dsn>[\d.]+), status=(?P<status>sent|deferred|bounced) \((?P<text>.*)\)"
)
_RELAY = re.compile(r"(?P<name>[^\[]+)\[(?P<address>[^\]]+)\]:\d+")
_TEXT_LIMIT = 2_000


class Fate(StrEnum):
    """What became of a mail at one try of the relay."""

    SENT = "sent"
    """The next server took it."""
    DEFERRED = "deferred"
    """Not taken for now; the relay tries again."""
    BOUNCED = "bounced"
    """Given up."""


@dataclass(frozen=True, slots=True)
class LogEntry:
    """One try of the relay, in UTC. `relay` is the server it spoke to as logged, `text` that server's answer."""

    at: datetime
    queue_id: str
    message_id: str
    recipient: str
    relay: str
    dsn: str
    fate: Fate
    text: str
    over_smtp: bool

    def reached_recipient(self, own_relays: Collection[str], office_servers: Collection[str] = ()) -> bool:
        """Whether the recipient's own server took it: not a filter or relay of ours, nor a local mailbox.

        `own_relays` names further relays (a smart host). A server whose address is not public is the recipient's
        only when `office_servers` names it.
        """
        found = _RELAY.fullmatch(self.relay)
        if self.fate is not Fate.SENT or not self.over_smtp or found is None:
            return False
        try:
            is_public = ipaddress.ip_address(found["address"]).is_global
        except ValueError:
            return False
        name = found["name"].lower()
        is_office = is_public or name in {one.lower() for one in office_servers}
        return is_office and name not in {one.lower() for one in own_relays}


def read_entries(lines: Iterable[str], *, zone: ZoneInfo, now: datetime) -> list[LogEntry]:
    """The tries in the order of time. Lines may come from rotated files in any order.

    Times without a year are the latest that does not lie ahead of `now`, in `zone`.
    """
    found = [(_time(match["at"], zone, now), match) for line in lines if (match := _LINE.match(line.rstrip()))]
    return list(_with_message_ids(sorted(found, key=lambda each: each[0])))


def _with_message_ids(found: Iterable[tuple[datetime, re.Match[str]]]) -> Iterator[LogEntry]:
    """Postfix uses a short queue id again when the mail is gone: the newest Message-ID counts."""
    message_ids: dict[str, str] = {}
    for at, match in found:
        rest, queue_id = match["rest"], match["queue"]
        if match["program"].endswith("/cleanup") and rest.startswith("message-id="):
            message_ids[queue_id] = rest.removeprefix("message-id=")
        elif (fate := _FATE.match(rest)) and queue_id in message_ids:
            yield LogEntry(
                at=at,
                queue_id=queue_id,
                message_id=message_ids[queue_id],
                recipient=fate["to"],
                relay=fate["relay"],
                dsn=fate["dsn"],
                fate=Fate(fate["status"]),
                text=fate["text"][:_TEXT_LIMIT],
                over_smtp=match["program"].endswith("/smtp"),
            )


def _time(text: str, zone: ZoneInfo, now: datetime) -> datetime:
    if text[0].isdigit():
        stated = datetime.fromisoformat(text)
        return (stated if stated.tzinfo else stated.replace(tzinfo=zone)).astimezone(UTC)
    for year in (now.year + 1, now.year):
        at = _of_year(text, year, zone)
        if at is not None and at <= now + timedelta(days=1):
            return at
    return _of_year(text, now.year - 1, zone) or now


def _of_year(text: str, year: int, zone: ZoneInfo) -> datetime | None:
    """None for 29 February of another year."""
    try:
        at = datetime.strptime(f"{year} {text}", "%Y %b %d %H:%M:%S").replace(tzinfo=zone)
    except ValueError:
        return None
    return at.astimezone(UTC)
