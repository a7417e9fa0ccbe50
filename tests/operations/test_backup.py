"""A backup holds everything, is restored only whole, and shows what was altered."""

import zipfile
from datetime import datetime
from pathlib import Path

import pytest

from outreach import audit
from outreach.accounts import Actor
from outreach.blob_folder import FolderBlobs
from outreach.db import Database, open_database
from outreach.errors import BadInput, Refused
from outreach.operations.backup import DATABASE, MANIFEST, back_up, check, restore

TEXT = b"what was sent"


@pytest.fixture
def backup(database: Database, blobs: FolderBlobs, tmp_path: Path, staff_sam: Actor, now: datetime) -> Path:
    if not database.is_sqlite:
        pytest.skip("PostgreSQL is backed up with pg_dump")
    blobs.put(TEXT)
    with database.begin() as session:
        audit.record(session, actor=staff_sam, action="x.done", subject="x:1", now=now)
    return back_up(database, blob_folder=blobs.root, target=tmp_path / "backup.zip").file


def test_what_was_backed_up_comes_back(backup: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    found = restore(backup, home=home)
    assert (found.ledger_entries, found.blobs) == (1, 1)
    restored = open_database(f"sqlite:///{home / DATABASE}")
    with restored.read() as session:
        assert audit.verify(session).entries == 1
    restored.engine.dispose()
    assert [path.read_bytes() for path in (home / "blobs").rglob("*") if path.is_file()] == [TEXT]


def test_nothing_is_overwritten(backup: Path, database: Database, blobs: FolderBlobs, tmp_path: Path) -> None:
    with pytest.raises(Refused, match="exists already"):
        back_up(database, blob_folder=blobs.root, target=backup)
    with pytest.raises(Refused, match="is not empty"):
        restore(backup, home=tmp_path)


def test_an_altered_backup_is_refused_before_anything_is_written(backup: Path, tmp_path: Path) -> None:
    altered, home = tmp_path / "altered.zip", tmp_path / "home"
    with zipfile.ZipFile(backup) as source, zipfile.ZipFile(altered, "w") as target:
        for name in source.namelist():
            target.writestr(name, b"forged" if name.startswith("blobs/") else source.read(name))
    with pytest.raises(BadInput, match="was altered"):
        restore(altered, home=home)
    assert not home.exists()


@pytest.mark.parametrize("content", [b"", b"no zip at all"])
def test_other_files_are_no_backup(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "other.zip").write_bytes(content)
    with pytest.raises(BadInput, match="no backup"):
        check(tmp_path / "other.zip")


def test_a_backup_that_names_other_places_is_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "evil.zip", "w") as archive:
        archive.writestr(MANIFEST, '{"schema": "outreach-backup/1", "sha256": {"../../etc/passwd": "0"}}')
    with pytest.raises(BadInput, match="it names"):
        check(tmp_path / "evil.zip")
