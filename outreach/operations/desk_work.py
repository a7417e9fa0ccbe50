"""What a job's own process does: build and pack a round, or rehearse it, telling how far it is.

The desk starts it as a fresh process (spawned), so that the interpreter's lock keeps no page waiting.
"""

import logging
import os
import signal
import threading
from collections.abc import Callable, Mapping
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field
from datetime import timedelta
from typing import Any

from outreach.accounts import Actor
from outreach.accounts.store import get_actor
from outreach.clock import utc_now
from outreach.errors import BadInput, OutreachError
from outreach.jobs.end import end, note, note_alive
from outreach.jobs.status import JobKind, JobStatus
from outreach.jobs.store import JobInfo, get_job
from outreach.operations.build import build_here
from outreach.operations.rehearse import Rehearsal, rehearse
from outreach.operations.sealing import sealer_of
from outreach.reviews.pack import pack_round
from outreach.settings import Settings
from outreach.wiring import App, identity_of, open_app

log = logging.getLogger(__name__)
TELLS_EVERY = timedelta(seconds=0.5)
ALIVE_EVERY = 5.0
"""Seconds between two signs of life."""
GENTLY = 10
"""How much a job steps back behind pages that people wait for (nice)."""
MISHAP = "Something went wrong here, and nothing was kept. It is logged; tell an administrator the time."
STOPPED = "The service was stopped while it worked: ask for it again."


class StopAsked(Exception):
    """A person asked that the job stop."""


@dataclass(slots=True)
class Teller:
    """Writes down how far a job is, twice a second at most, and stops it when a person asked for that."""

    app: App
    job_id: int
    _told_at: Any = field(default_factory=lambda: utc_now() - TELLS_EVERY)

    def of(self, part: str) -> Callable[[int, int], None]:
        """The progress callback of one part of the job."""
        return lambda done, total: self.tell(part, done, total)

    def tell(self, part: str, done: int, total: int) -> None:
        now = utc_now()
        if done < total and now - self._told_at < TELLS_EVERY:
            return
        self._told_at = now
        with self.app.database.begin() as session:
            goes_on = note(session, job_id=self.job_id, part=part, done=done, total=total, now=now)
        if not goes_on:
            raise StopAsked


def work(settings: Settings, job_id: int) -> None:
    """Do a job from its start to its end; whatever happens, its row says how it ended."""
    signal.signal(signal.SIGTERM, _leave)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.nice(GENTLY)
    app = open_app(settings)
    status, result, problems = JobStatus.FAILED, None, [MISHAP]
    try:
        with app.database.read() as session:
            job = get_job(session, job_id)
            actor = get_actor(session, job.asked_by)
        with _alive(app, job_id):
            result = WORK[job.kind](app, job, actor, Teller(app, job_id))
        status, problems = JobStatus.DONE, []
    except StopAsked:
        status, problems = JobStatus.CANCELLED, []
    except BadInput as error:
        problems = [str(problem) for problem in error.problems] or [str(error)]
    except OutreachError as error:
        problems = [str(error)]
    except SystemExit:
        problems = [STOPPED]
    except Exception:
        log.exception("job.failed", extra={"job": job_id})
    finally:
        with app.database.begin() as session:
            end(session, job_id=job_id, status=status, result=result, problems=problems, now=utc_now())
        app.database.engine.dispose()


def _build(app: App, job: JobInfo, actor: Actor, teller: Teller) -> Mapping[str, Any]:
    round_id, now, settings = round_of(job), utc_now(), app.settings
    teller.tell("documents", 0, 0)
    built = build_here(
        app,
        round_id=round_id,
        actor=actor,
        now=now,
        sealer=sealer_of(settings.signing, now=now),
        progress=teller.of("documents"),
    )
    teller.tell("parcels", 0, 0)
    with app.database.begin() as session:
        packed = pack_round(
            session, round_id=round_id, templates=settings.campaign_dir, actor=actor, now=utc_now()
        )
    return {**asdict(built), **asdict(packed), "problems": list(packed.problems)}


def _rehearse(app: App, job: JobInfo, actor: Actor, teller: Teller) -> Mapping[str, Any]:
    round_id, now = round_of(job), utc_now()
    found = rehearse(
        app.database,
        app.blobs,
        round_id=round_id,
        identity=identity_of(app.settings),
        folder=app.settings.home / "rehearsals" / f"{round_id}-{now:%Y%m%dT%H%M%S}",
        actor=actor,
        now=now,
        progress=teller.of("mails"),
    )
    return _told(found)


def _told(found: Rehearsal) -> dict[str, Any]:
    opens = {
        name: at.isoformat() if at else None
        for name, at in (("first_opens_at", found.first_opens_at), ("last_opens_at", found.last_opens_at))
    }
    return {**asdict(found), **opens, "folder": str(found.folder)}


def round_of(job: JobInfo) -> int:
    """The number of the round that a job is about."""
    return int(job.subject.removeprefix("round:"))


@contextmanager
def _alive(app: App, job_id: int) -> Any:
    """Give a sign of life every few seconds while the block runs: one document may take long."""
    over = threading.Event()

    def beat() -> None:
        while not over.wait(ALIVE_EVERY):
            with suppress(OutreachError), app.database.begin() as session:
                note_alive(session, job_id=job_id, now=utc_now())

    thread = threading.Thread(target=beat, daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


def _leave(*_: object) -> None:
    raise SystemExit


WORK: dict[JobKind, Callable[[App, JobInfo, Actor, Teller], Mapping[str, Any]]] = {
    JobKind.BUILD: _build,
    JobKind.REHEARSAL: _rehearse,
}
