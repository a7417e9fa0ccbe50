"""Fixtures that every test may use: people, an empty database, blobs."""

import gc
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import hypothesis
import pytest
from xdist.remote import Producer
from xdist.scheduler import WorkStealingScheduling

from outreach.accounts import Actor
from outreach.blob_folder import FolderBlobs
from outreach.db import Database
from tests import databases
from tests.certificate import Certificate, make_certificate
from tests.packed import packed, packed_once
from tests.people import ADMIN_ADA, COORDINATOR_CHI, ORGANISER_OLGA, OUTSIDER_OMAR, STAFF_SAM
from tests.postgres import PostgresServer
from tests.world import ground, laid

# Named here once: each file that imported them would make them anew.
__all__ = ["ground", "laid", "packed", "packed_once"]

# No test may fail because a machine was busy; the same examples on every run, so that a failure comes back.
hypothesis.settings.register_profile("house", deadline=None, derandomize=True)
hypothesis.settings.load_profile("house")

# A tenth of the time went into looking for garbage among what lives as long as the tests do.
gc.set_threshold(50_000, 20, 50)

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


@pytest.fixture
def now() -> datetime:
    return NOW


@pytest.fixture
def staff_sam() -> Actor:
    return STAFF_SAM


@pytest.fixture
def organiser_olga() -> Actor:
    return ORGANISER_OLGA


@pytest.fixture
def coordinator_chi() -> Actor:
    return COORDINATOR_CHI


@pytest.fixture
def admin_ada() -> Actor:
    return ADMIN_ADA


@pytest.fixture
def outsider_omar() -> Actor:
    return OUTSIDER_OMAR


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresServer]:
    """A PostgreSQL server of this test process; started when the first test asks for it."""
    server = PostgresServer.start()
    yield server
    server.stop()


@pytest.fixture(scope="session")
def postgres_tables(postgres_server: PostgresServer) -> str:
    return databases.postgres_template(postgres_server)


@pytest.fixture(scope="session")
def sqlite_tables(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return databases.sqlite_template(tmp_path_factory.mktemp("template"))


@pytest.fixture
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """An empty database with all tables: SQLite, unless `--database` says otherwise."""
    yield from _with_tables(request, tmp_path)


@pytest.fixture(params=databases.KINDS)
def any_database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """An empty database with all tables; the test runs once on SQLite and once on PostgreSQL."""
    yield from _with_tables(request, tmp_path)


@pytest.fixture(params=databases.KINDS)
def blank_database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """A database without any table, once on SQLite and once on PostgreSQL."""
    if request.param == "sqlite":
        opened = databases.sqlite_copy(None, tmp_path)
    else:
        opened = databases.postgres_copy(request.getfixturevalue("postgres_server"), None)
    with opened as database:
        yield database


@pytest.fixture(scope="session")
def localhost_certificate(tmp_path_factory: pytest.TempPathFactory) -> Certificate:
    return make_certificate(tmp_path_factory.mktemp("certificate"))


def _with_tables(request: pytest.FixtureRequest, folder: Path) -> Iterator[Database]:
    if getattr(request, "param", "sqlite") == "sqlite":
        opened = databases.sqlite_copy(request.getfixturevalue("sqlite_tables"), folder)
    else:
        server = request.getfixturevalue("postgres_server")
        opened = databases.postgres_copy(server, request.getfixturevalue("postgres_tables"))
    with opened as database:
        yield database


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--database",
        choices=(*databases.KINDS, "both"),
        default="sqlite",
        help="what the fixture `database` is; `any_database` is always both",
    )
    parser.addoption(
        "--browser-full",
        action="store_true",
        help="the desk also on a telephone, in the dark, without JavaScript, and checked by axe-core",
    )


def pytest_collection_finish() -> None:
    gc.collect()
    gc.freeze()


def pytest_unconfigure() -> None:
    gc.unfreeze()


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> WorkStealingScheduling | None:
    """Neighbours run in the same process where `-n` says no more: what one made for itself serves the next."""
    return WorkStealingScheduling(config, log) if config.getoption("dist") == "load" else None


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "browser_full: runs only with --browser-full")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "database" in metafunc.fixturenames:
        chosen = metafunc.config.getoption("--database")
        if chosen != "sqlite":
            kinds = databases.KINDS if chosen == "both" else (chosen,)
            metafunc.parametrize("database", kinds, indirect=True)


@pytest.fixture
def blobs(tmp_path: Path) -> FolderBlobs:
    return FolderBlobs(tmp_path / "blobs")
