"""One mail as a value, before it is bytes."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from outreach.delivery.attachment import Part
from outreach.errors import BadInput

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_CONTROL_BUT_NEWLINE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")


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


def refuse_control_characters(mail: Mail) -> None:
    """Raise BadInput when a header value holds any, or a body one that is no tab or line feed (CVE-2024-6923)."""
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
        if _CONTROL.search(value):
            raise BadInput(f"The {name} holds a control character: {value!r}.")
    for name, value in (("text", mail.text), ("HTML text", mail.html)):
        if found := _CONTROL_BUT_NEWLINE.search(value):
            raise BadInput(f"The {name} of the mail holds a control character: {found.group()!r}.")
