"""Why one recipient failed, and whether the address is truly gone: decided from words first, then codes."""

import re
from dataclasses import dataclass

from outreach.replies.cause_codes import CODES, REPLIES
from outreach.replies.finding import Action, Cause
from outreach.replies.phrases import any_of, sections

_PHRASES = tuple((title, any_of(patterns)) for title, patterns in sections("cause").items())
_GONE = frozenset({"certainly dead", "dead"})
_CERTAIN_CODES = frozenset({"1.1", "1.2", "1.6", "1.10"})
# RFC 3463 subjects under which an address can be gone; the others tell of a mailbox that is there, of the way, the
# content or the rules, and contradict words such as "user unknown".
_GONE_SUBJECTS = ("0.", "1.", "5.")
_ENHANCED = re.compile(r"(?<![\d.])([245])\.(\d{1,3})\.(\d{1,3})(?![\d.]*\d)")
_REPLY = re.compile(r"(?<![\d.@-])([45][0-5]\d)(?=[ \-:,#(]|$)")
_NO_WORDS = re.compile(
    r"(?:https?://|www\.)\S+|\[[\d.:a-f]{3,45}\]|<[^<>\s@]{1,100}@[^<>\s]{1,200}>|\S{1,100}@\S{1,200}", re.I
)
# A server that took the recipient and says "unknown" only after the content means its filter, not the address,
# unless its code says so as well.
_AFTER_CONTENT = re.compile(r"(?:after|to|at|in) (?:the )?end of (?:the )?data\b|>>> data\s*\n\s*<<< 5", re.I)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the report of one recipient amounts to."""

    status: str | None
    cause: Cause
    retire: bool


def judge(report: str, *, status: str | None, action: Action, context: str = "") -> Verdict:
    """Weigh the report's words and codes.

    `status` is the DSN's own Status field, if it has one; `context` is the rest of the notification.
    """
    if action in (Action.DELIVERED, Action.RELAYED, Action.EXPANDED):
        return Verdict(status, Cause.OTHER, False)
    words = " ".join(_NO_WORDS.sub(" ", report[:4_000]).split()).lower()
    best = _better(status, find_status(report))
    said = next((title for title, pattern in _PHRASES if pattern.search(words)), "")
    cause = _weigh(said, _by_code(best), report)
    is_late = bool(_AFTER_CONTENT.search(f"{report[:4_000]}\n{context[:4_000]}"))
    if cause is Cause.DEAD and is_late and ".1." not in (best or ""):
        return Verdict(best, Cause.POLICY, False)
    if cause is Cause.DEAD and (best or "").startswith("4."):
        return Verdict(best, Cause.NETWORK, False)
    return Verdict(best, cause, cause is Cause.DEAD and action is Action.FAILED and _is_gone(said, best))


def find_status(text: str) -> str | None:
    """The most telling enhanced code in the text: one that is not x.0.0, else the first."""
    found = [".".join(match.groups()) for match in _ENHANCED.finditer(text[:4_000])]
    return next((code for code in found if not code.endswith(".0.0")), found[0] if found else None)


def find_reply(text: str) -> str | None:
    """The first SMTP failure code in the text."""
    match = _REPLY.search(text[:4_000])
    return match[1] if match else None


def _weigh(said: str, by_code: Cause | None, report: str) -> Cause:
    """Words before codes, except that a clear code outweighs words about the way there."""
    by_words = Cause(said.split()[-1]) if said else None
    by_reply = REPLIES.get(find_reply(report) or "")
    for clear in (by_code, by_reply):
        if clear in (Cause.DEAD, Cause.FULL, Cause.SIZE) and by_words in (Cause.NETWORK, Cause.OTHER):
            return clear
    return by_words or by_code or by_reply or Cause.OTHER


def _better(status: str | None, told: str | None) -> str | None:
    if status is None or (told is not None and status.endswith(".0.0")):
        return told or status
    return status


def _by_code(status: str | None) -> Cause | None:
    detail = (status or "").partition(".")[2]
    for code, cause in CODES:
        if detail == code or (code.endswith(".") and detail.startswith(code)):
            return cause
    return None


def _is_gone(said: str, status: str | None) -> bool:
    """Gone needs words that say so and no code against them, or a code that can mean nothing else.

    A bare 5.x.x is never enough.
    """
    detail = (status or "").partition(".")[2]
    if said in _GONE:
        return not detail or detail.startswith(_GONE_SUBJECTS) or _by_code(status) is Cause.DEAD
    return not said and detail in _CERTAIN_CODES
