"""A job: asked for once, seen from everywhere, ended once."""

from datetime import timedelta

import pytest

from outreach.accounts import Actor, Role, system_actor
from outreach.audit.store import list_entries
from outreach.db import Database
from outreach.errors import NotAllowed, NotFound, Refused
from outreach.jobs.ask import LOST, ask, ask_to_stop
from outreach.jobs.end import end, note, note_alive
from outreach.jobs.status import JobKind, JobStatus
from outreach.jobs.store import PATIENCE, JobInfo, find_newest, find_running, get_job
from tests.people import STAFF_SAM
from tests.world import NOW

OTHER = Actor("staff_sue", frozenset({Role.STAFF}))
ROUND = "round:3"


def build(database: Database, *, actor: Actor = STAFF_SAM) -> JobInfo:
    with database.begin() as session:
        job = ask(session, kind=JobKind.BUILD, subject=ROUND, actor=actor, now=NOW)
    assert job is not None
    return job


def test_who_asks_second_joins_the_first(any_database: Database) -> None:
    first = build(any_database)
    with any_database.begin() as session:
        assert ask(session, kind=JobKind.BUILD, subject=ROUND, actor=OTHER, now=NOW) is None
        assert ask(session, kind=JobKind.BUILD, subject="round:4", actor=OTHER, now=NOW) is not None
        assert find_running(session, subject=ROUND) == first
        assert [entry.actor for entry in list_entries(session, subject=ROUND)] == ["staff_sam"]


def test_one_thing_at_a_time_is_done_to_a_round(database: Database) -> None:
    build(database)
    with database.begin() as session, pytest.raises(Refused, match="A build of it runs, which staff_sam asked"):
        ask(session, kind=JobKind.REHEARSAL, subject=ROUND, actor=OTHER, now=NOW)


def test_progress_is_seen_and_a_wish_to_stop_is_heard(database: Database) -> None:
    job = build(database)
    with database.begin() as session:
        assert note(session, job_id=job.id, part="documents", done=3, total=9, now=NOW)
        seen = get_job(session, job.id)
        assert (seen.part, seen.done, seen.total) == ("documents", 3, 9)
        ask_to_stop(session, job_id=job.id, actor=OTHER, now=NOW)
        assert not note_alive(session, job_id=job.id, now=NOW)
        assert end(session, job_id=job.id, status=JobStatus.CANCELLED, now=NOW).stop_asked_by == "staff_sue"
        with pytest.raises(Refused, match="cancelled already"):
            ask_to_stop(session, job_id=job.id, actor=OTHER, now=NOW)


def test_how_it_ended_is_said_once(database: Database) -> None:
    job = build(database)
    with database.begin() as session:
        end(session, job_id=job.id, status=JobStatus.DONE, result={"built": 4}, now=NOW)
        # The desk that sees the process off says so too, in case it was killed.
        end(session, job_id=job.id, status=JobStatus.FAILED, problems=[LOST], now=NOW)
        found = find_newest(session, subject=ROUND, kind=JobKind.BUILD)
        assert found is not None
        assert (found.status, found.result, found.problems) == (JobStatus.DONE, {"built": 4}, ())
        assert find_running(session, subject=ROUND) is None


def test_a_lost_process_keeps_nobody_waiting(database: Database) -> None:
    job, later = build(database), NOW + PATIENCE + timedelta(seconds=1)
    with database.begin() as session:
        assert get_job(session, job.id).is_lost(later)
        again = ask(session, kind=JobKind.REHEARSAL, subject=ROUND, actor=OTHER, now=later)
        assert again is not None
        assert get_job(session, job.id).problems == (LOST,)


def test_a_lost_one_can_be_stopped(database: Database) -> None:
    job = build(database)
    with database.begin() as session:
        stopped = ask_to_stop(session, job_id=job.id, actor=OTHER, now=NOW + PATIENCE * 2)
        assert stopped.status is JobStatus.FAILED


def test_no_part_of_the_system_asks(database: Database) -> None:
    with database.begin() as session:
        with pytest.raises(NotAllowed):
            ask(session, kind=JobKind.BUILD, subject=ROUND, actor=system_actor("service", Role.STAFF), now=NOW)
        with pytest.raises(NotFound):
            get_job(session, 1)
