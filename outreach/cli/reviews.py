"""`outreach reviews`."""

from dataclasses import asdict
from typing import Any

import typer
from sqlmodel import Session

from outreach.cli.context import acting, opened
from outreach.cli.output import Json, emit, say, table
from outreach.cli.parcels import say_form, say_routes
from outreach.clock import utc_now
from outreach.errors import BadInput, Conflict
from outreach.reviews import decide
from outreach.reviews.eyes import is_first_letter
from outreach.reviews.manifest import likeness
from outreach.reviews.pack import pack_round
from outreach.reviews.status import ReviewStatus
from outreach.reviews.store import ParcelInfo, get_parcel, list_parcels
from outreach.reviews.validity import why_invalid, why_outdated

app = typer.Typer(
    name="reviews",
    help="The human gate: what each office would get, and a second person's decision about it.",
    no_args_is_help=True,
)
Number = typer.Argument(metavar="PARCEL", help="The parcel's number, see `outreach reviews list`.")
SHORTEST_HASH = 8


@app.command()
def pack(
    round_id: int = typer.Argument(metavar="ROUND", help="The round's number, see `outreach rounds list`."),
    as_json: bool = Json,
) -> None:
    """Put letter, dossier and words of each office into a parcel that awaits a review; exit 1 when one cannot be.

    Safe to run again: what did not change stays. Example: `outreach --as sam reviews pack 3`.
    """
    installation = opened()
    with installation.database.begin() as session:
        actor, templates = acting(session, installation), installation.settings.campaign_dir
        report = pack_round(session, round_id=round_id, templates=templates, actor=actor, now=utc_now())

    def human() -> None:
        say(f"{report.packed} parcels await a review, {report.unchanged} are as before.")
        for problem in report.problems:
            say(problem)

    emit(report, as_json=as_json, human=human)
    if report.problems:
        raise typer.Exit(1)


@app.command("list")
def list_(
    round_id: int = typer.Argument(metavar="ROUND", help="The round's number, see `outreach rounds list`."),
    status: ReviewStatus | None = typer.Option(None, "--status", help="Only those that stand so."),
    as_json: bool = Json,
) -> None:
    """List the parcels of a round and what was decided. Example: `outreach reviews list 3 --status awaiting`."""
    with opened().database.read() as session:
        parcels = list_parcels(session, round_id=round_id, status=status)
        rows = [_row(session, parcel) for parcel in parcels]
    columns = tuple(rows[0]) if rows else ()
    empty = "No such parcels: `outreach reviews pack` makes them when the documents are built."
    emit(rows, as_json=as_json, human=lambda: table(columns, [list(r.values()) for r in rows], empty=empty))


@app.command()
def show(parcel_id: int = Number, as_json: bool = Json) -> None:
    """Show all that one office would get, with the hash to approve. Example: `outreach reviews show 12`."""
    with opened().database.read() as session:
        parcel = get_parcel(session, parcel_id)
        approved = parcel.status is ReviewStatus.APPROVED
        now = utc_now()
        doubt = (
            why_invalid(session, parcel_id=parcel_id, now=now)
            if approved
            else why_outdated(session, parcel, now=now)
        )
    data = {**asdict(parcel), "doubt": doubt}
    emit(data, as_json=as_json, human=lambda: _show(parcel, doubt))


@app.command()
def approve(
    parcel: list[str] = typer.Argument(None, metavar="PARCEL…", help="Numbers, or 12:HASH as `show` prints it."),
    all_like: int = typer.Option(0, "--all-like", help="All that await a review and are like this parcel."),
    seen: list[int] = typer.Option([], "--seen", help="You opened this one by itself; repeatable."),
    comment: str = typer.Option("", "--comment", help="Kept with the decision."),
    reader: str = typer.Option("", "--native-reader", help="Who checked it, where you do not read its language."),
    as_json: bool = Json,
) -> None:
    """Approve parcels as a second person: not the planner, builder or who checked the contact.

    Who approves a live letter reads its language (`outreach users reads`), or names the native reader of it.
    One is approved by its number; several together must be alike, and first letters to an office be seen singly.
    Example: `outreach --as olga reviews approve 12:3fa9c1d2` or `… approve --all-like 12 --seen 12 --seen 13`.
    """
    installation = opened()
    with installation.database.begin() as session:
        actor, now = acting(session, installation), utc_now()
        pinned = dict(_pinned(session, text) for text in parcel or [])
        pinned |= _alike(session, all_like) if all_like else {}
        said: dict[str, Any] = {"actor": actor, "now": now, "comment": comment, "native_reader": reader}
        if len(pinned) == 1 and not all_like:
            ((number, sha256),) = pinned.items()
            done = [decide.approve(session, parcel_id=number, manifest_sha256=sha256, **said)]
        else:
            done = decide.approve_batch(session, parcels=pinned, seen=seen, **said)
    data = [{"parcel": p.id, "status": p.status, "manifest_sha256": p.manifest_sha256} for p in done]
    emit(data, as_json=as_json, human=lambda: say(f"{len(done)} approved."))


