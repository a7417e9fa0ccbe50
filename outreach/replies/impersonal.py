"""In whose voice a note speaks: a program's, an unattended mailbox's, an office's, or one person's."""

from dataclasses import dataclass

from outreach.replies.phrases import Phrases, any_of, sections
from outreach.replies.sentences import sentences

_TABLE, _WISHES = sections("automatic"), sections("suggest")
_AUTOMATED = any_of(_TABLE["automated"])
_NOT_MEANT = any_of(_TABLE["denials"] + _TABLE["mentions"])
_NO_ANSWER, _CLOSED = any_of(_TABLE["no answer wanted"]), any_of(_TABLE["closed"])
_LEFT, _FIRST_PERSON = any_of(_TABLE["left"]), any_of(_TABLE["first person"])
_ELSEWHERE = any_of(_WISHES["forms"] + _WISHES["elsewhere"])
_POLITE, _MEANWHILE = any_of(_TABLE["polite"]), any_of(_TABLE["meanwhile"])
_SIGNED = any_of(_TABLE["signed"])
_RECEIVED, _ASKS = any_of(_TABLE["received"]), any_of(_TABLE["asks"])
_NOTE = (_CLOSED, _LEFT, _ELSEWHERE, _NO_ANSWER, _POLITE, _MEANWHILE, _AUTOMATED)
_LONGEST_NOTE = 700


@dataclass(frozen=True, slots=True)
class Voice:
    """How a text without its quotation speaks.

    `is_only_note`: it tells of a closed mailbox, where to turn instead, and nothing else; `is_only_receipt`: of
    what becomes of a letter that was received. `is_personal`: one person speaks, or has signed.
    """

    is_automated: bool
    wants_no_answer: bool
    is_closed: bool
    is_only_note: bool
    is_only_receipt: bool
    is_personal: bool


def find_voice(text: str) -> Voice:
    """`text`: the note's own words, on one line each sentence or not."""
    is_closed = bool(_CLOSED.search(text))
    return Voice(
        is_automated=bool(_AUTOMATED.search(_NOT_MEANT.sub(" ", text))),
        wants_no_answer=bool(_NO_ANSWER.search(text)),
        is_closed=is_closed,
        is_only_note=is_closed and _says_only(text, _NOTE),
        is_only_receipt=bool(_RECEIVED.search(text[:3_000])) and _says_only(text, (*_NOTE, _RECEIVED)),
        is_personal=bool(_FIRST_PERSON.search(text) or _SIGNED.search(text)),
    )


def _says_only(text: str, kinds: tuple[Phrases, ...]) -> bool:
    if len(text) > _LONGEST_NOTE or _ASKS.search(text):
        return False
    return all(any(pattern.search(sentence) for pattern in kinds) for sentence in sentences(text))
