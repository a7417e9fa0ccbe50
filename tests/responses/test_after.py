"""What comes after an answer: scans, verdicts on promises, and next steps."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from threading import Barrier
from typing import Any

import pytest

from outreach import audit
from outreach.accounts import Actor
from outreach.audit.store import list_entries
from outreach.blob_folder import FolderBlobs
from outreach.delivery.status import DeliveryStatus
from outreach.delivery.store import list_evidence
from outreach.errors import BadInput, NotAllowed, NotFound, Refused, WrongStatus
from outreach.responses.answer import Commitment, Verdict
from outreach.responses.files import keep_file
from outreach.responses.follow_up import finish_follow_up, plan_follow_up
from outreach.responses.judge import judge
from outreach.responses.status import CommitmentOutcome
from outreach.responses.store import FollowUpInfo, ResponseInfo, get_response, list_follow_ups
from outreach.scans import LARGEST_SCAN
from tests.people import COORDINATOR_CHI
from tests.responses.desk import Desk
from tests.sent import deliver
from tests.world import Ground, plan_round

PDF = b"%PDF-1.7 a letter that was scanned"
KEPT = Verdict(CommitmentOutcome.KEPT, date(2026, 11, 24), "Hansard, 24 November 2026")
REVIEW, WRITE = Commitment("review cooperation", date(2027, 3, 1)), Commitment("write again")


def judged(desk: Desk, response: ResponseInfo, number: int, verdict: Verdict = KEPT) -> ResponseInfo:
    with desk.database.begin() as session:
        return judge(
            session,
            response_id=response.id,
            number=number,
            verdict=verdict,
            actor=COORDINATOR_CHI,
            now=desk.now,
        )


def planned(desk: Desk, **changes: object) -> FollowUpInfo:
    given: dict[str, Any] = {
        "delivery_id": desk.delivery_id,
        "what": " telephone the clerk ",
        "due_on": date(2026, 12, 1),
    }
    with desk.database.begin() as session:
        return plan_follow_up(session, **(given | {"actor": COORDINATOR_CHI, "now": desk.now} | changes))


def finished(desk: Desk, follow_up_id: int, actor: Actor = COORDINATOR_CHI) -> FollowUpInfo:
    with desk.database.begin() as session:
        return finish_follow_up(
            session, follow_up_id=follow_up_id, note="Will call back.", actor=actor, now=desk.now
        )


def test_a_promise_is_judged_and_the_earlier_reading_kept(desk: Desk) -> None:
    first = desk.records(commitments=[REVIEW, WRITE])
    second = judged(desk, first, 2)
    assert [one.verdict for one in second.answer.commitments] == [None, KEPT]
    broken = Verdict(CommitmentOutcome.BROKEN, date(2026, 11, 24), "its answer of 24 November")
    third = judged(desk, second, 1, broken)
    assert [one.verdict for one in third.answer.commitments] == [broken, KEPT]
    with desk.database.read() as session:
        assert get_response(session, first.id).answer.commitments == (REVIEW, WRITE)
        assert get_response(session, second.id).superseded_by == third.id
        assert audit.verify(session).broken is None


def test_a_correction_in_the_same_words_keeps_the_verdict(desk: Desk) -> None:
    second = judged(desk, desk.records(commitments=[REVIEW, WRITE]), 2)
    third = desk.corrects(second, commitments=[WRITE, Commitment("review everything")])
    assert [one.verdict for one in third.answer.commitments] == [KEPT, None]


def test_a_verdict_needs_a_day_a_source_and_its_promise(desk: Desk) -> None:
    first = desk.records(commitments=[REVIEW])
    with pytest.raises(NotFound, match="no commitment 2"):
        judged(desk, first, 2)
    with pytest.raises(NotFound):
        judged(desk, first, 0)
    ahead = desk.now.date() + timedelta(days=1)
    with pytest.raises(BadInput) as caught:
        judged(desk, first, 1, Verdict(CommitmentOutcome.KEPT, ahead, " "))
    assert len(caught.value.problems) == 2
    with pytest.raises(Refused, match="says that already"):
        judged(desk, judged(desk, first, 1), 1)


def test_a_scan_is_kept_and_is_the_proof(desk: Desk, blobs: FolderBlobs) -> None:
    scan = keep_file(blobs, name="../a\r\nletter.pdf", content=PDF)
    assert (scan.name, scan.media_type, scan.size) == ("a_letter.pdf", "application/pdf", len(PDF))
    response = desk.records(files=[scan])
    assert response.answer.files == (scan,)
    assert blobs.get(scan.sha256) == PDF
    assert desk.corrects(response, summary="Agrees.").answer.files == (scan,)
    third = desk.corrects(desk.corrects(response_of(desk), summary="Agrees in part."), files=[])
    assert third.answer.files == ()
    with desk.database.read() as session:
        assert scan.sha256 in {proof.blob_sha256 for proof in list_evidence(session, desk.delivery_id)}
        recorded = list_entries(session, subject=f"response:{response.id}")
    assert [entry.facts["files"] for entry in recorded] == [scan.sha256]


def response_of(desk: Desk) -> ResponseInfo:
    """The reading that stands."""
    with desk.database.read() as session:
        found = get_response(session, 1)
        while found.superseded_by is not None:
            found = get_response(session, found.superseded_by)
        return found


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"<html>", "not a PDF"),
        (b"PK\x03\x04", "not a PDF"),
        (b"", "not a PDF"),
        (b"%PDF-" + b" " * LARGEST_SCAN, "larger than 5 MB"),
    ],
)
def test_what_is_no_scan_is_not_kept(blobs: FolderBlobs, content: bytes, words: str) -> None:
    with pytest.raises(BadInput, match=words):
        keep_file(blobs, name="letter.pdf", content=content)


def test_a_next_step_is_planned_and_done_once(desk: Desk, staff_sam: Actor) -> None:
    step = planned(desk)
    assert (step.what, step.done_at, step.planned_by) == ("telephone the clerk", None, COORDINATOR_CHI.name)
    earlier = planned(desk, due_on=date(2026, 11, 30))
    with desk.database.read() as session:
        assert list_follow_ups(session, is_open=True) == [earlier, step]
        assert list_follow_ups(session, delivery_id=desk.delivery_id + 1) == []
    with pytest.raises(NotAllowed):
        finished(desk, step.id, staff_sam)
    done = finished(desk, step.id)
    assert (done.done_at, done.done_by, done.note) == (desk.now, COORDINATOR_CHI.name, "Will call back.")
    with pytest.raises(WrongStatus, match=f"done already, by {COORDINATOR_CHI.name}"):
        finished(desk, step.id)
    with pytest.raises(NotFound, match="no follow-up 99"):
        finished(desk, 99)
    with desk.database.read() as session:
        assert list_follow_ups(session, is_open=True) == [earlier]
        actions = [entry.action for entry in list_entries(session, subject=f"follow_up:{step.id}")]
        assert "clerk" not in str([entry.facts for entry in list_entries(session)])
    assert sorted(actions) == ["follow_up.done", "follow_up.planned"]


def test_of_two_who_finish_a_step_at_once_one_is_told(desk: Desk) -> None:
    step, barrier = planned(desk), Barrier(2)

    def finish() -> bool:
        barrier.wait()
        try:
            finished(desk, step.id)
        except WrongStatus:
            return False
        return True

    with ThreadPoolExecutor(2) as pool:
        runs = [pool.submit(finish) for _ in range(2)]
        assert sorted(run.result() for run in runs) == [False, True]


def test_a_next_step_needs_words_a_day_and_a_letter_that_left(desk: Desk, ground: Ground) -> None:
    with pytest.raises(BadInput, match="Say what"):
        planned(desk, what=" ")
    with pytest.raises(BadInput, match="is past"):
        planned(desk, due_on=date(2026, 11, 1))
    with pytest.raises(NotFound):
        planned(desk, delivery_id=99)
    with desk.database.begin() as session:
        another = plan_round(session, ground, name="Another", now=desk.now)
        ids = deliver(session, another.id, {"gb-pm": DeliveryStatus.QUEUED}, desk.now)
    with pytest.raises(WrongStatus, match="never left"):
        planned(desk, delivery_id=ids["gb-pm"])
