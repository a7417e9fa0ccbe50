"""Bounces that follow no standard: who failed, and what the server wrote about each."""

import re
from dataclasses import dataclass

from outreach.replies.addresses import ADDRESS, find_addresses, is_machine
from outreach.replies.dsn import Report
from outreach.replies.finding import Action
from outreach.replies.phrases import any_of, sections
from outreach.replies.returned import Returned

_TABLE = sections("notice")
_SUBJECT, _FAILURE = any_of(_TABLE["subjects"]), any_of(_TABLE["failures"])
_DELAY, _FINAL = any_of(_TABLE["delays"]), any_of(_TABLE["finals"])
_CHALLENGE, _PREFIX = any_of(_TABLE["challenges"]), any_of(_TABLE["prefixes of products"])
_AROUND = r"[^\s<>()\"'\[\],;:]"
_ALONE = re.compile(
    rf"^[\s>*•·|-]{{0,12}}[<(\"'\[]?(?:rfc822;\s*|smtp:|mailto:)?({_AROUND}{{1,200}}@{_AROUND}{{1,250}})[>)\"'\]]?(.*)$"
)
_LABELLED = re.compile(
    rf"(?:\b(?:{any_of(_TABLE['recipient words']).pattern})|{any_of(_TABLE['recipient words joined']).pattern})"
    r"[\w ]{0,20}[ \t:=<(\"'\[：]{1,6}(?:rfc822;\s*|mailto:|smtp:)?$",
    re.I,
)
_SKIPPED = any_of(_TABLE["lines without recipient"])
_SENDERS = any_of(_TABLE["senders"])
# People have addresses at hosts such as `smtp.example`: only what stands before the @ tells.
_DAEMON = re.compile(r"\bmail(?:er)?[-_]?daemon\b", re.I)
_HOST = re.compile(r"@[\w.-]+")
# "Not accepting mail from <us>", and the echo of our own header: weaker than any other address.
_FROM = re.compile(rf"(?<!generated )\b(?:{any_of(_TABLE['sender words']).pattern})\b[ \t:<(\"'\[=]{{1,4}}$", re.I)
_ECHO = re.compile(r"^\s*(?:to|cc|an|à|para|宛先)\s*:", re.I)


@dataclass(frozen=True, slots=True)
class Letter:
    """What the report's envelope tells: our own addresses, and whose machine wrote."""

    own: frozenset[str]
    sender: str
    failed_header: str = ""


@dataclass(frozen=True, slots=True)
class _Place:
    address: str
    line: int


def speaks_of_failure(subject: str, notice: str) -> bool:
    """Whether the words are those of a failed or late delivery."""
    return bool(_SUBJECT.search(subject[:400]) or _FAILURE.search(f"{subject[:400]}\n{notice[:6_000]}"))


def subject_says_failure(subject: str) -> bool:
    """Whether the subject alone is that of a delivery report."""
    return bool(_SUBJECT.search(subject[:400]))


def has_report_prefix(subject: str) -> bool:
    """Whether the subject begins as products begin that of a report."""
    return bool(_PREFIX.match(subject[:100]))


def is_daemon(sender: str) -> bool:
    """Whether a From header is that of the program that delivers mail: no person and no answer comes from it."""
    return bool(_DAEMON.search(sender[:300]))


def is_mail_system(sender: str) -> bool:
    """Whether a From header's name or local part reads like a mail system's that is no `MAILER-DAEMON`."""
    return bool(_SENDERS.search(_HOST.sub(" ", sender[:300])))


def is_challenge(subject: str, notice: str) -> bool:
    """Whether the sender is asked to prove that a person wrote."""
    return bool(_CHALLENGE.search(f"{subject[:400]}\n{' '.join(notice[:6_000].split())}"))


def action_told(subject: str, notice: str) -> Action:
    """Late, when it says so and nothing says that it is over."""
    told = f"{subject[:400]}\n{notice[:6_000]}"
    return Action.DELAYED if _DELAY.search(told) and not _FINAL.search(told) else Action.FAILED


