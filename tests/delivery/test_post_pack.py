"""The post pack: address pages in the window, each part on a new sheet, addresses in any script."""

import re
import subprocess
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from sqlmodel import Session, select

from outreach.blob_folder import FolderBlobs
from outreach.db import Database
from outreach.delivery.hand_over import list_tasks
from outreach.delivery.post_pack import PostPack, address_lines, post_pack
from outreach.delivery.queue import queue_round
from outreach.delivery.switch import stop_sending
from outreach.errors import NotFound, Refused
from outreach.recipients.object import object_to
from outreach.recipients.status import Channel
from outreach.recipients.tables import Government, Office
from outreach.reviews.store import list_parcels
from outreach.signatures.withdraw import withdraw
from tests.delivery.an_open_round import NOW, TEMPLATES, OpenRound
from tests.people import STAFF_SAM

# WeasyPrint 70 leaves the file of its colour profile to the garbage collector.
pytestmark = pytest.mark.filterwarnings(
    "ignore:Exception ignored in. <_io.FileIO name=.*sRGB2014:pytest.PytestUnraisableExceptionWarning"
)


def pdf(pages: int) -> bytes:
    made, out = pikepdf.new(), BytesIO()
    for _ in range(pages):
        made.add_blank_page(page_size=(595, 842))
    made.save(out)
    return out.getvalue()


def pack(
    database: Database,
    blobs: FolderBlobs,
    *addresses: str,
    government: str | None = None,
    before: Callable[[Session], object] = lambda _session: None,
) -> PostPack:
    """The pack of an open round with these addresses; `before` happens between its start and the packing."""
    with database.begin() as session:
        opened = OpenRound(session, blobs, letter=pdf(2), dossier=pdf(3))
        opened.add("office@gov.example")
        for address in addresses:
            opened.add(address, channel=Channel.POST)
        queue_round(session, round_id=opened.round_id, actor=STAFF_SAM, now=NOW)
        before(session)
        return post_pack(
            session, blobs, round_id=opened.round_id, government=government, templates=TEMPLATES, now=NOW
        )


def test_every_part_begins_on_a_new_sheet(database: Database, blobs: FolderBlobs) -> None:
    made = pack(database, blobs, "1 Street\nTown", "2 Street\nTown")
    assert made.deliveries == (2, 3)
    # Each: an address page and a blank, a letter of two pages, a dossier of three and a blank.
    assert made.pages == 2 * (2 + 2 + 4)
    with pikepdf.open(BytesIO(made.content)) as whole:
        assert len(whole.pages) == made.pages


def test_the_address_stands_in_the_window(database: Database, blobs: FolderBlobs, tmp_path: Path) -> None:
    made = pack(database, blobs, "10 Downing Street\nLondon SW1A 2AA")
    (tmp_path / "pack.pdf").write_bytes(made.content)
    window = ("-x", "57", "-y", "128", "-W", "241", "-H", "128")  # DIN 5008: 20 mm, 45 mm, 85 by 45 mm, in points
    done = subprocess.run(
        ["pdftotext", "-f", "1", "-l", "1", *window, tmp_path / "pack.pdf", "-"],
        capture_output=True,
        text=True,
        check=True,
    )
    lines = [line for line in done.stdout.splitlines() if line]
    assert lines[-4:] == ["The Head of gb-office-2", "10 Downing Street", "London SW1A 2AA", "UNITED KINGDOM"]


def test_the_words_keep_away_from_the_edges_of_the_window(
    database: Database, blobs: FolderBlobs, tmp_path: Path
) -> None:
    made = pack(database, blobs, f"{'Long Name ' * 12}\nTown")
    (tmp_path / "pack.pdf").write_bytes(made.content)
    command = ["pdftotext", "-f", "1", "-l", "1", "-bbox", tmp_path / "pack.pdf", "-"]
    boxes = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    words = [
        [float(side) for side in re.findall(r'="([\d.]+)"', line)]
        for line in boxes.splitlines()
        if "<word" in line
    ]
    shown = [(left, right) for left, top, right, bottom in words if top < 255]
    assert len(shown) > 24
    assert min(left for left, _ in shown) >= 70.8, "25 mm: a window's left edge is at 20 mm"
    assert max(right for _, right in shown) <= 283.5, "100 mm: its right edge is at 105 mm"


def test_the_union_is_no_country_of_the_post(database: Database, blobs: FolderBlobs) -> None:
    with database.begin() as session:
        opened = OpenRound(session, blobs)
        opened.add("Rue de la Loi 200\n1049 Brussels\nBelgium", channel=Channel.POST)
        (office,) = session.exec(select(Office)).all()
        session.add(Government(**{**session.exec(select(Government)).one().model_dump(), "code": "EU"}))
        session.flush()
        office.government = "EU"
        session.flush()
        (parcel,) = list_parcels(session, round_id=opened.round_id)
        lines = address_lines(session, parcel.manifest)
    assert lines == ["The Head of gb-office-1", "Rue de la Loi 200", "1049 Brussels", "BELGIUM"]


def withdraw_the_counts(session: Session) -> None:
    withdraw(session, snapshot_id=1, reason="counted twice", actor=STAFF_SAM, now=NOW)


def stop_everything(session: Session) -> None:
    stop_sending(session, reason="a wrong name", actor=STAFF_SAM, now=NOW)


def first_office_objects(session: Session) -> None:
    object_to(session, office_key="gb-office-2", who="the registry", source="a call", actor=STAFF_SAM, now=NOW)


@pytest.mark.parametrize(
    ("before", "reason"),
    [(withdraw_the_counts, "Snapshot 1 is withdrawn"), (stop_everything, "stopped all sending")],
)
def test_what_no_mail_would_be_sent_for_is_not_posted_either(
    database: Database, blobs: FolderBlobs, before: Callable[[Session], object], reason: str
) -> None:
    with pytest.raises(Refused, match=f"held back: .*{reason}"):
        pack(database, blobs, "1 Street\nTown", before=before)


def test_an_office_that_objected_is_left_out_of_the_pack(database: Database, blobs: FolderBlobs) -> None:
    made = pack(database, blobs, "1 Street\nTown", "2 Street\nTown", before=first_office_objects)
    assert (made.deliveries, made.held) == ((3,), (2,))
    with database.read() as session:
        held = [task.held for task in list_tasks(session, round_id=1, now=NOW)]
    assert held == ["gb-office-2 asked not to be written to.", None]


@pytest.mark.parametrize("government", [None, "GB"])
def test_nothing_to_post_is_said(database: Database, blobs: FolderBlobs, government: str | None) -> None:
    with pytest.raises(NotFound, match="posted"):
        pack(database, blobs, government=government)


def test_one_government_at_a_time(database: Database, blobs: FolderBlobs) -> None:
    with pytest.raises(NotFound, match="to FR"):
        pack(database, blobs, "1 Street\nTown", government="FR")
