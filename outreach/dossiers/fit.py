"""Cut a text to what a form takes: whole sentences, the least important first, never a word. Pure.

A template marks how important what follows is, with `weight(n)`: 0 always stays, the highest number goes first.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from outreach.errors import Refused
from outreach.recipients.form_limits import FormLimits

_MARK = re.compile("\ue000([0-9])\ue001")
"""Of the private use area: no font and no text of ours has them."""
_SENTENCE = re.compile(r"(?<=[。！？।])|(?<=[^\W\d]{5}[.!?])\s+(?=[^\W\da-z])|(?<=[^\W\d]{5}[.!?][”»\"’)])\s+")
"""Where a sentence ends for certain: a full stop after a long word (that of `No. 13` or `Prof. Li` ends none)."""
MOST_BLANK = 2
"""Line breaks that may follow each other: one empty line."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A piece of text that stays or goes, with its weight and what parts it from the next."""

    weight: int
    text: str
    after: str


@dataclass(frozen=True, slots=True)
class Fitted:
    """A text within the limits, and what was left out of it, in the order of the whole."""

    text: str
    left_out: tuple[str, ...]


def weight(number: int) -> str:
    """The mark that a template sets before a piece of text; it is never printed."""
    return f"\ue000{number}\ue001"


def fit(texts: Sequence[str], *, between: str, limits: FormLimits | None) -> Fitted:
    """The marked texts, one a language, as one text that the form takes.

    Pieces go by weight over all languages, in each weight from the last language's last sentence on. Where not
    even what must stay fits, the last language goes, then the one before; the first stays.

    Raises:
        Refused: not even what must stay in the first language fits.
    """
    languages = [_units(text) for text in texts]
    left_out: list[str] = []
    while True:
        whole = _joined(languages, between)
        if limits is None or limits.fits(whole):
            return Fitted(whole, tuple(left_out))
        kept, gone = _cut(languages, between, limits)
        if kept is not None:
            return Fitted(_joined(kept, between), (*gone, *left_out))
        if len(languages) == 1:
            least = [unit for unit in languages[0] if unit.weight == 0]
            raise Refused(
                f"The form takes {limits.told}, and what must be said (who writes, the reference, how to answer) "
                f"needs more: {limits.use_of(_text(least))}."
            )
        left_out = [*(unit.text for unit in languages.pop() if unit.text), *left_out]


def _units(text: str) -> list[Unit]:
    """The pieces of a marked text; what stands before the first mark must stay."""
    pieces = _MARK.split(text)
    marked = [(0, pieces[0]), *((int(n), piece) for n, piece in zip(pieces[1::2], pieces[2::2], strict=True))]
    units = []
    for number, piece in marked:
        body = piece.rstrip()
        if body:
            units.append(Unit(number, body.lstrip("\n"), piece[len(body) :]))
        elif units:
            last = units[-1]
            units[-1] = Unit(last.weight, last.text, last.after + piece)
    return units


def _cut(
    languages: Sequence[list[Unit]], between: str, limits: FormLimits
) -> tuple[list[list[Unit]] | None, list[str]]:
    """What stays and what goes, or None where even the pieces that must stay are too much."""
    kept = [list(units) for units in languages]
    for weight_now in range(max(unit.weight for units in languages for unit in units), 0, -1):
        for units in reversed(kept):
            for place in reversed([n for n, unit in enumerate(units) if unit.weight == weight_now]):
                while units[place].text:
                    units[place] = _without_last_sentence(units[place])
                    if limits.fits(_joined(kept, between)):
                        return kept, _lost(languages, kept)
    return None, []


def _without_last_sentence(unit: Unit) -> Unit:
    ends = [match.end() for match in _SENTENCE.finditer(unit.text) if match.end() < len(unit.text)]
    return Unit(unit.weight, unit.text[: ends[-1] if ends else 0].rstrip(), unit.after)


def _lost(languages: Sequence[list[Unit]], kept: Sequence[list[Unit]]) -> list[str]:
    """What each piece has lost, in the order of the whole."""
    pairs = [pair for whole, left in zip(languages, kept, strict=True) for pair in zip(whole, left, strict=True)]
    return [before.text[len(after.text) :].strip() for before, after in pairs if before != after]


def _joined(languages: Sequence[list[Unit]], between: str) -> str:
    return between.join(_text(units) for units in languages) + "\n"


def _text(units: Sequence[Unit]) -> str:
    """The pieces that are left, parted as the strongest break between them parted them."""
    text, after = "", ""
    for unit in units:
        if unit.text:
            text += (after if text else "") + unit.text
            after = unit.after
        elif unit.after.count("\n") > after.count("\n"):
            after = unit.after
    return re.sub(rf"\n{{{MOST_BLANK + 1},}}", "\n" * MOST_BLANK, text)