def find_failed(notice: str, letter: Letter, returned: Returned, *, subject: str) -> tuple[Report, ...]:
    """Recipients that the notice names with the words about each; else those of the returned mail."""
    action = action_told(subject, notice)
    lines = notice[:20_000].split("\n")
    avoided = _avoided(letter, returned)
    # A mail to oneself can fail as well: our own address counts when the notice names no other.
    places = _places(lines, letter, avoided)
    places = places or _places(lines, letter, frozenset({letter.sender.lower()}), only_named=True)
    if places:
        first = {place.address.lower(): place for place in reversed(places)}
        return tuple(
            Report(place.address, action, None, _words(lines, places, place), is_explicit=False)
            for place in sorted(first.values(), key=lambda place: place.line)[:50]
        )
    told = [*find_addresses(letter.failed_header)] or _returned_recipients(returned, letter)
    told = told or [one for one in find_addresses(subject[:400]) if _may_be_recipient(one, avoided)]
    told = told or _only_one(lines, avoided)
    return tuple(Report(address, action, None, notice[:4_000], is_explicit=False) for address in told[:50])


def _places(
    lines: list[str], letter: Letter, avoided: frozenset[str], *, only_named: bool = False
) -> list[_Place]:
    """Lines that begin with an address win over addresses within a sentence, and those over any other."""
    alone: list[_Place] = []
    labelled: list[_Place] = []
    other: list[_Place] = []
    echoed: list[_Place] = []
    for number, line in enumerate(lines):
        if "@" not in line or _SKIPPED.search(line[:400]):
            continue
        start = _ALONE.match(line[:600])
        found = next(find_addresses(start[1]), "") if start else ""
        if found and _may_be_recipient(found, avoided):
            alone.append(_Place(found, number))
            continue
        for match in ADDRESS.finditer(line[:2_000]):
            address, before = next(find_addresses(match[0]), ""), line[max(0, match.start() - 80) : match.start()]
            if address and _may_be_recipient(address, avoided) and not _FROM.search(before):
                rank = echoed if _ECHO.match(line) else labelled if _LABELLED.search(before) else other
                rank.append(_Place(address, number))
    # An address anywhere in the text is the weakest sign: the header that names the failed ones goes before.
    return alone or labelled or ([] if only_named or letter.failed_header else other or echoed)


def _only_one(lines: list[str], avoided: frozenset[str]) -> list[str]:
    """The one address of the notice, also behind a word such as "of" that elsewhere stands before a sender's."""
    named = (one for line in lines for one in find_addresses(line[:2_000]) if _may_be_recipient(one, avoided))
    found = {one.lower(): one for one in named}
    return list(found.values()) if len(found) == 1 else []


def _avoided(letter: Letter, returned: Returned) -> frozenset[str]:
    senders = (returned.headers.get(name, "") for name in ("from", "return-path", "sender", "reply-to"))
    to = {address.lower() for name in ("to", "cc") for address in find_addresses(returned.headers.get(name, ""))}
    mine = {address.lower() for value in senders for address in find_addresses(value)} | letter.own
    return frozenset((mine - to) | {letter.sender.lower()})


def _may_be_recipient(address: str, avoided: frozenset[str]) -> bool:
    return address.lower() not in avoided and not (
        is_machine(address) and not address.lower().startswith("postmaster")
    )


def _returned_recipients(returned: Returned, letter: Letter) -> list[str]:
    for name in ("x-failed-recipients", "to", "x-original-to", "delivered-to"):
        found = [address for address in find_addresses(returned.headers.get(name, ""))]
        if found and found[0].lower() not in letter.own:
            return found[:1] if len(found) > 3 else found
    return []


def _words(lines: list[str], places: list[_Place], place: _Place) -> str:
    """From the address to the next other one; with what stands before when that is short."""
    others = [other.line for other in places if other.line > place.line and other.address != place.address]
    after = "\n".join(lines[place.line : min(others, default=len(lines))])
    if len(places) == 1 and len(after) < 60:
        return f"{after}\n{' '.join(lines[: place.line])[-1_500:]}"
    return after[:4_000]
