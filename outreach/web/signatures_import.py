"""Counts that come in as a file."""

import tempfile
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import Annotated

from fastapi import APIRouter, Form, Request, UploadFile
from fastapi.responses import Response

from outreach.clock import utc_now
from outreach.errors import BadInput, OutreachError, Refused
from outreach.signatures.counts_lines import read_as_of
from outreach.signatures.import_counts import import_counts
from outreach.signatures.store import SnapshotInfo
from outreach.web.guard import Here, Visitor
from outreach.web.notice import see
from outreach.web.signatures import signatures_page

router = APIRouter()
LARGEST = 4 * 1024 * 1024
TYPES = {".csv", ".tsv", ".txt", ".json"}


@router.post("/signatures")
def signatures_import(
    request: Request,
    here: Here,
    file: UploadFile,
    campaign: Annotated[int, Form()],
    as_of: Annotated[str, Form()] = "",
    sample: Annotated[str, Form()] = "",
) -> Response:
    name = _plain_name(file.filename or "")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        try:
            path.write_bytes(_content(file, name))
            taken = _import(here, path, campaign=campaign, as_of=as_of, sample=bool(sample))
        except OutreachError as error:
            problems = tuple(told.replace(f"{folder}/", "") for told in _sentences(error))
            given = {"as_of": as_of, "sample": bool(sample), "campaign": campaign}
            status = 422 if isinstance(error, BadInput) else 409
            return signatures_page(request, here, problems=problems, given=given, status=status)
    return see(f"/signatures/{taken.id}", f"{name} is snapshot {taken.id}.", request)


def _import(here: Visitor, path: Path, *, campaign: int, as_of: str, sample: bool) -> SnapshotInfo:
    try:
        moment = read_as_of(as_of) if as_of else None
    except ValueError as error:
        raise BadInput(f"When it was counted: {error}.") from error
    with here.app.database.begin() as session:
        return import_counts(
            session,
            campaign_id=campaign,
            file=path,
            as_of=moment,
            sample=sample,
            actor=here.actor,
            now=utc_now(),
        )


def _content(file: UploadFile, name: str) -> bytes:
    if Path(name).suffix.lower() not in TYPES:
        raise Refused(f"{name} is not taken: send a CSV file of counts, or a petition's JSON.")
    content = file.file.read(LARGEST + 1)
    if len(content) > LARGEST:
        raise Refused(f"{name} is larger than {LARGEST // 1024**2} MB: send counts, not signatures.")
    return content


def _plain_name(sent: str) -> str:
    """The file's own name without folders, whichever system sent it."""
    name = PureWindowsPath(PurePosixPath(sent).name).name
    kept = "".join(letter for letter in name if letter.isprintable()).lstrip(".")
    return kept[-100:] or "file"


def _sentences(error: OutreachError) -> list[str]:
    return [str(one) for one in error.problems] if isinstance(error, BadInput) else [str(error)]
