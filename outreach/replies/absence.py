"""Notes of absence, known by their words alone: many programs that send them say so in no header."""

from outreach.replies.phrases import any_of, sections
from outreach.replies.sentences import sentences

_TABLE = sections("automatic")
_AWAY, _PAST = any_of(_TABLE["away"]), any_of(_TABLE["away in the past"])
_MEANWHILE, _POLITE = any_of(_TABLE["meanwhile"]), any_of(_TABLE["polite"])
_CONTRARY = any_of(_TABLE["contrary"])
_LONGEST_NOTE = 700


def says_away(text: str) -> bool:
    """Whether the words are those of an absence that goes on."""
    flat = " ".join(text[:1_500].split())
    return bool(_AWAY.search(flat)) and not _PAST.search(flat)


def is_only_absence(text: str) -> bool:
    """Whether all of a note tells of an absence and what to do meanwhile; nothing else, and nothing is asked.

    A person who is away and writes has something else to say: one sentence of it is enough not to be a machine.
    """
    if len(text) > _LONGEST_NOTE or "?" in text or "？" in text or not says_away(text):
        return False
    # "… but I support this": what stands after such a word is told although its writer is away.
    contrary = [clause for line in text.split("\n") for clause in _CONTRARY.split(line)[1:]]
    return all(_is_of_absence(piece) for piece in (*sentences(text), *contrary))


def _is_of_absence(sentence: str) -> bool:
    return any(pattern.search(sentence) for pattern in (_AWAY, _MEANWHILE, _POLITE))
