"""Whether a program answered, and how: by header (RFC 3834 §5 and what products really send) and by phrase."""

import re
from dataclasses import dataclass

from outreach.replies.absence import is_only_absence, says_away, says_meanwhile
from outreach.replies.addresses import first_address, is_machine
from outreach.replies.automatic_headers import HEADERS, QUIET, QUIET_MOST
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
_YOUR_LETTER = any_of(_TABLE["your letter subjects"])
_RECEIVED = any_of(_TABLE["received"])
_ASKS = any_of(_TABLE["asks"])
# "Automatic reply: A petition": what products put before the subject of the mail that they answer.
_PREFIX = re.compile(r"^([^:：]{2,40})[:：]")
_HEADERS = tuple((name, re.compile(pattern, re.I), weight) for name, pattern, weight in HEADERS)


@dataclass(frozen=True, slots=True)
class Signs:
    """The evidence by source: weights of headers, of a subject of absence and one of receipt, and the words.

    `is_fresh`: the subject is not that of a reply, as people's mostly is.
    """

    headers: int
    subject: int
    receipt: int
    is_fresh: bool
    received: int
    voice: Voice


def find_kind(part: Part, subject: str, text: str, *, has_number: bool, is_quoting: bool) -> ReplyKind | None:
    """AUTO_REPLY or ACKNOWLEDGEMENT when a program answered, None for a person. `text`: without the quotation."""
    if re.match(r"\s*no\b", part.get("auto-submitted"), re.I) and not _SUBJECT.search(subject):
        return None
    signs = _signs(part, subject, text)
    if not _is_machine(signs, text, has_number=has_number, is_quoting=is_quoting):
        return None
    receipt = signs.received + (2 if _RECEIPT.search(subject) else 0) + (1 if has_number else 0)
    if says_away(text) and not (receipt >= 4 and signs.subject < CERTAIN):
        return ReplyKind.AUTO_REPLY
    return ReplyKind.ACKNOWLEDGEMENT if receipt >= (3 if signs.voice.is_closed else 1) else ReplyKind.AUTO_REPLY


def header_weight(part: Part) -> int:
    """How strongly the headers alone say that no person wrote."""
    weight = sum(points for name, pattern, points in _HEADERS if _matches(part, name, pattern))
    quiet = sum(_matches(part, name, pattern) for name, pattern in QUIET)
    sender = first_address(part.get("from"))
    return weight + min(quiet, QUIET_MOST) + (2 if sender and is_machine(sender) else 0)


def _matches(part: Part, name: str, pattern: re.Pattern[str]) -> bool:
    return any(pattern.search(value) for value in part.all(name))


def _signs(part: Part, subject: str, text: str) -> Signs:
    subject, flat = subject[:300], " ".join(text[:6_000].split())
    is_answer = bool(_REPLIED.match(subject))
    receipt = 2 if _RECEIPT.search(subject) else 1 if _YOUR_LETTER.search(subject) else 0
    return Signs(
        headers=header_weight(part),
        subject=0 if is_answer else _subject_weight(subject),
        receipt=0 if is_answer else receipt,
        is_fresh=not is_answer,
        received=len({match[0].lower()[:12] for match in _RECEIVED.finditer(flat[:3_000])}),
        voice=find_voice(flat),
    )


def _subject_weight(subject: str) -> int:
    """What a product puts there is certain; other words of absence can be a person's who says when to meet."""
    prefix = _PREFIX.match(subject)
    if _NAMED.search(subject) or (prefix and _SUBJECT.search(prefix[1])):
        return CERTAIN
    return CERTAIN - 1 if _SUBJECT.search(subject) else 0


def _is_machine(signs: Signs, text: str, *, has_number: bool, is_quoting: bool) -> bool:
    voice, is_only_away = signs.voice, is_only_absence(text)
    if signs.headers >= CERTAIN or signs.subject >= CERTAIN or (is_only_away and says_meanwhile(text)):
        return True
    if voice.is_only_note and (signs.is_fresh or not is_quoting):
        return True
    points = signs.headers + signs.subject + (_automated_points(len(text)) if voice.is_automated else 0)
    points += 2 if is_only_away else 1 if signs.subject and says_away(text) else 0
    points -= 2 if _ASKS.search(text) else 0
    if len(text) < _LONG_ANSWER:
        points += (1 if voice.is_personal else 2) if voice.wants_no_answer or voice.is_closed else 0
        points += _receipt_points(signs, has_number=has_number) + (1 if voice.is_only_receipt else 0)
    is_told = voice.is_automated or voice.wants_no_answer or voice.is_closed or signs.headers >= 2
    is_receipt = voice.is_only_receipt and (signs.is_fresh or not is_quoting)
    is_office = not voice.is_personal and (is_receipt or (signs.receipt > 0 and not is_quoting))
    return points >= CERTAIN and (is_told or signs.subject > 0 or is_office)


def _receipt_points(signs: Signs, *, has_number: bool) -> int:
    return min(signs.received, 3) + signs.receipt + (1 if has_number else 0) if signs.received else 0


def _automated_points(length: int) -> int:
    """A short note that calls itself automatic is; in a long text the words may be a footer or a quotation."""
    return CERTAIN if length < _SHORT_NOTE else 3 if length < _LONG_ANSWER * 2 else 0
