"""Letters and dossiers as they would look, made in one process of their own that stays warm."""

import pickle
from collections import OrderedDict
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field, replace
from datetime import date
from multiprocessing import get_context
from pathlib import Path
from threading import Lock

from outreach.dossiers.manuscript import Printed
from outreach.dossiers.preview import KnownSeat, Sources, preview, read_material_for
from outreach.errors import Unavailable

KEPT = 8
"""Previews that the process remembers: the pages of one are asked for one by one."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """One document: the letter to an office, or without one the dossier. `seat` is of a legislator."""

    government: str
    language: str
    office: str
    dated: date
    seat: KnownSeat | None = None


@dataclass(slots=True)
class Previewer:
    """One of each desk; the process begins with the first preview."""

    sources: Sources
    _pool: ProcessPoolExecutor | None = None
    _lock: Lock = field(default_factory=Lock)

    def make(self, wanted: Wanted) -> Printed:
        """The document from the files as they are now, with sample counts; raises as `dossiers.preview`, and
        Unavailable when the process was killed."""
        try:
            return self._open().submit(_make, self.sources, wanted).result()
        except BrokenProcessPool as error:
            self.close()
            raise Unavailable(
                "The process that makes previews was stopped (out of memory?): try again."
            ) from error

    def close(self) -> None:
        """End the process."""
        with self._lock:
            pool, self._pool = self._pool, None
        if pool is not None:
            pool.shutdown(cancel_futures=True)

    def _open(self) -> ProcessPoolExecutor:
        with self._lock:
            if self._pool is None:
                self._pool = ProcessPoolExecutor(1, mp_context=get_context("spawn"))
            return self._pool


_made: OrderedDict[bytes, Printed] = OrderedDict()


def _make(sources: Sources, wanted: Wanted) -> Printed:
    key = pickle.dumps((sources, wanted, _stamp(sources)))
    if key not in _made:
        _made[key] = _print(sources, wanted)
        while len(_made) > KEPT:
            _made.popitem(last=False)
    return _made[key]


def _print(sources: Sources, wanted: Wanted) -> Printed:
    material = read_material_for(sources, government=wanted.government, language=wanted.language)
    return preview(
        replace(material, seat=wanted.seat),
        government=wanted.government,
        language=wanted.language,
        office=wanted.office or None,
        dated=wanted.dated,
    )


def _stamp(sources: Sources) -> int:
    """When the newest of the files was changed: a text that is being written shows as it is."""
    return max((path.stat().st_mtime_ns for path in _files(sources)), default=0)


def _files(sources: Sources) -> Iterator[Path]:
    for folder in (sources.templates, sources.recipients):
        yield from (path for path in folder.rglob("*") if path.is_file())
