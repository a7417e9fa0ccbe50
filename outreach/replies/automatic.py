"""Whether a program answered, and how: by header (RFC 3834 §5 and what products really send) and by phrase."""

import re
from dataclasses import dataclass

from outreach.replies.absence import is_only_absence, says_away, says_meanwhile
from outreach.replies.addresses import first_address, is_machine
from outreach.replies.automatic_headers import HEADERS
from outreach.replies.parse import Part
from outreach.replies.phrases import any_of, sections
from outreach.replies.status import ReplyKind

CERTAIN = 4
_LONG_ANSWER = 1_800
_SHORT_NOTE = 700


_TABLE = sections("automatic")
_SUBJECT, _RECEIPT = any_of(_TABLE["subjects"]), any_of(_TABLE["receipt subjects"])
_RECEIVED = any_of(_TABLE["received"])
_AUTOMATED, _DENIED = any_of(_TABLE["automated"]), any_of(_TABLE["denials"])
_NO_ANSWER = any_of(_TABLE["no answer wanted"])
_ASKS = re.compile(r"[?？؟]")
_HEADERS = tuple((name, re.compile(pattern, re.I), weight) for name, pattern, weight in HEADERS)


@dataclass(frozen=True, slots=True)
class Signs:
    """The evidence, by source: weights of headers and words. `score` decides; the parts explain."""

    headers: int
    subject: int
    says_automated: bool
    wants_no_answer: bool
    says_away: bool
    says_received: int

    @property
    def score(self) -> int:
        return self.headers + self.subject


def find_kind(part: Part, subject: str, text: str, *, has_number: bool) -> ReplyKind | None:
    """AUTO_REPLY or ACKNOWLEDGEMENT when a program answered, None for a person. `text`: without the quotation."""
    if re.match(r"\s*no\b", part.get("auto-submitted"), re.I) and not _SUBJECT.search(subject):
        return None
    signs = _signs(part, subject, text)
    if not _is_machine(signs, text, has_number=has_number):
        return None
    receipt = signs.says_received + (2 if _RECEIPT.search(subject) else 0) + (1 if has_number else 0)
    if signs.says_away and not (receipt >= 4 and signs.subject < CERTAIN):
        return ReplyKind.AUTO_REPLY
    return ReplyKind.ACKNOWLEDGEMENT if receipt >= 1 else ReplyKind.AUTO_REPLY


def header_weight(part: Part) -> int:
    """How strongly the headers alone say that no person wrote."""
    weight = sum(points for name, pattern, points in _HEADERS if _matches(part, name, pattern))
    sender = first_address(part.get("from"))
    return weight + (2 if sender and is_machine(sender) else 0)


def _matches(part: Part, name: str, pattern: re.Pattern[str]) -> bool:
    return any(pattern.search(value) for value in part.all(name))


def _signs(part: Part, subject: str, text: str) -> Signs:
    flat = " ".join(text[:6_000].split())
    return Signs(
        headers=header_weight(part),
        subject=CERTAIN if _SUBJECT.search(subject[:300]) else 0,
        says_automated=bool(_AUTOMATED.search(_DENIED.sub(" ", flat))),
        wants_no_answer=bool(_NO_ANSWER.search(flat)),
        says_away=says_away(text),
        says_received=len({match[0].lower()[:12] for match in _RECEIVED.finditer(flat[:3_000])}),
    )


def _is_machine(signs: Signs, text: str, *, has_number: bool) -> bool:
    length, is_only_away = len(text), is_only_absence(text)
    if signs.headers >= CERTAIN or signs.subject or (is_only_away and says_meanwhile(text)):
        return True
    points = signs.headers + (_automated_points(length) if signs.says_automated else 0)
    points += 2 if is_only_away else 0
    points += 2 if signs.wants_no_answer and length < _LONG_ANSWER else 0
    points += min(signs.says_received, 2) if length < _LONG_ANSWER else 0
    points += 1 if has_number and signs.says_received else 0
    points -= 2 if _ASKS.search(text) else 0
    return points >= CERTAIN and (signs.says_automated or signs.wants_no_answer or signs.headers >= 2)


def _automated_points(length: int) -> int:
    """A short note that calls itself automatic is; in a long text the words may be a footer or a quotation."""
    return CERTAIN if length < _SHORT_NOTE else 3 if length < _LONG_ANSWER * 2 else 0
