"""`outreach recipients decline-proposal`."""

import typer

from outreach.cli.context import acting, opened
from outreach.cli.output import Json, emit, say
from outreach.clock import utc_now
from outreach.recipients import decline_proposal as declining


def decline_proposal(
    proposal: int = typer.Argument(help="The proposal's number, from `outreach recipients show OFFICE`."),
    reason: str = typer.Option(..., "--reason", help="Why: it is kept with the proposal."),
    as_json: bool = Json,
) -> None:
    """Decline a contact that a mail or a person proposed; the office's contacts stay as they are.

    To accept one, enter it with `recipients add` or `edit`.
    Example: `outreach --as sam recipients decline-proposal 4 --reason "the form is for citizens only"`.
    """
    installation = opened()
    with installation.database.begin() as session:
        declined = declining.decline_proposal(
            session,
            proposal_id=proposal,
            reason=reason,
            actor=acting(session, installation),
            now=utc_now(),
        )
    told = f"Proposal {proposal} ({declined.channel} for {declined.office_key}) is declined."
    emit(declined, as_json=as_json, human=lambda: say(told))
