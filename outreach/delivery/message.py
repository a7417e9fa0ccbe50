"""Build one mail as the bytes that go over SMTP, and prove by reading it back that it says what was meant.

Every part is 7-bit (quoted-printable or base64), so no server has to convert anything: RFC 6152 is never needed.
"""

import hashlib
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from outreach.delivery import headers
from outreach.delivery.address import ascii_address
from outreach.delivery.mail import Mail, refuse_control_characters
from outreach.delivery.readback import find_difference
from outreach.errors import Refused

LINE_LIMIT = 998
"""Octets of a line without CRLF (RFC 5322 §2.1.1)."""
_POLICY = SMTP.clone(cte_type="7bit")


def build(mail: Mail) -> bytes:
    """The whole message, CRLF line ends, no line over 998 octets. The same mail gives the same bytes.

    Raises:
        BadInput: a header value holds a control character, a text one other than a line end, or an address
            is not plain.
        Refused: the built message does not read back as what was meant.
    """
    refuse_control_characters(mail)
    body = _alternatives(mail).as_bytes(policy=_POLICY)
    boundary = _boundary(mail.message_id, "mixed")
    separator = f"--{boundary}\r\n".encode()
    pieces = [_head(mail), f'Content-Type: multipart/mixed; boundary="{boundary}"\r\n\r\n'.encode()]
    pieces += [separator, body, b"" if body.endswith(b"\r\n") else b"\r\n"]
    for part in mail.parts:
        pieces += [separator, part.head, part.body]
    pieces.append(f"--{boundary}--\r\n".encode())
    message = b"".join(pieces)
    _check(mail, message)
    return message


def _head(mail: Mail) -> bytes:
    reply_to = ascii_address(mail.reply_to)
    fields = {
        "From": headers.mailbox(mail.sender_name, ascii_address(mail.sender)),
        "To": f"<{ascii_address(mail.recipient)}>",
        "Reply-To": f"<{reply_to}>",
        "Subject": headers.unstructured(mail.subject, name="Subject"),
        "Date": format_datetime(mail.date),
        "Message-ID": mail.message_id,
        "List-Unsubscribe": f"<mailto:{reply_to}?subject=stop>",
        "Content-Language": headers.folded([f"{tag}," for tag in mail.languages], first=18).rstrip(","),
        "MIME-Version": "1.0",
    }
    return b"".join(headers.field(name, value) for name, value in fields.items() if value)


def _alternatives(mail: Mail) -> EmailMessage:
    """Plain text first, HTML last: a reader shows the last that it can (RFC 2046 §5.1.4)."""
    body = EmailMessage(policy=_POLICY)
    body.set_content(mail.text, cte=_encoding(mail.text))
    body.add_alternative(mail.html, subtype="html", cte=_encoding(mail.html))
    body.set_boundary(_boundary(mail.message_id, "alternative"))
    for part in body.walk():
        del part["MIME-Version"]
    return body


def _encoding(text: str) -> str:
    """Quoted-printable stays readable in a raw mail; for other scripts base64 is shorter."""
    return "quoted-printable" if sum(not c.isascii() for c in text) * 6 < len(text) else "base64"


def _boundary(message_id: str, kind: str) -> str:
    return f"=_{kind}_" + hashlib.sha256(f"{kind}{message_id}".encode()).hexdigest()[:32]


def _check(mail: Mail, message: bytes) -> None:
    if max(map(len, message.split(b"\r\n"))) > LINE_LIMIT:
        raise Refused("A line of the built mail is longer than 998 octets: report this with the letter's number.")
    if difference := find_difference(message, mail):
        raise Refused(f"The built mail does not read back as meant ({difference}): nothing was sent.")
