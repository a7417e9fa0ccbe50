"""Photos and scans that a form brings: told by their content, and not too large."""

from fastapi import UploadFile

from outreach.scans import LARGEST_SCAN, require_scan


def scan_of(upload: UploadFile | None) -> bytes | None:
    """The bytes of a photo or scan; None when none was chosen. Raises BadInput: too large, or something else."""
    if upload is None or not upload.filename:
        return None
    content = upload.file.read(LARGEST_SCAN + 1)
    require_scan(content)
    return content
