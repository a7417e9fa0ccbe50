"""The mails that played offices send back, built from the mail that reached them. SAMPLE, every one."""

from dataclasses import dataclass
from datetime import datetime
from email.header import decode_header, make_header
from email.message import EmailMessage, Message
from email.policy import default
from email.utils import format_datetime

UNFOLDED = default.clone(max_line_length=998)
"""The library loses the space between two encoded words when it folds between them: it is not let to."""
BOUNDARY = "=_sample_report"
"""Fixed, so that every run of the demonstration writes the same bytes."""
SAMPLE_LINE = "SAMPLE: written for the demonstration; no government wrote this."


@dataclass(frozen=True, slots=True)
class Received:
    """A mail as it reached a played office, with its envelope."""

    office_key: str
    recipient: str
    envelope_sender: str
    message: Message
    at: datetime

    @property
    def domain(self) -> str:
        return self.recipient.partition("@")[2]

    def header(self, name: str) -> str:
        """The header's words on one line, decoded (RFC 2047) and unfolded (RFC 5322 §2.2.3)."""
        return " ".join(str(make_header(decode_header(str(self.message.get(name, ""))))).split())


def report(mail: Received, *, action: str, status: str, diagnostic: str, at: datetime) -> bytes:
    """A delivery status notification (RFC 3464) to the envelope sender, with the original's headers."""
    dsn = _envelope(mail, sender=f"MAILER-DAEMON@{mail.domain}", to=mail.envelope_sender, at=at)
    words = "could not be delivered" if action == "failed" else "has not been delivered yet; we keep trying"
    dsn["Subject"] = "Delivery Status Notification (" + ("Failure" if action == "failed" else "Delay") + ")"
    dsn["Auto-Submitted"] = "auto-replied"
    dsn.set_content(f"{SAMPLE_LINE}\n\nYour message to {mail.recipient} {words}:\n{diagnostic}\n")
    dsn.make_mixed()
    dsn.attach(_status_part(mail, action=action, status=status, diagnostic=diagnostic))
    returned = EmailMessage()
    returned.set_content("".join(f"{name}: {value}\n" for name, value in mail.message.items()))
    returned.replace_header("Content-Type", "text/rfc822-headers; charset=utf-8")
    dsn.attach(returned)
    dsn.replace_header("Content-Type", "multipart/report; report-type=delivery-status")
    dsn.set_boundary(BOUNDARY)
    return dsn.as_bytes()


def automatic_note(mail: Received, *, subject: str, body: str, at: datetime) -> bytes:
    """An automatic answer (RFC 3834): an absence note or an acknowledgement."""
    note = _envelope(mail, sender=mail.recipient, to=mail.header("Reply-To"), at=at)
    note["Subject"] = subject
    note["Auto-Submitted"] = "auto-replied"
    note["In-Reply-To"] = mail.header("Message-ID")
    note.set_content(f"{body}\n\n{SAMPLE_LINE}\n")
    return note.as_bytes()


def answer(mail: Received, *, body: str, at: datetime) -> bytes:
    """A person's answer, above the quoted letter."""
    reply = _envelope(mail, sender=mail.recipient, to=mail.header("Reply-To"), at=at)
    reply["Subject"] = f"Re: {mail.header('Subject')}"
    reply["In-Reply-To"] = reply["References"] = mail.header("Message-ID")
    quoted = "\n".join(f"> {line}" for line in _first_text(mail.message).splitlines()[:30])
    opening = f"On {mail.at:%d %b %Y} at {mail.at:%H:%M}, {mail.header('From')} wrote:"
    reply.set_content(f"{body}\n\n{SAMPLE_LINE}\n\n{opening}\n{quoted}\n")
    return reply.as_bytes()


def letter_from_elsewhere(mail: Received, *, reference: str, number: str, at: datetime) -> bytes:
    """A person acknowledges from an address that we never wrote to; only the printed reference ties it."""
    note = _envelope(mail, sender=f"registry@{mail.domain}", to=mail.header("From"), at=at)
    note["Subject"] = f"Your letter {reference}"
    note.set_content(
        "Dear Sir or Madam,\n\nYour letter was passed to us and is with the members. "
        f"Our file number is {number}.\n\nYours faithfully,\nRegistry\n\n{SAMPLE_LINE}\n"
    )
    return note.as_bytes()


def stranger(*, to: str, at: datetime) -> bytes:
    """A mail that belongs to no delivery: it has to wait for a person."""
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Date"] = "visitor@somewhere.example", to, format_datetime(at)
    mail["Subject"] = "Where can I sign?"
    mail["Message-ID"] = "<sample-visitor@somewhere.example>"
    mail.set_content(f"Hello, I would like to sign the petition. Where can I do so?\n\n{SAMPLE_LINE}\n")
    return mail.as_bytes()


def _envelope(mail: Received, *, sender: str, to: str, at: datetime) -> EmailMessage:
    reply = EmailMessage(policy=UNFOLDED)
    reply["From"], reply["To"], reply["Date"] = sender, to, format_datetime(at)
    reply["Message-ID"] = f"<{mail.office_key}.{at:%Y%m%d%H%M%S}.{len(sender)}@{mail.domain}>"
    return reply


def _status_part(mail: Received, *, action: str, status: str, diagnostic: str) -> EmailMessage:
    part = EmailMessage()
    part["Content-Type"] = "message/delivery-status"
    of_message, of_recipient = Message(), Message()
    of_message["Reporting-MTA"] = f"dns; mx.{mail.domain}"
    of_message["Arrival-Date"] = format_datetime(mail.at)
    of_recipient["Final-Recipient"] = f"rfc822; {mail.recipient}"
    of_recipient["Action"] = action
    of_recipient["Status"] = status
    of_recipient["Diagnostic-Code"] = f"smtp; {diagnostic}"
    part.set_payload([of_message, of_recipient])
    return part


def _first_text(message: Message) -> str:
    for part in message.walk():
        if part.get_content_type() == "text/plain":
            payload = part.get_payload(decode=True)
            return payload.decode("utf-8", "replace") if isinstance(payload, bytes) else ""
    return ""
