"""Whether a program answered, and how: by header (RFC 3834 §5 and what products really send) and by phrase."""

import re
from dataclasses import dataclass

from outreach.replies.addresses import first_address, is_machine
from outreach.replies.automatic_headers import (
    GENERATED,
    GENERATED_BY_TICKETS,
    GENERATED_WEIGHT,
    HEADERS,
    QUIET,
    QUIET_MOST,
    TICKETS,
)
from outreach.replies.impersonal import Voice, find_voice
from outreach.replies.note_weights import LIMIT, weight_of
from outreach.replies.parse import Part
from outreach.replies.phrases import any_of, sections
from outreach.replies.status import ReplyKind
from outreach.replies.traits import traits_of_subject, traits_of_text

CERTAIN = 4
_LONGEST_NOTE = 3_500


_TABLE = sections("automatic")
_NAMED, _REPLIED = any_of(_TABLE["named absence"]), any_of(_TABLE["replies"])
_SUBJECT, _RECEIPT = any_of(_TABLE["subjects"]), any_of(_TABLE["receipt subjects"])
_YOUR_LETTER, _RECEIVED = any_of(_TABLE["your letter subjects"]), any_of(_TABLE["received"])
_TICKET = any_of(_TABLE["ticket subjects"])
# "Automatic reply: A petition": what products put before the subject of the mail that they answer.
_PREFIX = re.compile(r"^([^:：]{2,40})[:：]")
_HEADERS = tuple((name, re.compile(pattern, re.I), weight) for name, pattern, weight in HEADERS)


@dataclass(frozen=True, slots=True)
class Signs:
    """The evidence by source: weights of headers, of a subject of absence and one of receipt, and the words.

    `is_fresh`: the subject is not that of a reply; `is_quoting`: an earlier mail stands below.
    """

    headers: int
    subject: int
    receipt: int
    is_fresh: bool
    is_quoting: bool
    received: int
    has_number: bool
    is_ticket_opened: bool
    voice: Voice


@dataclass(frozen=True, slots=True)
class Judged:
    """`kind`: of a program's note, or None for a person. `if_at_once`: if a person had no time to write it."""

    kind: ReplyKind | None = None
    if_at_once: ReplyKind | None = None


def judge_note(part: Part, subject: str, text: str, *, has_number: bool, is_quoting: bool) -> Judged:
    """Whether a program answered, with an AUTO_REPLY or an ACKNOWLEDGEMENT. `text`: without the quotation."""
    if re.match(r"\s*no\b", part.get("auto-submitted"), re.I) and not _SUBJECT.search(subject):
        return Judged()
    signs = find_signs(part, subject, text, has_number=has_number, is_quoting=is_quoting)
    if max(signs.headers, signs.subject) >= CERTAIN or signs.is_ticket_opened:
        return Judged(_kind(signs, subject))
    if len(text) >= _LONGEST_NOTE:
        return Judged()
    traits = traits_of(signs, text, subject)
    # Whoever signs an acknowledgement has seen the letter.
    is_by_hand = signs.voice.is_signed and not signs.voice.is_of_a_program
    if weight_of(traits) >= LIMIT and not is_by_hand:
        return Judged(_kind(signs, subject))
    is_of_a_person = traits["asks"] or traits["tells_decision"] or traits["of people"]
    return Judged(if_at_once=None if is_of_a_person else _kind(signs, subject))


def _kind(signs: Signs, subject: str) -> ReplyKind:
    receipt = signs.received + (2 if _RECEIPT.search(subject) else 0) + (1 if signs.has_number else 0)
    if signs.voice.is_away and not (receipt >= 4 and signs.subject < CERTAIN):
        return ReplyKind.AUTO_REPLY
    return ReplyKind.ACKNOWLEDGEMENT if receipt >= (3 if signs.voice.is_closed else 1) else ReplyKind.AUTO_REPLY


def header_weight(part: Part) -> int:
    """How strongly the headers alone say that no person wrote."""
    weight = sum(points for name, pattern, points in _HEADERS if _matches(part, name, pattern))
    quiet = sum(_matches(part, name, pattern) for name, pattern in QUIET)
    if _matches(part, "auto-submitted", GENERATED):
        is_ticket = any(_matches(part, name, pattern) for name, pattern in TICKETS)
        weight += GENERATED_BY_TICKETS if is_ticket else GENERATED_WEIGHT
    sender = first_address(part.get("from"))
    return weight + min(quiet, QUIET_MOST) + (2 if sender and is_machine(sender) else 0)


def _is_generated(part: Part) -> bool:
    """As ticket systems call all that they send; the words of people in them stand under the letter's subject."""
    return _matches(part, "auto-submitted", GENERATED) or any(_matches(part, *one) for one in QUIET)


def _matches(part: Part, name: str, pattern: re.Pattern[str]) -> bool:
    return any(pattern.search(value) for value in part.all(name))


def find_signs(part: Part, subject: str, text: str, *, has_number: bool, is_quoting: bool) -> Signs:
    """All that tells who wrote."""
    subject, flat = subject[:300], " ".join(text[:6_000].split())
    is_answer = bool(_REPLIED.match(subject))
    receipt = 2 if _RECEIPT.search(subject) else 1 if _YOUR_LETTER.search(subject) else 0
    return Signs(
        headers=header_weight(part),
        subject=0 if is_answer else _subject_weight(subject),
        receipt=0 if is_answer else receipt,
        is_fresh=not is_answer,
        is_quoting=is_quoting,
        received=len({match[0].lower()[:12] for match in _RECEIVED.finditer(flat[:3_000])}),
        has_number=has_number,
        is_ticket_opened=bool(_TICKET.search(subject)) and _is_generated(part),
        voice=find_voice(text[:6_000]),
    )


def _subject_weight(subject: str) -> int:
    """What a product puts there is certain; other words of absence can be a person's who says when to meet."""
    prefix = _PREFIX.match(subject)
    if _NAMED.search(subject) or (prefix and _SUBJECT.search(prefix[1])):
        return CERTAIN
    return CERTAIN - 1 if _SUBJECT.search(subject) else 0


def traits_of(signs: Signs, text: str, subject: str) -> dict[str, float]:
    """What `note_weights.py` weighs, by name."""
    is_fresh = float(signs.is_fresh)
    of_text = traits_of_text(text, signs.voice)
    stands_alone = float(signs.is_fresh or not signs.is_quoting)
    return {
        **of_text,
        "only a note, alone": stands_alone * of_text["is_only_note"],
        "only a receipt, alone": stands_alone * of_text["is_only_receipt"],
        "only an absence, alone": stands_alone * of_text["is_only_absence"],
        "receipt, no person": float(signs.received > 0)
        * (1 - of_text["is_personal"])
        * float(not signs.is_quoting),
        **(traits_of_subject(subject[:300]) if signs.is_fresh else {}),
        "fresh subject": is_fresh,
        "quoting": float(signs.is_quoting),
        "subject of absence": float(signs.subject > 0),
        "subject of receipt": float(signs.receipt > 1),
        "received, in phrases": float(min(signs.received, 3)),
        "number": float(signs.has_number),
        "headers": float(min(signs.headers, CERTAIN)),
    }
