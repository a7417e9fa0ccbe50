"""Whether a program answered, and how: by header (RFC 3834 §5 and what products really send) and by phrase."""

import re
from dataclasses import dataclass

from outreach.replies.absence import is_only_absence, says_meanwhile
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
from outreach.replies.parse import Part
from outreach.replies.phrases import any_of, sections
from outreach.replies.status import ReplyKind

CERTAIN = 4
_LONG_ANSWER = 1_800
_SHORT_NOTE = 700


_TABLE = sections("automatic")
_NAMED, _REPLIED = any_of(_TABLE["named absence"]), any_of(_TABLE["replies"])
_SUBJECT, _RECEIPT = any_of(_TABLE["subjects"]), any_of(_TABLE["receipt subjects"])
_YOUR_LETTER, _RECEIVED = any_of(_TABLE["your letter subjects"]), any_of(_TABLE["received"])
_ASKS = any_of(_TABLE["asks"])
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
    voice: Voice

    @property
    def stands_alone(self) -> bool:
        """Not an answer in form, as people's mostly are: a subject of its own, or nothing quoted."""
        return self.is_fresh or not self.is_quoting


def find_kind(part: Part, subject: str, text: str, *, has_number: bool, is_quoting: bool) -> ReplyKind | None:
    """AUTO_REPLY or ACKNOWLEDGEMENT when a program answered, None for a person. `text`: without the quotation."""
    if re.match(r"\s*no\b", part.get("auto-submitted"), re.I) and not _SUBJECT.search(subject):
        return None
    signs = _signs(part, subject, text, is_quoting=is_quoting)
    if not _is_machine(signs, text, has_number=has_number):
        return None
    receipt = signs.received + (2 if _RECEIPT.search(subject) else 0) + (1 if has_number else 0)
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


def _matches(part: Part, name: str, pattern: re.Pattern[str]) -> bool:
    return any(pattern.search(value) for value in part.all(name))


def _signs(part: Part, subject: str, text: str, *, is_quoting: bool) -> Signs:
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
        voice=find_voice(text[:6_000]),
    )


def _subject_weight(subject: str) -> int:
    """What a product puts there is certain; other words of absence can be a person's who says when to meet."""
    prefix = _PREFIX.match(subject)
    if _NAMED.search(subject) or (prefix and _SUBJECT.search(prefix[1])):
        return CERTAIN
    return CERTAIN - 1 if _SUBJECT.search(subject) else 0


def _is_machine(signs: Signs, text: str, *, has_number: bool) -> bool:
    voice, is_only_away = signs.voice, is_only_absence(text)
    if signs.headers >= CERTAIN or signs.subject >= CERTAIN or (signs.stands_alone and _says_only_a_note(signs)):
        return True
    if signs.stands_alone and is_only_away and says_meanwhile(text):
        return True
    points = signs.headers + signs.subject + (_automated_points(len(text)) if voice.is_automated else 0)
    points += 2 if is_only_away else 1 if signs.subject and voice.is_away else 0
    points -= 2 if _ASKS.search(text) or voice.tells_decision else 0
    points -= 1 if signs.is_quoting and signs.headers < 2 and not voice.is_only_receipt else 0
    if len(text) < _LONG_ANSWER:
        points += (1 if voice.is_personal else 2) if voice.wants_no_answer or voice.is_closed else 0
        points += _receipt_points(signs, has_number=has_number)
    is_told = voice.is_automated or voice.wants_no_answer or voice.is_closed or signs.headers >= 2
    return points >= CERTAIN and (is_told or signs.subject > 0 or _is_office(signs, has_number=has_number))


def _says_only_a_note(signs: Signs) -> bool:
    """Each sentence is a note's: of a closed mailbox, of one who left it, or of an absence."""
    voice = signs.voice
    if not voice.is_only_note:
        return False
    is_absence = voice.is_away and (signs.subject > 0 or not voice.is_personal)
    return voice.is_closed or (voice.has_left and (signs.is_fresh or voice.is_unread)) or is_absence


def _is_office(signs: Signs, *, has_number: bool) -> bool:
    """No person speaks, and the note is of a letter's receipt: by its subject, or by all that it says."""
    if signs.voice.is_personal or signs.voice.tells_decision:
        return False
    if signs.voice.is_only_receipt and signs.stands_alone:
        return True
    return signs.receipt > 0 and not signs.is_quoting and (has_number or signs.received > 1)


def _receipt_points(signs: Signs, *, has_number: bool) -> int:
    if not signs.received or (signs.is_quoting and signs.voice.is_personal):
        return 0
    is_only = signs.voice.is_only_receipt
    return min(signs.received, 3) + signs.receipt + (1 if has_number else 0) + (1 if is_only else 0)


def _automated_points(length: int) -> int:
    """A short note that calls itself automatic is; in a long text the words may be a footer or a quotation."""
    return CERTAIN if length < _SHORT_NOTE else 3 if length < _LONG_ANSWER * 2 else 0
