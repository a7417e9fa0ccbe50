"""What a mail did is taken back when it was something else; what a person did can be undone."""

from datetime import timedelta

import pytest

from outreach.accounts import Actor
from outreach.audit.verify import verify
from outreach.delivery.status import DeliveryStatus, Rung
from outreach.delivery.store import get_delivery, list_evidence
from outreach.errors import NotAllowed, WrongStatus
from outreach.recipients.decide import accept_objection, decline_objection
from outreach.recipients.propose_objection import list_objection_proposals
from outreach.recipients.status import ProposalStatus
from outreach.recipients.store import find_objection, get_contact
from outreach.replies.closeness import nearest
from outreach.replies.move import move, untie
from outreach.replies.reclassify import reclassify
from outreach.replies.settle import settle
from outreach.replies.status import MatchedBy, ReplyKind, ReplyStatus
from outreach.replies.store import get_mail, list_mails
from outreach.replies.undo import undo
from outreach.rounds.store import get_addressee
from tests.people import COORDINATOR_CHI, ORGANISER_OLGA
from tests.replies.conftest import COLLECTOR, NOW, Inbox
from tests.replies.mails import KEY, address, answer, automatic, report


def state(inbox: Inbox, number: int = 0) -> tuple[DeliveryStatus, list[Rung], bool]:
    """The delivery's status and rungs, and whether its contact is in doubt."""
    with inbox.database.read() as session:
        delivery = get_delivery(session, inbox.sent[number])
        contact_id = get_addressee(session, delivery.addressee_id).contact_id
        assert contact_id is not None
        doubt = get_contact(session, contact_id).flagged_reason is not None
        return delivery.status, [proof.rung for proof in list_evidence(session, delivery.id)], doubt


def recount(inbox: Inbox, mail_id: int = 1) -> None:
    with inbox.database.begin() as session:
        reclassify(session, mail_id=mail_id, kind=ReplyKind.HUMAN, actor=COORDINATOR_CHI, now=NOW)


def test_a_bounce_that_was_none_gives_the_delivery_back_and_undo_takes_it_again(inbox: Inbox) -> None:
    inbox.receive(report(address(inbox.sent[0])))
    bounced = (DeliveryStatus.BOUNCED, [], True)
    assert state(inbox) == bounced
    recount(inbox)
    assert state(inbox) == (DeliveryStatus.ACCEPTED, [], False)
    with inbox.database.begin() as session:
        assert get_mail(session, 1).status is ReplyStatus.NEEDS_READER
        assert undo(session, mail_id=1, actor=COORDINATOR_CHI, now=NOW).kind is ReplyKind.BOUNCE
    assert state(inbox) == bounced
    with inbox.database.begin() as session:
        assert verify(session).broken is None
        with pytest.raises(WrongStatus, match="left to undo"):
            undo(session, mail_id=1, actor=COORDINATOR_CHI, now=NOW)


def test_a_second_report_of_the_same_keeps_it_bounced(inbox: Inbox) -> None:
    inbox.receive(report(address(inbox.sent[0])), report(address(inbox.sent[0]), diagnostic="550 5.1.1 gone"))
    recount(inbox, 1)
    assert state(inbox)[0] is DeliveryStatus.BOUNCED
    recount(inbox, 2)
    assert state(inbox)[0] is DeliveryStatus.ACCEPTED


def test_a_proof_is_withdrawn_with_its_kind_and_counts_again_with_it(inbox: Inbox) -> None:
    inbox.receive(automatic(address(inbox.sent[0])))
    assert state(inbox)[1] == [Rung.SERVER_ACCEPTED]
    recount(inbox)
    assert state(inbox)[1] == []
    with inbox.database.begin() as session:
        undo(session, mail_id=1, actor=COORDINATOR_CHI, now=NOW)
    assert state(inbox)[1] == [Rung.SERVER_ACCEPTED]


def test_a_moved_bounce_frees_the_first_delivery_and_undo_moves_it_back(inbox: Inbox) -> None:
    inbox.receive(report(address(inbox.sent[0])))
    with inbox.database.begin() as session:
        move(session, mail_id=1, delivery_id=inbox.sent[1], actor=COORDINATOR_CHI, now=NOW)
    assert (state(inbox, 0)[0], state(inbox, 1)[0]) == (DeliveryStatus.ACCEPTED, DeliveryStatus.BOUNCED)
    with inbox.database.begin() as session:
        (match,) = undo(session, mail_id=1, actor=COORDINATOR_CHI, now=NOW).matches
        assert (match.delivery_id, match.matched_by) == (inbox.sent[0], MatchedBy.TOKEN)
    assert (state(inbox, 0)[0], state(inbox, 1)[0]) == (DeliveryStatus.BOUNCED, DeliveryStatus.ACCEPTED)
    with inbox.database.begin() as session:
        mail = untie(session, mail_id=1, actor=COORDINATOR_CHI, now=NOW)
        assert (mail.matches, mail.status) == ((), ReplyStatus.NEEDS_MATCH)
    assert state(inbox, 0) == (DeliveryStatus.ACCEPTED, [], False)


