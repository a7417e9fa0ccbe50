"""The folder of a demonstration: an empty one, or one that an earlier demonstration left."""

import shutil
from pathlib import Path

from outreach.errors import Refused

MARK = ".outreach-demo"
"""The file that says that a folder is a demonstration's and may be replaced by the next."""


def make_room(folder: Path, *, replace_earlier: bool) -> None:
    """Make `folder` an empty one that is marked as a demonstration's."""
    if replace_earlier and (folder / MARK).exists():
        shutil.rmtree(folder)
    if folder.exists() and any(folder.iterdir()):
        raise Refused(f"{folder} is not empty: choose another folder with --keep.")
    folder.mkdir(parents=True, exist_ok=True)
    (folder / MARK).touch()
