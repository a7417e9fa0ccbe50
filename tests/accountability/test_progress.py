"""A round's progress and its scoreboard, from the rows of the stages before."""

from datetime import timedelta

import pytest

from outreach.accountability.progress import GovernmentProgress, progress
from outreach.accountability.scoreboard import Scoreboard, scoreboard
from outreach.accountability.standing import Standing
from outreach.accounts import Actor
from outreach.db import Database
from outreach.delivery.status import DeliveryStatus as D
from outreach.delivery.status import Rung
from outreach.errors import NotFound
from outreach.petition.store import get_version
from outreach.recipients.store import list_offices
from outreach.replies.status import MatchedBy, ReplyStatus
from outreach.replies.tables import Mail, MailMatch
from outreach.responses.answer import Commitment, Verdict
from outreach.responses.status import CommitmentOutcome as Outcome
from outreach.responses.status import Disclosure, Position
from outreach.rounds.steer import cancel
from tests.accountability.played import DAY, Played
from tests.world import GOVERNMENTS

HALT, HEARINGS = "d2-halt-exchange", "d3-annual-hearings"
SUMMARY, INTERNAL = Disclosure.SUMMARY, Disclosure.INTERNAL


def standings(row: GovernmentProgress) -> dict[str, int]:
    return {standing.value: n for standing in Standing if (n := getattr(row, standing.value))}


def test_every_office_is_counted_once(played: Played) -> None:
    played.sends(
        {
            "gb-pm": D.ACCEPTED,
            "gb-foreign": D.BOUNCED,
            "gb-health": D.REFUSED,
            "gb-justice": D.HANDED_OVER,
            "gb-commons-speaker": D.UNCERTAIN,
            "gb-lord-speaker": D.DELIVERED,
        }
    )
    played.answers("gb-pm", {HALT: Position.SUPPORTS})
    rows = played.progress()
    with played.database.read() as session:
        offices = {code: len(list_offices(session, government=code)) for code in GOVERNMENTS}
    assert {code: row.offices for code, row in rows.items()} == offices
    assert all(sum(standings(row).values()) == row.offices for row in rows.values())
    counted = standings(rows["GB"])
    rest = {key: counted.pop(key, 0) for key in ("to_send", "to_hand_over", "left_out")}
    assert counted == {
        "answered": 1,
        "waiting_for_person": 1,
        "handed_over": 1,
        "sent": 1,
        "bounced": 1,
        "refused": 1,
    }
    assert sum(rest.values()) == offices["GB"] - 6
    assert len(rows["GB"].left_out_because) == rest["left_out"]
    assert all(left_out.because for row in rows.values() for left_out in row.left_out_because)


def test_the_highest_proof_of_an_office_counts(played: Played) -> None:
    played.sends({"gb-pm": D.ACCEPTED, "gb-foreign": D.ACCEPTED, "gb-health": D.ACCEPTED})
    reached = {"gb-pm": [Rung.SERVER_ACCEPTED, Rung.RELAY_ACCEPTED], "gb-foreign": [Rung.SERVER_ACCEPTED]}
    for office, rungs in reached.items():
        played.proves(office, rungs)
    played.answers("gb-foreign", {})
    assert played.progress()["GB"].rungs == {Rung.SERVER_ACCEPTED: 1, Rung.ACKNOWLEDGED: 1}


def test_a_mail_that_nobody_read_waits_for_a_person(played: Played) -> None:
    played.sends({"gb-pm": D.ACCEPTED})
    with played.database.begin() as session:
        mail = Mail(raw_sha256="a" * 64, size=1, collected_at=played.now, status=ReplyStatus.NEEDS_READER)
        session.add(mail)
        session.flush()
        assert mail.id is not None
        session.add(
            MailMatch(
                mail_id=mail.id,
                delivery_id=played.deliveries["gb-pm"],
                matched_by=MatchedBy.TOKEN,
                matched_at=played.now,
                actor="system:collector",
            )
        )
    row = played.progress()["GB"]
    assert (row.waiting_for_person, row.sent) == (1, 0)


def test_what_a_cancelled_round_never_sent_is_called_off(played: Played, staff_sam: Actor) -> None:
    before = played.progress()["GB"]
    with played.database.begin() as session:
        cancel(session, round_id=played.round_id, actor=staff_sam, now=played.now + timedelta(hours=1))
    after = played.progress()["GB"]
    assert after.called_off == before.to_send + before.to_hand_over > 0
    assert after.left_out == before.left_out


