"""The header fields of a mail, in the order in which they stand, each in its final form."""

import hashlib
from email.utils import format_datetime

from outreach.delivery import headers
from outreach.delivery.address import ascii_address, carried_address
from outreach.delivery.mail import Mail


def fields_of(mail: Mail) -> dict[str, str]:
    """Every field that we write, each once, folded by CRLF. Raises BadInput when an address is not plain.

    All is ASCII but the address of a recipient that needs SMTPUTF8: encoded words mean the same everywhere.
    """
    reply_to = ascii_address(mail.reply_to)
    fields = {
        "From": headers.mailbox(mail.sender_name, ascii_address(mail.sender)),
        "To": f"<{carried_address(mail.recipient)}>",
        "Reply-To": f"<{reply_to}>",
        "Subject": headers.unstructured(mail.subject, name="Subject"),
        "Date": format_datetime(mail.date),
        "Message-ID": mail.message_id,
        "List-Unsubscribe": f"<mailto:{reply_to}?subject=stop>",
        "Content-Language": headers.folded([f"{tag}," for tag in mail.languages or [""]], first=18).rstrip(","),
        "MIME-Version": "1.0",
        "Content-Type": f'multipart/mixed; boundary="{boundary_of(mail, "mixed")}"',
    }
    return {name: value for name, value in fields.items() if value}


def boundary_of(mail: Mail, kind: str) -> str:
    """A boundary that no part can hold: `=_` stands neither in base64 nor in quoted-printable (RFC 2045 §6.7)."""
    return f"=_{kind}_" + hashlib.sha256(f"{kind}{mail.message_id}".encode()).hexdigest()[:32]
