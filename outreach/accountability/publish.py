"""Public pages of rounds as a folder of plain files: no script, no request to anywhere, the same bytes again."""

import csv
import io
import json
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from sqlmodel import Session

from outreach import __version__, audit
from outreach.accountability.public import PublicGovernment, PublicRound, public_round
from outreach.accountability.reach import Reach, reach_map, reach_of
from outreach.accounts import Actor, Role
from outreach.blobs import sha256_of
from outreach.dossiers.formats import formats_of
from outreach.errors import BadInput, Refused
from outreach.rounds.store import list_started

CONTENTS = "published.json"
"""What we wrote, by sha256: a folder without it is not ours to write into."""
SCHEMA = "outreach-public/1"

_english = formats_of("en", "GB")
_pages = Environment(
    loader=PackageLoader("outreach.accountability", "pages"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_pages.filters.update(
    number=lambda count: "–" if count is None else _english.number(count),
    day=lambda day: "–" if day is None else _english.day(day),
    country=lambda code, otherwise="": _english.country(code, otherwise=otherwise),
    words=lambda status: str(status).replace("_", " "),
)


@dataclass(frozen=True, slots=True)
class Published:
    """Where the pages lie, which rounds they tell of (the newest first), and the sha256 of each file."""

    folder: Path
    rounds: tuple[int, ...]
    sample: bool
    files: Mapping[str, str]


def publish(session: Session, *, folder: Path, sample: bool, actor: Actor, now: datetime) -> Published:
    """Write the pages of all live rounds that have started; with `sample` those of rehearsed ones as well, marked.

    Files of an earlier run are replaced one by one, each whole; those that are no longer written are removed.

    Raises:
        Refused: no round can be told of, or the folder holds files that are not ours.
        BadInput: the folder cannot be written.
    """
    actor.require(Role.STAFF)
    rounds = _rounds(session, sample=sample)
    files = {name: text.encode() for name, text in _files(rounds, now.date())}
    sums = {name: sha256_of(content) for name, content in sorted(files.items())}
    contents = _json({"schema": SCHEMA, "software": f"outreach {__version__}", "as_of": now.date(), "files": sums})
    try:
        _write(folder, files | {CONTENTS: contents})
    except OSError as error:
        raise BadInput(f"{folder} cannot be written: {error.strerror}.") from error
    audit.record(
        session,
        actor=actor,
        action="accountability.published",
        subject="public",
        now=now,
        facts={
            "rounds": ",".join(str(one.round_id) for one in rounds),
            "sha256": sha256_of(contents),
        },
    )
    return Published(folder, tuple(one.round_id for one in rounds), any(one.sample for one in rounds), sums)


def _rounds(session: Session, *, sample: bool) -> list[PublicRound]:
    started = list_started(session)
    told = [public_round(session, round_id=one.id) for one in started if one.live or sample]
    told = [one for one in told if sample or not one.sample]
    if not told and started:
        raise Refused("Only sample rounds have started: see how their pages look with --sample.")
    if not told:
        raise Refused("No round has started: there is nothing to tell yet.")
    return told


def _files(rounds: Sequence[PublicRound], today: date) -> Iterator[tuple[str, str]]:
    template = _pages.get_template("round.html")
    for told in rounds:
        reached = {one.row.code: (one.row.name, _reach(one)) for one in told.governments}
        world = reach_map(reached, link="#{code}", title="How far each government has come")
        page = template.render(round=told, rounds=rounds, today=today, world=world)
        yield f"round-{told.round_id}.html", page
        if told is rounds[0]:
            yield "index.html", page
        yield f"round-{told.round_id}.csv", _table(told)


def _reach(government: PublicGovernment) -> Reach:
    return reach_of(office.proof for office in government.offices if office.proof)


def _table(told: PublicRound) -> str:
    out = io.StringIO()
    rows = csv.writer(out, lineterminator="\n")
    demands = [demand.id for demand in told.board.demands]
    rows.writerow(["sample", "government", "office", "name", "written_on", "proof", *demands])
    for government in told.governments:
        for office in government.offices:
            rows.writerow(
                [
                    "SAMPLE" if told.sample else "",
                    government.row.code,
                    office.key,
                    office.name,
                    office.written_on or "",
                    office.proof or "",
                    *(office.positions.get(demand, "") for demand in demands),
                ]
            )
    return out.getvalue()


def _write(folder: Path, files: Mapping[str, bytes]) -> None:
    earlier = _earlier(folder)
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():  # the list of contents comes last
        beside = folder / f".{name}.new"
        beside.write_bytes(content)
        os.replace(beside, folder / name)
    for name in earlier - set(files):
        (folder / name).unlink(missing_ok=True)


def _earlier(folder: Path) -> set[str]:
    if not folder.exists() or not any(folder.iterdir()):
        return set()
    try:
        contents: dict[str, Any] = json.loads((folder / CONTENTS).read_bytes())
        names = {str(name) for name in contents["files"]}
    except (OSError, ValueError, KeyError, TypeError):
        raise Refused(f"{folder} holds files that are not ours: name an empty or a new folder.") from None
    return {name for name in names if Path(name).name == name}


def _json(data: Any) -> bytes:
    return f"{json.dumps(data, indent=1, default=str, ensure_ascii=False)}\n".encode()