@app.command()
def change(
    parcel: str = typer.Argument(metavar="PARCEL", help="A number, or 12:HASH as `show` prints it."),
    comment: str = typer.Option(..., "--comment", help="What must change."),
    as_json: bool = Json,
) -> None:
    """Send a parcel back: it is not sent, and a changed one is reviewed anew.

    Example: `outreach --as olga reviews change 12 --comment "The minister's title is out of date."`
    """
    installation = opened()
    with installation.database.begin() as session:
        number, sha256 = _pinned(session, parcel)
        actor = acting(session, installation)
        sent_back = decide.ask_for_changes(
            session, parcel_id=number, manifest_sha256=sha256, comment=comment, actor=actor, now=utc_now()
        )
    _tell(sent_back, as_json=as_json)


@app.command()
def withdraw(
    parcel_id: int = Number,
    reason: str = typer.Option(..., "--reason", help="Why the approval is taken back."),
    as_json: bool = Json,
) -> None:
    """Take an approval back before it is sent. Example: `outreach --as olga reviews withdraw 12 --reason "…"`."""
    installation = opened()
    with installation.database.begin() as session:
        actor = acting(session, installation)
        taken = decide.withdraw_approval(session, parcel_id=parcel_id, reason=reason, actor=actor, now=utc_now())
    _tell(taken, as_json=as_json)


def _pinned(session: Session, text: str) -> tuple[int, str]:
    """A parcel's number with its whole hash, from `12` or `12:3fa9c1d2`."""
    number, colon, begin = text.partition(":")
    if not number.isdecimal() or (colon and len(begin) < SHORTEST_HASH):
        raise BadInput(f"{text!r} is no parcel: give 12, or 12:HASH of {SHORTEST_HASH} characters or more.")
    parcel = get_parcel(session, int(number))
    if not parcel.manifest_sha256.startswith(begin.lower()):
        raise Conflict(f"Parcel {number} is not what you saw: see `outreach reviews show {number}`.")
    return parcel.id, parcel.manifest_sha256


def _alike(session: Session, parcel_id: int) -> dict[int, str]:
    model = get_parcel(session, parcel_id)
    awaiting = list_parcels(session, round_id=model.round_id, status=ReviewStatus.AWAITING)
    alike = [p for p in awaiting if likeness(p.manifest) == likeness(model.manifest)]
    return {p.id: p.manifest_sha256 for p in alike}


def _row(session: Session, parcel: ParcelInfo) -> dict[str, Any]:
    manifest = parcel.manifest
    return {
        "parcel": parcel.id,
        "office": manifest.office_key,
        "channel": manifest.channel,
        "languages": " ".join(manifest.languages),
        "first": "yes" if is_first_letter(session, parcel) else "",
        "status": parcel.status,
        "by": parcel.decided_by,
        "hash": parcel.manifest_sha256[:12],
    }


def _show(parcel: ParcelInfo, doubt: str | None) -> None:
    manifest = parcel.manifest
    say(f"Parcel {parcel.id} for {manifest.office_key}, {manifest.reference}, {parcel.status.replace('_', ' ')}")
    say(f"By {manifest.channel.replace('_', ' ')}: {', '.join(manifest.address.splitlines())}")
    rows = [(d.kind, d.language, d.pages, d.size, d.file_name, d.sha256[:12]) for d in manifest.documents]
    table(("document", "language", "pages", "bytes", "file", "sha256"), rows, empty="No documents.")
    say(f"Subject: {manifest.subject}\n\n{manifest.text}")
    say_form(manifest)
    say_routes(manifest)
    say(f"Approve with {parcel.id}:{parcel.manifest_sha256[:16]}")
    if doubt is not None:
        say(f"Would not hold: {doubt}")


def _tell(parcel: ParcelInfo, *, as_json: bool) -> None:
    data = {"parcel": parcel.id, "status": parcel.status, "comment": parcel.comment}
    emit(data, as_json=as_json, human=lambda: say(f"Parcel {parcel.id}: {parcel.status.replace('_', ' ')}."))
