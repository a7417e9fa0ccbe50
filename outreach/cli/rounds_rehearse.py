"""`outreach rounds rehearse`."""

from rich.progress import Progress

from outreach.cli.context import acting, opened
from outreach.cli.output import Json, emit, errors, say, table
from outreach.cli.rounds_steer import Number
from outreach.clock import utc_now
from outreach.operations.rehearse import Rehearsal
from outreach.operations.rehearse import rehearse as rehearse_round
from outreach.wiring import identity_of


def rehearse(round_id: int = Number, as_json: bool = Json) -> None:
    """Build every mail of a packed round into a sandbox of its own, and show what differs from the round before.

    No row is written and nothing leaves. Example: `outreach --as sam rounds rehearse 3`.
    """
    installation = opened()
    with installation.database.read() as session:
        actor = acting(session, installation)
    now = utc_now()
    with Progress(console=errors, transient=True) as bar:
        task = bar.add_task("Building mails")
        found = rehearse_round(
            installation.database,
            installation.blobs,
            round_id=round_id,
            identity=identity_of(installation.settings),
            folder=installation.settings.home / "rehearsals" / f"{round_id}-{now:%Y%m%dT%H%M%S}",
            actor=actor,
            now=now,
            progress=lambda done, total: bar.update(task, completed=done, total=total),
        )
    emit(found, as_json=as_json, human=lambda: _tell(found))


def _tell(found: Rehearsal) -> None:
    channels = ", ".join(f"{count} by {channel.replace('_', ' ')}" for channel, count in found.by_channel.items())
    say(f"{sum(found.by_channel.values())} parcels: {channels}. {found.mails} mails lie in {found.folder}.")
    if found.first_opens_at and found.last_opens_at:
        first, last = (f"{at:%Y-%m-%d %H:%M}" for at in (found.first_opens_at, found.last_opens_at))
        say(f"The first window opens {first} UTC, the last {last} UTC.")
    rows = [(one.office_key, one.reason) for one in (*found.troubles, *found.left_out)]
    table(("office", "held back or left out because"), rows, empty="Nothing is held back or left out.")
    if found.compared_with is None:
        say("There is no earlier round to compare with.")
        return
    changes = [(one.office_key, one.before, one.now) for one in found.changes]
    same = f"Every office is written to as in round {found.compared_with}."
    table(("office", f"round {found.compared_with}", f"round {found.round_id}"), changes, empty=same)
