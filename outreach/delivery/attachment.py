"""A file as a MIME part: encoded once, used in every mail that carries the same file."""

import base64
import re
from dataclasses import dataclass
from urllib.parse import quote

_PLAIN_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9 ._()-]{0,59}", re.ASCII)
_UNSAFE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff/\\]")
_SEGMENT = 54
_ATTRIBUTE_CHARACTERS = "!#$&+-.^_`|~"


@dataclass(frozen=True, slots=True)
class Attachment:
    """A PDF to attach, under the name that the reader sees."""

    file_name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Part:
    """A complete MIME part, CRLF throughout: headers with the blank line, and base64 in lines of 76."""

    head: bytes
    body: bytes


def encode(file: Attachment) -> Part:
    """The part of a file.

    Raises:
        ValueError: the file name is empty, has outer spaces, a control character or a path separator.
    """
    head = (
        f"Content-Type: application/pdf\r\nContent-Disposition: attachment;{_parameter(file.file_name)}\r\n"
        "Content-Transfer-Encoding: base64\r\n\r\n"
    )
    return Part(head.encode("ascii"), base64.encodebytes(file.content).replace(b"\n", b"\r\n"))


def _parameter(file_name: str) -> str:
    """`filename` in quotes when plain ASCII, otherwise in RFC 2231's encoding (§4) and continuations (§3)."""
    if not file_name or file_name != file_name.strip() or _UNSAFE.search(file_name):
        raise ValueError(f"a file name must have no control character, outer space or path: {file_name!r}")
    if _PLAIN_NAME.fullmatch(file_name):
        return f'\r\n filename="{file_name}"'
    first, *rest = _segments(file_name)
    if not rest:
        return f"\r\n filename*=utf-8''{first}"
    lines = [f"\r\n filename*0*=utf-8''{first}"]
    lines += [f"\r\n filename*{number}*={part}" for number, part in enumerate(rest, start=1)]
    return ";".join(lines)


def _segments(file_name: str) -> list[str]:
    """Percent-encoded pieces that never split a character: some readers decode each piece by itself."""
    segments = [""]
    for character in file_name:
        quoted = quote(character, safe=_ATTRIBUTE_CHARACTERS)
        if len(segments[-1]) + len(quoted) > _SEGMENT:
            segments.append("")
        segments[-1] += quoted
    return segments
