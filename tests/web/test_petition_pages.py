"""Texts, versions, counts from files."""

from typing import Any

import pytest

from outreach.petition.store import list_versions
from outreach.signatures.store import list_snapshots
from outreach.wiring import App
from tests.web.conftest import Browser
from tests.world import Ground

COUNTS = "country,region,count\nGB,,1200\nFR,,800\nMT,,4\n"


def send(client: Any, name: str, content: bytes, **fields: str) -> Any:
    form = {"campaign": "1", "as_of": "2026-11-20", **fields}
    return client.post("/signatures", data=form, files={"file": (name, content)})


def test_an_organiser_freezes_and_withdraws(browser: Browser, desk: App) -> None:
    olga = browser("organiser_olga")
    assert "No problem" in olga.get("/petition/files").text
    answer = olga.post("/petition/freeze")
    assert answer.headers["location"] == "/petition/versions/1"
    page = olga.get("/petition/versions/1?language=he").text
    assert 'dir="rtl"' in page
    assert "frozen by organiser_olga" in page
    assert "frozen by organiser_olga" not in olga.get("/petition/versions/1").text.split("History")[0]
    olga.post("/petition/versions/1/withdraw", data={"reason": "wrong date"})
    assert "wrong date" in olga.get("/petition").text
    assert "0 letters with it left" in olga.get("/petition/versions/1").text
    with desk.database.read() as session:
        assert [one.is_withdrawn for one in list_versions(session)] == [True]


def test_a_text_that_is_not_there_is_named(browser: Browser, ground: Ground) -> None:
    answer = browser("staff_sam").get(f"/petition/versions/{ground.version_id}?language=tlh")
    assert answer.status_code == 404
    assert "no text in tlh" in answer.text


def test_counts_come_in_and_small_ones_stay_in(browser: Browser, ground: Ground, desk: App) -> None:
    sam = browser("staff_sam")
    answer = send(sam, "..\\..\\counts of=May.csv", COUNTS.encode(), sample="yes")
    assert answer.status_code == 303, answer.text
    page = sam.get(answer.headers["location"]).text
    assert "What would be printed now" in page
    assert "Malta" in page
    assert ">4<" not in page
    assert "MT,Malta,,\r\n" in sam.get(f"{answer.headers['location']}/printed.csv").text
    with desk.database.read() as session:
        assert "counts of=May.csv" in {one.source_name for one in list_snapshots(session)}


def test_every_wrong_line_is_told_without_our_folders(browser: Browser, ground: Ground, desk: App) -> None:
    before = _count(desk)
    answer = send(browser("staff_sam"), "c.csv", b"country,region,count\nGB,,many\nXX,,3\n")
    assert answer.status_code == 422
    assert "c.csv:2: " in answer.text
    assert "c.csv:3: " in answer.text
    assert "/tmp" not in answer.text
    assert 'value="2026-11-20"' in answer.text
    assert _count(desk) == before


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("signers.xlsx", b"PK", "is not taken"),
        ("c.csv", b"x" * (4 * 1024 * 1024 + 1), "larger than 4 MB"),
        ("c.csv", b"\xff\xfe\x00", "not UTF-8"),
        ("c.csv", b"", "no rows"),
    ],
)
def test_what_is_no_file_of_counts_is_refused(
    name: str, content: bytes, told: str, browser: Browser, ground: Ground
) -> None:
    answer = send(browser("staff_sam"), name, content)
    assert answer.status_code in {409, 422}
    assert told in answer.text


def test_a_day_that_is_none_is_told(browser: Browser, ground: Ground) -> None:
    answer = send(browser("staff_sam"), "c.csv", COUNTS.encode(), as_of="20 May")
    assert answer.status_code == 422
    assert "is not a date" in answer.text


def test_the_chart_runs_no_script_and_has_its_numbers_as_text(browser: Browser, ground: Ground) -> None:
    sam = browser("staff_sam")
    chart = sam.get("/signatures/growth.svg")
    assert chart.headers["content-type"] == "image/svg+xml"
    assert b"<script" not in chart.content
    assert "script-src" not in chart.headers["content-security-policy"]
    assert "2,000" in sam.get("/signatures").text


def test_withdrawn_counts_say_why(browser: Browser, ground: Ground) -> None:
    sam = browser("staff_sam")
    sam.post(f"/signatures/{ground.snapshot_id}/withdraw", data={"reason": "counted twice"})
    assert "counted twice" in sam.get(f"/signatures/{ground.snapshot_id}").text
    assert sam.get("/signatures/growth.svg").status_code == 404


def _count(desk: App) -> int:
    with desk.database.read() as session:
        return len(list_snapshots(session))
