"""What changed between two texts, word by word, and between two pictures of a page (PNG). Pure."""

import difflib
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass

from PIL import Image, ImageChops, ImageFilter

CONTEXT = 15
"""Words that are shown around a change."""
VISIBLE = 40
"""How far two grey values (0 to 255) differ before it is a change and no rounding."""
AMBER = (255, 200, 60)
_WORDS = re.compile(r"\s*\S+|\s+")


@dataclass(frozen=True, slots=True)
class Change:
    """A run of words: `same`, `gone` or `new`; `cut` is the number of words left out of a long run of the same."""

    kind: str
    text: str
    cut: int = 0


def text_changes(before: str, after: str) -> list[Change]:
    """The runs of words of both texts in order; nothing when they are equal."""
    if before == after:
        return []
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    steps = difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    return [
        change
        for number, (step, start, end, new_start, new_end) in enumerate(steps)
        for change in _step(step, old[start:end], new[new_start:new_end], number == 0, number == len(steps) - 1)
    ]


def _step(step: str, old: list[str], new: list[str], first: bool, last: bool) -> Iterator[Change]:
    if step == "equal":
        yield from _same(old, first, last)
        return
    if old:
        yield Change("gone", "".join(old))
    if new:
        yield Change("new", "".join(new))


def _same(words: list[str], first: bool, last: bool) -> Iterator[Change]:
    head, tail = 0 if first else CONTEXT, 0 if last else CONTEXT
    cut = len(words) - head - tail
    if cut <= CONTEXT:
        yield Change("same", "".join(words))
        return
    yield Change("same", "".join(words[:head]), cut)
    yield Change("same", "".join(words[len(words) - tail :]))


def picture_changes(before: bytes | None, after: bytes) -> bytes | None:
    """The later picture (PNG) with what differs marked in amber; None when nothing does.

    Without an earlier picture the page is new, and is marked whole.
    """
    new = Image.open(io.BytesIO(after)).convert("RGB")
    old = new if before is None else Image.open(io.BytesIO(before)).convert("RGB")
    if before is None:
        mask = Image.new("L", new.size, 255)
    else:
        padded = Image.new("RGB", new.size, "white")
        padded.paste(old)
        difference = ImageChops.difference(new.convert("L"), padded.convert("L"))
        mask = difference.point([255 if value > VISIBLE else 0 for value in range(256)])
    if mask.getbbox() is None:
        return None
    marked = Image.composite(ImageChops.multiply(new, Image.new("RGB", new.size, AMBER)), new, _wide(mask))
    out = io.BytesIO()
    marked.save(out, "PNG")
    return out.getvalue()


def _wide(mask: Image.Image) -> Image.Image:
    return mask.filter(ImageFilter.MaxFilter(9))
