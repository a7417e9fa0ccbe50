"""Letters as PDFs: ours with the round's own fonts, tagged, PDF/A-3a and checked; against WeasyPrint's plain call.

The plain way makes less (no tags, no archive profile, no check) and takes the system's fonts anew for each
letter. Both run in processes of their own; in those of the plain way nothing of ours is loaded.
"""

import multiprocessing
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from itertools import chain, count, cycle, islice
from pathlib import Path

from outreach.dossiers.fonts import FontFolder, prepare_fonts
from outreach.dossiers.manuscript import Manuscript, Printed
from outreach.dossiers.press import open_press
from outreach.dossiers.preview import REFERENCE, Sources, preview_manuscript, read_material
from tests.bench.measure import Measure, compare, peak_mb
from tests.bench.plain_letters import plain_letters
from tests.house.code import PACKAGE, ROOT

SOURCES = Sources(
    templates=ROOT / "letter_templates",
    recipients=ROOT / "recipients",
    counts=PACKAGE / "operations" / "sample_counts.csv",
    small_count=10,
)
DATED = date(2026, 12, 1)
GOVERNMENTS = {
    "en": "GB",
    "fr": "FR",
    "de": "DE",
    "it": "IT",
    "es": "MX",
    "ja": "JP",
    "ko": "KR",
    "zh-Hant": "TW",
    "hi": "IN",
    "he": "IL",
}
EACH = 4
MANY = 2000
PROCESSES = 2


def english_letters() -> Measure:
    return _against_plain(manuscripts_of(["en"], each=8), processes=1)


def japanese_letters() -> Measure:
    return _against_plain(manuscripts_of(["ja"], each=8), processes=1)


def mixed_letters() -> Measure:
    """Letters a second in ten languages mixed, over two processes."""
    return _against_plain(manuscripts_of(list(GOVERNMENTS), each=EACH), processes=PROCESSES)


def many_letters() -> Measure:
    """Letters a second of the last quarter of two thousand; the baseline is the first quarter: it must not fall.

    `peak_mb` is the most memory that a process has held at the end, `grown_mb` how much of it came after the
    first quarter.
    """
    letters = manuscripts_of(list(GOVERNMENTS), each=EACH)
    quarter = list(islice(cycle(letters), MANY // 4))
    with _presses(letters, PROCESSES) as pool:
        list(pool.map(_print, letters * 2))
        quarters = [(_timed(pool, quarter), max(pool.map(_peak, range(PROCESSES * 4)))) for _ in range(4)]
    (first, early), (last, late) = quarters[0], quarters[-1]
    return Measure(last, "letters/s", first, {"peak_mb": late, "grown_mb": late - early})


def manuscripts_of(languages: Sequence[str], *, each: int) -> list[Manuscript]:
    """Letters to the first offices of a government for each language, the languages in turn."""
    material = read_material(SOURCES)
    columns = [
        [
            preview_manuscript(
                material, government=GOVERNMENTS[language], language=language, office=office.key, dated=DATED
            )
            for office in material.governments[GOVERNMENTS[language]].offices[:each]
            if language in office.languages
        ]
        for language in languages
    ]
    return list(chain.from_iterable(zip(*columns, strict=False)))


def _against_plain(letters: list[Manuscript], *, processes: int) -> Measure:
    numbers = count(1)
    with _presses(letters, processes) as ours, _pool(processes) as elsewhere:
        list(ours.map(_print, letters))
        list(elsewhere.map(plain_letters, _pages(letters[: processes * 2])))
        return compare(
            lambda: len(list(ours.map(_print, _numbered(letters, numbers)))),
            lambda: sum(elsewhere.map(plain_letters, _pages(_numbered(letters, numbers)))),
            unit="letters/s",
        )


def _numbered(letters: Sequence[Manuscript], numbers: Iterator[int]) -> list[Manuscript]:
    """The letters with references that none had before: no letter is ever made twice."""
    return [
        replace(letter, html=letter.html.replace(REFERENCE, f"OUT-{next(numbers):04d}-000")) for letter in letters
    ]


def _pages(letters: Sequence[Manuscript]) -> list[list[tuple[str, str]]]:
    return [[(letter.html, letter.css)] for letter in letters]


@contextmanager
def _presses(letters: Sequence[Manuscript], processes: int) -> Iterator[ProcessPoolExecutor]:
    texts = {
        language: "".join(letter.html for letter in letters if letter.language == language)
        for language in {letter.language for letter in letters}
    }
    with tempfile.TemporaryDirectory() as folder:
        fonts = prepare_fonts(Path(folder), texts)
        with ProcessPoolExecutor(
            processes, multiprocessing.get_context("spawn"), initializer=_open, initargs=(fonts,)
        ) as pool:
            yield pool


def _pool(processes: int) -> ProcessPoolExecutor:
    return ProcessPoolExecutor(processes, multiprocessing.get_context("spawn"))


def _timed(pool: ProcessPoolExecutor, letters: Sequence[Manuscript]) -> float:
    started = time.perf_counter()
    done = sum(1 for _ in pool.map(_print, letters))
    return done / (time.perf_counter() - started)


_run: Callable[[Manuscript], Printed]


def _open(fonts: FontFolder) -> None:
    global _run
    _run = open_press(fonts).run


def _print(letter: Manuscript) -> int:
    return _run(letter).pages


def _peak(_: int) -> float:
    return peak_mb()
