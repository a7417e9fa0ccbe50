"""Sentences of a short note, as far as they say something."""

import re

from outreach.replies.phrases import any_of, sections

# "Ihre Nachricht vom 24. November": the full stop after a number ends no sentence.
_END = re.compile(r"(?<=[^\d][.!?।])\s+|(?<=[。！？])|\n")
# What stands behind a colon is told in its own right: "I am away, so briefly: yes." A contact is not.
_TOLD = re.compile(r"[:：]\s*([^:：@\d/]+)$")
_RELAYS = any_of(sections("automatic")["relays"])
_STOPS = re.compile(r"[.!?।。！？]$")
_LETTER = re.compile(r"[^\W\d_]")
_WIDE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_SHORT, _CLOSED, _CLAUSE = 26, 14, 13
"""Letters: a line of no more is a greeting, a name or a date, unless it ends with a full stop."""


def sentences(text: str) -> list[str]:
    """Those of more than a few letters, each on one line. A letter of a script without blanks counts for two."""
    pieces = [" ".join(piece.split()) for piece in _END.split(text)]
    told = [match[1] for match in map(_TOLD.search, pieces) if match and letters_in(match[1]) > _CLAUSE]
    relayed = [clause for piece in pieces for clause in _RELAYS.split(piece)[1:] if letters_in(clause)]
    return [piece for piece in pieces if _says_something(piece)] + told + relayed


def _says_something(piece: str) -> bool:
    return letters_in(piece) > (_CLOSED if _STOPS.search(piece) else _SHORT)


def letters_in(piece: str) -> int:
    """Those of a script without blanks count for two."""
    return len(_LETTER.findall(piece)) + len(_WIDE.findall(piece))
