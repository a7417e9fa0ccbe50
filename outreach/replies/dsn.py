"""Delivery status notifications (RFC 3464), in the forms that servers really send."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from outreach.replies.addresses import first_address
from outreach.replies.cause import find_status
from outreach.replies.finding import Action
from outreach.replies.parse import Part

REPORT_TYPES = ("message/delivery-status", "message/global-delivery-status")
_FIELD = re.compile(
    r"^[ \t>]{0,4}(final-recipient|original-recipient|x-actual-recipient|action|status|diagnostic-code|remote-mta|"
    r"x-supplementary-info|last-attempt-date|will-retry-until|reporting-mta)\s*:[ \t]*(.*)$",
    re.I,
)
_ANY_FIELD = re.compile(r"^[A-Za-z][A-Za-z0-9-]{1,60}:")
_HEX = re.compile(r"\+([0-9A-Fa-f]{2})")
_EMBEDDED = re.compile(r"\\x\{([0-9A-Fa-f]{2,5}|10[0-9A-Fa-f]{4})\}")
"""A character in an address of type `utf-8` (RFC 6533 §3)."""
_STATUS = re.compile(r"([245])\.(\d{1,3})\.(\d{1,3})")
_ACTIONS = {
    "fail": Action.FAILED, "undeliver": Action.FAILED, "error": Action.FAILED, "reject": Action.FAILED,
    "delay": Action.DELAYED, "deferr": Action.DELAYED, "warn": Action.DELAYED, "deliver": Action.DELIVERED,
    "success": Action.DELIVERED, "relay": Action.RELAYED, "expand": Action.EXPANDED,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Report:
    """What the notification says of one recipient, before it is judged. `address` may be empty."""

    address: str
    action: Action
    status: str | None
    diagnostic: str
    is_explicit: bool = True


def find_reports(part: Part, text: str) -> tuple[Report, ...]:
    """Every recipient of the notification. `text` is searched when the mail has no proper status part."""
    own = [p.text for p in own_parts(part) if p.content_type in REPORT_TYPES]
    carried = [p.text for p in part.walk() if p.content_type in REPORT_TYPES]
    # Some gateways wrap the real report into a mail of their own: the carried one counts when there is no other.
    for sources in (own, [text], carried):
        if any(_has_recipient(source) for source in sources):
            return tuple(report for source in sources for report in _reports(source))
    return ()


def find_refusals(part: Part) -> tuple[Report, ...]:
    """Recipients of a receipt that says "deleted unread": how mail filters refuse (RFC 5429 §2.1.2)."""
    texts = (p.text for p in own_parts(part) if p.content_type.endswith("disposition-notification"))
    refusing = [text for text in texts if re.search(r"(?im)^disposition\s*:.*;\s*(?:deleted|denied|failed)", text)]
    return tuple(report for text in refusing for report in _reports(text))


def own_parts(part: Part) -> Iterator[Part]:
    """Parts of this mail, not those of a mail that it carries."""
    yield part
    if not part.content_type.startswith("message/"):
        for child in part.parts:
            yield from own_parts(child)


def _has_recipient(text: str) -> bool:
    return bool(re.search(r"(?im)^[ \t>]{0,4}(?:final|original)-recipient\s*:", text))


def _reports(source: str) -> Iterator[Report]:
    for group in _groups(source):
        if "final-recipient" in group or "original-recipient" in group:
            yield _report(group)


def _groups(source: str) -> Iterator[dict[str, str]]:
    """Fields of one recipient: ended by an empty line, or by a field that the group already has."""
    group: dict[str, str] = {}
    last = ""
    for line in source.splitlines():
        match = _FIELD.match(line)
        if match:
            last = match[1].lower()
            if last in group and last in ("final-recipient", "action", "original-recipient"):
                yield group
                group = {}
            group.setdefault(last, match[2].strip())
        elif line.strip() and last and not _ANY_FIELD.match(line):
            group[last] = f"{group[last]} {line.strip()}"[:4_000]
        elif line.strip():
            last = ""
        elif _is_complete(group):
            yield group
            group, last = {}, ""
    yield group


def _is_complete(group: dict[str, str]) -> bool:
    return ("final-recipient" in group or "original-recipient" in group) and (
        "action" in group or "status" in group
    )


def _report(group: dict[str, str]) -> Report:
    diagnostic = group.get("diagnostic-code", "") + " " + group.get("x-supplementary-info", "")
    match = _STATUS.search(group.get("status", ""))
    status = ".".join(match.groups()) if match else None
    action = _action(group.get("action", ""), status or find_status(diagnostic))
    return Report(_address(group), action or Action.FAILED, status, diagnostic.strip(), action is not None)


def _action(value: str, status: str | None) -> Action | None:
    word = re.sub(r"[^a-z]", "", value.lower())
    for start, action in _ACTIONS.items():
        if word.startswith(start):
            return action
    by_class = {"2": Action.DELIVERED, "4": Action.DELAYED, "5": Action.FAILED}
    return by_class.get((status or " ")[0])


def _address(group: dict[str, str]) -> str:
    for field in ("final-recipient", "original-recipient", "x-actual-recipient"):
        kind, _, value = group.get(field, "").rpartition(";")
        value = value.strip()
        if "|" in value or value.startswith("/"):
            continue
        if "+" in value and ("@" not in value or kind.strip().lower() == "xtext"):
            value = _HEX.sub(lambda match: chr(int(match[1], 16)), value)
        if kind.strip().lower() == "utf-8":
            value = _EMBEDDED.sub(lambda match: chr(int(match[1], 16)), value)
        found = first_address(value)
        if found:
            return found
    return ""
