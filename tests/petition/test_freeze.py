"""A freeze makes one immutable version of the files; a withdrawal only adds to it."""

import shutil
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from outreach import audit
from outreach.accounts import Actor
from outreach.audit.store import list_entries
from outreach.db import Database
from outreach.errors import BadInput, Conflict, NotAllowed, NotFound, Refused, WrongStatus
from outreach.petition.freeze import freeze
from outreach.petition.store import find_campaign, get_campaign, get_version, latest_version, list_versions
from outreach.petition.withdraw import withdraw

Edit = Callable[[str, str, str], None]


def test_freeze_keeps_every_language(
    any_database: Database, files: Path, organiser_olga: Actor, now: datetime
) -> None:
    with any_database.begin() as session:
        frozen = freeze(session, directory=files, actor=organiser_olga, now=now)
    shutil.rmtree(files)
    with any_database.read() as session:
        version = get_version(session, frozen.id)
        campaign = find_campaign(session, "g7plus7")
        assert campaign == get_campaign(session, version.campaign_id)
        assert [entry.action for entry in list_entries(session)] == ["petition.frozen"]
        assert audit.verify(session).broken is None
    assert list(version.texts) == ["en", "fr", "de", "it", "es", "ja", "ko", "zh-Hant", "hi", "he"]
    assert version == frozen
    assert (version.number, version.frozen_by, version.is_withdrawn) == (1, "organiser_olga", False)
    assert version.texts["he"].direction == "rtl"
    assert "footing" in version.texts["ja"].body["letter"]


def test_same_content_gives_the_same_version(
    database: Database, files: Path, edit: Edit, organiser_olga: Actor, now: datetime
) -> None:
    with database.begin() as session:
        first = freeze(session, directory=files, actor=organiser_olga, now=now)
    edit("campaign", "slug: g7plus7\n", "# a comment changes nothing\nslug: g7plus7\n")
    with database.begin() as session:
        again = freeze(session, directory=files, actor=organiser_olga, now=now + timedelta(days=1))
        assert len(list_entries(session)) == 1
    assert again == first


def test_a_change_makes_the_next_version_and_leaves_the_first(
    database: Database, files: Path, edit: Edit, organiser_olga: Actor, now: datetime
) -> None:
    with database.begin() as session:
        first = freeze(session, directory=files, actor=organiser_olga, now=now)
        edit("en", "kind: Dossier", "kind: File")
        second = freeze(session, directory=files, actor=organiser_olga, now=now)
        assert (second.number, latest_version(session).id) == (2, second.id)
        assert get_version(session, first.id) == first
        assert [version.number for version in list_versions(session, campaign_id=first.campaign_id)] == [2, 1]
    assert first.sha256 != second.sha256
    assert first.texts["en"].body["dossier"]["kind"] == "Dossier"


def test_problems_stop_a_freeze_with_nothing_half_done(
    database: Database, files: Path, edit: Edit, organiser_olga: Actor, now: datetime
) -> None:
    edit("de", "schema: outreach-text/1", "schema: outreach-text/9")
    edit("fr", "state: draft", "state: reviewed")
    with pytest.raises(BadInput) as caught, database.begin() as session:
        freeze(session, directory=files, actor=organiser_olga, now=now)
    assert {problem.file.name for problem in caught.value.problems if problem.file} == {"de.yaml", "fr.yaml"}
    with database.read() as session:
        assert find_campaign(session, "g7plus7") is None


def test_withdrawn_is_not_latest_and_its_content_not_frozen_again(
    any_database: Database, files: Path, organiser_olga: Actor, now: datetime
) -> None:
    later = now + timedelta(hours=1)
    with any_database.begin() as session:
        version = freeze(session, directory=files, actor=organiser_olga, now=now)
        gone = withdraw(session, version_id=version.id, reason=" wrong date ", actor=organiser_olga, now=later)
    assert (gone.withdrawn_at, gone.withdrawn_by, gone.withdrawn_reason) == (later, "organiser_olga", "wrong date")
    with any_database.begin() as session:
        with pytest.raises(NotFound, match="petition freeze"):
            latest_version(session)
        with pytest.raises(Refused, match="withdrawn as version 1"):
            freeze(session, directory=files, actor=organiser_olga, now=later)
        with pytest.raises(WrongStatus, match="withdrawn already"):
            withdraw(session, version_id=version.id, reason="again", actor=organiser_olga, now=later)
        assert [entry.action for entry in list_entries(session)] == ["petition.withdrawn", "petition.frozen"]


def test_only_an_organiser_may(
    database: Database, files: Path, staff_sam: Actor, organiser_olga: Actor, now: datetime
) -> None:
    with database.begin() as session:
        with pytest.raises(NotAllowed):
            freeze(session, directory=files, actor=staff_sam, now=now)
        version = freeze(session, directory=files, actor=organiser_olga, now=now)
        with pytest.raises(NotAllowed):
            withdraw(session, version_id=version.id, reason="no", actor=staff_sam, now=now)
        with pytest.raises(BadInput, match="--reason"):
            withdraw(session, version_id=version.id, reason="  ", actor=organiser_olga, now=now)


def test_what_is_not_there(database: Database, organiser_olga: Actor, now: datetime) -> None:
    with database.begin() as session:
        with pytest.raises(NotFound, match="no petition version 7"):
            withdraw(session, version_id=7, reason="x", actor=organiser_olga, now=now)
        with pytest.raises(NotFound, match="no campaign 7"):
            get_campaign(session, 7)


def test_two_at_once_make_one_version(
    any_database: Database, files: Path, organiser_olga: Actor, now: datetime
) -> None:
    def freeze_it(_: int) -> int | None:
        try:
            with any_database.begin() as session:
                return freeze(session, directory=files, actor=organiser_olga, now=now).id
        except Conflict:
            return None

    with ThreadPoolExecutor(4) as pool:
        ids = set(pool.map(freeze_it, range(4))) - {None}
    with any_database.read() as session:
        assert {version.id for version in list_versions(session)} == ids
        assert len(ids) == 1
