"""Public pages: what is told of a round, and what is not."""

import csv
import hashlib
import json
from html.parser import HTMLParser
from pathlib import Path

import pytest

from outreach.accountability.publish import CONTENTS, Published, publish
from outreach.delivery.status import DeliveryStatus as D
from outreach.delivery.status import Rung
from outreach.errors import Refused
from outreach.responses.answer import Commitment, Verdict
from outreach.responses.status import CommitmentOutcome, Disclosure, Position
from outreach.rounds.tables import Round
from outreach.signatures.disclose import disclosure_of
from outreach.signatures.tables import Snapshot
from tests.accountability.played import Played
from tests.people import STAFF_SAM

HALT = "d2-halt-exchange"
SECRET = "The minister, whose name is not to be told, agrees."


@pytest.fixture
def started(played: Played) -> Played:
    """A round that is live and has started, with four letters sent."""
    played.sends({"gb-pm": D.ACCEPTED, "gb-foreign": D.ACCEPTED, "gb-health": D.BOUNCED, "gb-justice": D.ACCEPTED})
    for office in played.deliveries:
        played.proves(office, [Rung.RELAY_ACCEPTED])
    played.proves("gb-foreign", [Rung.SERVER_ACCEPTED])
    with played.database.begin() as session:
        disclosure_of(session, snapshot_id=played.ground.snapshot_id, limit=10, now=played.now)
        row = session.get_one(Round, played.round_id)
        row.started_at, row.dispatch_on, row.live = played.now, played.now.date(), True
    return played


def as_if_counted(played: Played) -> None:
    """The counts are no sample: rows say so before anything is disclosed of them."""
    with played.database.begin() as session:
        session.get_one(Snapshot, played.ground.snapshot_id).sample = False


def published(played: Played, folder: Path, *, sample: bool = True) -> Published:
    with played.database.begin() as session:
        return publish(session, folder=folder, sample=sample, actor=STAFF_SAM, now=played.now)


def office(folder: Path, key: str, round_id: int = 1) -> dict[str, str]:
    with (folder / f"round-{round_id}.csv").open(encoding="utf-8") as file:
        return next(row for row in csv.DictReader(file) if row["office"] == key)


def test_an_answer_that_is_not_public_leaves_no_trace(started: Played, tmp_path: Path) -> None:
    started.answers("gb-pm", {HALT: Position.SUPPORTS}, disclosure=Disclosure.INTERNAL, summary=SECRET)
    published(started, tmp_path / "public")
    told = office(tmp_path / "public", "gb-pm", started.round_id)
    assert (told["proof"], told[HALT]) == ("relay_accepted", "")
    assert all(SECRET not in file.read_text() for file in (tmp_path / "public").iterdir())
    page = (tmp_path / "public" / "index.html").read_text()
    assert "supports" not in page.split("</style>")[1]


def test_an_answer_kept_back_is_not_told_by_one_that_is_public(started: Played, tmp_path: Path) -> None:
    started.answers("gb-pm", {HALT: Position.ACKNOWLEDGED}, disclosure=Disclosure.SUMMARY)
    started.answers("gb-pm", {HALT: Position.DECLINES}, disclosure=Disclosure.INTERNAL, summary=SECRET)
    published(started, tmp_path / "public")
    told = office(tmp_path / "public", "gb-pm", started.round_id)
    assert (told["proof"], told[HALT]) == ("acknowledged", "")


