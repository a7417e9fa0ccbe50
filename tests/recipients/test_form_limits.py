"""What a web form takes: from its file, from a person, and never guessed."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest

from outreach.accounts import Actor
from outreach.db import Database
from outreach.errors import BadInput, NotAllowed, NotFound, Refused
from outreach.recipients.check import check
from outreach.recipients.export import export
from outreach.recipients.form_limits import FormLimits
from outreach.recipients.limit_form import limit_form
from outreach.recipients.store import list_contacts
from outreach.recipients.sync import sync
from outreach.recipients.values import ContactInfo

FORM = "  - type: web_form\n    value: ''\n"
LIMITED = FORM + "    limits: {characters: 2000, files: false, source: the form itself}\n"


def form_of(database: Database) -> ContactInfo:
    with database.read() as session:
        return next(one for one in list_contacts(session, "fr-senat") if one.channel == "web_form")


def synced(database: Database, folder: Path, actor: Actor, now: datetime) -> FormLimits | None:
    with database.begin() as session:
        sync(session, directory=folder, actor=actor, now=now)
    return form_of(database).limits


def test_a_file_says_it_and_may_unsay_it(
    any_database: Database, folder: Path, change: Callable[[str, str], int], staff_sam: Actor, now: datetime
) -> None:
    assert synced(any_database, folder, staff_sam, now) is None
    change(FORM, LIMITED)
    assert check(folder) == []
    limits = synced(any_database, folder, staff_sam, now)
    assert limits == FormLimits(2000, None, False, "the form itself")
    assert (limits.told, limits.told_files) == ("at most 2,000 characters", "it takes no files")
    change(LIMITED, FORM)
    assert synced(any_database, folder, staff_sam, now) is None


def test_what_a_person_recorded_stays_and_is_exported(
    any_database: Database,
    folder: Path,
    tmp_path: Path,
    change: Callable[[str, str], int],
    staff_sam: Actor,
    now: datetime,
) -> None:
    synced(any_database, folder, staff_sam, now)
    with any_database.begin() as session:
        limited = limit_form(
            session,
            contact_id=form_of(any_database).id,
            characters=None,
            words=250,
            files=True,
            source="the form, 24 November",
            actor=staff_sam,
            now=now,
        )
    expected = FormLimits(None, 250, True, "the form, 24 November", "staff_sam")
    assert limited.limits == expected
    change(FORM, LIMITED)
    assert synced(any_database, folder, staff_sam, now) == expected
    with any_database.begin() as session:
        report = export(session, directory=folder, target=tmp_path / "out", actor=staff_sam, now=now)
    assert report.contacts == ("fr-senat/web_form limits",)
    assert check(tmp_path / "out") == []
    assert "words: 250" in (tmp_path / "out" / "fr.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("limits", "told"),
    [
        ("{characters: 0, source: x}", "`characters` must be a whole number of at least 1."),
        ("{words: many, source: x}", "`words` must be a whole number of at least 1."),
        ("{files: perhaps, source: x}", "`files` must be true or false."),
        ("{characters: 100}", "the key `source` is missing."),
        ("{source: x}", "say at least one of characters, words, files."),
        ("{charakters: 100, source: x}", "unknown key `charakters`: is it `characters`?"),
    ],
)
def test_wrong_limits_are_told_with_their_line(
    folder: Path, change: Callable[[str, str], int], limits: str, told: str
) -> None:
    line = change(FORM, FORM + f"    limits: {limits}\n")
    assert any(one.message == told and one.line and line <= one.line <= line + 2 for one in check(folder))


def test_only_a_form_has_limits(folder: Path, change: Callable[[str, str], int]) -> None:
    change("value: pm@gouv.example\n", "value: pm@gouv.example\n    limits: {characters: 10, source: x}\n")
    assert "only a web_form has `limits`." in [one.message for one in check(folder)]


def test_a_person_names_the_source(
    any_database: Database, folder: Path, staff_sam: Actor, organiser_olga: Actor, now: datetime
) -> None:
    synced(any_database, folder, staff_sam, now)
    form = form_of(any_database)
    with any_database.read() as session:
        mail = list_contacts(session, "fr-pm")[0]

    def limit(contact_id: int, actor: Actor = staff_sam, source: str = "x", words: int | None = 1) -> None:
        with any_database.begin() as session:
            limit_form(
                session,
                contact_id=contact_id,
                characters=None,
                words=words,
                files=None,
                source=source,
                actor=actor,
                now=now,
            )

    with pytest.raises(BadInput, match="Say where the limit is stated"):
        limit(form.id, source=" ")
    with pytest.raises(BadInput, match="at least 1"):
        limit(form.id, words=0)
    with pytest.raises(Refused, match="is no web form"):
        limit(mail.id)
    with pytest.raises(NotFound):
        limit(999)
    with pytest.raises(NotAllowed):
        limit(form.id, actor=organiser_olga)
    assert form_of(any_database).limits is None


def test_counts_are_told() -> None:
    assert FormLimits(10, 2).use_of("one two") == "7 of 10 characters, 2 of 2 words"
    assert FormLimits().use_of("one") == "3 characters; limit not known"
    assert FormLimits(10, 1).fits("one two") is False
