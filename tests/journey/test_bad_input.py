"""Bad input: one clear sentence with file and line or the setting's name, exit status 1, and nothing half done."""

import shutil
import socket
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from outreach.db import database as layer
from outreach.settings import read_settings
from tests.cli.conftest import Run, installed, run
from tests.world import ROOT

__all__ = ["installed", "run"]

PREVIEW = ("dossiers", "preview", "--government", "GB", "--language", "en", "--letter", "gb-pm", "-o", "new.pdf")
DOSSIER = ("dossiers", "preview", "--government", "GB", "--language", "en", "-o", "new.pdf")
COUNTS = ("signatures", "import", "counts.csv", "--as-of", "2026-11-20")


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, run: Run) -> Path:
    """Copies of the files that people write, which the installation reads; the working folder."""
    for setting, name in (
        ("OUTREACH_CAMPAIGN_DIR", "letter_templates"),
        ("OUTREACH_RECIPIENTS_DIR", "recipients"),
    ):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns(".*"))
        monkeypatch.setenv(setting, name)
    return tmp_path


@pytest.fixture
def nothing_changes(files: Path) -> Iterator[None]:
    """The whole content of the database is the same afterwards, and no document was left."""
    before = content(files)
    yield
    assert content(files) == before
    assert list(files.glob("*.pdf")) == []


def content(folder: Path) -> list[str]:
    link = sqlite3.connect(folder / "home" / "outreach.sqlite")
    try:
        return list(link.iterdump())
    finally:
        link.close()


def replace(name: str, old: str, new: str) -> Callable[[Path], None]:
    def change(folder: Path) -> None:
        path = folder / name
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")

    return change


def write(name: str, text: str) -> Callable[[Path], None]:
    return lambda folder: (folder / name).write_text(text, encoding="utf-8") and None


def remove(name: str) -> Callable[[Path], None]:
    return lambda folder: (folder / name).unlink()


def everywhere(old: str, new: str) -> Callable[[Path], None]:
    def change(folder: Path) -> None:
        for path in (folder / "letter_templates" / "texts").iterdir():
            replace(str(path.relative_to(folder)), old, new)(folder)

    return change


def rows(*lines: str) -> Callable[[Path], None]:
    return write("counts.csv", "\n".join(("country,region,count", *lines, "")))


GB, FR, LETTER = "recipients/gb.yaml", "letter_templates/texts/fr.yaml", "letter_templates/letter.html.j2"
SYNC, FREEZE = ("recipients", "sync"), ("petition", "freeze")


@pytest.mark.usefixtures("nothing_changes")
@pytest.mark.parametrize(
    ("spoil", "command", "sentence"),
    [
        pytest.param(write(GB, "a: [1,\nb: }"), SYNC, f"{GB}:2: is not valid YAML", id="broken YAML, offices"),
        pytest.param(write(GB, "a: " + "[" * 5000), SYNC, f"{GB}: is nested too deeply", id="bottomless YAML"),
        pytest.param(write(GB, "a: 2026-99-99"), SYNC, f"{GB}: is not valid YAML", id="a day that is none"),
        pytest.param(write(FR, "a: [1,\nb: }"), FREEZE, f"{FR}:2: This is not valid YAML", id="broken YAML, text"),
        pytest.param(
            write(FR, "a: " + "[" * 5000), FREEZE, f"{FR}: This YAML is nested too", id="bottomless text"
        ),
        pytest.param(rows("GB,,1", '"FR,,2'), COUNTS, "counts.csv:3: a quote is opened", id="broken CSV"),
        pytest.param(rows("XX,,1"), COUNTS, "counts.csv:2: country code 'XX' is not known", id="unknown country"),
        pytest.param(rows("GB,,-1"), COUNTS, "counts.csv:2: '-1' is not a count", id="negative count"),
        pytest.param(rows("GB,,"), COUNTS, "counts.csv:2: the count is missing", id="missing count"),
        pytest.param(
            replace(GB, "- id: gb-foreign", "- id: gb-pm"),
            SYNC,
            f"{GB}:60: the office 'gb-pm' is",
            id="office twice",
        ),
        pytest.param(
            replace(GB, "government: GB", "government: ZZ"),
            SYNC,
            f"{GB}:5: unknown country code 'ZZ'",
            id="country",
        ),
        pytest.param(
            replace(GB, "languages: [en]", "languages: [tlh]"), SYNC, "item 1 'tlh' is unknown", id="its language"
        ),
        pytest.param(
            replace(FR, "language: fr", "language: tlh"), FREEZE, "`language` is tlh", id="unknown language"
        ),
        pytest.param(
            remove(LETTER), PREVIEW, f"{LETTER}: The template letter.html.j2 is missing", id="no template"
        ),
        pytest.param(
            write(LETTER, "x\n{{ nobody }}"),
            PREVIEW,
            f"{LETTER}:2: In the language en: `nobody` is",
            id="no value",
        ),
        pytest.param(write(LETTER, "x\n{% if %}"), PREVIEW, f"{LETTER}:2: ", id="broken template"),
        pytest.param(
            everywhere("{{ reference }}", "{{ nobody }}"), PREVIEW, "uses {{ nobody }}, which has", id="phrase"
        ),
        pytest.param(
            write("letter_templates/legislation.yaml", "a: ["), DOSSIER, "legislation.yaml:1: ", id="broken laws"
        ),
    ],
)
def test_a_file(
    spoil: Callable[[Path], None], command: tuple[str, ...], sentence: str, files: Path, run: Run
) -> None:
    spoil(files)
    ended = run(*command, by="olga" if command is FREEZE else "sam")
    assert (ended.status, ended.out) == (1, "")
    assert sentence in ended.err
    assert "Traceback" not in ended.err


