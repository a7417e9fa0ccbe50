"""`outreach rounds`."""

from collections import Counter
from dataclasses import dataclass

import typer
from sqlmodel import Session

from outreach.cli.context import acting, opened
from outreach.cli.output import Json, emit, say, table
from outreach.cli.rounds_rehearse import rehearse
from outreach.cli.rounds_routes import plain_ways, routes, say_ways, told_ways
from outreach.cli.rounds_steer import Number, cancel, close, pause, resume, schedule, start, tell
from outreach.clock import utc_now
from outreach.petition.store import get_version, latest_version
from outreach.recipients.status import Channel, OfficeKind
from outreach.recipients.store import list_governments
from outreach.reviews.form_text import form_texts
from outreach.rounds.find_ways import find_ways
from outreach.rounds.narrow import Narrow
from outreach.rounds.plan import plan as plan_round
from outreach.rounds.refresh import refresh as refresh_round
from outreach.rounds.routes import Way
from outreach.rounds.store import AddresseeInfo, RoundInfo, get_round, list_addressees, list_rounds
from outreach.signatures.store import latest_snapshot
from outreach.wiring import App

app = typer.Typer(
    name="rounds",
    help="One wave of letters: plan who is written to and how, schedule its day, start, pause, cancel, close.",
    no_args_is_help=True,
)


@app.command()
def plan(
    name: str = typer.Option(..., "--name", help="What people call this round."),
    government: list[str] = typer.Option([], "--government", "-g", help="Only these, such as GB; repeatable."),
    version: int = typer.Option(0, "--version", help="The petition version; without it the newest one."),
    snapshot: int = typer.Option(0, "--snapshot", help="The signature counts; without it the newest ones."),
    live: bool | None = typer.Option(None, "--live/--sandbox", help="Which rules hold; default: OUTREACH_LIVE."),
    choose_holder_forms: bool = typer.Option(
        False, "--choose-holder-forms", help="Take the first form of address where none is chosen (sandbox only)."
    ),
    all_languages: bool = typer.Option(False, "--all-languages", help="Israel: all languages, not the first one."),
    offices: OfficeKind = typer.Option(
        OfficeKind.INSTITUTIONS, "--offices", help="Institutions, the seats of imported legislators, or all."
    ),
    office: list[str] = typer.Option([], "--office", help="Only these offices, by key; repeatable."),
    language: list[str] = typer.Option([], "--language", help="Letters in these languages only; repeatable."),
    channel: list[Channel] = typer.Option([], "--channel", help="These channels only; repeatable."),
    per_minute: int | None = typer.Option(
        None, "--per-minute", help="Mails a minute at most; never faster than OUTREACH_MAIL__PER_MINUTE."
    ),
    as_json: bool = Json,
) -> None:
    """Write down every office of the governments: how it is written to, or why it is left out.

    Legislators are written to only when asked for, with --offices legislators or all. Nothing is sent by planning.
    A live plan leaves out what has no check in date, no native reader or no form of address.
    Example: `outreach --as sam rounds plan --name "Spring" -g GB -g FR`.
    """
    installation = opened()
    with installation.database.begin() as session:
        chosen = get_version(session, version) if version else latest_version(session)
        known = [one.code for one in list_governments(session)]
        planned = plan_round(
            session,
            campaign_id=chosen.campaign_id,
            name=name,
            version_id=chosen.id,
            snapshot_id=snapshot or latest_snapshot(session, campaign_id=chosen.campaign_id).id,
            governments=[code.upper() for code in government] or known,
            live=installation.settings.live if live is None else live,
            choose_holder_forms=choose_holder_forms,
            all_languages=all_languages,
            offices=offices,
            narrow=Narrow(tuple(office), tuple(language), tuple(channel)),
            per_minute=per_minute,
            actor=acting(session, installation),
            now=utc_now(),
        )
        plan_made = _read(session, planned, installation)
    _show(plan_made, as_json=as_json)


@app.command()
def refresh(
    round_id: int = Number,
    office: list[str] = typer.Option([], "--office", help="Only these offices; repeatable."),
    choose_holder_forms: bool = typer.Option(False, "--choose-holder-forms", help="As for `plan`."),
    all_languages: bool = typer.Option(False, "--all-languages", help="As for `plan`."),
    as_json: bool = Json,
) -> None:
    """Choose contacts and forms of address again before the start, after checks, holders or objections changed.

    Example: `outreach --as sam rounds refresh 3 --office gb-pm`.
    """
    installation = opened()
    with installation.database.begin() as session:
        changed = refresh_round(
            session,
            round_id=round_id,
            choose_holder_forms=choose_holder_forms,
            all_languages=all_languages,
            offices=office,
            actor=acting(session, installation),
            now=utc_now(),
        )
    told = f"Round {round_id}: {changed} addressees changed."
    emit({"round": round_id, "changed": changed}, as_json=as_json, human=lambda: say(told))


for verb in (routes, schedule, rehearse, start, pause, resume, cancel, close):
    app.command()(verb)


@app.command("list")
def list_(as_json: bool = Json) -> None:
    """List all rounds."""
    with opened().database.read() as session:
        rounds = list_rounds(session)
    columns = ("no.", "name", "status", "dispatch", "live", "planned by")
    rows = [(r.id, r.name, r.status, r.dispatch_on, "yes" if r.live else "no", r.planned_by) for r in rounds]
    empty = "No rounds yet: `outreach rounds plan`."
    emit(rounds, as_json=as_json, human=lambda: table(columns, rows, empty=empty))


@app.command()
def show(round_id: int = Number, as_json: bool = Json) -> None:
    """Show a round with every office: its way and reference, or why it is left out, and its formal route.

    Example: `outreach rounds show 3`.
    """
    installation = opened()
    with installation.database.read() as session:
        shown = _read(session, get_round(session, round_id), installation)
    _show(shown, as_json=as_json)


@dataclass(frozen=True, slots=True)
class _Plan:
    """A round with its addressees, the formal ways to their offices by key, what their forms take by addressee."""

    round: RoundInfo
    addressees: list[AddresseeInfo]
    ways: dict[str, tuple[Way, ...]]
    forms: dict[int, str]


def _read(session: Session, info: RoundInfo, installation: App) -> _Plan:
    addressees = list_addressees(session, round_id=info.id)
    keys = [one.office_key for one in addressees]
    directory = installation.settings.campaign_dir
    ways = find_ways(session, directory=directory, version_id=info.version_id, office_keys=keys)
    return _Plan(info, addressees, ways, form_texts(session, addressees))


def _show(made: _Plan, *, as_json: bool) -> None:
    def human() -> None:
        tell(made.round, as_json=False)
        rows = [
            (
                a.office_key,
                f"{a.channel or ''}{f' ({made.forms[a.id]})' if a.id in made.forms else ''}",
                ", ".join(a.languages),
                a.reference if a.included else a.left_out_because,
                told_ways(made.ways.get(a.office_key, ())),
            )
            for a in made.addressees
        ]
        columns = ("office", "channel", "languages", "reference, or why left out", "formal route")
        table(columns, rows, empty="No office belongs to it.")
        channels = Counter(a.channel or "left out" for a in made.addressees)
        say(", ".join(f"{count} {way.replace('_', ' ')}" for way, count in sorted(channels.items())))
        say_ways(made.ways, round_id=made.round.id)

    data = {
        "round": made.round,
        "addressees": made.addressees,
        "routes": {key: plain_ways(ways) for key, ways in made.ways.items()},
        "forms": {str(key): told for key, told in made.forms.items()},
    }
    emit(data, as_json=as_json, human=human)
