"""What a mail does, by what it is and to whom it belongs."""

from collections.abc import Mapping

import pytest
from sqlmodel import Session

from outreach.delivery.status import DeliveryStatus, Rung
from outreach.delivery.store import get_delivery, list_evidence
from outreach.delivery.tables import Attempt
from outreach.recipients.decline_proposal import decline_proposal
from outreach.recipients.status import ProposalStatus
from outreach.recipients.store import get_contact, list_proposals
from outreach.replies.reclassify import reclassify
from outreach.replies.status import MatchedBy, ReplyKind, ReplyStatus
from outreach.replies.store import list_mails
from outreach.rounds.store import get_addressee
from tests.people import COORDINATOR_CHI
from tests.replies.conftest import NOW, Inbox
from tests.replies.looking import only, state
from tests.replies.mails import address, answer, automatic, report


def contact_flag(session: Session, delivery_id: int) -> str | None:
    addressee = get_addressee(session, get_delivery(session, delivery_id).addressee_id)
    assert addressee.contact_id is not None
    return get_contact(session, addressee.contact_id).flagged_reason


def test_a_bounce_settles_its_delivery_and_puts_the_contact_in_doubt(inbox: Inbox) -> None:
    told = inbox.receive(report(address(inbox.sent[0])))
    assert (told.stored, told.kinds, told.statuses) == (1, {ReplyKind.BOUNCE: 1}, {ReplyStatus.SETTLED: 1})
    assert state(inbox) == (DeliveryStatus.BOUNCED, [])
    assert state(inbox, 1) == (DeliveryStatus.ACCEPTED, [])
    with inbox.database.read() as session:
        assert contact_flag(session, inbox.sent[0]) == "Mail 1 reports: failed 5.1.1 (dead)."
        assert contact_flag(session, inbox.sent[1]) is None


@pytest.mark.parametrize(
    ("action", "status", "kind", "becomes", "rungs"),
    [
        ("delayed", "4.4.1", ReplyKind.DELAY, DeliveryStatus.ACCEPTED, [Rung.RELAY_ACCEPTED]),
        ("delivered", "2.0.0", ReplyKind.DELIVERY_RECEIPT, DeliveryStatus.DELIVERED, [Rung.DSN_DELIVERED]),
        ("relayed", "2.0.0", ReplyKind.DELIVERY_RECEIPT, DeliveryStatus.ACCEPTED, [Rung.SERVER_ACCEPTED]),
    ],
)
def test_other_reports_move_what_they_prove(
    inbox: Inbox, action: str, status: str, kind: ReplyKind, becomes: DeliveryStatus, rungs: list[Rung]
) -> None:
    inbox.receive(report(address(inbox.sent[0]), action=action, status=status, diagnostic="250 ok"))
    assert only(inbox).kind is kind
    assert state(inbox) == (becomes, rungs)


def test_an_automatic_note_is_evidence_and_nothing_more(inbox: Inbox) -> None:
    inbox.receive(automatic(address(inbox.sent[0])))
    assert (only(inbox).kind, only(inbox).status) == (ReplyKind.AUTO_REPLY, ReplyStatus.SETTLED)
    assert state(inbox) == (DeliveryStatus.ACCEPTED, [Rung.SERVER_ACCEPTED])


def test_an_acknowledgement_is_kept_with_the_office_number(inbox: Inbox) -> None:
    body = "Your letter has been received. Our reference number: TO2026/18842. This is an automated message."
    inbox.receive(automatic(address(inbox.sent[0]), body=body, subject="Acknowledgement"))
    mail = only(inbox)
    assert mail.reading is not None
    assert mail.reading.finding.reference_numbers == ("TO2026/18842",)
    assert state(inbox) == (DeliveryStatus.ACCEPTED, [Rung.AUTO_ACKNOWLEDGED])
    with inbox.database.read() as session:
        (proof,) = list_evidence(session, inbox.sent[0])
    assert (proof.source, proof.blob_sha256) == (f"mail:{mail.id}", mail.raw_sha256)


def test_a_person_is_read_by_a_person(inbox: Inbox) -> None:
    inbox.receive(answer(address(inbox.sent[0])))
    mail = only(inbox)
    assert (mail.kind, mail.status) == (ReplyKind.HUMAN, ReplyStatus.NEEDS_READER)
    assert [(m.delivery_id, m.matched_by) for m in mail.matches] == [(inbox.sent[0], MatchedBy.TOKEN)]
    assert state(inbox) == (DeliveryStatus.ACCEPTED, [])


