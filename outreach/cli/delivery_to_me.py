"""`outreach delivery send --to-me`."""

from outreach.cli.context import acting, opened
from outreach.cli.output import emit, say
from outreach.clock import utc_now
from outreach.delivery import to_me
from outreach.delivery.to_me import ToMe
from outreach.errors import BadInput
from outreach.wiring import identity_of, transport_of


def send_to_me(address: str, *, round_id: int, limit: int, as_json: bool) -> None:
    """Send the first mails of a round to oneself and say whose they were."""
    if not round_id:
        raise BadInput("Name the round with --round: `outreach delivery send --to-me you@example.org --round 3`.")
    installation = opened()
    with installation.database.read() as session:
        actor = acting(session, installation)
    sent = to_me.send_to_me(
        installation.database,
        installation.blobs,
        address=address,
        round_id=round_id,
        limit=limit,
        transport=transport_of(installation.settings),
        identity=identity_of(installation.settings),
        clock=utc_now,
        actor=actor,
    )
    emit(sent, as_json=as_json, human=lambda: _tell(sent, address))


def _tell(sent: list[ToMe], address: str) -> None:
    for one in sent:
        say(f"What {one.office_key} would get went to {address} ({one.accepted.host}: {one.accepted.text}).")
