"""Why one recipient failed, and whether the address is truly gone: decided from words first, then codes."""

import re
from dataclasses import dataclass

from outreach.replies.cause_codes import CODES, REPLIES
from outreach.replies.finding import Action, Cause
from outreach.replies.phrases import any_of, sections

_PHRASES = tuple((Cause(title), any_of(patterns)) for title, patterns in sections("cause").items())
_ENHANCED = re.compile(r"(?<![\d.])([245])\.(\d{1,3})\.(\d{1,3})(?![\d.]*\d)")
_REPLY = re.compile(r"(?<![\d.@-])([45][0-5]\d)(?=[ \-:,#(]|$)")
_LINK = re.compile(
    r"(?:https?://|www\.)\S+|\[[\d.:a-f]{3,45}\]|<[^<>\s@]{1,100}@[^<>\s]{1,200}>|\S{1,100}@\S{1,200}", re.I
)
_CERTAIN = frozenset({"1.1", "1.2", "1.6", "1.10"})


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the report of one recipient amounts to."""

    status: str | None
    cause: Cause
    retire: bool


def judge(report: str, *, status: str | None, action: Action) -> Verdict:
    """Weigh the report's words and codes. `status` is the DSN's own Status field, if it has one."""
    if action in (Action.DELIVERED, Action.RELAYED, Action.EXPANDED):
        return Verdict(status, Cause.OTHER, False)
    words = " ".join(_LINK.sub(" ", report[:4_000]).split()).lower()
    told = find_status(report)
    best = _better(status, told)
    by_words = next((cause for cause, pattern in _PHRASES if pattern.search(words)), None)
    by_code = _by_code(best)
    cause = by_words or by_code or _by_reply(report) or Cause.OTHER
    if by_code in (Cause.DEAD, Cause.FULL, Cause.SIZE) and by_words in (Cause.NETWORK, Cause.OTHER):
        cause = by_code
    return Verdict(best, cause, _is_gone(cause, by_words, best, action))


def find_status(text: str) -> str | None:
    """The most telling enhanced code in the text: one that is not x.0.0, else the first."""
    found = [".".join(match.groups()) for match in _ENHANCED.finditer(text[:4_000])]
    return next((code for code in found if not code.endswith(".0.0")), found[0] if found else None)


def find_reply(text: str) -> str | None:
    """The first SMTP failure code in the text."""
    match = _REPLY.search(text[:4_000])
    return match[1] if match else None


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


def _by_reply(report: str) -> Cause | None:
    return REPLIES.get(find_reply(report) or "")


def _is_gone(cause: Cause, by_words: Cause | None, status: str | None, action: Action) -> bool:
    """Gone needs a final failure and words that say so; a code alone only where it can mean nothing else."""
    if cause is not Cause.DEAD or action is not Action.FAILED:
        return False
    if (status or "").startswith("4."):
        return False
    return by_words is Cause.DEAD or (status or "").partition(".")[2] in _CERTAIN
