"""The doctor finds what is missing on a real machine, and names the remedy."""

import socket
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from outreach.db import Database, migrate, open_database
from outreach.operations import doctor
from outreach.operations.doctor import Finding, Health, examine, fonts_of
from outreach.settings import ImapSettings, MailSettings, Settings, SmtpSettings
from tests.certificates import Maker

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
PROJECT = Path(__file__).resolve().parents[2]


def settings(**changed: object) -> Settings:
    folders = {"campaign_dir": PROJECT / "letter_templates", "recipients_dir": PROJECT / "recipients"}
    return Settings.model_validate({"home": PROJECT, **folders, **changed})


def one(findings: list[Finding], name: str) -> Finding:
    return next(finding for finding in findings if finding.name == name)


def test_a_machine_after_the_set_up_lacks_nothing(blank_database: Database) -> None:
    migrate.upgrade(blank_database)
    assert [
        found for found in examine(settings(), blank_database, now=NOW) if found.health is not Health.GOOD
    ] == []


def test_a_database_that_is_not_made_yet_is_the_next_step(tmp_path: Path) -> None:
    database = open_database(f"sqlite:///{tmp_path / 'none.sqlite'}")
    assert one(examine(settings(), database, now=NOW), "Database").remedy == "outreach db upgrade"
    assert list(tmp_path.iterdir()) == [], "looking makes no file"


def test_a_database_without_tables_is_missing_them(blank_database: Database) -> None:
    with blank_database.begin() as session:
        session.connection().exec_driver_sql("CREATE TABLE something_else (id INTEGER)")
    found = one(examine(settings(), blank_database, now=NOW), "Database")
    assert (found.health, found.remedy) == (Health.MISSING, "outreach db upgrade")


def test_a_database_that_does_not_answer(tmp_path: Path) -> None:
    database = open_database(f"postgresql://nobody@/nothing?host={tmp_path}")
    found = one(examine(settings(), database, now=NOW), "Database")
    assert (found.health, found.remedy) == (Health.MISSING, "check OUTREACH_DATABASE_URL")
    database.engine.dispose()


def test_a_missing_library_comes_with_its_package(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "LIBRARIES", {"Pango": ("libnot-there.so.9", "libpango-1.0-0")})
    found = one(examine(settings(), database, now=NOW), "Pango")
    assert (found.health, found.remedy) == (Health.MISSING, "sudo apt-get install libpango-1.0-0")


def test_each_language_of_the_texts_has_its_fonts(database: Database) -> None:
    found = one(examine(settings(), database, now=NOW), "Fonts: en")
    assert (found.health, "NotoSans-Regular.ttf" in found.told) == (Health.GOOD, True)


def test_missing_fonts_come_with_their_packages() -> None:
    found = fonts_of("ja", ["NotoSans-Bold.ttf", "NotoSansCJK-Bold.ttc"])
    assert found.health is Health.MISSING
    assert found.remedy == "sudo apt-get install fonts-noto-cjk fonts-noto-core"


def test_a_server_that_answers_and_one_that_does_not(database: Database) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening, socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        smtp = SmtpSettings(host="127.0.0.1", port=listening.getsockname()[1])
        imap = ImapSettings(host="127.0.0.1", port=closed.getsockname()[1])
        findings = examine(settings(smtp=smtp, imap=imap), database, now=NOW)
    assert one(findings, "Mail out").health is Health.GOOD
    assert one(findings, "Mail in").health is Health.MISSING
    assert "OUTREACH_IMAP__HOST" in one(findings, "Mail in").remedy


def test_live_needs_a_server_and_a_sender(database: Database) -> None:
    findings = examine(settings(live=True, mail=MailSettings(domain="outreach.example")), database, now=NOW)
    assert {f.name for f in findings if f.health is Health.MISSING} == {"Mail out", "Sender"}


def test_folders_that_are_not_there(database: Database, tmp_path: Path) -> None:
    elsewhere = settings(campaign_dir=tmp_path, recipients_dir=tmp_path / "none", home=tmp_path / "new" / "home")
    findings = examine(elsewhere, database, now=NOW)
    assert {f.name for f in findings if f.health is Health.MISSING} == {"Texts", "Recipients"}
    assert "OUTREACH_CAMPAIGN_DIR" in one(findings, "Texts").remedy


def test_no_certificate_is_no_lack(database: Database) -> None:
    found = one(examine(settings(), database, now=NOW), "Seal")
    assert (found.health, found.told[:3]) == (Health.GOOD, "off")


@pytest.mark.parametrize(
    ("days", "password", "health", "told"),
    [
        (300, "secret", Health.GOOD, "CN=Petition Office,O=Organisers, valid until 2027-09-20"),
        (30, "secret", Health.ADVICE, "CN=Petition Office,O=Organisers, valid until 2026-12-24"),
        (-1, "secret", Health.MISSING, "expired on 2026-11-23"),
        (300, "wrong", Health.MISSING, "OUTREACH_SIGNING__PASSWORD does not open"),
    ],
)
def test_the_certificate_is_looked_at(
    days: int, password: str, health: Health, told: str, database: Database, tmp_path: Path
) -> None:
    file = Maker(NOW, until=NOW + timedelta(days=days)).pkcs12(tmp_path / "seal.p12", password="secret")
    signing = {"pkcs12": str(file), "password": password}
    found = one(examine(settings(signing=signing), database, now=NOW), "Seal")
    assert (found.health, told in found.told) == (health, True), found.told
