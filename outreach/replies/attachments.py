"""The files of a mail: listed with their type by content, never opened; archives are not unpacked."""

from outreach.replies.decode import decode_transfer
from outreach.replies.parse import Part
from outreach.replies.reading import Attachment

_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", "application/pdf"),
    (b"PK\x03\x04", "application/zip"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF8", "image/gif"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/x-ole-storage"),
    (b"{\\rtf", "application/rtf"),
    (b"MZ", "application/x-dosexec"),
    (b"\x7fELF", "application/x-elf"),
    (b"Rar!", "application/vnd.rar"),
    (b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (b"\x1f\x8b", "application/gzip"),
    (b"<svg", "image/svg+xml"),
    (b"<!DOCTYPE html", "text/html"),
    (b"<html", "text/html"),
    (b"BEGIN:VCALENDAR", "text/calendar"),
    (b"BEGIN:VCARD", "text/vcard"),
)
_HEAD = 512


def list_attachments(part: Part) -> tuple[Attachment, ...]:
    """Every leaf that is a file: marked as one, named, or not text. Sizes are of what was read."""
    return tuple(
        _attachment(leaf) for leaf in part.walk() if not leaf.parts and leaf is not part and _is_file(leaf)
    )


def content_type_of(head: bytes) -> str:
    """The type that the first bytes tell; `text/plain` for text, `application/octet-stream` else."""
    start = head.lstrip()[:_HEAD] if head[:1].isspace() else head
    known = next((kind for magic, kind in _MAGIC if start.startswith(magic)), None)
    if known:
        return known
    return "application/octet-stream" if b"\0" in head else "text/plain"


def _is_file(leaf: Part) -> bool:
    return (
        leaf.is_attachment
        or bool(leaf.file_name)
        or not leaf.content_type.startswith(("text/", "message/", "multipart/"))
    )


def _attachment(leaf: Part) -> Attachment:
    encoding = leaf.get("content-transfer-encoding")
    head = decode_transfer(leaf.body[: _HEAD * 4], encoding)[:_HEAD]
    share = 0.74 if encoding.strip().lower().startswith("base64") else 1.0
    return Attachment(leaf.file_name or "", leaf.content_type, content_type_of(head), int(len(leaf.body) * share))
