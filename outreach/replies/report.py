"""Reports of mail systems: bounces, delays, receipts, challenges, complaints. A gate keeps people out."""

import re
from collections.abc import Sequence
from dataclasses import replace

from outreach.replies.addresses import find_addresses, first_address, is_machine
from outreach.replies.automatic import CERTAIN, header_weight
from outreach.replies.cause import find_reply
from outreach.replies.dsn import Report, find_refusals, find_reports, own_parts
from outreach.replies.finding import Action
from outreach.replies.notice import (
    Letter,
    find_failed,
    has_report_prefix,
    is_challenge,
    is_daemon,
    is_mail_system,
    speaks_of_failure,
    subject_says_failure,
)
from outreach.replies.parse import Part
from outreach.replies.returned import Returned
from outreach.replies.status import ReplyKind

_NO_PATH = re.compile(r"[^<@]{0,60}<\s*>\s*|\s*")
_SYSTEM = re.compile(
    r"(?:mail(?:er)?|smtp|postfix|exim|\bm)[-_ ]?daemon|mail (?:delivery|system)|post[-_ ]?master", re.I
)
_NO_REPLY = re.compile(r"(?:do-?)?no-?t?-?reply", re.I)
_ANSWERS = re.compile(r"\s*(?:re|aw|sv|antw|r|rif|ref|回复|答复|回覆)\s*[:：]", re.I)
_FORWARDS = re.compile(r"\s*(?:fwd?|wg|tr|i|rv|转发|轉寄|전달)\s*[:：]", re.I)
_RECEIPTS = frozenset({"message/disposition-notification", "message/global-disposition-notification"})
_REPORT = re.compile(r"report-type\s*=\s*\"?\s*([\w-]+)", re.I)
# Certified mail in Italy (RFC 6109 §2.2) says in this header what its notice is.
_CERTIFIED_FAILURE = re.compile(r"\s*(?:preavviso-)?(?:errore-consegna|non-accettazione|rilevazione-virus)", re.I)
_OUR_HEADERS = ("to", "delivered-to", "x-original-to", "envelope-to", "cc", "x-envelope-to")


def find_report(
    part: Part, subject: str, *, text: str, notice: str, returned: Returned
) -> tuple[ReplyKind | None, Sequence[Report]]:
    """The kind and the recipients when a mail system wrote this about another mail; (None, ()) otherwise.

    `text` is the mail's whole text, `notice` what of it stands before the returned mail.
    """
    types = {p.content_type for p in own_parts(part)}
    match = _REPORT.search(part.get("content-type"))
    report = match[1].lower() if match else ""
    if "message/feedback-report" in types or report == "feedback-report":
        return ReplyKind.FEEDBACK_REPORT, ()
    if types & _RECEIPTS:
        refused = find_refusals(part) if speaks_of_failure(subject, notice) else ()
        return (ReplyKind.BOUNCE if refused else ReplyKind.READ_RECEIPT), refused
    is_gated = _is_automated(part, subject, notice) or _is_report_like(part, subject)
    is_gated = is_gated or report == "delivery-status"
    if is_gated:
        reports = find_reports(part, text)
        if reports:
            return _kind_of(reports), _completed(reports, part, notice, returned)
    return _unstandardised(part, subject, notice=notice, returned=returned, is_gated=is_gated)


def _unstandardised(
    part: Part, subject: str, *, notice: str, returned: Returned, is_gated: bool
) -> tuple[ReplyKind | None, Sequence[Report]]:
    weight = header_weight(part)
    if is_challenge(subject, notice) and (weight >= 1 or returned.headers or subject_says_failure(subject)):
        return ReplyKind.CHALLENGE, ()
    is_failure = speaks_of_failure(subject, notice)
    if not is_gated or not (is_failure or is_daemon(part.get("from"))):
        return None, ()
    reports = find_failed(notice, _letter(part), returned, subject=subject)
    if not is_failure and weight >= CERTAIN:
        return None, ()
    if not reports and not subject_says_failure(subject):
        return None, ()
    return (_kind_of(reports) if reports else ReplyKind.BOUNCE), reports


def _is_automated(part: Part, subject: str, notice: str) -> bool:
    """The gate before any rule about bounces: the envelope or the sender must be a mail system's."""
    if any(_NO_PATH.fullmatch(value) for value in part.all("return-path")) or part.get("x-failed-recipients"):
        return True
    if _CERTIFIED_FAILURE.match(part.get("x-ricevuta")):
        return True
    sender = first_address(part.get("from"))
    is_system = bool(_SYSTEM.search(part.get("from"))) or (is_machine(sender) and not _NO_REPLY.match(sender))
    is_nobody = not sender and any(_NO_PATH.fullmatch(value) for value in part.all("from"))
    return is_nobody or (is_system and not _is_conversation(part, subject, notice))


def _is_conversation(part: Part, subject: str, notice: str) -> bool:
    """A postmaster is sometimes a person who answers: no report of a server quotes no code and begins with Re."""
    is_answer = bool(part.get("in-reply-to")) and bool(_ANSWERS.match(subject))
    return is_answer and find_reply(notice) is None


def _is_report_like(part: Part, subject: str) -> bool:
    """A mail system under a name of its own: the sender's and the subject's words agree, and it answers nobody.
    What Exchange puts before the subject of a mail that failed tells as much as the sender.

    What a list or a newsletter sends (RFC 2919, RFC 2369) is no report.
    """
    is_other = any(part.get(name) for name in ("in-reply-to", "references", "list-id", "list-unsubscribe"))
    is_other = is_other or bool(_ANSWERS.match(subject) or _FORWARDS.match(subject))
    is_system = is_mail_system(part.get("from")) or has_report_prefix(subject)
    return not is_other and subject_says_failure(subject) and is_system


def _letter(part: Part) -> Letter:
    own = {
        address.lower() for name in _OUR_HEADERS for value in part.all(name) for address in find_addresses(value)
    }
    return Letter(frozenset(own), first_address(part.get("from")), part.get("x-failed-recipients"))


def _kind_of(reports: Sequence[Report]) -> ReplyKind:
    actions = {report.action for report in reports}
    if Action.FAILED in actions:
        return ReplyKind.BOUNCE
    return ReplyKind.DELAY if Action.DELAYED in actions else ReplyKind.DELIVERY_RECEIPT


def _completed(reports: Sequence[Report], part: Part, notice: str, returned: Returned) -> Sequence[Report]:
    """A status part may hide the address (a pipe, a file, a bare name) or the reason: the words beside it tell."""
    if all(report.address and (report.diagnostic or len(reports) == 1) for report in reports):
        return reports
    told = find_failed(notice, _letter(part), returned, subject=part.get("subject"))
    named = [report for report in reports if report.address]
    if not named:
        first = reports[0]
        return [replace(first, address=t.address, diagnostic=first.diagnostic or t.diagnostic) for t in told]
    words = {t.address.lower(): t.diagnostic for t in told}
    return [r if r.diagnostic else replace(r, diagnostic=words.get(r.address.lower(), "")) for r in named]
