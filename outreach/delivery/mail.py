"""One mail as a value, before it is bytes."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from outreach.delivery.attachment import Part
from outreach.errors import BadInput

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\ud800-\udfff]")
_CONTROL_BUT_NEWLINE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\ud800-\udfff]")
"""U+202A to U+202E turn the direction of what follows: words would show in another order than they were read."""
_ISOLATES = re.compile("[\u2066-\u2068][^\u2066-\u2069]*\u2069")
_MESSAGE_ID = re.compile(r"<[!-;=?A-~]+@[!-;=?A-~]+>", re.ASCII)
_TAG = re.compile(r"[A-Za-z0-9]{1,8}(-[A-Za-z0-9]{1,8})*", re.ASCII)


@dataclass(frozen=True, slots=True)
class Mail:
    """Everything one mail says. `parts` are encoded attachments; `languages` BCP 47 tags, the main one first."""

    sender: str
    sender_name: str
    recipient: str
    reply_to: str
    subject: str
    text: str
    html: str
    languages: Sequence[str]
    message_id: str
    date: datetime
    parts: Sequence[Part] = ()


def refuse_what_misleads(mail: Mail) -> None:
    """Raise BadInput when a header value holds a control character, or a body one that is no tab or line feed
    (CVE-2024-6923); when an isolate (UAX 9) is not closed; when a Message-ID or a language is not plain."""
    headers = {
        "sender": mail.sender,
        "sender name": mail.sender_name,
        "recipient": mail.recipient,
        "reply address": mail.reply_to,
        "subject": mail.subject,
        "Message-ID": mail.message_id,
        "language": " ".join(mail.languages),
    }
    for name, value in headers.items():
        if _CONTROL.search(value) or not _is_closed(value):
            raise BadInput(f"The {name} holds a control character: {value!r}.")
    if not _MESSAGE_ID.fullmatch(mail.message_id):
        raise BadInput(f"{mail.message_id!r} is no Message-ID.")
    if wrong := next((tag for tag in mail.languages if not _TAG.fullmatch(tag)), None):
        raise BadInput(f"{wrong!r} is no language tag.")
    for name, value in (("text", mail.text), ("HTML text", mail.html)):
        if found := _CONTROL_BUT_NEWLINE.search(value):
            raise BadInput(f"The {name} of the mail holds a control character: {found.group()!r}.")


def _is_closed(text: str) -> bool:
    """Whether every isolate ends within the text: an open one would reach into what stands beside it."""
    while text != (inner := _ISOLATES.sub("", text)):
        text = inner
    return not any("\u2066" <= character <= "\u2069" for character in text)
