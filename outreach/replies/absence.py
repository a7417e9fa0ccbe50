"""Notes of absence, known by their words alone: many programs that send them say so in no header."""

import re

from outreach.replies.phrases import any_of, sections

_TABLE = sections("automatic")
_AWAY, _PAST = any_of(_TABLE["away"]), any_of(_TABLE["away in the past"])
_MEANWHILE, _POLITE = any_of(_TABLE["meanwhile"]), any_of(_TABLE["polite"])
_CONTRARY = any_of(_TABLE["contrary"])
_SENTENCE = re.compile(r"(?<=[.!?।])\s+|(?<=[。！？])|\n")
_LETTER = re.compile(r"[^\W\d_]")
_WIDE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_SHORT, _LONGEST_NOTE = 26, 700


def says_away(text: str) -> bool:
    """Whether the words are those of an absence that goes on."""
    flat = " ".join(text[:1_500].split())
    return bool(_AWAY.search(flat)) and not _PAST.search(flat)


def says_meanwhile(text: str) -> bool:
    """Whether it says what becomes of mail meanwhile, or where to turn in a hurry."""
    return bool(_MEANWHILE.search(text[:1_500]))


def is_only_absence(text: str) -> bool:
    """Whether all of a note tells of an absence and what to do meanwhile; nothing else, and nothing is asked.

    A person who is away and writes has something else to say: one sentence of it is enough not to be a machine.
    """
    if len(text) > _LONGEST_NOTE or "?" in text or "？" in text or not says_away(text):
        return False
    sentences = [" ".join(piece.split()) for piece in _SENTENCE.split(text)]
    said = [piece for piece in sentences if _size(piece) > _SHORT]
    # "… but I support this": what stands after such a word is told although its writer is away.
    said += [clause for piece in sentences for clause in _CONTRARY.split(piece)[1:]]
    return all(_is_of_absence(piece) for piece in said)


def _is_of_absence(sentence: str) -> bool:
    return any(pattern.search(sentence) for pattern in (_AWAY, _MEANWHILE, _POLITE))


def _size(sentence: str) -> int:
    """Letters, where one of a script without blanks counts for two."""
    return len(_LETTER.findall(sentence)) + len(_WIDE.findall(sentence))
