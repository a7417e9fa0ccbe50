"""Every page on a desk and on a telephone, in the light and in the dark, checked by axe-core."""

import re
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from fastapi.routing import APIRoute
from playwright.sync_api import Browser, Page

from outreach.web.app import ROUTERS
from tests.browser.conftest import DESKTOP
from tests.browser.filled import fill
from tests.browser.running import Desk

pytestmark = pytest.mark.browser_full

TELEPHONE = {"width": 375, "height": 740}
RULES = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
}
FILES = (
    ".csv",
    ".svg",
    ".pdf",
    ".png",
    ".eml",
    "/health",
    "/heartbeat",
    "/sign-in",
    "{evidence_id}",
    "/html",
    "/responses/new",
    "/files/{number}",
    "/live",
)
"""No pages of their own, or pages that need a question."""
OTHERS = [
    "/review/12?view=changes&document=1",
    "/review/12?view=pdf",
    "/inbox/1?q=prime",
    "/inbox/3",
    "/responses/new",
    "/responses/new?government=GB",
    "/responses/new?delivery=2&mail=1",
    "/rounds/new?version=1&snapshot=1&government=GB&name=Winter",
    "/no-such-page",
    "/rounds?status=open",
]
LOOKS = [(width, scheme) for width in ("desk", "telephone") for scheme in ("light", "dark")]


def paths() -> list[str]:
    """Every page by GET, with the first of each thing."""
    found = []
    for route in (route for router in ROUTERS for route in router.routes if isinstance(route, APIRoute)):
        path = route.path.replace("{code}", "GB").replace("{key}", "gb-pm").replace("{name}", "staff_sam")
        if "GET" in (route.methods or ()) and not path.endswith(FILES):
            found.append(re.sub(r"{[^}]*}", "1", path))
    return found + OTHERS


@pytest.fixture(scope="module")
def filled(desk: Desk) -> Desk:
    fill(desk.app)
    return desk


@pytest.fixture(scope="module", params=LOOKS, ids="-".join)
def page(request: pytest.FixtureRequest, filled: Desk, chromium: Browser) -> Iterator[Page]:
    width, scheme = request.param
    viewport = DESKTOP if width == "desk" else TELEPHONE
    context = chromium.new_context(base_url=filled.url, viewport=viewport, color_scheme=scheme)
    page = context.new_page()
    filled.sign_in(page, "staff_and_admin")
    yield page
    context.close()


@pytest.mark.parametrize("path", paths())
def test_page(path: str, page: Page) -> None:
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.goto(path)
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
    found = Axe().run(page, options=RULES).response["violations"]
    assert [f"{one['id']}: {one['nodes'][0]['html'][:200]}" for one in found] == []
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    assert [one for one in complaints if "404" not in one] == []
