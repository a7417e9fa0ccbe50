"""A text of a mail as a MIME part: quoted-printable where that stays readable, base64 for other scripts."""

import base64
import binascii


def text_part(text: str, subtype: str) -> bytes:
    """Headers, blank line and content; CRLF throughout and at the end, lines of at most 76 octets."""
    whole = text if text.endswith("\n") else text + "\n"
    encoding = encoding_of(text)
    if encoding == "base64":
        content = base64.encodebytes(whole.replace("\n", "\r\n").encode())
    else:
        content = binascii.b2a_qp(whole.encode(), istext=True)
    head = f'Content-Type: text/{subtype}; charset="utf-8"\r\nContent-Transfer-Encoding: {encoding}\r\n\r\n'
    return head.encode("ascii") + content.replace(b"\n", b"\r\n")


def text_of(part: bytes) -> str:
    """What a reader finds in such a part; line ends are line feeds."""
    head, _, content = part.partition(b"\r\n\r\n")
    decode = binascii.a2b_base64 if head.endswith(b"base64") else binascii.a2b_qp
    return decode(content).decode().replace("\r\n", "\n")


def encoding_of(text: str) -> str:
    """Of a text with much in other scripts base64 is the shorter one."""
    return "quoted-printable" if sum(not c.isascii() for c in text) * 6 < len(text) else "base64"
