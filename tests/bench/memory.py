"""The memory of a sending process over 5,000 mails of 411 kB: what it used at most at each quarter.

OUTREACH_BENCH_MEMORY says how many mails there are. The round is made in another process, so that its making does
not count.
"""

import multiprocessing
import os
import tempfile
from itertools import count
from pathlib import Path

from outreach import schema
from outreach.blob_folder import FolderBlobs
from outreach.delivery.status import DeliveryStatus
from tests.bench.measure import Measure, peak_mb
from tests.bench.sending import queued, sent
from tests.bench.sink import sink
from tests.databases import sqlite_template

MAILS = int(os.environ.get("OUTREACH_BENCH_MEMORY", "5000"))
GROWTH_MB = 16
"""What three quarters of the mails may add to the first; one mail takes more than 1 MB while it is made."""


def memory_of_sending() -> Measure:
    """Megabytes after the first quarter and, as the baseline, after the last: a ratio of 1 is flat.

    Raises when it grows.
    """
    with tempfile.TemporaryDirectory() as folder, sink() as port:
        file, blobs = queued(sqlite_template(Path(folder)), Path(folder) / "round", mails=MAILS)
        with multiprocessing.get_context("spawn").Pool(1) as pool:
            peaks = pool.apply(_peaks, (file, blobs, port))
    assert peaks[-1] - peaks[0] < GROWTH_MB, f"Memory grew with the mails: {peaks} MB."
    return Measure(peaks[0], "MB", peaks[-1], {f"quarter_{place}": peak for place, peak in enumerate(peaks, 1)})


def _peaks(file: Path, blobs: FolderBlobs, port: int) -> list[float]:
    """The most that this process had used at each quarter."""
    assert schema.STAGES
    numbers, peaks = count(1), list[float]()

    def look(_status: DeliveryStatus) -> None:
        if next(numbers) % (MAILS // 4) == 0:
            peaks.append(peak_mb())

    assert sent(file, blobs, port, progress=look) == MAILS
    return peaks
