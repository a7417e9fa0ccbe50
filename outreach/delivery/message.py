"""Build one mail as the bytes that go over SMTP, and prove by reading it back that it says what was meant.

Every part is 7-bit (quoted-printable or base64), so no server has to convert anything: RFC 6152 is never needed.
The header is ASCII as well, but for the address of a recipient that needs SMTPUTF8 (RFC 6532).
"""

from outreach.delivery import headers
from outreach.delivery.fields import boundary_of, fields_of
from outreach.delivery.mail import Mail, refuse_what_misleads
from outreach.delivery.readback import find_difference
from outreach.delivery.texts import text_part
from outreach.errors import Refused


def build(mail: Mail) -> bytes:
    """The whole message, CRLF line ends, no line over 998 octets. The same mail gives the same bytes.

    Raises:
        BadInput: a header value holds a control character, a text one other than a line end, or an address,
            the Message-ID or a language is not plain.
        Refused: the built message does not read back as what was meant.
    """
    refuse_what_misleads(mail)
    boundary = boundary_of(mail, "mixed")
    separator = f"--{boundary}\r\n".encode()
    pieces = [headers.field(name, value) for name, value in fields_of(mail).items()]
    pieces += [b"\r\n", separator, _alternatives(mail)]
    for part in mail.parts:
        pieces += [separator, part.head, part.body]
    pieces.append(f"--{boundary}--\r\n".encode())
    message = b"".join(pieces)
    if difference := find_difference(message, mail):
        raise Refused(f"The built mail does not read back as meant ({difference}): nothing was sent.")
    return message


def _alternatives(mail: Mail) -> bytes:
    """Plain text first, HTML last: a reader shows the last that it can (RFC 2046 §5.1.4)."""
    boundary = boundary_of(mail, "alternative")
    separator = f"--{boundary}\r\n".encode()
    head = f'Content-Type: multipart/alternative; boundary="{boundary}"\r\n\r\n'.encode()
    texts = (text_part(mail.text, "plain"), text_part(mail.html, "html"))
    # The line end before a separator belongs to it (RFC 2046 §5.1.1): each text keeps its own.
    return head + b"".join([separator + text + b"\r\n" for text in texts]) + f"--{boundary}--\r\n".encode()