def test_a_board_counts_offices_by_demand(played: Played) -> None:
    played.sends({"gb-pm": D.ACCEPTED, "gb-foreign": D.HANDED_OVER, "gb-health": D.ACCEPTED, "gb-fac": D.BOUNCED})
    played.answers("gb-pm", {HALT: Position.SUPPORTS, HEARINGS: Position.ACKNOWLEDGED})
    played.answers("gb-foreign", {HALT: Position.DECLINES})
    board = played.board()
    with played.database.read() as session:
        texts = get_version(session, played.ground.version_id).texts
    assert [demand.id for demand in board.demands] == [demand.id for demand in texts["en"].petition.demands]
    rows = {row.code: row for row in board.rows}
    cells = {cell.demand: cell for cell in rows["GB"].cells}
    assert (rows["GB"].offices, rows["IL"].offices) == (3, 0)
    assert cells[HALT].positions == {Position.SUPPORTS: 1, Position.DECLINES: 1}
    assert cells[HALT].no_answer == 1
    assert cells[HEARINGS].positions == {Position.ACKNOWLEDGED: 1}
    assert cells["d4-accountability"].no_answer == 3


def halt(board: Scoreboard) -> tuple[dict[Position, int], int]:
    (cell,) = [c for row in board.rows if row.code == "GB" for c in row.cells if c.demand == HALT]
    return dict(cell.positions), cell.no_answer


def test_an_internal_answer_looks_like_none_in_public(played: Played) -> None:
    played.sends({"gb-pm": D.ACCEPTED})
    played.answers("gb-pm", {HALT: Position.SUPPORTS}, disclosure=INTERNAL)
    assert halt(played.board()) == ({}, 1)
    assert halt(played.board(public=False)) == ({Position.SUPPORTS: 1}, 0)


def test_promises_are_counted_by_what_became_of_them(played: Played) -> None:
    played.sends({"gb-pm": D.ACCEPTED, "gb-foreign": D.ACCEPTED})
    kept, broken = (Verdict(outcome, DAY, "Hansard") for outcome in (Outcome.KEPT, Outcome.BROKEN))
    played.answers("gb-pm", {}, commitments=[Commitment("a", verdict=kept), Commitment("b")])
    inside = [Commitment("c", verdict=broken), Commitment("d")]
    played.answers("gb-foreign", {}, commitments=inside, disclosure=Disclosure.INTERNAL)
    (public,) = [row.promises for row in played.board().rows if row.code == "GB"]
    (internal,) = [row.promises for row in played.board(public=False).rows if row.code == "GB"]
    assert public == {"open": 1, "kept": 1}
    assert internal == {"open": 2, "kept": 1, "broken": 1}


def test_a_corrected_answer_no_longer_counts(played: Played) -> None:
    played.sends({"gb-pm": D.ACCEPTED})
    response = played.answers("gb-pm", {HALT: Position.SUPPORTS})
    played.corrects(response, {HALT: Position.DECLINES})
    assert halt(played.board()) == ({Position.DECLINES: 1}, 0)


def test_the_latest_answer_in_substance_counts(played: Played) -> None:
    played.sends({"gb-pm": D.ACCEPTED})
    played.answers("gb-pm", {HALT: Position.PARTLY}, received_on=DAY + timedelta(days=1))
    played.answers("gb-pm", {HALT: Position.SUPPORTS})
    played.answers("gb-pm", {HALT: Position.ACKNOWLEDGED}, received_on=DAY + timedelta(days=2))
    assert halt(played.board()) == ({Position.PARTLY: 1}, 0)


def test_an_older_public_position_does_not_stand_in_for_a_newer_internal_one(played: Played) -> None:
    played.sends({"gb-pm": D.ACCEPTED})
    played.answers("gb-pm", {HALT: Position.SUPPORTS})
    played.answers("gb-pm", {HALT: Position.DECLINES}, received_on=DAY + timedelta(days=1), disclosure=INTERNAL)
    assert halt(played.board()) == ({}, 1)


def test_a_round_that_is_not_there(database: Database) -> None:
    with database.read() as session, pytest.raises(NotFound):
        progress(session, round_id=9)
    with database.read() as session, pytest.raises(NotFound):
        scoreboard(session, round_id=9)
