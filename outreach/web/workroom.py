"""Processes that the desk starts for work that takes longer than a page may."""

import logging
import threading
from dataclasses import dataclass, field
from multiprocessing import get_context
from multiprocessing.context import SpawnProcess

from outreach.clock import utc_now
from outreach.jobs.ask import LOST
from outreach.jobs.end import end
from outreach.jobs.status import JobStatus
from outreach.operations.desk_work import work
from outreach.wiring import App

log = logging.getLogger(__name__)


@dataclass(slots=True)
class Workroom:
    """One of each desk: it starts a process for each job, and sees it end."""

    app: App
    _processes: set[SpawnProcess] = field(default_factory=set)

    def start(self, job_id: int) -> None:
        """Begin a job; returns at once."""
        url = self.app.database.engine.url.render_as_string(hide_password=False)
        settings = self.app.settings.model_copy(update={"database_url": url})
        process = get_context("spawn").Process(target=work, args=(settings, job_id))
        process.start()
        self._processes.add(process)
        threading.Thread(target=self._see_off, args=(process, job_id), daemon=True).start()

    def close(self) -> None:
        """Ask every job to stop where it stands; each notes that it was stopped."""
        for process in list(self._processes):
            process.terminate()
        for process in list(self._processes):
            process.join()

    def _see_off(self, process: SpawnProcess, job_id: int) -> None:
        process.join()
        self._processes.discard(process)
        # It has said itself how it ended, unless it was killed.
        with self.app.database.begin() as session:
            found = end(session, job_id=job_id, status=JobStatus.FAILED, problems=[LOST], now=utc_now())
        if LOST in found.problems:
            log.error("job.lost", extra={"job": job_id, "exit": process.exitcode})
