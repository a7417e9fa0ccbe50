"""Photos and scans that prove something: small, of three types, told by their content and not by their names."""

from outreach.errors import BadInput

LARGEST_SCAN = 5 * 1024 * 1024
"""Bytes of a photo or scan."""
_KINDS = (
    (b"%PDF-", "application/pdf", ".pdf"),
    (b"\x89PNG\r\n\x1a\n", "image/png", ".png"),
    (b"\xff\xd8\xff", "image/jpeg", ".jpg"),
)


def require_scan(content: bytes) -> str:
    """The media type of a photo or scan; raises BadInput when it is too large or something else."""
    if len(content) > LARGEST_SCAN:
        raise BadInput(f"The file is larger than {LARGEST_SCAN // 1024**2} MB: make a smaller photo.")
    found = next((kind for magic, kind, _ in _KINDS if content.startswith(magic)), None)
    if found is None:
        raise BadInput("The file is not a PDF, PNG or JPEG: take a photo or a scan.")
    return found


def ending_of(content: bytes) -> str:
    """The ending of a file's name by its content, such as `.png`; empty for what is no scan."""
    return next((ending for magic, _, ending in _KINDS if content.startswith(magic)), "")
