"""A desk with one user of each role, and a browser for each."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from fastapi.testclient import TestClient
from sqlalchemy import update

from outreach.accounts import Role
from outreach.accounts.add import add_user
from outreach.accounts.tables import User
from outreach.blob_folder import FolderBlobs
from outreach.clock import utc_now
from outreach.db import Database
from outreach.settings import Settings
from outreach.web.app import create_app
from outreach.wiring import App
from tests.people import ADMIN_ADA
from tests.web.sent import sent, started, started_once
from tests.world import TEMPLATES

__all__ = ["sent", "started", "started_once"]


PASSWORD = "a sentence that is long enough"
USERS = {
    "staff_sam": Role.STAFF,
    "organiser_olga": Role.ORGANISER,
    "coordinator_chi": Role.COORDINATOR,
    "admin_ada": Role.ADMIN,
}
Browser = Callable[..., TestClient]


@cache
def one_hash() -> str:
    """Argon2 is slow on purpose, at each signing in; a hash that asks for less is verified by the same code."""
    return PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)


@pytest.fixture
def desk(request: pytest.FixtureRequest, database: Database, tmp_path: Path) -> App:
    """An installation with its users; over the ground, or the round, that the test asks for."""
    for name in ("ground", "packed", "started"):
        if name in request.fixturenames:
            # It lays another file under the database: before the users are added, not after.
            request.getfixturevalue(name)
    return new_desk(database, tmp_path)


def new_desk(database: Database, home: Path) -> App:
    """An installation with a user of each role."""
    with database.begin() as session:
        for name, role in USERS.items():
            add_user(session, actor=ADMIN_ADA, now=utc_now(), name=name, full_name=name, roles=[role])
        session.exec(update(User).values(password_hash=one_hash()))
    return App(Settings(home=home, campaign_dir=TEMPLATES, _env_file=None), database, FolderBlobs(home / "blobs"))


@pytest.fixture
def browser(desk: App) -> Iterator[Browser]:
    """`browser("staff_sam")` is signed in; `browser()` is nobody. `.headers` carries the CSRF token."""
    with browsers(desk) as open_as:
        yield open_as


@contextmanager
def browsers(desk: App) -> Iterator[Browser]:
    """What `browser` is, over any desk; all are closed at the end."""
    opened: list[TestClient] = []

    def open_as(name: str = "") -> TestClient:
        client = TestClient(create_app(desk), base_url="https://desk.example", follow_redirects=False)
        opened.append(client)
        if name:
            answer = client.post("/sign-in", data={"name": name, "password": PASSWORD})
            assert answer.status_code == 303
            page = client.get("/account").text
            client.headers["X-CSRF-Token"] = page.split('name="csrf" value="')[1].split('"')[0]
        return client

    yield open_as
    for client in opened:
        client.close()
