"""Importing legislators: added, changed, retired, refused; what people did stays; all or nothing."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from outreach.accounts import Actor
from outreach.audit.store import list_entries
from outreach.db import Database
from outreach.errors import BadInput, NotAllowed, NotFound, Refused
from outreach.recipients.edit import edit
from outreach.recipients.hold import hold
from outreach.recipients.import_members import Wish, import_members
from outreach.recipients.import_report import Change
from outreach.recipients.member import Why
from outreach.recipients.object import object_to
from outreach.recipients.read_members import MembersFile, MembersFormat
from outreach.recipients.status import Chamber, Channel, HolderForm, OfficeKind, OfficeRole
from outreach.recipients.store import (
    current_holder,
    find_objection,
    get_office,
    list_contacts,
    list_holders,
    list_imports,
    list_offices,
)
from outreach.recipients.sync import sync
from outreach.recipients.undo_import import undo_import
from outreach.recipients.verify import verify
from tests.people import STAFF_SAM
from tests.recipients.legislators import NOW, OWN_FILES, Importer, importer

TODAY = NOW.date()
CEDAR = "end: '2026-11-03'"


@pytest.fixture
def take(any_database: Database, tmp_path: Path) -> Importer:
    return importer(any_database, tmp_path, "US", "AU")


def keys(changes: list[Change]) -> list[str]:
    return [one.office_key for one in changes]


def contacts(take: Importer, office: str) -> list[str]:
    with take.database.read() as session:
        return [one.value for one in list_contacts(session, office)]


def seats(take: Importer, government: str = "US") -> list[str]:
    with take.database.read() as session:
        found = list_offices(session, government=government, kind=OfficeKind.LEGISLATORS)
        return [office.key for office in found]


def without(text: str, begin: str, end: str = "") -> str:
    """The text without what stands from `begin` to `end` (or to its end)."""
    start = text.index(begin)
    return text[:start] + (text[text.index(end, start) :] if end else "")


def no_birch(text: str) -> str:
    return without(text, "- id:\n    bioguide: B000002", "- id:\n    bioguide: C000003")


def test_a_seat_is_an_office_with_holder_region_and_contacts(take: Importer) -> None:
    report = take.own("congress.yaml")
    assert keys(report.added) == ["us-senate-oh-1", "us-house-wy", "us-house-pr"]
    assert [(one.record, one.why, one.office_key) for one in report.refused] == [
        ("record C000003", Why.ENDED, "us-senate-fl-3")
    ]
    assert keys(report.doubts) == ["us-house-wy"]
    with take.database.read() as session:
        office = get_office(session, "us-senate-oh-1")
        assert (office.name, office.role) == ("Senate: Ohio, class 1", OfficeRole.MEMBER_UPPER)
        assert get_office(session, "us-house-wy").name == "House of Representatives: Wyoming, at large"
        assert (office.region.code, office.imported_from) == ("US-OH", "congress-legislators/US")
        assert office.sources[0]["ref"] == "congress.yaml, line 2, record A000001"
        assert office.sources[0]["note"] == f"sha256 {report.sha256}"
        assert office.website == "https://www.alder.senate.example"
        holder = current_holder(session, office.key, TODAY)
        assert (holder.name, holder.form, holder.until) == ("Ada B. Alder", HolderForm.F, date(2031, 1, 3))
        assert current_holder(session, "us-house-wy", TODAY).form is HolderForm.ANY, "no gender is stated"
        form, post = list_contacts(session, office.key)
        assert (form.channel, post.postal_lines[1]) == (Channel.WEB_FORM, "Washington DC 20510")
        assert form.check_expires_at is None
        assert f"(sha256 {report.sha256})" in form.note
        (kept,) = list_imports(session)
        assert (kept.id, kept.counts["added"], kept.counts["refused"]) == (report.import_id, 3, 1)
        (entry,) = list_entries(session, subject=f"import:{kept.id}", limit=9)
        assert "Alder" not in str(entry.facts)


def test_again_is_nothing_new(take: Importer) -> None:
    take.own("congress.yaml")
    report = take.own("congress.yaml")
    assert (report.unchanged, report.added, report.changed, report.retired) == (3, [], [], [])
    with take.database.read() as session:
        assert len(list_holders(session, "us-house-wy")) == 1


def test_a_dry_run_tells_the_same_and_keeps_nothing(take: Importer) -> None:
    tried = take.own("congress.yaml", dry_run=True)
    assert seats(take) == []
    done = take.own("congress.yaml")
    assert (tried.import_id, tried.added, tried.refused) == (None, done.added, done.refused)
    tried = take.own("congress.yaml", no_birch, dry_run=True)
    assert keys(tried.retired) == ["us-house-wy"]
    assert seats(take) == ["us-house-pr", "us-house-wy", "us-senate-oh-1"]


def test_a_later_file_changes_and_retires_with_reasons(take: Importer) -> None:
    take.own("congress.yaml", lambda text: text.replace(CEDAR, "end: '2026-11-25'"))
    assert "us-senate-fl-3" in seats(take)
    report = take.own(
        "congress.yaml",
        lambda text: no_birch(text).replace("12 Hart", "500 Hart").replace("Ada B. Alder", "Zoe Zelkova"),
    )
    assert [str(one) for one in report.retired] == [
        "us-house-wy: the file no longer has it.",
        "us-senate-fl-3: record C000003: the term ended on 2026-11-03.",
    ]
    (changed,) = report.changed
    assert "Ada B. Alder → Zoe Zelkova" in changed.detail
    assert "post '12 Hart" in changed.detail
    assert "line 2, record A000001" in changed.detail
    with take.database.read() as session:
        assert [one.name for one in list_holders(session, "us-senate-oh-1")] == ["Ada B. Alder", "Zoe Zelkova"]
        assert current_holder(session, "us-senate-oh-1", TODAY).name == "Zoe Zelkova"
        assert get_office(session, "us-house-wy").retired
    assert keys(take.own("congress.yaml").restored) == ["us-house-wy"]


def test_nothing_is_retired_while_a_row_is_faulty(take: Importer) -> None:
    take.own("congress.yaml")
    report = take.own(
        "congress.yaml", lambda text: no_birch(text).replace("type: sen\n    start: '2025-01-21'", "type: x")
    )
    assert (report.retired, keys(report.kept_back)) == ([], ["us-house-wy"])
    assert "us-house-wy" in seats(take)


def test_a_file_that_would_retire_most_is_refused(take: Importer) -> None:
    take.own("congress.yaml")

    def one_left(text: str) -> str:
        return without(text, "- id:\n    bioguide: B000002")

    with pytest.raises(Refused, match="would retire 2 of the 3 seats"):
        take.own("congress.yaml", one_left)
    assert len(seats(take)) == 3
    assert len(take.own("congress.yaml", one_left, retire_most=True).retired) == 2


def test_only_its_own_source_is_retired(take: Importer) -> None:
    take.own("congress.yaml")
    take.own("members.csv", government="AU", chamber=Chamber.LOWER)
    take.own(
        "popolo.json",
        lambda text: text.replace('"m6", "person_id": "nobody"', '"m6", "person_id": "p2"'),
        government="AU",
        source="x",
    )
    assert len(seats(take)) == 3
    assert len(seats(take, "AU")) == 5
    with take.database.begin() as session:
        report = sync(session, directory=take.directory, actor=STAFF_SAM, now=NOW)
    assert (report.retired, report.changed, report.restored) == ([], [], [])
    assert len(seats(take)) == 3


def test_another_sources_seat_is_refused(take: Importer) -> None:
    take.own("members.csv", government="AU", chamber=Chamber.LOWER)
    report = take.own("members.csv", government="AU", chamber=Chamber.LOWER, source="other")
    assert [one.reason for one in report.refused if "belongs to" in one.reason] == [
        "au-house-denison belongs to the source csv/AU/lower: name that source with --source to go on with it.",
        "au-house-watson belongs to the source csv/AU/lower: name that source with --source to go on with it.",
    ]


def test_csv_traps_of_a_house(take: Importer) -> None:
    report = take.own(
        "members.csv", government="AU", chamber=Chamber.LOWER, post="Parliament House\nCANBERRA ACT 2600"
    )
    assert keys(report.added) == ["au-house-denison", "au-house-watson"]
    told = {one.line: one.reason for one in report.refused}
    assert told[7] == "the term ended on 2025-05-02."
    assert "the region 'Atlantis' is unknown" in told[10]
    assert told[11] == "au-house-makin is claimed by line 12 as well: say in the file who holds it."
    assert told[14] == "the term begins on 2030-01-01."
    assert contacts(take, "au-house-watson") == [
        "https://fir.example/write",
        "Parliament House\nCANBERRA ACT 2600",
    ]
    assert contacts(take, "au-house-denison")[1] == "Parliament House\nCANBERRA ACT 2600", "its own, once"
    with take.database.read() as session:
        assert get_office(session, "au-house-watson").region.code == "AU-NSW"
        assert get_office(session, "au-house-denison").region.code == "AU-TAS"


def test_senators_of_one_state_are_told_apart_by_name(take: Importer) -> None:
    path = take.folder / "s.csv"
    path.write_text("name,state\nAnn Ash,Vic\nBea O'Beech,Victoria\nŽofie Æ,Vic.\n東山,vic\n", encoding="utf-8")
    report = take(path, government="AU", chamber=Chamber.UPPER)
    first = ["au-senate-vic-ann-ash", "au-senate-vic-bea-obeech", "au-senate-vic-zofie"]
    assert keys(report.added)[:3] == first
    assert keys(report.added)[3].startswith("au-senate-vic-")
    assert report.faults == []


def test_what_a_person_edited_or_checked_stays(take: Importer, staff_sam: Actor) -> None:
    take.own("congress.yaml")
    with take.database.begin() as session:
        form, post = list_contacts(session, "us-senate-oh-1")
        edit(session, contact_id=form.id, value="https://found.example/", actor=staff_sam, now=NOW)
        verify(session, contact_id=post.id, source="https://x.example", days=90, actor=staff_sam, now=NOW)
    before = contacts(take, "us-senate-oh-1")
    report = take.own(
        "congress.yaml", lambda text: text.replace("12 Hart", "500 Hart").replace("/contact\n", "/new\n")
    )
    assert [one.office_key for one in report.conflicts] == ["us-senate-oh-1"] * 2
    assert "staff_sam stands for 'https://found.example/'" in report.conflicts[0].detail
    assert contacts(take, "us-senate-oh-1") == before


def test_a_person_may_say_who_holds_a_seat_and_in_which_form(take: Importer, staff_sam: Actor) -> None:
    take.own("congress.yaml")
    with take.database.begin() as session:
        said = hold(
            session, office_key="us-senate-oh-1", form=HolderForm.M, source="a call", actor=staff_sam, now=NOW
        )
        assert (said.name, said.since) == ("Ada B. Alder", date(2025, 1, 3)), "the present holder is meant"
    report = take.own("congress.yaml")
    assert [str(one) for one in report.conflicts] == [
        "us-senate-oh-1: staff_sam recorded the form `m`, the file says `f`."
    ]
    with take.database.read() as session:
        assert current_holder(session, "us-senate-oh-1", TODAY).form is HolderForm.M
    with take.database.begin() as session, pytest.raises(BadInput, match="--name"):
        hold(
            session,
            office_key="us-senate-oh-1",
            form=HolderForm.F,
            source="a call",
            since=TODAY,
            actor=staff_sam,
            now=NOW,
        )
    with take.database.begin() as session:
        hold(
            session,
            office_key="us-senate-oh-1",
            form=HolderForm.F,
            name="Una Umbra",
            source="a call",
            since=TODAY,
            actor=staff_sam,
            now=NOW,
        )
    (conflict,) = take.own("congress.yaml").conflicts
    assert "recorded 'Una Umbra' as holder, the file says 'Ada B. Alder'" in conflict.detail


def test_an_objection_stands_through_imports_and_undo(take: Importer, staff_sam: Actor) -> None:
    take.own("congress.yaml")
    with take.database.begin() as session:
        object_to(session, office_key="us-house-wy", who="staff", source="mail:1", actor=staff_sam, now=NOW)
    take.own("congress.yaml", no_birch)
    with take.database.begin() as session:
        gone = undo_import(session, source="congress-legislators/US", actor=staff_sam, now=NOW)
    assert gone == ["us-house-pr", "us-senate-oh-1"]
    assert seats(take) == []
    take.own("congress.yaml")
    assert len(seats(take)) == 3
    with take.database.read() as session:
        assert find_objection(session, office_key="us-house-wy", contact_id=None)
    with take.database.begin() as session, pytest.raises(NotFound, match="No import has the source 'nope'"):
        undo_import(session, source="nope", actor=staff_sam, now=NOW)


def test_a_file_of_the_past_is_refused_whole(take: Importer) -> None:
    later = NOW + timedelta(days=3000)
    with pytest.raises(BadInput, match="has nobody who is in office on 2035-02-10"):
        take.own("congress.yaml", now=later)


def test_the_day_is_the_governments_own(take: Importer) -> None:
    last_evening = NOW.replace(month=11, day=4, hour=3)
    report = take.own("congress.yaml", now=last_evening)
    assert "us-senate-fl-3" in keys(report.added), "in Washington it is still the third"


def test_an_error_in_the_middle_keeps_nothing(take: Importer) -> None:
    def stop(done: int, total: int) -> None:
        if done == 2:
            raise KeyboardInterrupt

    file = MembersFile(OWN_FILES / "congress.yaml", MembersFormat.CONGRESS)
    with pytest.raises(KeyboardInterrupt), take.database.begin() as session:
        import_members(
            session,
            wish=Wish(file, "US"),
            directory=take.directory,
            actor=STAFF_SAM,
            now=NOW,
            progress=stop,
        )
    assert seats(take) == []


def test_only_staff_imports(take: Importer, coordinator_chi: Actor) -> None:
    file = MembersFile(OWN_FILES / "congress.yaml", MembersFormat.CONGRESS)
    with pytest.raises(NotAllowed), take.database.begin() as session:
        import_members(session, wish=Wish(file, "US"), directory=take.directory, actor=coordinator_chi, now=NOW)


def test_a_country_without_a_file_of_its_parliament(take: Importer) -> None:
    (take.directory / "parliaments" / "au.yaml").unlink()
    with pytest.raises(BadInput, match=r"au.yaml is missing: it says how members of AU are addressed"):
        take.own("members.csv", government="AU", chamber=Chamber.LOWER)


def test_a_seat_keeps_its_key_from_the_files(take: Importer) -> None:
    take.own("congress.yaml")
    path = take.directory / "us.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("id: us-cecc", "id: us-house-wy"), encoding="utf-8")
    with (
        pytest.raises(Refused, match="us-house-wy is a seat that congress-legislators/US brought"),
        take.database.begin() as s,
    ):
        sync(s, directory=take.directory, actor=STAFF_SAM, now=NOW)
