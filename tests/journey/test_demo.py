"""The whole trip, there and back, as `outreach demo` plays it: every office is accounted for."""

import json
from collections import Counter
from email import message_from_bytes
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from sqlalchemy import func, select
from typer.testing import CliRunner

from outreach import audit
from outreach.accounts import Role
from outreach.accounts.store import list_users
from outreach.cli.main import app
from outreach.clock import utc_now
from outreach.db import Database, open_database
from outreach.errors import Refused
from outreach.operations.demo.cast import Part, load_cast
from outreach.operations.demo.folder import make_room
from outreach.operations.rehearse import rehearse
from outreach.operations.waiting import tasks
from outreach.recipients.load import load
from outreach.replies.status import ReplyKind, ReplyStatus
from outreach.replies.store import list_mails
from outreach.reviews.status import ReviewStatus
from outreach.reviews.store import count_parcels
from outreach.rounds.store import list_rounds
from outreach.schema import metadata
from outreach.settings import Settings
from outreach.wiring import identity_of, open_app
from tests.people import STAFF_SAM
from tests.world import NOW

PARTITION = (
    "answered",
    "waiting_for_person",
    "handed_over",
    "sent",
    "to_hand_over",
    "to_send",
    "bounced",
    "refused",
    "called_off",
    "left_out",
)


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """The demonstration's own JSON; it is played once for this module."""
    folder = tmp_path_factory.mktemp("demo") / "kept"
    result = CliRunner().invoke(app, ["demo", "--keep", str(folder), "--json"], catch_exceptions=False)
    assert result.exit_code == 0
    document: dict[str, Any] = json.loads(result.stdout)
    return document


def test_every_office_is_in_exactly_one_place(played: dict[str, Any]) -> None:
    offices = {one.code: len(one.offices) for one in load(Settings().recipients_dir)}
    rows = {row["code"]: row for row in played["governments"]}
    assert {code: row["offices"] for code, row in rows.items()} == offices
    for code, row in rows.items():
        assert sum(row[place] for place in PARTITION) == offices[code], code
    assert played["offices"] == sum(offices.values()) == 131


def test_the_cast_came_out_as_it_was_written(played: dict[str, Any]) -> None:
    cast = load_cast()
    parts = Counter(cast.parts.values())
    total = Counter({place: sum(row[place] for row in played["governments"]) for place in PARTITION})
    assert total["refused"] == parts[Part.REFUSES]
    assert total["bounced"] == parts[Part.BOUNCES]
    assert total["handed_over"] == len(cast.by_hand_done)
    assert total["left_out"] == 1
    assert total["to_send"] == total["called_off"] == 0
    assert played["answers_recorded"] == parts[Part.ANSWERS] + parts[Part.WRITES_BACK]


def test_what_no_delivery_owns_waits_for_a_person(played: dict[str, Any]) -> None:
    database = open_database(f"sqlite:///{played['folder']}/outreach.sqlite")
    with database.read() as session:
        waiting = list_mails(session, status=ReplyStatus.NEEDS_MATCH)
        unread = list_mails(session, status=ReplyStatus.NEW)
        chain = audit.verify(session)
    database.engine.dispose()
    assert [mail.kind for mail in waiting] == [ReplyKind.HUMAN]
    assert unread == []
    assert chain.broken is None


def test_each_pdf_lies_under_a_readable_name_and_opens(played: dict[str, Any]) -> None:
    files = sorted(Path(played["pdf_folder"]).rglob("*.pdf"))
    assert len(files) == played["documents"]
    for file in files:
        with pikepdf.open(file) as pdf:
            assert len(pdf.pages) >= 1
            assert str(pdf.Root.Lang) in file.stem or str(pdf.Root.Lang).lower() in file.stem


def test_a_folder_with_something_else_in_it_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("years of work")
    for replace_earlier in (True, False):
        with pytest.raises(Refused, match="is not empty"):
            make_room(tmp_path, replace_earlier=replace_earlier)
    assert (tmp_path / "thesis.txt").exists()


def test_a_rehearsal_builds_every_mail_and_writes_no_row(played: dict[str, Any], tmp_path: Path) -> None:
    settings = Settings(home=Path(played["folder"]))
    installation = open_app(settings)
    before = _rows(installation.database)
    found = rehearse(
        installation.database,
        installation.blobs,
        round_id=played["round_id"],
        identity=identity_of(settings),
        folder=tmp_path,
        actor=STAFF_SAM,
        now=NOW,
    )
    after = _rows(installation.database)
    installation.database.engine.dispose()
    kept = [message_from_bytes(file.read_bytes()) for file in (tmp_path / "new").iterdir()]
    assert found.mails == len(kept) == found.by_channel["email"]
    assert all(mail.is_multipart() and mail["Delivered-To"].endswith(".example") for mail in kept)
    assert [one.office_key for one in found.left_out] == ["kr-petitions"]
    assert before == after


def _rows(database: Database) -> dict[str, int]:
    with database.read() as session:
        return {
            table.name: session.connection().execute(select(func.count()).select_from(table)).scalar_one()
            for table in metadata.sorted_tables
        }


def test_something_waits_for_each_role(played: dict[str, Any]) -> None:
    database = open_database(f"sqlite:///{played['folder']}/outreach.sqlite")
    with database.read() as session:
        found = {task.key: task for task in tasks(session, now=utc_now())}
        names = {role for user in list_users(session) for role in user.roles}
        second = list_rounds(session)[-1]
        parcels = count_parcels(session, round_id=second.id)
    database.engine.dispose()
    assert found.keys() >= {"uncertain", "hand_over", "unmatched", "proposals", "follow_ups", "contacts_doubt"}
    assert (found["review"].count, found["changes_wanted"].count) == (2, 1)
    assert parcels == {ReviewStatus.AWAITING: 2, ReviewStatus.CHANGES_WANTED: 1}
    for role in names - {Role.ADMIN}:
        assert any(role in task.roles for task in found.values()), role
