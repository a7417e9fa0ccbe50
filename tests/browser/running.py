"""A desk that listens on a loopback port, in a thread of this process."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import uvicorn
from playwright.sync_api import Page
from sqlalchemy import update

from outreach.accounts.add import add_user
from outreach.accounts.tables import User
from outreach.blob_folder import FolderBlobs
from outreach.clock import utc_now
from outreach.settings import Settings
from outreach.web.app import create_app
from outreach.wiring import App
from tests import databases
from tests.people import ADMIN_ADA
from tests.web.conftest import PASSWORD, USERS, one_hash
from tests.world import TEMPLATES, lay_ground


@dataclass(frozen=True, slots=True)
class Desk:
    """The installation and where its pages are."""

    app: App
    url: str

    def sign_in(self, page: Page, name: str) -> None:
        """Through the form, as a person does."""
        page.goto("/sign-in")
        page.get_by_label("Name").fill(name)
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Sign in").click()
        page.wait_for_url(f"{self.url}/")


@contextmanager
def running_desk(tables: Path, home: Path, *, governments: tuple[str, ...]) -> Iterator[Desk]:
    """A desk over a copy of `tables` with a frozen petition, offices, sample counts and a user of each role."""
    with databases.sqlite_copy(tables, home) as database:
        with database.begin() as session:
            for name, role in USERS.items():
                add_user(session, actor=ADMIN_ADA, now=utc_now(), name=name, full_name=name, roles=[role])
            session.exec(update(User).values(password_hash=one_hash()))
            lay_ground(session, home, now=utc_now(), governments=governments)
        settings = Settings(home=home, campaign_dir=TEMPLATES, _env_file=None)
        app = App(settings, database, FolderBlobs(home / "blobs"))
        with _listening(app) as url:
            yield Desk(app, url)


@contextmanager
def _listening(app: App) -> Iterator[str]:
    with socket.create_server(("127.0.0.1", 0)) as server_socket:
        config = uvicorn.Config(create_app(app), log_level="warning", access_log=False)
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, args=([server_socket],), daemon=True)
        thread.start()
        try:
            # The socket listens already: the first request waits until the application answers.
            yield f"http://127.0.0.1:{server_socket.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join()
