"""`outreach responses judge` and `follow-up`: what became of a promise, and what the campaign does next."""

from datetime import datetime

import typer

from outreach.cli.context import acting, opened
from outreach.cli.output import Json, emit, say, table
from outreach.clock import utc_now
from outreach.responses.answer import Verdict
from outreach.responses.follow_up import finish_follow_up, plan_follow_up
from outreach.responses.judge import judge as judge_commitment
from outreach.responses.status import CommitmentOutcome
from outreach.responses.store import list_follow_ups

app = typer.Typer()
DAY = ["%Y-%m-%d"]


@app.command()
def judge(
    response_id: int = typer.Argument(help="The response in which it was promised."),
    number: int = typer.Argument(help="Which promise, from 1, as `outreach responses show` numbers them."),
    outcome: CommitmentOutcome = typer.Option(..., "--outcome", help="What became of it."),
    on: datetime = typer.Option(..., "--on", formats=DAY, help="Since when that is known."),
    source: str = typer.Option(..., "--source", help="Where another person can read it: a law, a page, a minute."),
    as_json: bool = Json,
) -> None:
    """Say what became of something an office promised. The earlier reading of its answer is kept.

    Example: `outreach --as chi responses judge 3 1 --outcome kept --on 2027-03-01 --source "Hansard, 1 March"`.
    """
    installation = opened()
    with installation.database.begin() as session:
        response = judge_commitment(
            session,
            response_id=response_id,
            number=number,
            verdict=Verdict(outcome, on.date(), source.strip()),
            actor=acting(session, installation),
            now=utc_now(),
        )
    told = f"Noted: {outcome.replace('_', ' ')}. Response {response.id} takes the place of {response_id}."
    emit(response, as_json=as_json, human=lambda: say(told))


@app.command("follow-up")
def follow_up(
    delivery_id: int = typer.Argument(help="The delivery it is about, as `outreach delivery list` shows it."),
    what: str = typer.Option(..., "--what", help="What is to be done."),
    by: datetime = typer.Option(..., "--by", formats=DAY, help="The day until which."),
    as_json: bool = Json,
) -> None:
    """Plan what the campaign does next about a delivery. It shows under Today when it is due.

    Example: `outreach --as chi responses follow-up 7 --what "Telephone the clerk" --by 2027-01-15`.
    """
    installation = opened()
    with installation.database.begin() as session:
        planned = plan_follow_up(
            session,
            delivery_id=delivery_id,
            what=what,
            due_on=by.date(),
            actor=acting(session, installation),
            now=utc_now(),
        )
    emit(planned, as_json=as_json, human=lambda: say(f"Planned as follow-up {planned.id}, by {planned.due_on}."))


@app.command("follow-ups")
def follow_ups(
    everything: bool = typer.Option(False, "--all", help="Also what is done."),
    as_json: bool = Json,
) -> None:
    """List what is to be done, the earliest day first. Example: `outreach responses follow-ups`."""
    with opened().database.read() as session:
        found = list_follow_ups(session, is_open=not everything)
    rows = [(one.id, one.delivery_id, one.due_on, one.what, one.done_by or "", one.note) for one in found]
    columns = ("id", "delivery", "by", "what", "done by", "result")
    emit(found, as_json=as_json, human=lambda: table(columns, rows, empty="Nothing is planned."))


@app.command("followed-up")
def followed_up(
    follow_up_id: int = typer.Argument(help="Its id, as `outreach responses follow-ups` shows it."),
    note: str = typer.Option("", "--note", help="With what result."),
    as_json: bool = Json,
) -> None:
    """Say that a follow-up is done. Example: `outreach --as chi responses followed-up 2 --note "Calls back"`."""
    installation = opened()
    with installation.database.begin() as session:
        done = finish_follow_up(
            session,
            follow_up_id=follow_up_id,
            note=note,
            actor=acting(session, installation),
            now=utc_now(),
        )
    emit(done, as_json=as_json, human=lambda: say(f"Follow-up {done.id} is done."))
