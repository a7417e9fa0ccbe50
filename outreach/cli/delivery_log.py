"""`outreach delivery read-log`."""

import gzip
from collections.abc import Iterable, Iterator
from pathlib import Path
from zoneinfo import ZoneInfo

import typer

from outreach.cli.context import acting, opened
from outreach.cli.output import Json, emit, say
from outreach.clock import utc_now
from outreach.delivery.postfix_log import read_entries
from outreach.delivery.read_log import LogReport, read_log
from outreach.errors import BadInput


def read_log_command(
    files: list[Path] = typer.Argument(..., metavar="FILE…", help="Postfix's log and rotated ones, .gz too."),
    own_relay: list[str] = typer.Option(
        [], "--own-relay", metavar="HOST", help="A smart host between us and the offices: its 250 proves nothing."
    ),
    office_server: list[str] = typer.Option(
        [], "--office-server", metavar="HOST", help="An office's server inside our own network: its 250 does."
    ),
    time_zone: str = typer.Option("UTC", "--time-zone", help="Of log times that name none."),
    as_json: bool = Json,
) -> None:
    """Read what the offices' own mail servers answered from our relay's log: proof of acceptance, and bounces.

    Give the rotated files too, in any order. Reading the same lines again changes nothing.

    Example: `outreach --as sam delivery read-log /var/log/mail.log /var/log/mail.log.1`.
    """
    installation, now = opened(), utc_now()
    try:
        zone = ZoneInfo(time_zone)
    except (LookupError, ValueError) as error:
        raise BadInput(f"There is no time zone {time_zone!r}: write it as Europe/Berlin.") from error
    entries = read_entries(_lines(files), zone=zone, now=now)
    with installation.database.begin() as session:
        actor = acting(session, installation)
        report = read_log(
            session, entries=entries, own_relays=own_relay, office_servers=office_server, actor=actor, now=now
        )
    emit(report, as_json=as_json, human=lambda: _tell(report))


def _lines(files: Iterable[Path]) -> Iterator[str]:
    for file in files:
        opener = gzip.open if file.suffix == ".gz" else open
        try:
            with opener(file, "rt", encoding="utf-8", errors="backslashreplace") as lines:
                yield from lines
        except (OSError, EOFError) as error:
            raise BadInput(f"cannot be read: {getattr(error, 'strerror', None) or error}", file=file) from error


def _tell(report: LogReport) -> None:
    new = (
        f"{len(report.accepted)} newly proved accepted by the office's server, {len(report.bounced)} newly bounced"
    )
    say(f"{report.entries} entries about our mails: {new}.")
    for delivery, text in report.deferred.items():
        say(f"Delivery {delivery} waits at the relay: {text}")
    for delivery in report.uncertain_but_sent:
        say(f"Delivery {delivery} is uncertain, and the relay had it: `outreach delivery settle {delivery}`.")
