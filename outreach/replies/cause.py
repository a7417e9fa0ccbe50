"""Why one recipient failed, and whether the address is truly gone: decided from words first, then codes."""

import re
from dataclasses import dataclass

from outreach.replies.cause_codes import CODES, REPLIES
from outreach.replies.finding import Action, Cause
from outreach.replies.phrases import any_of, sections
from outreach.replies.stage import Stage, find_stage

_PHRASES = tuple((title, any_of(patterns)) for title, patterns in sections("cause").items())
_GONE = frozenset({"certainly dead", "dead"})
_CERTAIN_CODES = frozenset({"1.1", "1.2", "1.6", "1.10"})
_CERTAIN_REPLIES = frozenset({"521", "556"})
"""The host, or its domain in DNS, takes no mail at all (RFC 7504)."""
# RFC 3463 subjects under which an address can be gone; the others tell of a mailbox that is there, of the way, the
# content or the rules, and contradict words such as "user unknown".
_GONE_SUBJECTS = ("0.", "1.", "5.")
# Codes of the sender's address, and of a mailbox that is there but closed: words cannot make them mean another.
_STRONG_CODES = ("1.7", "1.8", "2.1")
_ENHANCED = re.compile(r"(?<![\d.])([245])\.(\d{1,3})\.(\d{1,3})(?![\d.]*\d)")
_REPLY = re.compile(r"(?<![\d.@-])([45][0-5]\d)(?=[ \-:,#(]|$)")
_NO_WORDS = re.compile(r"(?:https?://|www\.)\S+|\[[\d.:a-f]{3,45}\]", re.I)
_ADDRESS = re.compile(r"<[^<>\s@]{1,100}@[^<>\s]{1,200}>|\S{1,100}@\S{1,200}")


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the report of one recipient amounts to."""

    status: str | None
    cause: Cause
    retire: bool


def judge(report: str, *, status: str | None, action: Action, context: str = "", address: str = "") -> Verdict:
    """Weigh the report's words and codes.

    `status` is the DSN's own Status field, if it has one; `context` is the rest of the notification; `address` the
    recipient's.
    """
    if action in (Action.DELIVERED, Action.RELAYED, Action.EXPANDED):
        return Verdict(status, Cause.OTHER, False)
    told = _NO_WORDS.sub(" ", report[:4_000])
    if address:
        # "<somebody@…> does not exist": the address stands for a noun, which the tables know.
        told = re.sub(rf"(?:\S*(?:rfc822|smtp|mailto)[;:]\s*)?{re.escape(address)}", " address ", told, flags=re.I)
    words = " ".join(_ADDRESS.sub(" ", told).split()).lower()
    best = _better(status, find_status(report))
    said = next((title for title, pattern in _PHRASES if pattern.search(words)), "")
    stage, reply = find_stage(report, context), find_reply(report)
    cause = _weigh(said, _by_code(best), reply)
    if cause is not Cause.DEAD:
        return Verdict(best, cause, False)
    if (best or "").startswith("4."):
        return Verdict(best, Cause.NETWORK, False)
    detail = (best or "").partition(".")[2]
    if stage is Stage.CONTENT and not detail.startswith("1."):
        return Verdict(best, Cause.POLICY, False)
    if stage is not Stage.RECIPIENT and detail in _STRONG_CODES:
        return Verdict(best, _by_code(best) or Cause.OTHER, False)
    return Verdict(best, cause, action is Action.FAILED and _is_gone(said, detail, reply, stage))


def find_status(text: str) -> str | None:
    """The most telling enhanced code in the text: one that is not x.0.0, else the first."""
    found = [".".join(match.groups()) for match in _ENHANCED.finditer(text[:4_000])]
    return next((code for code in found if not code.endswith(".0.0")), found[0] if found else None)


def find_reply(text: str) -> str | None:
    """The first SMTP failure code in the text."""
    match = _REPLY.search(text[:4_000])
    return match[1] if match else None


def _weigh(said: str, by_code: Cause | None, reply: str | None) -> Cause:
    """Words before codes, except that a clear code outweighs words about the way there."""
    by_words = Cause(said.split()[-1]) if said else None
    by_reply = REPLIES.get(reply or "")
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


def _is_gone(said: str, detail: str, reply: str | None, stage: Stage) -> bool:
    """Gone needs words that say so and something that agrees with them, or a code that can mean nothing else.

    What agrees: a code of the recipient's address; that the server said so to RCPT; or that no other server spoke,
    so that the reporting one knows it of itself or of DNS. A bare 5.x.x or 550 is never enough.
    """
    if reply in _CERTAIN_REPLIES and detail in ("", "3.2"):
        return said.endswith("dead")
    if said not in _GONE:
        return not said and detail in _CERTAIN_CODES
    if stage is Stage.RECIPIENT or detail.startswith("1.") or _by_code(f"5.{detail}") is Cause.DEAD:
        return True
    return reply is None and (not detail or detail.startswith(_GONE_SUBJECTS))
