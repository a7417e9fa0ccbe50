"""How the command ends: 0 done, 1 failed with one sentence, 2 wrong usage; never a traceback."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from outreach.cli.main import NOUNS
from tests.command_line import CommandLine, Ended

ROOT = Path(__file__).resolve().parents[2]
PREVIEW = ("dossiers", "preview", "--government", "GB", "--language", "en", "-o", "x.pdf")


def outreach(*arguments: str, home: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the command in a process of its own, in the project's folder."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("OUTREACH_")}
    return subprocess.run(
        [sys.executable, "-m", "outreach", *arguments],
        cwd=ROOT,
        env={**inherited, "PYTHONPATH": str(ROOT), "OUTREACH_HOME": str(home), **environment},
        capture_output=True,
        text=True,
        check=False,
    )


Here = Callable[..., Ended]


@pytest.fixture
def here(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Iterator[Here]:
    """Run the command in this process, in an empty folder: where the end of a process is not the point."""
    monkeypatch.chdir(tmp_path)
    before = dict(os.environ)

    def run(*words: str, home: Path, **environment: str) -> Ended:
        for name, value in {"OUTREACH_HOME": str(home), **environment}.items():
            monkeypatch.setenv(name, value)
        return CommandLine(monkeypatch, capsys)(*words)

    yield run
    # What a file `.env` says is in the environment now.
    os.environ.clear()
    os.environ.update(before)


@pytest.mark.parametrize(
    ("arguments", "status"),
    [(["--version"], 0), (["rounds", "list"], 1), (["rounds", "nothing"], 2), (["nothing"], 2)],
    ids=["version", "no database", "no such verb", "no such noun"],
)
def test_exit_status(arguments: list[str], status: int, tmp_path: Path) -> None:
    done = outreach(*arguments, home=tmp_path)
    assert (done.returncode, "Traceback" in done.stderr) == (status, False), done.stderr


@pytest.mark.parametrize(("typed", "meant"), [(["reply"], "replies"), (["deliverey", "list"], "delivery")])
def test_a_misspelt_noun_is_told_without_importing_any(typed: list[str], meant: str, tmp_path: Path) -> None:
    """Importing all nouns takes seconds."""
    told = "import sys; from outreach.cli import main as it\ntry: it.main()\nfinally: print([*sys.modules])"
    done = subprocess.run(
        [sys.executable, "-c", told, *typed],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, f"Did you mean '{meant}'?" in done.stderr) == (2, True), done.stderr
    assert [module for module in NOUNS.values() if f"'{module}'" in done.stdout] == []
    assert "'outreach.cli.main'" in done.stdout


def test_a_database_without_tables_says_what_to_run(here: Here, tmp_path: Path) -> None:
    done = here("rounds", "list", home=tmp_path)
    assert len(done.err.splitlines()) == 1
    assert "run `outreach db upgrade` first" in done.err


def test_a_library_that_cannot_be_loaded(tmp_path: Path) -> None:
    (tmp_path / "weasyprint").mkdir()
    (tmp_path / "weasyprint" / "__init__.py").write_text(
        "print('could not import some external libraries')\nraise OSError('cannot load library libpango-1.0-0')"
    )
    done = outreach(*PREVIEW, home=tmp_path, PYTHONPATH=str(tmp_path))
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == (
        "error: cannot load library libpango-1.0-0 (`outreach doctor` says what this machine lacks).\n"
    )
    assert outreach("doctor", home=tmp_path, PYTHONPATH=str(tmp_path)).returncode == 0


def test_a_fault_of_our_own_is_one_sentence_too(tmp_path: Path) -> None:
    (tmp_path / "weasyprint").mkdir()
    (tmp_path / "weasyprint" / "__init__.py").write_text("raise ZeroDivisionError('by\\nzero')")
    done = outreach(*PREVIEW, home=tmp_path, PYTHONPATH=str(tmp_path))
    assert (done.returncode, len(done.stderr.splitlines())) == (1, 1), done.stderr
    assert "fault in outreach itself (ZeroDivisionError: by zero)" in done.stderr
    shown = outreach(*PREVIEW, home=tmp_path, PYTHONPATH=str(tmp_path), OUTREACH_TRACEBACK="yes")
    assert "Traceback" in shown.stderr


@pytest.mark.parametrize(
    ("name", "value"),
    [("OUTREACH_SMTP__PORT", "seven"), ("OUTREACH_LIVE", "yes"), ("OUTREACH_SECRET_KEY_FILE", "/nothing/here")],
)
def test_a_wrong_setting_is_named(name: str, value: str, here: Here, tmp_path: Path) -> None:
    done = here("doctor", home=tmp_path, **{name: value})
    assert (done.status, len(done.err.splitlines())) == (1, 1), done.err
    assert name in done.err


def test_a_home_that_cannot_be_made(here: Here, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    done = here("db", "upgrade", home=tmp_path / "file" / "home")
    assert (done.status, len(done.err.splitlines())) == (1, 1), done.err
    assert "OUTREACH_HOME" in done.err


@pytest.mark.parametrize("in_file", [False, True], ids=["environment", ".env"])
@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("OUTREACH_LIFE", "do you mean OUTREACH_LIVE?"),
        ("OUTREACH_MAIL__FORM", "do you mean OUTREACH_MAIL__FROM?"),
        ("OUTREACH_SMTP__PASWORD_FILE", "do you mean OUTREACH_SMTP__PASSWORD"),
        ("OUTREACH_WEATHER", "docs/settings.md lists them."),
    ],
)
def test_a_misspelt_setting_is_not_passed_over(
    name: str, meant: str, in_file: bool, here: Here, tmp_path: Path
) -> None:
    if in_file:
        (tmp_path / ".env").write_text(f"{name.lower()}=yes\n")
    done = here("audit", "list", home=tmp_path, **({} if in_file else {name: "yes"}))
    assert (done.status, len(done.err.splitlines())) == (1, 1), done.err
    assert f"{name} is not a setting: {meant}" in done.err


def test_a_secret_of_a_file_may_be_named_in_the_env_file(here: Here, tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("OUTREACH_TOKEN_KEYS_FILE=keys.json\n")
    (tmp_path / "keys.json").write_text("not JSON")
    done = here("doctor", home=tmp_path)
    assert (done.status, len(done.err.splitlines())) == (1, 1), done.err
    assert "OUTREACH_TOKEN_KEYS cannot be read" in done.err
