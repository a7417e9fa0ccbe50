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
_CHALLENGE = any_of(_TABLE["challenges"])
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
    is_strong: bool


def speaks_of_failure(subject: str, notice: str) -> bool:
    """Whether the words are those of a failed or late delivery."""
    return bool(_SUBJECT.search(subject[:400]) or _FAILURE.search(notice[:6_000]))


def subject_says_failure(subject: str) -> bool:
    """Whether the subject alone is that of a delivery report."""
    return bool(_SUBJECT.search(subject[:400]))


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
    places = _places(lines, letter, returned)
    if places:
        return tuple(
            Report(place.address, action, None, _words(lines, places, place), is_explicit=False)
            for place in places
        )
    told = [*find_addresses(letter.failed_header)] or _returned_recipients(returned, letter)
    return tuple(Report(address, action, None, notice[:4_000], is_explicit=False) for address in told[:50])


def _places(lines: list[str], letter: Letter, returned: Returned) -> list[_Place]:
    """Lines that begin with an address win over addresses within a sentence, and those over any other."""
    avoided = _avoided(letter, returned)
    alone: list[_Place] = []
    labelled: list[_Place] = []
    other: list[_Place] = []
    for number, line in enumerate(lines):
        if "@" not in line or _SKIPPED.search(line[:400]):
            continue
        start = _ALONE.match(line[:600])
        found = next(find_addresses(start[1]), "") if start else ""
        if found and _may_be_recipient(found, avoided):
            alone.append(_Place(found, number, True))
            continue
        for match in ADDRESS.finditer(line[:2_000]):
            address = next(find_addresses(match[0]), "")
            if not address or not _may_be_recipient(address, avoided):
                continue
            is_labelled = bool(_LABELLED.search(line[max(0, match.start() - 80) : match.start()]))
            (labelled if is_labelled else other).append(_Place(address, number, is_labelled))
    chosen = alone or labelled or _unless_header(other, letter)
    return list({place.address.lower(): place for place in reversed(chosen)}.values())[::-1][:50]


def _unless_header(other: list[_Place], letter: Letter) -> list[_Place]:
    """An address anywhere in the text is the weakest sign: the header that names the failed ones goes before."""
    return [] if letter.failed_header else other


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
    for name in ("x-failed-recipients", "delivered-to", "x-original-to", "to"):
        found = [*find_addresses(returned.headers.get(name, ""))]
        if found and not (name != "to" and found[0].lower() in letter.own):
            return found[:1] if name != "to" or len(found) > 3 else found
    return []


def _words(lines: list[str], places: list[_Place], place: _Place) -> str:
    """From the address to the next one; all of the notice when there is only one recipient."""
    ends = [other.line for other in places if other.line > place.line]
    after = "\n".join(lines[place.line : min(ends, default=len(lines))])
    if len(places) == 1:
        return f"{after[:2_000]}\n{' '.join(lines[: place.line])[-1_500:]}" if len(after) < 60 else after[:4_000]
    return after[:2_000]
