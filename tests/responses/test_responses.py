"""Answers are recorded by people, corrected by new ones, and never overwritten."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from threading import Barrier

import pytest

from outreach import audit
from outreach.accounts import Actor, Role, system_actor
from outreach.audit.store import list_entries
from outreach.db import Database
from outreach.delivery.status import DeliveryStatus, Rung
from outreach.delivery.store import highest_rung, list_evidence
from outreach.errors import BadInput, Conflict, NotAllowed, NotFound, Refused, WrongStatus
from outreach.replies.status import MatchedBy, ReplyStatus
from outreach.replies.tables import Mail, MailMatch
from outreach.responses.answer import Commitment
from outreach.responses.record import NEVER_LEFT
from outreach.responses.status import Disclosure, Position
from outreach.responses.store import get_response, list_chain, list_responses
from tests.responses.desk import HALT, HEARINGS, Desk
from tests.sent import deliver
from tests.world import Ground, lay_ground, plan_round


def test_an_answer_is_kept_and_attested(desk: Desk) -> None:
    response = desk.records(
        reference_number=" FCDO/26/118 ",
        summary="Will review cooperation.",
        disclosure=Disclosure.SUMMARY,
        positions={HALT: Position.PARTLY, HEARINGS: Position.REFERRED},
        commitments=[Commitment("review cooperation", date(2027, 3, 1))],
    )
    with desk.database.read() as session:
        assert get_response(session, response.id) == response
        assert list_responses(session, delivery_ids=[desk.delivery_id], standing=True) == [response]
        assert list_responses(session, delivery_ids=[]) == []
        (proof,) = list_evidence(session, desk.delivery_id)
        actions = {entry.action: entry for entry in list_entries(session)}
        assert audit.verify(session).broken is None
    answer = response.answer
    assert (answer.reference_number, answer.disclosure) == ("FCDO/26/118", Disclosure.SUMMARY)
    assert answer.positions == {HALT: Position.PARTLY, HEARINGS: Position.REFERRED}
    assert answer.commitments == (Commitment("review cooperation", date(2027, 3, 1)),)
    assert (proof.rung, proof.source) == (Rung.ANSWERED, f"response:{response.id}")
    assert proof.at == datetime(2026, 11, 23, tzinfo=UTC)
    assert "review" not in str(actions["response.recorded"].facts)


def test_nothing_is_public_unless_somebody_says_so(desk: Desk) -> None:
    assert desk.records().answer.disclosure is Disclosure.INTERNAL


@pytest.mark.parametrize(
    "positions", [{}, {HALT: Position.ACKNOWLEDGED}, {HALT: Position.REFERRED, HEARINGS: Position.ACKNOWLEDGED}]
)
def test_without_a_position_it_only_acknowledges(desk: Desk, positions: dict[str, Position]) -> None:
    desk.records(positions=positions, summary="Thanks for the letter.")
    with desk.database.read() as session:
        assert highest_rung(session, desk.delivery_id) is Rung.ACKNOWLEDGED


def test_everything_wrong_is_told_at_once(desk: Desk) -> None:
    with pytest.raises(BadInput) as caught:
        desk.records(
            received_on=date(2026, 11, 25),
            positions={"d9": Position.ACTED},
            commitments=[Commitment(" ")],
        )
    assert len(caught.value.problems) == 3
    assert "d1-protect-citizens, d2-halt-exchange" in str(caught.value)
    with pytest.raises(BadInput, match="say what was answered"):
        desk.records(positions={}, summary="  ")
    with desk.database.read() as session:
        assert list_responses(session) == []


def test_a_clock_that_was_ahead_keeps_nobody_from_a_correction(desk: Desk) -> None:
    ahead = desk.now + timedelta(days=90)
    response = desk.records(received_on=ahead.date(), now=ahead)
    corrected = desk.corrects(response, summary="Agrees in part.")
    assert corrected.answer.received_on == ahead.date()
    with pytest.raises(BadInput, match="in the future"):
        desk.corrects(corrected, received_on=ahead.date() + timedelta(days=1))


def test_only_people_who_coordinate_record(desk: Desk, staff_sam: Actor) -> None:
    with pytest.raises(NotAllowed):
        desk.records(actor=staff_sam)
    with pytest.raises(NotAllowed):
        desk.records(actor=system_actor("collector", Role.COORDINATOR))


def test_what_never_left_has_no_answer(database: Database, ground: Ground, now: datetime) -> None:
    statuses = dict(zip(["gb-pm", "gb-foreign", "gb-health", "gb-justice"], NEVER_LEFT, strict=True))
    with database.begin() as session:
        ids = deliver(session, plan_round(session, ground, now=now).id, statuses, now)
    for delivery_id in ids.values():
        with pytest.raises(WrongStatus, match="never left"):
            Desk(database, delivery_id, now).records()
    with pytest.raises(NotFound):
        Desk(database, 99, now).records()


def mail_to(desk: Desk, delivery_id: int | None) -> int:
    """A mail that a person has to read, matched to a delivery or to none."""
    with desk.database.begin() as session:
        mail = Mail(raw_sha256="a" * 64, size=1, collected_at=desk.now, status=ReplyStatus.NEEDS_READER)
        session.add(mail)
        session.flush()
        assert mail.id is not None
        if delivery_id is not None:
            session.add(
                MailMatch(
                    mail_id=mail.id,
                    delivery_id=delivery_id,
                    matched_by=MatchedBy.TOKEN,
                    matched_at=desk.now,
                    actor="system:collector",
                )
            )
        return mail.id


def test_the_raw_mail_is_the_proof(desk: Desk) -> None:
    mail_id = mail_to(desk, desk.delivery_id)
    assert desk.corrects(desk.records(mail_id=mail_id), summary="Agrees.").answer.mail_id == mail_id
    with desk.database.read() as session:
        assert {proof.blob_sha256 for proof in list_evidence(session, desk.delivery_id)} == {"a" * 64}


def test_a_mail_that_answers_something_else_proves_nothing(desk: Desk) -> None:
    with pytest.raises(Refused, match="is not matched to delivery"):
        desk.records(mail_id=mail_to(desk, None))
    with pytest.raises(NotFound, match="no mail 99"):
        desk.records(mail_id=99)


def test_a_correction_takes_the_place_of_what_it_corrects(desk: Desk) -> None:
    first = desk.records(summary="Agrees.", reference_number="A/1", commitments=[Commitment("write again")])
    second = desk.corrects(first, positions={HALT: Position.DECLINES}, disclosure=Disclosure.QUOTABLE)
    third = desk.corrects(second, summary="")
    with desk.database.read() as session:
        chain = list_chain(session, second.id)
        assert list_responses(session, standing=True) == [third]
        assert len(list_responses(session)) == 3
        actions = [entry.action for entry in list_entries(session, subject=f"response:{second.id}")]
    assert [(r.id, r.supersedes, r.superseded_by) for r in chain] == [
        (first.id, None, second.id),
        (second.id, first.id, third.id),
        (third.id, second.id, None),
    ]
    assert chain[0].answer == first.answer
    expected = replace(
        first.answer, positions={HALT: Position.DECLINES}, disclosure=Disclosure.QUOTABLE, summary=""
    )
    assert third.answer == expected
    assert actions == ["response.corrected"]


def test_a_response_is_corrected_once(desk: Desk) -> None:
    first = desk.records()
    second = desk.corrects(first, summary="Agrees in part.")
    with pytest.raises(WrongStatus, match=f"corrected by {second.id}"):
        desk.corrects(first, summary="Agrees.")
    with pytest.raises(Refused, match="says that already"):
        desk.corrects(second, summary="Agrees in part.")
    with pytest.raises(BadInput, match="no demand"):
        desk.corrects(second, positions={"d9": Position.ACTED})
    with pytest.raises(NotFound):
        desk.corrects(replace(first, id=99))


def test_a_letter_may_have_several_answers(desk: Desk) -> None:
    desk.records(positions={}, summary="Received.")
    desk.records()
    with desk.database.read() as session:
        assert len(list_responses(session, standing=True)) == 2
        assert highest_rung(session, desk.delivery_id) is Rung.ANSWERED


def test_two_at_once_correct_a_response_once(any_database: Database, tmp_path: Path, now: datetime) -> None:
    with any_database.begin() as session:
        planned = plan_round(session, lay_ground(session, tmp_path, now=now), now=now)
        ids = deliver(session, planned.id, {"gb-pm": DeliveryStatus.HANDED_OVER}, now)
    desk = Desk(any_database, ids["gb-pm"], now)
    first = desk.records()
    barrier = Barrier(2)

    def corrects(summary: str) -> str:
        barrier.wait()
        try:
            desk.corrects(first, summary=summary)
        except (WrongStatus, Conflict):
            return "refused"
        return "corrected"

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(corrects, ["Agrees.", "Declines."])) == ["corrected", "refused"]
    with any_database.read() as session:
        assert len(list_responses(session)) == 2