def test_settled_by_mistake_is_read_again(inbox: Inbox) -> None:
    inbox.receive(answer(address(inbox.sent[0])))
    with inbox.database.begin() as session:
        settle(session, mail_id=1, actor=COORDINATOR_CHI, now=NOW)
        assert undo(session, mail_id=1, actor=COORDINATOR_CHI, now=NOW).status is ReplyStatus.NEEDS_READER


@pytest.mark.parametrize("actor", [ORGANISER_OLGA, COLLECTOR], ids=["no coordinator", "no person"])
def test_others_may_not(inbox: Inbox, actor: Actor) -> None:
    inbox.receive(report(address(inbox.sent[0])))
    with inbox.database.begin() as session:
        with pytest.raises(NotAllowed):
            reclassify(session, mail_id=1, kind=ReplyKind.HUMAN, actor=actor, now=NOW)
        with pytest.raises(NotAllowed):
            undo(session, mail_id=1, actor=actor, now=NOW)
        with pytest.raises(NotAllowed):
            untie(session, mail_id=1, actor=actor, now=NOW)


@pytest.mark.parametrize("is_accepted", [True, False])
def test_never_again_is_offered_and_counts_when_a_person_says_so(inbox: Inbox, is_accepted: bool) -> None:
    inbox.receive(answer(address(inbox.sent[0]), body="Please do not write to us again."))
    with inbox.database.begin() as session:
        (one,) = list_objection_proposals(session, evidence="mail:1", status=ProposalStatus.OPEN)
        assert one.contact_id is not None
        assert find_objection(session, office_key=one.office_key, contact_id=one.contact_id) is None
        if is_accepted:
            accept_objection(session, proposal_id=one.id, who="the office", actor=COORDINATOR_CHI, now=NOW)
        else:
            decline_objection(session, proposal_id=one.id, actor=COORDINATOR_CHI, now=NOW)
        found = find_objection(session, office_key=one.office_key, contact_id=one.contact_id)
        assert (found is not None) is is_accepted
        with pytest.raises(WrongStatus, match="decision stands"):
            decline_objection(session, proposal_id=one.id, actor=COORDINATOR_CHI, now=NOW)


@pytest.mark.parametrize("damage", ["end", "beginning", "middle"])
def test_a_damaged_token_is_a_guess_and_changes_nothing(inbox: Inbox, damage: str) -> None:
    token, _, domain = address(inbox.sent[1]).partition("@")
    broken = {"end": token[:-3], "beginning": token[2:], "middle": f"{token[:10]}0z{token[12:]}"}[damage]
    inbox.receive(report(f"{broken}@{domain}"))
    with inbox.database.read() as session:
        (mail,) = list_mails(session)
    assert (mail.status, mail.matches) == (ReplyStatus.NEEDS_MATCH, ())
    assert inbox.sent[1] in [guess.delivery_id for guess in mail.guesses]
    assert state(inbox, 1) == (DeliveryStatus.ACCEPTED, [], False)


def test_nothing_is_near_to_a_strangers_word() -> None:
    assert nearest(["abcdefghijklmnopqrstuvw12"], range(1, 200), keys=[KEY]) == ()


def test_the_offices_number_ties_a_later_mail_from_there_and_proves_nothing(inbox: Inbox) -> None:
    body = "Your letter has been received. Our reference number: TO2026/18842. This is an automated message."
    inbox.receive(automatic(address(inbox.sent[0]), body=body, subject="Acknowledgement"))
    later = answer("petition@outreach.example", subject="Our ref: TO2026/18842")
    inbox.receive(later, later.replace(b"office@ministry.example", b"office@elsewhere.example"))
    with inbox.database.read() as session:
        known, unknown = get_mail(session, 2), get_mail(session, 3)
    if known.from_address.endswith("elsewhere.example"):
        known, unknown = unknown, known
    assert [(one.delivery_id, one.matched_by) for one in known.matches] == [(inbox.sent[0], MatchedBy.REFERENCE)]
    assert (known.status, unknown.matches) == (ReplyStatus.NEEDS_READER, ())


def test_a_report_long_after_the_letter_settles_nothing_by_itself(inbox: Inbox) -> None:
    with inbox.database.begin() as session:
        long_ago = (NOW - timedelta(days=60)).strftime("%Y-%m-%d %H:%M:%S.%f")
        session.connection().exec_driver_sql(f"update delivery_deliveries set queued_at = '{long_ago}'")
    inbox.receive(report(address(inbox.sent[0])))
    assert state(inbox) == (DeliveryStatus.ACCEPTED, [], False)
    with inbox.database.read() as session:
        assert get_mail(session, 1).status is ReplyStatus.NEEDS_READER
