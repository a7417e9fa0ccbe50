"""The alarm clock of `serve` and `worker` gives signs of life while it runs."""

import threading
from pathlib import Path

from outreach.blob_folder import FolderBlobs
from outreach.cli.service import awake
from outreach.clock import utc_now
from outreach.db import Database
from outreach.notices.beat import pulses
from outreach.settings import Settings
from outreach.wiring import App

PATIENCE_SECONDS = 60.0


def all_live(database: Database) -> bool:
    with database.read() as session:
        return not any(one.is_late for one in pulses(session, now=utc_now()))


def test_a_waking_service_is_heard(database: Database, tmp_path: Path) -> None:
    app = App(Settings(home=tmp_path, _env_file=None), database, FolderBlobs(tmp_path / "blobs"))
    assert not all_live(database)
    waited = threading.Event()
    with awake(app):
        for _ in range(int(PATIENCE_SECONDS * 10)):
            if all_live(database):
                return
            waited.wait(0.1)
    raise AssertionError("no sign of life")
