"""One mail in, one finding out. Pure: no network, no clock, no exception for any bytes."""

from collections.abc import Sequence

from outreach.replies.absence import says_away
from outreach.replies.addresses import author_address, first_address
from outreach.replies.attachments import list_attachments
from outreach.replies.automatic import Judged, judge_note
from outreach.replies.cause import Verdict, judge
from outreach.replies.dsn import Report
from outreach.replies.finding import Cause, Finding, Recipient, unreadable
from outreach.replies.language import find_language
from outreach.replies.limits import Budget, refusal
from outreach.replies.numbers import find_numbers
from outreach.replies.origin import origin_of
from outreach.replies.parse import Part, parse
from outreach.replies.quote import own_words
from outreach.replies.reading import Reading, read_date
from outreach.replies.report import find_report
from outreach.replies.returned import Returned, find_message_ids, find_returned, split_text
from outreach.replies.status import ReplyKind
from outreach.replies.suggest import find_suggestions
from outreach.replies.text import body_text, find_damaged_texts, find_reference_texts, find_token_texts

_TELLING = 40
"""A diagnostic shorter than this many characters is read together with the notification."""


def classify(raw: bytes) -> Finding:
    """Say what the mail is. Anything that cannot be taken apart is `unreadable`, with the reason in `notes`."""
    return read(raw).finding


def read(raw: bytes) -> Reading:
    """The finding, with what matching and people need beside it."""
    reason = refusal(raw)
    if reason:
        return Reading(unreadable(reason))
    budget = Budget()
    part = parse(raw, budget)
    if not part.headers:
        return Reading(unreadable("no header lines: this is not a mail"))
    return _reading(part, budget)


def _reading(part: Part, budget: Budget) -> Reading:
    text = body_text(part)
    notice, inline = split_text(text)
    returned = find_returned(part, inline)
    tokens = find_token_texts(part, returned, text)
    finding, judged = _finding(part, budget, text=text, notice=notice, returned=returned, tokens=tokens)
    words = finding.reply_text
    return Reading(
        finding=finding,
        sender=author_address(part.raw("from")) or first_address(part.get("from")),
        subject=part.get("subject")[:500],
        sent_at=read_date(part.get("date")),
        tokens=tokens,
        references=find_reference_texts(part, returned, text),
        suggestions=find_suggestions(finding.kind, words, is_absence=says_away(words)),
        attachments=list_attachments(part),
        origin=origin_of(part),
        damaged=find_damaged_texts(part, returned),
        if_at_once=judged.if_at_once,
    )


def _finding(
    part: Part, budget: Budget, *, text: str, notice: str, returned: Returned, tokens: Sequence[str]
) -> tuple[Finding, Judged]:
    subject = part.get("subject")
    kind, reports = find_report(part, subject, text=text, notice=notice, returned=returned)
    is_report = kind is not None
    words = notice.strip() if is_report else own_words(text)
    numbers = () if is_report else find_numbers(subject, words)
    is_quoting = len(words) < len(text.strip())
    judged = Judged()
    if not is_report:
        judged = judge_note(part, subject, words, has_number=bool(numbers), is_quoting=is_quoting)
    finding = Finding(
        kind=kind or judged.kind or ReplyKind.HUMAN,
        recipients=_recipients(reports, f"{notice[:4_000]}\n{subject[:300]}"),
        token=tokens[0] if tokens else None,
        message_ids=find_message_ids(part, returned, text),
        reference_numbers=numbers,
        language=find_language(words),
        reply_text=words,
        notes=tuple(budget.notes),
    )
    return finding, judged


def _recipients(reports: Sequence[Report], notice: str) -> tuple[Recipient, ...]:
    found: dict[str, Recipient] = {}
    for report in reports:
        if not report.address or report.address.lower() in found:
            continue
        is_told = len(reports) > 1 or len(report.diagnostic) > _TELLING
        whole = f"{report.diagnostic}\n{notice}"
        verdict = _judged(report, report.diagnostic if is_told else whole, notice)
        if verdict.cause is Cause.OTHER and not report.is_explicit:
            verdict = _judged(report, whole, notice)
        found[report.address.lower()] = Recipient(
            report.address, report.action, verdict.status, verdict.cause, verdict.retire
        )
    return tuple(found.values())


def _judged(report: Report, words: str, notice: str) -> Verdict:
    return judge(words, status=report.status, action=report.action, context=notice, address=report.address)
