"""What people entered goes back into the files, and only that."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest

from outreach.accounts import Actor
from outreach.db import Database
from outreach.errors import BadInput, NotAllowed, Unavailable
from outreach.recipients.check import check
from outreach.recipients.edit import add, edit
from outreach.recipients.export import ExportReport, export
from outreach.recipients.status import Channel
from outreach.recipients.store import list_contacts
from outreach.recipients.sync import SyncReport
from outreach.recipients.verify import verify

Sync = Callable[[Database], SyncReport]


def exported(database: Database, folder: Path, target: Path, actor: Actor, now: datetime) -> ExportReport:
    with database.begin() as session:
        return export(session, directory=folder, target=target, actor=actor, now=now)


def enter(database: Database, actor: Actor, now: datetime) -> None:
    with database.begin() as session:
        mail, post = list_contacts(session, "fr-pm")
        edit(session, contact_id=mail.id, value="premier@gouv.example", actor=actor, now=now)
        edit(session, contact_id=post.id, value="57 rue de Varenne\n75007 Paris", actor=actor, now=now)
        add(session, office_key="fr-senat", channel=Channel.EMAIL, value="s@senat.example", actor=actor, now=now)


def test_untouched_contacts_leave_the_files_as_they_are(
    database: Database, synced: Sync, folder: Path, tmp_path: Path, staff_sam: Actor, now: datetime
) -> None:
    synced(database)
    report = exported(database, folder, tmp_path / "out", staff_sam, now)
    assert report.contacts == ()
    assert (tmp_path / "out" / "fr.yaml").read_bytes() == (folder / "fr.yaml").read_bytes()


def test_after_an_export_files_and_database_agree(
    any_database: Database, synced: Sync, folder: Path, staff_sam: Actor, now: datetime
) -> None:
    synced(any_database)
    enter(any_database, staff_sam, now)
    assert len(synced(any_database).conflicts) == 2
    report = exported(any_database, folder, folder, staff_sam, now)
    assert report.contacts == ("fr-pm/email", "fr-pm/post", "fr-senat/email")
    assert check(folder) == []
    assert synced(any_database) == SyncReport(unchanged=7)
    text = (folder / "fr.yaml").read_text(encoding="utf-8")
    assert text.startswith("# A comment that stays.")
    assert "    - 57 rue de Varenne\n" in text
    assert "Matignon" not in text
    assert [path.name for path in folder.iterdir()] == ["fr.yaml"]


def test_a_file_newer_than_the_database_is_left_alone(
    database: Database,
    synced: Sync,
    folder: Path,
    change: Callable[[str, str], int],
    staff_sam: Actor,
    now: datetime,
) -> None:
    synced(database)
    change("pm@gouv.example", "newer@gouv.example")
    assert exported(database, folder, folder, staff_sam, now).contacts == ()
    assert "newer@gouv.example" in (folder / "fr.yaml").read_text(encoding="utf-8")


def test_a_checked_value_that_the_file_lost_comes_back(
    database: Database,
    synced: Sync,
    folder: Path,
    change: Callable[[str, str], int],
    staff_sam: Actor,
    now: datetime,
) -> None:
    synced(database)
    with database.begin() as session:
        mail = list_contacts(session, "fr-pm")[0]
        verify(session, contact_id=mail.id, source="https://x", days=90, actor=staff_sam, now=now)
    change("  - type: email\n    value: pm@gouv.example\n", "")
    assert exported(database, folder, folder, staff_sam, now).contacts == ("fr-pm/email",)
    assert "pm@gouv.example" in (folder / "fr.yaml").read_text(encoding="utf-8")


def test_broken_files_are_not_written(
    database: Database,
    synced: Sync,
    folder: Path,
    change: Callable[[str, str], int],
    staff_sam: Actor,
    now: datetime,
) -> None:
    synced(database)
    enter(database, staff_sam, now)
    change("role: foreign_affairs_committee", "role: choir")
    before = (folder / "fr.yaml").read_bytes()
    with pytest.raises(BadInput):
        exported(database, folder, folder, staff_sam, now)
    assert (folder / "fr.yaml").read_bytes() == before


def test_a_target_that_cannot_be_written_is_told(
    database: Database, synced: Sync, folder: Path, tmp_path: Path, staff_sam: Actor, now: datetime
) -> None:
    synced(database)
    (tmp_path / "file").write_text("")
    with pytest.raises(Unavailable, match="cannot be written"):
        exported(database, folder, tmp_path / "file", staff_sam, now)


def test_only_staff_exports(
    database: Database, synced: Sync, folder: Path, coordinator_chi: Actor, now: datetime
) -> None:
    synced(database)
    with pytest.raises(NotAllowed):
        exported(database, folder, folder, coordinator_chi, now)
