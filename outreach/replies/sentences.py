"""Sentences of a short note, as far as they say something."""

import re

_END = re.compile(r"(?<=[.!?।])\s+|(?<=[。！？])|\n")
_LETTER = re.compile(r"[^\W\d_]")
_WIDE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_SHORT = 26
"""Letters; what has no more is a greeting, a name or a date."""


def sentences(text: str) -> list[str]:
    """Those of more than a few letters, each on one line. A letter of a script without blanks counts for two."""
    pieces = [" ".join(piece.split()) for piece in _END.split(text)]
    return [piece for piece in pieces if says_something(piece)]


def says_something(piece: str) -> bool:
    """Whether the piece is longer than a greeting, a name or a date."""
    return len(_LETTER.findall(piece)) + len(_WIDE.findall(piece)) > _SHORT
