"""In whose voice a note speaks: a program's, an unattended mailbox's, an office's, or one person's."""

from dataclasses import dataclass

from outreach.replies.absence import says_away
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
_NOTE = (any_of(_TABLE["away"]), _CLOSED, _LEFT, _ELSEWHERE, _NO_ANSWER, _POLITE, _MEANWHILE, _AUTOMATED)
_DECISIONS = any_of(_TABLE["decisions"])
_LONGEST_NOTE = 700


@dataclass(frozen=True, slots=True)
class Voice:
    """How a text without its quotation speaks.

    `is_unread`: it says what becomes of mail that comes meanwhile; `has_left`: somebody holds the office no more.
    `is_only_note`: it tells of an absence or a closed mailbox, where to turn instead, and nothing else;
    `is_only_receipt`: of what becomes of a letter that was received. `is_personal`: one person speaks, or signed.
    `tells_decision`: something was decided, or thought of the letter.
    """

    is_automated: bool
    wants_no_answer: bool
    is_closed: bool
    is_away: bool
    is_unread: bool
    has_left: bool
    is_only_note: bool
    is_only_receipt: bool
    is_personal: bool
    is_signed: bool
    tells_decision: bool

    @property
    def is_of_a_program(self) -> bool:
        """What programs say in a person's name: of an absence, a new post, or a mailbox that is closed."""
        return self.is_away or self.has_left or self.is_closed or self.is_automated


def find_voice(text: str) -> Voice:
    """`text`: the note's own words, in lines."""
    flat = " ".join(text.split())
    is_closed, is_away, has_left = bool(_CLOSED.search(flat)), says_away(text), bool(_LEFT.search(flat))
    is_signed = bool(_SIGNED.search(flat))
    is_receipt = bool(_RECEIVED.search(flat[:3_000]))
    return Voice(
        is_automated=bool(_AUTOMATED.search(_NOT_MEANT.sub(" ", flat))),
        wants_no_answer=bool(_NO_ANSWER.search(flat)),
        is_closed=is_closed,
        is_away=is_away,
        is_unread=bool(_MEANWHILE.search(flat)),
        has_left=has_left,
        is_only_note=(is_closed or is_away or has_left) and _says_only(text, _NOTE),
        is_only_receipt=is_receipt and _says_only(text, (*_NOTE, _RECEIVED)),
        tells_decision=bool(_DECISIONS.search(flat)),
        is_personal=is_signed or bool(_FIRST_PERSON.search(flat)),
        is_signed=is_signed,
    )


def _says_only(text: str, kinds: tuple[Phrases, ...]) -> bool:
    if len(text) > _LONGEST_NOTE or _ASKS.search(text):
        return False
    return all(any(kind.search(sentence) for kind in kinds) for sentence in sentences(text))
