"""Many presses at once: processes, because WeasyPrint holds the interpreter; each has one font configuration."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context

from outreach.dossiers.fonts import FontFolder
from outreach.dossiers.manuscript import Manuscript, Printed
from outreach.dossiers.press import Press, open_press
from outreach.errors import Unavailable

Work = Sequence[tuple[int, Manuscript]]


def print_all(work: Work, *, fonts: FontFolder, workers: int) -> Iterator[tuple[int, Printed]]:
    """Print every manuscript, in any order, under its number. The longest (dossiers) should come first.

    Raises:
        BadInput: of the first document that cannot be made; the others are given up.
        Unavailable: a worker process was killed.
    """
    if workers <= 1 or len(work) <= 1:
        press = open_press(fonts)
        yield from ((number, press.run(manuscript)) for number, manuscript in work)
        return
    # Forking a process that runs threads (a web server does) can hang the child; spawned ones start clean.
    pool = ProcessPoolExecutor(
        min(workers, len(work)), mp_context=get_context("spawn"), initializer=_start, initargs=(fonts,)
    )
    try:
        waiting = {pool.submit(_print, manuscript): number for number, manuscript in work}
        yield from _finished(waiting)
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _finished(waiting: dict[Future[Printed], int]) -> Iterator[tuple[int, Printed]]:
    try:
        for future in as_completed(waiting):
            yield waiting[future], future.result()
    except BrokenProcessPool as error:
        raise Unavailable("A process that builds documents was stopped (out of memory?): build again.") from error


_run: Callable[[Manuscript], Printed] | None = None


def _start(fonts: FontFolder) -> None:
    global _run
    press: Press = open_press(fonts)
    _run = press.run


def _print(manuscript: Manuscript) -> Printed:
    assert _run is not None
    return _run(manuscript)
