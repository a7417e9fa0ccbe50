"""Reads the tables of phrases: text files with `[section]` lines and one entry a line; `#` begins a remark."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from outreach.errors import BadInput
from outreach.replies.letters import Letters, fold, letters_of

_FOLDER = Path(__file__).with_name("phrase_tables")
_WHOLE = -1
_SECTION = re.compile(r"\[([a-z ]+)\]")


def sections(name: str) -> dict[str, tuple[str, ...]]:
    """The sections of `phrase_tables/<name>.txt`, in the file's order.

    Raises:
        BadInput: an entry stands before the first section, or a section comes twice.
    """
    path = _FOLDER / f"{name}.txt"
    found: dict[str, list[str]] = {}
    current: list[str] | None = None
    for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1):
        title = _SECTION.fullmatch(line)
        if title and title[1] in found:
            raise BadInput(f"The section [{title[1]}] comes twice.", file=path, line=number)
        if title:
            current = found.setdefault(title[1], [])
        elif line and not line.startswith("#"):
            if current is None:
                raise BadInput("An entry stands before the first [section].", file=path, line=number)
            current.append(line)
    return {title: tuple(entries) for title, entries in found.items()}


@dataclass(slots=True)
class Phrases:
    """Many expressions as one, without case. Of hundreds only those are tried whose letters stand in the text."""

    patterns: tuple[str, ...]
    _letters: tuple[Letters, ...] = field(default=(), init=False, repr=False)
    _compiled: dict[int, re.Pattern[str]] = field(default_factory=dict, init=False, repr=False)

    @property
    def pattern(self) -> str:
        """The one expression that matches where any of them does."""
        return "|".join(f"(?:{pattern})" for pattern in self.patterns)

    @property
    def whole(self) -> re.Pattern[str]:
        """The same, compiled."""
        if _WHOLE not in self._compiled:
            self._compiled[_WHOLE] = re.compile(self.pattern, re.I)
        return self._compiled[_WHOLE]

    def search(self, text: str) -> re.Match[str] | None:
        """The leftmost match, of the first expression that matches there: as `whole.search` finds it."""
        best: re.Match[str] | None = None
        for pattern in self._likely(text):
            found = pattern.search(text)
            if found and (best is None or found.start() < best.start()):
                best = found
        return best

    def match(self, text: str) -> re.Match[str] | None:
        """A match at the beginning."""
        return self.whole.match(text)

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """Every match, from the left, none over another: as `whole.finditer` finds them."""
        following = [(pattern, found) for pattern in self._likely(text) if (found := pattern.search(text))]
        while following:
            best = min((found for _, found in following), key=re.Match.start)
            yield best
            after = max(best.end(), best.start() + 1)
            # What begins within the match is looked for again behind it.
            moved = [
                (one, found if found.start() >= after else one.search(text, after)) for one, found in following
            ]
            following = [(one, found) for one, found in moved if found]

    def sub(self, put: str, text: str) -> str:
        """The text with `put` in the place of every match."""
        return self.whole.sub(put, text) if any(self._likely(text)) else text

    def split(self, text: str) -> list[str]:
        """What stands between the matches."""
        return [part for part in self.whole.split(text) if part is not None] if any(self._likely(text)) else [text]

    def _likely(self, text: str) -> Iterator[re.Pattern[str]]:
        """The expressions whose letters stand in the text, each compiled when it is first needed."""
        if not self._letters:
            self._letters = tuple(map(letters_of, self.patterns))
        folded = _folded(text)
        for number, letters in enumerate(self._letters):
            for one in letters:
                if one in folded:
                    if number not in self._compiled:
                        self._compiled[number] = re.compile(self.patterns[number], re.I)
                    yield self._compiled[number]
                    break


def any_of(patterns: Iterable[str]) -> Phrases:
    """One expression that matches where any of them does, without case."""
    return Phrases(tuple(patterns))


@lru_cache(maxsize=8)
def _folded(text: str) -> str:
    return fold(text)
