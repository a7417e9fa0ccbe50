"""A running desk with real data, and a real Chromium; without one these tests are skipped, with that reason."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.running import Desk, running_desk

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]
DESKTOP = {"width": 1280, "height": 900}
Open = Callable[..., Page]


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    for item in items:
        if item.get_closest_marker("browser_full") and not config.getoption("--browser-full"):
            item.add_marker(pytest.mark.skip(reason="runs with --browser-full (make browser)"))


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    if CHROMIUM is None:
        pytest.skip("no Chromium: install Debian's package chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory, sqlite_tables: Path) -> Iterator[Desk]:
    """The desk of an installation with a frozen petition, three governments, sample counts and four users."""
    with running_desk(sqlite_tables, tmp_path_factory.mktemp("desk"), governments=("GB", "IL", "JP")) as desk:
        yield desk


@pytest.fixture
def open_as(desk: Desk, chromium: Browser) -> Iterator[Open]:
    """`open_as("staff_sam")` signs in through the form and returns the page; options go to the browser context."""
    contexts = []

    def sign_in(name: str = "", **options: object) -> Page:
        context = chromium.new_context(**{"base_url": desk.url, "viewport": DESKTOP, **options})
        context.set_default_timeout(15_000)
        contexts.append(context)
        page = context.new_page()
        page.goto("/sign-in")
        if name:
            desk.sign_in(page, name)
        return page

    yield sign_in
    for context in contexts:
        context.close()