@pytest.mark.parametrize(
    ("setting", "value", "sentence"),
    [
        ("OUTREACH_TOKEN_KEYS", "not a list", "OUTREACH_TOKEN_KEYS cannot be read"),
        ("OUTREACH_SMTP", "mail.example", "OUTREACH_SMTP cannot be read: write it as OUTREACH_SMTP__NAME=value"),
        ("OUTREACH_SMTP__PORT", "many", "OUTREACH_SMTP__PORT: "),
        ("OUTREACH_SMALL_COUNT", "-1", "OUTREACH_SMALL_COUNT: "),
    ],
)
def test_a_setting(setting: str, value: str, sentence: str, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(setting, value)
    ended = run("users", "list")
    assert (ended.status, ended.out, len(ended.err.splitlines())) == (1, "", 1)
    assert ended.err.startswith(f"error: {sentence}")


def test_a_settings_file_in_another_encoding(run: Run, tmp_path: Path) -> None:
    (tmp_path / ".env").write_bytes(b"OUTREACH_USER=J\xf6rg")
    assert run("users", "list").err == "error: .env: This file is not UTF-8: save it as UTF-8.\n"


def test_a_database_that_is_another_file(run: Run, tmp_path: Path) -> None:
    (tmp_path / "home" / "outreach.sqlite").write_text("The minutes of our last meeting. " * 40)
    for command in (("users", "list"), ("db", "upgrade"), ("db", "check"), ("audit", "verify")):
        ended = run(*command)
        assert (ended.status, len(ended.err.splitlines())) == (1, 1), ended.err
        assert "file is not a database): restore it from a backup" in ended.err


@pytest.mark.usefixtures("nothing_changes")
def test_a_locked_database(run: Run, files: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(layer, "SQLITE_LOCK_WAIT_MS", 10)
    holder = sqlite3.connect(files / "home" / "outreach.sqlite", isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    try:
        ended = run("recipients", "sync")
    finally:
        holder.close()
    assert (ended.status, ended.out, len(ended.err.splitlines())) == (1, "", 1)
    assert "another process holds it" in ended.err


@pytest.mark.usefixtures("nothing_changes")
def test_a_full_disk_under_a_document(run: Run) -> None:
    ended = run(*PREVIEW[:-1], "/dev/full")
    assert (ended.status, ended.out) == (1, "")
    assert ended.err == "error: /dev/full cannot be written: No space left on device.\n"


@pytest.mark.parametrize("command", ["web", "serve"])
def test_a_port_that_is_taken(command: str, run: Run) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        ended = run(command, "--port", port)
    assert (ended.status, ended.out) == (1, "")
    sentence = (
        f"error: Port {port} on 127.0.0.1 cannot be used (Address already in use): choose another with --port."
    )
    assert ended.err.splitlines() == [sentence]


def test_both_names_of_the_sender_are_heard(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("OUTREACH_MAIL__FROM", "us@campaign.example")
    assert read_settings().mail.sender == "us@campaign.example"
