"""Scans and photos of answers: small, of known types, told by their content and not by their names."""

import re
from pathlib import PurePosixPath

from outreach.blobs import Blobs
from outreach.responses.answer import AnswerFile
from outreach.scans import require_scan

LONGEST_NAME = 120
_UNFIT = re.compile(r"[^\w.,()+ -]+")


def keep_file(blobs: Blobs, *, name: str, content: bytes) -> AnswerFile:
    """Keep a scan and say what it is; BadInput as in `require_scan`. Storing it again changes nothing."""
    media_type = require_scan(content)
    return AnswerFile(_plain(name), blobs.put(content), len(content), media_type)


def _plain(name: str) -> str:
    """The last part of a file's name, without what could mislead in a list or a header."""
    last = PurePosixPath(name.replace("\\", "/")).name
    return _UNFIT.sub("_", last).strip(" .")[-LONGEST_NAME:] or "scan"
