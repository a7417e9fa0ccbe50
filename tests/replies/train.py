"""Finds the weights of `outreach/replies/note_weights.py` anew from all mails of these tests, and prints them.

Logistic regression. Of the sets that older rules were mended on, which make these look better than they are, each
mail counts less. Run it as `python -m tests.replies.train`; `make score` tells what the new weights do.
"""

import sys
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from outreach.replies.automatic import CERTAIN, find_signs, traits_of
from outreach.replies.limits import Budget
from outreach.replies.numbers import find_numbers
from outreach.replies.parse import parse
from outreach.replies.quote import own_words
from outreach.replies.status import ReplyKind
from outreach.replies.text import body_text
from tests.replies.own.automatic import labelled
from tests.replies.own.people import people
from tests.replies.score import MACHINES
from tests.replies.test_look_alikes import PEOPLE
from tests.replies.test_ten_languages import FILES, KINDS
from tests.replies.unseen.sets import SETS, notes, persons

Numbers = NDArray[np.float64]
KEEPS_SMALL, ROUNDS, OLD = 2.0, 40, 0.5
COUNTS = {(name, is_note): OLD for name in "abcd" for is_note in (True, False)}
COUNTS |= {("own", False): 0.2, ("own", True): 4.0}
"""By set, and whether it is a note. Of the older own set each text of a person stands in nine mails."""


class Example(NamedTuple):
    """A mail that no header and no subject decides."""

    source: str
    name: str
    is_note: bool
    traits: dict[str, float]
    counts: float = 1.0


def examples() -> Iterator[Example]:
    """Of all sets."""
    for source, name, raw, kind in _mails():
        part = parse(raw, Budget())
        text, subject = body_text(part), part.get("subject")
        words = own_words(text)
        has_number, is_quoting = bool(find_numbers(subject, words)), len(words) < len(text.strip())
        signs = find_signs(part, subject, words, has_number=has_number, is_quoting=is_quoting)
        if max(signs.headers, signs.subject) < CERTAIN and not signs.is_ticket_opened:
            one = Example(source, name, kind in MACHINES, traits_of(signs, words, subject))
            yield one
            if not one.is_note:
                yield from as_mails_of_their_own(one)


def as_mails_of_their_own(one: Example) -> Iterator[Example]:
    """The same words under a new subject, nothing quoted: in the sets most are answers, which letters are not."""
    fresh = one.traits | {"fresh subject": 1.0, "quoting": 0.0}
    yield one._replace(traits=fresh, counts=0.5)
    yield one._replace(traits=fresh | {"subject of notes": 1.0}, counts=0.15)


def _mails() -> Iterator[tuple[str, str, bytes, ReplyKind]]:
    for source, chosen in SETS.items():
        yield from ((source, one.name, one.raw, one.kind) for one in (*notes(chosen), *persons(chosen)))
    yield from (("own", one.name, one.raw, one.kind) for one in labelled())
    yield from (("own", name, raw, ReplyKind.HUMAN) for name, _, raw in people())
    yield from (("own", name, raw, ReplyKind.HUMAN) for name, raw in PEOPLE.items())
    yield from (("own", path.stem, path.read_bytes(), KINDS[path.stem.partition("-")[2]]) for path in FILES)


def fit(traits: Numbers, is_note: Numbers, counts: Numbers) -> Numbers:
    """The weight of each trait, and last what all mails have in common: Newton's method."""
    given = np.c_[traits, np.ones(len(traits))]
    small = np.eye(given.shape[1]) * KEEPS_SMALL
    small[-1, -1] = 1e-6
    weights = np.zeros(given.shape[1])
    for _ in range(ROUNDS):
        likely = 1 / (1 + np.exp(-given @ weights))
        slope = given.T @ (counts * (likely - is_note)) + small @ weights
        bend = (given.T * (counts * likely * (1 - likely))) @ given + small
        weights -= np.linalg.solve(bend, slope)
    return weights


def columns(found: list[Example]) -> tuple[list[str], Numbers, Numbers, Numbers]:
    """(names of the traits, traits by mail, whether each is a note, how much it counts)."""
    names = list(dict.fromkeys(name for one in found for name in one.traits))
    traits = np.array([[one.traits.get(name, 0.0) for name in names] for one in found])
    return (
        names,
        traits,
        np.array([float(one.is_note) for one in found]),
        np.array([one.counts * COUNTS.get((one.source, one.is_note), 1.0) for one in found]),
    )


def main() -> None:
    """Print the table."""
    names, traits, is_note, counts = columns(list(examples()))
    *weights, common = fit(traits, is_note, counts)
    sys.stdout.write(f"COMMON = {common:.2f}\n")
    for name, weight in zip(names, weights, strict=True):
        sys.stdout.write(f'    "{name}": {weight:.2f},\n')


if __name__ == "__main__":
    main()