@pytest.mark.parametrize(("disclosure", "quoted"), [(Disclosure.SUMMARY, False), (Disclosure.QUOTABLE, True)])
def test_words_are_quoted_only_where_they_may_be(
    started: Played, tmp_path: Path, disclosure: Disclosure, quoted: bool
) -> None:
    verdict = Verdict(CommitmentOutcome.KEPT, started.now.date(), "<i>its page</i>")
    started.answers(
        "gb-pm",
        {HALT: Position.SUPPORTS},
        disclosure=disclosure,
        summary="<b>We agree.</b>",
        commitments=[Commitment("a <u>review</u>", verdict=verdict)],
    )
    published(started, tmp_path / "public")
    page = (tmp_path / "public" / "index.html").read_text()
    told = office(tmp_path / "public", "gb-pm", started.round_id)
    assert (told["proof"], told[HALT]) == ("answered", "supports")
    assert ("&lt;b&gt;We agree.&lt;/b&gt;" in page, "<b>We agree" in page) == (quoted, False)
    assert ("a &lt;u&gt;review&lt;/u&gt;" in page, "&lt;i&gt;its page" in page) == (quoted, quoted)
    assert '<span class="tag kept">1 kept</span>' in page


def test_what_came_back_is_not_shown_as_sent(started: Played, tmp_path: Path) -> None:
    published(started, tmp_path / "public")
    folder, number = tmp_path / "public", started.round_id
    assert office(folder, "gb-health", number)["proof"] == ""
    assert office(folder, "gb-foreign", number)["proof"] == "server_accepted"
    assert "came back undelivered" in (folder / "index.html").read_text()


def test_samples_are_refused_unless_asked_for_and_then_marked(started: Played, tmp_path: Path) -> None:
    with pytest.raises(Refused, match="--sample"):
        published(started, tmp_path / "public", sample=False)
    assert not (tmp_path / "public").exists()
    done = published(started, tmp_path / "public")
    assert done.sample
    assert office(tmp_path / "public", "gb-pm", started.round_id)["sample"] == "SAMPLE"
    assert "<strong>SAMPLE.</strong>" in (tmp_path / "public" / "index.html").read_text()


def test_a_round_that_has_not_started_is_not_told_of(played: Played, tmp_path: Path) -> None:
    with pytest.raises(Refused, match="No round has started"):
        published(played, tmp_path / "public")


def test_the_list_of_contents_holds_every_file(started: Played, tmp_path: Path) -> None:
    folder = tmp_path / "public"
    done = published(started, folder)
    stated = json.loads((folder / CONTENTS).read_text())["files"]
    found = {f.name: hashlib.sha256(f.read_bytes()).hexdigest() for f in folder.iterdir() if f.name != CONTENTS}
    assert stated == found == dict(done.files)


def test_again_gives_the_same_bytes_and_removes_what_is_no_longer_told(started: Played, tmp_path: Path) -> None:
    folder = tmp_path / "public"
    first = published(started, folder)
    contents = json.loads((folder / CONTENTS).read_text())
    (folder / "round-99.html").write_text("an earlier round")
    contents["files"]["round-99.html"] = ""
    (folder / CONTENTS).write_text(json.dumps(contents))
    assert published(started, folder) == first
    assert not (folder / "round-99.html").exists()


def test_a_folder_of_somebody_else_is_left_alone(started: Played, tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text("my own page")
    with pytest.raises(Refused, match="not ours"):
        published(started, tmp_path)
    assert (tmp_path / "index.html").read_text() == "my own page"


class Requests(HTMLParser):
    """Collects what a browser would fetch or run, and the targets of links."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag in {"script", "img", "link", "iframe", "form"} or "src" in given:
            self.found.append(tag)
        self.links.append(given.get("href") or "")


def test_a_page_asks_nothing_of_anybody(started: Played, tmp_path: Path) -> None:
    published(started, tmp_path / "public")
    seen = Requests()
    seen.feed((tmp_path / "public" / "index.html").read_text())
    assert seen.found == []
    assert [link for link in seen.links if ":" in link or link.startswith("/")] == []


def test_a_live_round_of_counted_signatures_is_no_sample(played: Played, tmp_path: Path) -> None:
    as_if_counted(played)
    played.sends({"gb-pm": D.ACCEPTED})
    with played.database.begin() as session:
        row = session.get_one(Round, played.round_id)
        row.started_at, row.live = played.now, True
    done = published(played, tmp_path / "public", sample=False)
    assert not done.sample
    assert "SAMPLE" not in (tmp_path / "public" / "index.html").read_text()
