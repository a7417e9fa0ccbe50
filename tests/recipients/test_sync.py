"""Sync adds, changes and retires; it deletes nothing and never overwrites a person."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest

from outreach.accounts import Actor
from outreach.audit.store import list_entries
from outreach.db import Database
from outreach.errors import BadInput, NotAllowed
from outreach.recipients.edit import add, edit
from outreach.recipients.object import object_to
from outreach.recipients.status import Channel
from outreach.recipients.store import (
    find_objection,
    get_office,
    list_contacts,
    list_governments,
    list_offices,
)
from outreach.recipients.sync import SyncReport, sync
from outreach.recipients.values import ContactInfo
from outreach.recipients.verify import verify

Change = Callable[[str, str], int]
Sync = Callable[[Database], SyncReport]
SECOND_OFFICE = "- id: fr-senat"


def contacts(database: Database, office: str = "fr-pm", *, include_retired: bool = False) -> list[ContactInfo]:
    with database.read() as session:
        return list_contacts(session, office, include_retired=include_retired)


def by_edit(database: Database, contact: ContactInfo, actor: Actor, now: datetime) -> None:
    with database.begin() as session:
        edit(session, contact_id=contact.id, value="sam@gouv.example", actor=actor, now=now)


def by_check(database: Database, contact: ContactInfo, actor: Actor, now: datetime) -> None:
    with database.begin() as session:
        verify(session, contact_id=contact.id, source="https://x.example", days=90, actor=actor, now=now)


def test_the_first_sync_adds_everything(any_database: Database, synced: Sync, now: datetime) -> None:
    report = synced(any_database)
    assert report.added == ["FR", "fr-pm", "fr-senat", "fr-pm/email", "fr-pm/post", "fr-senat/web_form"]
    with any_database.read() as session:
        (france,) = list_governments(session)
        assert (france.code, france.time_zone, france.languages) == ("FR", "Europe/Paris", ("fr", "en"))
        assert [office.key for office in list_offices(session, government="FR")] == ["fr-pm", "fr-senat"]
        office = get_office(session, "fr-pm")
        assert [text.text for text in office.forms["addressee"]["fr"]] == [
            "Monsieur le Premier ministre",
            "Madame la Première ministre",
        ]
        assert office.sources == ({"id": "gk", "kind": "general knowledge", "ref": "none"},)
        (entry,) = list_entries(session, subject="recipients", limit=9)
        assert (entry.action, entry.actor, entry.facts["added"]) == ("recipients.synced", "staff_sam", 6)
    mail, post = contacts(any_database)
    assert (mail.channel, mail.value, mail.postal_lines) == (Channel.EMAIL, "pm@gouv.example", ())
    assert post.postal_lines == ("Hôtel de Matignon", "75007 Paris")
    assert [one.value for one in contacts(any_database, "fr-senat")] == [""]


def test_a_second_sync_changes_nothing(any_database: Database, synced: Sync) -> None:
    synced(any_database)
    before = contacts(any_database)
    assert synced(any_database) == SyncReport(unchanged=6)
    assert contacts(any_database) == before


def test_what_the_file_says_anew_is_taken(any_database: Database, synced: Sync, change: Change) -> None:
    synced(any_database)
    change("pm@gouv.example", "premier@gouv.example")
    change("name: The Prime Minister", "name: Prime Minister")
    change("Europe/Paris", "Europe/Brussels")
    report = synced(any_database)
    assert report.changed == ["FR", "fr-pm", "fr-pm/email"]
    assert contacts(any_database)[0].value == "premier@gouv.example"
    with any_database.read() as session:
        assert get_office(session, "fr-pm").name == "Prime Minister"
        assert list_governments(session)[0].time_zone == "Europe/Brussels"


def test_the_order_of_the_file_is_the_order_of_preference(
    any_database: Database, synced: Sync, change: Change
) -> None:
    synced(any_database)
    change("  - type: email\n    value: pm@gouv.example\n", "")
    change("    - 75007 Paris\n", "    - 75007 Paris\n  - type: email\n    value: pm@gouv.example\n")
    assert synced(any_database).changed == []
    assert [one.channel for one in contacts(any_database)] == [Channel.POST, Channel.EMAIL]


def test_what_the_file_drops_is_retired_and_comes_back_whole(
    any_database: Database, synced: Sync, folder: Path
) -> None:
    synced(any_database)
    path = folder / "fr.yaml"
    whole = path.read_text(encoding="utf-8")
    path.write_text(
        whole[: whole.index(SECOND_OFFICE)].replace("  - type: email\n    value: pm@gouv.example\n", "")
    )
    report = synced(any_database)
    assert report.retired == ["fr-senat", "fr-pm/email"]
    assert [one.channel for one in contacts(any_database)] == [Channel.POST]
    with any_database.read() as session:
        assert [office.key for office in list_offices(session)] == ["fr-pm"]
        assert get_office(session, "fr-senat").retired
    assert synced(any_database).retired == []
    path.write_text(whole, encoding="utf-8")
    assert synced(any_database).restored == ["fr-senat", "fr-pm/email"]
    assert len(contacts(any_database, include_retired=True)) == 2


@pytest.mark.parametrize("guard", [by_edit, by_check])
def test_a_contact_that_a_person_edited_or_checked_stays(
    any_database: Database,
    synced: Sync,
    change: Change,
    staff_sam: Actor,
    now: datetime,
    guard: Callable[[Database, ContactInfo, Actor, datetime], None],
) -> None:
    synced(any_database)
    guard(any_database, contacts(any_database)[0], staff_sam, now)
    kept = contacts(any_database)[0].value
    change("pm@gouv.example", "premier@gouv.example")
    change("name: The Prime Minister", "name: Prime Minister")
    report = synced(any_database)
    (conflict,) = report.conflicts
    assert (conflict.in_database, conflict.in_file) == (kept, "premier@gouv.example")
    assert conflict.guarded_by == "staff_sam"
    assert contacts(any_database)[0].value == kept
    assert report.changed == ["fr-pm"], "the rest of the files is taken all the same"


def test_a_checked_contact_that_the_file_drops_stays(
    any_database: Database, synced: Sync, change: Change, staff_sam: Actor, now: datetime
) -> None:
    synced(any_database)
    by_check(any_database, contacts(any_database)[0], staff_sam, now)
    change("  - type: email\n    value: pm@gouv.example\n", "")
    (conflict,) = synced(any_database).conflicts
    assert conflict.in_file is None
    assert "pm@gouv.example" in [one.value for one in contacts(any_database)]


def test_a_contact_that_only_the_database_has_stays_without_a_word(
    any_database: Database, synced: Sync, staff_sam: Actor, now: datetime
) -> None:
    synced(any_database)
    with any_database.begin() as session:
        add(
            session,
            office_key="fr-senat",
            channel=Channel.EMAIL,
            value="senat@gouv.example",
            actor=staff_sam,
            now=now,
        )
    assert synced(any_database).conflicts == []
    assert [one.value for one in contacts(any_database, "fr-senat")] == ["", "senat@gouv.example"]


def test_an_objection_outlives_a_sync(
    any_database: Database, synced: Sync, change: Change, staff_sam: Actor, now: datetime
) -> None:
    synced(any_database)
    with any_database.begin() as session:
        object_to(session, office_key="fr-pm", who="cabinet", source="mail:1", actor=staff_sam, now=now)
    change("pm@gouv.example", "premier@gouv.example")
    synced(any_database)
    with any_database.read() as session:
        assert find_objection(session, office_key="fr-pm", contact_id=None)


def test_a_broken_file_changes_nothing(database: Database, synced: Sync, change: Change) -> None:
    synced(database)
    change("pm@gouv.example", "premier@gouv.example")
    change("role: foreign_affairs_committee", "role: choir")
    with pytest.raises(BadInput, match="`role` 'choir' is unknown"):
        synced(database)
    assert contacts(database)[0].value == "pm@gouv.example"


def test_only_staff_syncs(database: Database, folder: Path, coordinator_chi: Actor, now: datetime) -> None:
    with pytest.raises(NotAllowed), database.begin() as session:
        sync(session, directory=folder, actor=coordinator_chi, now=now)
