"""What sentences of offices' mail speak of, in ten languages: a table of concepts.

No concept tells who wrote; together, with the mail's form, they do (`note_weights.py`).
"""

import re
from collections.abc import Iterable, Iterator

from outreach.replies.phrases import sections

Parts = tuple[str, ...]
"""What must stand in one sentence, in this order."""

OF_PEOPLE = frozenset({"past", "seen", "meet", "content", "behalf"})
"""Of a person who read the letter, speaks for another, wants to meet, or speaks of its matter."""
POLITE = "thanks"
"""People thank as well."""

_BREAKS = re.compile(r"[.:;!?]+(?=\s|$)|[\s,;!()\[\]«»“”„—–]+")


def _parts(entry: str) -> Parts:
    return tuple(part.replace("_", " ") for part in entry.strip().lower().split("…"))


def _entries() -> Iterator[tuple[str, Parts]]:
    for concept, lines in sections("concepts").items():
        for line in lines:
            _, _, entries = line.partition(": ")
            yield from ((concept, _parts(entry)) for entry in entries.split(" | "))


_ENTRIES = tuple(_entries())
NAMES = tuple(dict.fromkeys(concept for concept, _ in _ENTRIES))


def concepts_of(sentences: Iterable[str]) -> list[frozenset[str]]:
    """The concepts of each sentence."""
    plain = [f" {_BREAKS.sub(' ', sentence.lower().replace('’', chr(39)))} " for sentence in sentences]
    whole = "\n".join(plain)
    likely = [(concept, parts) for concept, parts in _ENTRIES if parts[0] in whole]
    return [frozenset(concept for concept, parts in likely if _stands(parts, sentence)) for sentence in plain]


def _stands(parts: Parts, sentence: str) -> bool:
    start = 0
    for part in parts:
        start = sentence.find(part, start)
        if start < 0:
            return False
        start += len(part)
    return True
