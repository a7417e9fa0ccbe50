"""Every word of the desk is ready for translation: none stands bare in a template; a made-up language shows it."""

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from jinja2 import Environment
from jinja2.ext import babel_extract

import outreach.web
from outreach.accounts import Role
from outreach.interface.speech import PSEUDO, accented
from outreach.web.permissions import ROUTES
from outreach.wiring import App
from tests.packed import Packed
from tests.web.conftest import USERS, Browser
from tests.web.sent import Sent
from tests.web.test_permissions import ALL
from tests.web.test_scope import address, parameters, things

TEMPLATES = sorted((Path(outreach.web.__file__).parent / "templates").glob("*.html"))
SAID_ALOUD = {"alt", "aria-label", "placeholder", "title", "value"}
NO_WORDS = {"outreach", "UTC", "CSV", "ID", "JSON", "kB", "PDF", "sha256", "SHA-256", "URL", "x"}
"""Names that are the same in every language."""


class Words(HTMLParser):
    """The texts of a page, and of the attributes that people hear or see, each with its line."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[int, str]] = []
        self._inside: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in ("br", "hr", "img", "input", "link", "meta"):
            self._inside.append(tag)
        kind = dict(attrs).get("type")
        self.found += [
            (self.getpos()[0], value or "")
            for name, value in attrs
            if name in SAID_ALOUD and (name != "value" or kind == "submit")
        ]

    def handle_endtag(self, tag: str) -> None:
        while self._inside and self._inside.pop() != tag:
            pass

    def handle_data(self, data: str) -> None:
        if not {"script", "style", "code", "pre", "svg"} & set(self._inside):
            self.found.append((self.getpos()[0], data))


def bare_words(source: str) -> list[str]:
    """Words of a template outside of Jinja's own marks."""
    blanked = re.sub(r"{#.*?#}|{%.*?%}|{{.*?}}", lambda mark: re.sub(r"[^\n]", "·", mark[0]), source, flags=re.S)
    parser = Words()
    parser.feed(blanked)
    return [
        f"{line}: {word}"
        for line, text in parser.found
        for word in re.findall(r"[^\W\d_][\w-]+", text)
        if word not in NO_WORDS
    ]


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.stem)
def test_no_word_stands_bare_in_a_template(path: Path) -> None:
    assert bare_words(path.read_text(encoding="utf-8")) == []


def test_the_checker_finds_bare_words() -> None:
    source = '<p title="A hint">{{ _("Marked") }} bare {% if x %}<b>also</b>{% endif %}<code>not me</code></p>'
    assert bare_words(source) == ["1: hint", "1: bare", "1: also"]


def marked() -> set[str]:
    """What the templates mark for translation, without values."""
    found = set()
    for path in TEMPLATES:
        with path.open("rb") as file:
            for _line, _function, message, _comments in babel_extract(file, ("_", "gettext"), (), {}):
                if isinstance(message, str) and "%(" not in message and message != accented(message):
                    found.add(message)
    return found


def test_templates_are_read_with_the_marks_that_the_desk_uses() -> None:
    assert Environment(extensions=["jinja2.ext.i18n"]).from_string('{{ _("x") }}')
    assert len(marked()) > 400


def untranslated(page: str, messages: set[str]) -> list[str]:
    parser = Words()
    parser.feed(page)
    return [text for _line, text in parser.found if text.strip() in messages]


def test_every_page_is_told_in_another_language(sent: Sent, packed: Packed, desk: App, browser: Browser) -> None:
    desk.settings.interface = PSEUDO
    britain = things(sent, packed, "GB") | {"version_id": "1", "snapshot_id": "1", "name": "staff_sam"}
    people = {role: browser(name) for name, role in USERS.items()}
    messages = marked() - {"no"}  # also a fact about a formal route, as its file says it
    shown, found = 0, dict[str, list[str]]()
    for route in ALL:
        # The log shows the ledger as it is: its words are data.
        if (
            route.methods != {"GET"}
            or parameters(route) & {"number", "sheet", "evidence_id", "secret"}
            or route.name == "audit_log"
        ):
            continue
        allowed = ROUTES[route.name]
        client = people[min(allowed)] if allowed else people[Role.STAFF]
        answer = client.get(address(route, britain))
        if (
            not answer.headers.get("content-type", "").startswith("text/html")
            or "default-src 'none'; sandbox" in (answer.headers["content-security-policy"])
        ):
            continue
        if answer.status_code != 200:
            continue
        found |= {route.name: left} if (left := untranslated(answer.text, messages)) else {}
        shown += 1
    assert found == {}
    assert shown > 30


def test_errors_and_notices_are_told_in_it_too(desk: App, browser: Browser) -> None:
    desk.settings.interface = PSEUDO
    ada = browser("admin_ada")
    assert "Thåt wås nöt döné" in ada.get("/rounds/999").text
    assert accented("There is no round {round_id}.").format(round_id=999) in ada.get("/rounds/999").text
    ada.post("/admin/users/staff_sam/disable")
    assert accented("Disabled, and signed out everywhere.") in ada.get("/admin/users/staff_sam").text
    refused = ada.post("/admin/users/admin_ada/disable").text
    assert accented("You cannot disable yourself: ask another admin.") in refused
    assert '<html lang="en-XA" dir="ltr">' in refused
