"""Imports as staff do them, on a database with the real files of the United States and Australia."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlmodel import Session

from outreach.db import Database
from outreach.recipients.import_members import ImportReport, Wish, import_members
from outreach.recipients.read_members import MembersFile, MembersFormat
from outreach.recipients.status import Chamber
from outreach.recipients.sync import sync
from tests.people import STAFF_SAM

ROOT = Path(__file__).resolve().parents[2]
OWN_FILES = Path(__file__).parent / "members"
NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
FORMATS = {".yaml": MembersFormat.CONGRESS, ".csv": MembersFormat.CSV, ".json": MembersFormat.POPOLO}

Change = Callable[[str], str]
"""Turns a file's text into another one."""


def sync_governments(session: Session, folder: Path, *codes: str) -> Path:
    """Sync the real files of these governments; gives the recipients folder, with its parliaments."""
    files = folder / "recipients"
    files.mkdir()
    for code in codes:
        shutil.copy(ROOT / "recipients" / f"{code.lower()}.yaml", files)
    shutil.copytree(ROOT / "recipients" / "parliaments", files / "parliaments")
    sync(session, directory=files, actor=STAFF_SAM, now=NOW)
    return files


@dataclass(frozen=True, slots=True)
class Importer:
    """Imports files into one database, from a folder that a test may write to."""

    database: Database
    folder: Path
    directory: Path

    def own(self, name: str, change: Change = str, **wishes: object) -> ImportReport:
        """One of the small files, changed."""
        path = self.folder / name
        path.write_text(change((OWN_FILES / name).read_text(encoding="utf-8")), encoding="utf-8")
        return self(path, **wishes)

    def __call__(
        self,
        path: Path,
        *,
        government: str = "US",
        chamber: Chamber | None = None,
        now: datetime = NOW,
        **wishes: object,
    ) -> ImportReport:
        file = MembersFile(path, FORMATS[path.suffix], chamber)
        wish = Wish(file, government, **wishes)  # type: ignore[arg-type]
        with self.database.begin() as session:
            return import_members(session, wish=wish, directory=self.directory, actor=STAFF_SAM, now=now)


def importer(database: Database, folder: Path, *codes: str) -> Importer:
    """An importer on a database with the real files of these governments."""
    with database.begin() as session:
        directory = sync_governments(session, folder, *codes)
    return Importer(database, folder, directory)
