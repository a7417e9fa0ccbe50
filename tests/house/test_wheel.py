"""An installed package works in an empty folder: texts, offices and all else that is no Python goes with it."""

import os
import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import pytest

from tests.house.code import ROOT

WRITTEN = ("letter_templates", "recipients")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    return next(folder.glob("*.whl"))


def _tracked() -> list[str]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True, text=True).stdout
    return [name for name in listed.split("\0") if name and (ROOT / name).exists()]


def test_every_file_of_the_package_and_all_that_people_write_is_in_it(wheel: Path) -> None:
    packed = set(ZipFile(wheel).namelist())
    code = {name for name in _tracked() if name.startswith("outreach/")}
    written = {f"outreach/brought/{name}" for name in _tracked() if name.startswith(WRITTEN)}
    assert sorted((code | written) - packed) == []


def test_it_works_in_an_empty_folder(wheel: Path, tmp_path: Path) -> None:
    installed, empty = tmp_path / "installed", tmp_path / "empty"
    empty.mkdir()
    ZipFile(wheel).extractall(installed)
    kept = {name: value for name, value in os.environ.items() if not name.startswith("OUTREACH_")}
    for words in (["petition", "check"], ["recipients", "check"], ["db", "upgrade"]):
        done = subprocess.run(
            [sys.executable, "-m", "outreach", *words],
            cwd=empty,
            env={**kept, "PYTHONPATH": str(installed)},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, (words, done.stderr)
