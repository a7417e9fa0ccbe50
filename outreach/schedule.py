"""The alarm clock: APScheduler wakes jobs at intervals. Rows are the queue, so a job that fires twice or late
does no harm. The job store is in memory; nothing is lost when the process stops."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from apscheduler.schedulers.background import BackgroundScheduler

from outreach.clock import utc_now
from outreach.errors import OutreachError

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Job:
    """Something to wake at an interval. One run at a time; a missed run is run once."""

    name: str
    every: timedelta
    run: Callable[[], None]


def start_alarm_clock(jobs: list[Job]) -> BackgroundScheduler:
    """Wake each job at its interval, the first time at once. Call `.shutdown()` on the result to stop.

    A job that fails is logged and woken again at its next time.
    """
    clock = BackgroundScheduler(timezone="UTC")
    for job in jobs:
        clock.add_job(
            run_guarded,
            "interval",
            args=(job,),
            id=job.name,
            seconds=job.every.total_seconds(),
            max_instances=1,
            coalesce=True,
            misfire_grace_time=None,
            next_run_time=utc_now(),
        )
    clock.start()
    return clock


def run_guarded(job: Job) -> None:
    """Run it now; an error is logged, as when the clock wakes it.

    What a user can mend is one sentence: whence it came is told at debug level.
    """
    try:
        job.run()
    except OutreachError as error:
        log.warning("%s: %s It is tried again.", job.name, error, extra={"job": job.name})
        log.debug("schedule.job_failed", exc_info=True, extra={"job": job.name})
    except Exception:
        log.exception("schedule.job_failed", extra={"job": job.name})