def test_use_our_form_is_proposed_and_never_applied(inbox: Inbox) -> None:
    body = "This mailbox is not monitored. Please use our contact form at https://www.ministry.example/form."
    inbox.receive(automatic(address(inbox.sent[0]), body=body), automatic(address(inbox.sent[0]), body=body + " "))
    with inbox.database.read() as session:
        (proposal,) = list_proposals(session)
        addressee = get_addressee(session, get_delivery(session, inbox.sent[0]).addressee_id)
        assert (proposal.office_key, proposal.value) == (addressee.office_key, "https://www.ministry.example/form")
        assert {mail.status for mail in list_mails(session)} == {ReplyStatus.NEEDS_READER}


def test_what_a_person_declined_is_not_proposed_again(inbox: Inbox) -> None:
    body = "This mailbox is not monitored. Please use our contact form at https://www.ministry.example/form."
    inbox.receive(automatic(address(inbox.sent[0]), body=body))
    with inbox.database.begin() as session:
        decline_proposal(session, proposal_id=1, reason="for citizens only", actor=COORDINATOR_CHI, now=NOW)
    mail = only(inbox)
    with inbox.database.begin() as session:
        reclassify(session, mail_id=mail.id, kind=ReplyKind.ACKNOWLEDGEMENT, actor=COORDINATOR_CHI, now=NOW)
    inbox.receive(automatic(address(inbox.sent[0]), body=body + " "))
    with inbox.database.read() as session:
        assert [one.status for one in list_proposals(session)] == [ProposalStatus.DECLINED]


def test_one_mail_may_belong_to_several_deliveries(inbox: Inbox) -> None:
    both = f"{address(inbox.sent[0])}, {address(inbox.sent[1])}"
    inbox.receive(answer(both))
    assert [match.delivery_id for match in only(inbox).matches] == list(inbox.sent[:2])


def test_the_printed_reference_matches_but_proves_nothing(inbox: Inbox) -> None:
    with inbox.database.read() as session:
        reference = get_addressee(session, get_delivery(session, inbox.sent[0]).addressee_id).reference
    inbox.receive(report("petition@outreach.example", subject=f"A petition ({reference})"))
    inbox.receive(answer("petition@outreach.example", body=f"Regarding your letter {reference.lower()}."))
    with inbox.database.read() as session:
        mails = list_mails(session)
    assert [mail.matches[0].matched_by for mail in mails] == [MatchedBy.REFERENCE, MatchedBy.REFERENCE]
    assert {mail.status for mail in mails} == {ReplyStatus.NEEDS_READER}
    assert state(inbox) == (DeliveryStatus.ACCEPTED, [])


FORGERIES: Mapping[str, object] = {
    "signed with another key": lambda i: address(i, key=b"not ours"),
    "truncated": lambda i: address(i)[3:],
    "one character changed": lambda i: address(i).replace(
        address(i)[20], "z" if address(i)[20] != "z" else "y", 1
    ),
    "of a delivery that does not exist": lambda i: address(999_999),
}


@pytest.mark.parametrize("forgery", FORGERIES)
def test_a_false_token_changes_no_state(inbox: Inbox, forgery: str) -> None:
    make = FORGERIES[forgery]
    assert callable(make)
    inbox.receive(report(make(inbox.sent[0])))
    assert (only(inbox).status, only(inbox).matches) == (ReplyStatus.NEEDS_MATCH, ())
    assert state(inbox) == (DeliveryStatus.ACCEPTED, [])


@pytest.mark.parametrize("status", [DeliveryStatus.QUEUED, DeliveryStatus.CANCELLED, DeliveryStatus.REFUSED])
def test_a_bounce_of_what_was_never_sent_is_read_by_a_person(inbox: Inbox, status: DeliveryStatus) -> None:
    with inbox.database.begin() as session:
        put(session, inbox.sent[0], status)
    inbox.receive(report(address(inbox.sent[0])))
    assert only(inbox).status is ReplyStatus.NEEDS_READER
    assert state(inbox) == (status, [])


@pytest.mark.parametrize("came", ["receipt", "automatic note", "answer"])
def test_what_was_answered_is_not_sent_again_unasked(inbox: Inbox, came: str) -> None:
    with inbox.database.begin() as session:
        put(session, inbox.sent[0], DeliveryStatus.QUEUED)
        session.add(
            Attempt(delivery_id=inbox.sent[0], number=1, message_id="<1@x>", worker="killed", started_at=NOW)
        )
    to = address(inbox.sent[0])
    receipt = report(to, action="delivered", status="2.0.0", diagnostic="250 ok")
    inbox.receive({"receipt": receipt, "automatic note": automatic(to), "answer": answer(to)}[came])
    assert state(inbox)[0] in {DeliveryStatus.UNCERTAIN, DeliveryStatus.DELIVERED}


def put(session: Session, delivery_id: int, status: DeliveryStatus) -> None:
    session.connection().exec_driver_sql(
        f"update delivery_deliveries set status = '{status}' where id = {delivery_id}"
    )
