"""Scans and photos of answers: small, of known types, told by their content and not by their names."""

import re
from pathlib import PurePosixPath

from outreach.blobs import Blobs
from outreach.errors import BadInput
from outreach.replies.attachments import content_type_of
from outreach.responses.answer import AnswerFile

SCANS = frozenset({"application/pdf", "image/png", "image/jpeg"})
LARGEST_SCAN = 5 * 1024 * 1024
"""Bytes of a photo or scan."""
LONGEST_NAME = 120
_HEAD = 512
_UNFIT = re.compile(r"[^\w.,()+ -]+")


def keep_file(blobs: Blobs, *, name: str, content: bytes) -> AnswerFile:
    """Keep a scan and say what it is; BadInput as in `require_scan`. Storing it again changes nothing."""
    media_type = require_scan(content)
    return AnswerFile(_plain(name), blobs.put(content), len(content), media_type)


def require_scan(content: bytes) -> str:
    """The media type of a photo or scan; raises BadInput when it is too large or something else."""
    if len(content) > LARGEST_SCAN:
        raise BadInput(f"The file is larger than {LARGEST_SCAN // 1024**2} MB: make a smaller photo.")
    media_type = content_type_of(content[:_HEAD])
    if media_type not in SCANS:
        raise BadInput("The file is not a PDF, PNG or JPEG: take a photo or a scan.")
    return media_type


def _plain(name: str) -> str:
    """The last part of a file's name, without what could mislead in a list or a header."""
    last = PurePosixPath(name.replace("\\", "/")).name
    return _UNFIT.sub("_", last).strip(" .")[-LONGEST_NAME:] or "scan"
