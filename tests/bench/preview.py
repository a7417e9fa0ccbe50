"""Previews in a process that runs already: files read and modules loaded; fonts and pages made anew each time."""

import time

from outreach.dossiers.preview import Material, preview, read_material
from tests.bench.letters import DATED, GOVERNMENTS, SOURCES
from tests.bench.measure import ROUNDS, Measure

GOAL_SECONDS = 1.5
"""What a person at a desk may wait for one document, on a processor that has nothing else to do."""


def warm_previews() -> Measure:
    """Dossiers a second in the slowest language; the baseline is the goal. `seconds` is for one of them."""
    material = read_material(SOURCES)
    slowest = max(_seconds(material, language) for language in GOVERNMENTS)
    return Measure(1 / slowest, "previews/s", 1 / GOAL_SECONDS, {"seconds": slowest})


def _seconds(material: Material, language: str) -> float:
    """The best of three."""
    times = []
    for _ in range(ROUNDS):
        started = time.perf_counter()
        preview(material, government=GOVERNMENTS[language], language=language, office=None, dated=DATED)
        times.append(time.perf_counter() - started)
    return min(times)
