"""A proposed contact that a person declines: kept with its reason, and not offered again by the same mail."""

from collections.abc import Callable
from datetime import datetime

import pytest

from outreach.accounts import Actor, Role
from outreach.accounts.actor import system_actor
from outreach.audit.store import list_entries
from outreach.db import Database
from outreach.errors import BadInput, NotAllowed, NotFound, WrongStatus
from outreach.recipients.decline_proposal import decline_proposal
from outreach.recipients.propose import propose
from outreach.recipients.status import Channel, ProposalStatus
from outreach.recipients.store import list_contacts, list_proposals
from outreach.recipients.sync import SyncReport

WHY = "the form takes citizens only"


@pytest.fixture
def proposed(
    any_database: Database, synced: Callable[[Database], SyncReport], coordinator_chi: Actor, now: datetime
) -> Database:
    """A database in which a mail proposed a form for fr-pm."""
    synced(any_database)
    with any_database.begin() as session:
        propose(
            session,
            office_key="fr-pm",
            channel=Channel.WEB_FORM,
            value="https://www.gouv.example/form",
            evidence="mail:3",
            actor=coordinator_chi,
            now=now,
        )
    return any_database


def decline(database: Database, actor: Actor, now: datetime, *, proposal_id: int = 1, reason: str = WHY) -> None:
    with database.begin() as session:
        decline_proposal(session, proposal_id=proposal_id, reason=reason, actor=actor, now=now)


def test_it_is_kept_with_the_reason_and_changes_no_contact(
    proposed: Database, staff_sam: Actor, now: datetime
) -> None:
    with proposed.read() as session:
        before = list_contacts(session, "fr-pm")
    decline(proposed, staff_sam, now)
    with proposed.read() as session:
        assert list_contacts(session, "fr-pm") == before
        assert list_proposals(session, status=ProposalStatus.OPEN) == []
        (kept,) = list_proposals(session, office_key="fr-pm")
        assert (kept.status, kept.decided_by, kept.decided_because) == (ProposalStatus.DECLINED, "staff_sam", WHY)
        entry = list_entries(session, subject="proposal:1", limit=1)[0]
        assert (entry.action, entry.actor) == ("proposal.decided", "staff_sam")
        assert WHY not in str(entry.facts), "the ledger holds hashes, no words"


def test_a_decision_stands(proposed: Database, staff_sam: Actor, now: datetime) -> None:
    decline(proposed, staff_sam, now)
    with pytest.raises(WrongStatus, match="was declined by staff_sam"):
        decline(proposed, staff_sam, now)


def test_without_a_reason_a_person_or_a_proposal_nothing_is_declined(
    proposed: Database, staff_sam: Actor, organiser_olga: Actor, now: datetime
) -> None:
    with pytest.raises(BadInput, match="Say why"):
        decline(proposed, staff_sam, now, reason="  ")
    with pytest.raises(NotFound, match="no proposed contact 9"):
        decline(proposed, staff_sam, now, proposal_id=9)
    for actor in (organiser_olga, system_actor("replies", Role.COORDINATOR)):
        with pytest.raises(NotAllowed):
            decline(proposed, actor, now)
    with proposed.read() as session:
        assert [one.status for one in list_proposals(session)] == [ProposalStatus.OPEN]
