"""What Postfix's log says of mails that left through it. Pure; lines of anything else are passed over.

… postfix/cleanup[71]: 4Xb1: message-id=<9f…@outreach.example>
… postfix/smtp[72]: 4Xb1: to=<office@gov.example>, relay=mx.gov.example[192.0.2.1]:25, delay=1.2,
  delays=0.1/0/0.9/0.2, dsn=2.0.0, status=sent (250 2.0.0 Ok: queued as 77A)
… postfix/qmgr[73]: 4Xb1: from=<t4k…@replies.example>, status=expired, returned to sender
"""

import ipaddress
import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
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
_RETURNED = re.compile(r"from=<[^>]*>, status=(?P<why>(?:force-)?expired), returned to sender")
_RELAY = re.compile(r"(?P<name>[^\[]+)\[(?P<address>[^\]]+)\]:\d+")
_RECEIVERS = ("/pickup", "/smtpd")
"""With their line a queue id begins."""
_TEXT_LIMIT = 2_000


class Fate(StrEnum):
    """What became of a mail at one try of the relay."""

    SENT = "sent"
    """The next server took it."""
    DEFERRED = "deferred"
    """Not taken for now; the relay tries again."""
    BOUNCED = "bounced"
    """Given up: the next server refused it, or its time in the relay's queue was over (Postfix: `expired`)."""


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

    Times without a year are the latest that does not lie ahead of `now`, in `zone`; lines without a time that
    there was are passed over.
    """
    matches = [match for line in lines if (match := _LINE.match(line.strip("\0 \r\n")))]
    found = [(at, _stage(match), match) for match in matches if (at := _time(match["at"], zone, now))]
    return list(_with_message_ids(sorted(found, key=lambda each: each[:2])))


def _stage(match: re.Match[str]) -> int:
    """Where in a mail's life a line stands: that orders the lines of one second, which may be of two files."""
    if match["rest"] == "removed":
        return 4
    if _RETURNED.match(match["rest"]):
        return 3
    if _FATE.match(match["rest"]):
        return 2
    return 1 if match["program"].endswith("/cleanup") else 0


def _with_message_ids(found: Iterable[tuple[datetime, int, re.Match[str]]]) -> Iterator[LogEntry]:
    """Postfix uses a short queue id again when the mail is gone: what begins or ends there is of another mail,
    even where the line with its Message-ID is lost. That a mail is given up as too old is told of the mail alone:
    it holds for those of its recipients that had deferred it."""
    message_ids: dict[str, str] = {}
    waiting: defaultdict[str, dict[str, LogEntry]] = defaultdict(dict)
    for at, _, match in found:
        rest, queue_id = match["rest"], match["queue"]
        if rest == "removed" or match["program"].endswith(_RECEIVERS):
            message_ids.pop(queue_id, None)
            waiting.pop(queue_id, None)
        elif match["program"].endswith("/cleanup") and rest.startswith("message-id="):
            message_ids[queue_id] = rest.removeprefix("message-id=")
        elif queue_id in message_ids and (fate := _FATE.match(rest)):
            entry = _entry(at, message_ids[queue_id], match, fate)
            waiting[queue_id].pop(entry.recipient, None)
            if entry.fate is Fate.DEFERRED:
                waiting[queue_id][entry.recipient] = entry
            yield entry
        elif returned := _RETURNED.match(rest):
            for last in waiting.pop(queue_id, {}).values():
                yield replace(last, at=at, fate=Fate.BOUNCED, text=f"{returned['why']} after: {last.text}")


def _entry(at: datetime, message_id: str, match: re.Match[str], fate: re.Match[str]) -> LogEntry:
    return LogEntry(
        at=at,
        queue_id=match["queue"],
        message_id=message_id,
        recipient=fate["to"],
        relay=fate["relay"],
        dsn=fate["dsn"],
        fate=Fate(fate["status"]),
        text=fate["text"][:_TEXT_LIMIT],
        over_smtp=match["program"].endswith("/smtp"),
    )


def _time(text: str, zone: ZoneInfo, now: datetime) -> datetime | None:
    """None for what is no time: a line that was cut or spoilt is passed over."""
    if text[0].isdigit():
        return _of_iso(text, zone)
    years = (_of_year(text, year, zone) for year in (now.year + 1, now.year, now.year - 1))
    return next((at for at in years if at is not None and at <= now + timedelta(days=1)), None)


def _of_iso(text: str, zone: ZoneInfo) -> datetime | None:
    try:
        stated = datetime.fromisoformat(text)
        return (stated if stated.tzinfo else stated.replace(tzinfo=zone)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _of_year(text: str, year: int, zone: ZoneInfo) -> datetime | None:
    """None for 29 February of another year."""
    try:
        at = datetime.strptime(f"{year} {text}", "%Y %b %d %H:%M:%S").replace(tzinfo=zone)
    except ValueError:
        return None
    return at.astimezone(UTC)
