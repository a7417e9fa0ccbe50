"""Label sheets: each address on its own label, where the sticker is, in any number."""

import subprocess
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from sqlmodel import Session

from outreach.blob_folder import FolderBlobs
from outreach.db import Database
from outreach.delivery.labels import ON_A_SHEET, Labels, label_sheets
from outreach.delivery.queue import queue_round
from outreach.errors import NotFound
from outreach.recipients.object import object_to
from outreach.recipients.status import Channel
from tests.delivery.an_open_round import NOW, TEMPLATES, OpenRound
from tests.delivery.test_post_pack import pytestmark as pytestmark
from tests.people import STAFF_SAM

POINTS = 72 / 25.4


def labels(database: Database, blobs: FolderBlobs, count: int, *, government: str | None = None) -> Labels:
    """Of an open round with so many offices by post, the first of which objects."""
    with database.begin() as session:
        opened = OpenRound(session, blobs)
        opened.add("office@gov.example")
        for number in range(count):
            opened.add(f"{number} Street of the Ministries\nFloor {number}\nTown AB1 2CD", channel=Channel.POST)
        queue_round(session, round_id=opened.round_id, actor=STAFF_SAM, now=NOW)
        _object(session)
        return label_sheets(session, round_id=opened.round_id, government=government, templates=TEMPLATES, now=NOW)


def _object(session: Session) -> None:
    object_to(session, office_key="gb-office-2", who="the registry", source="a call", actor=STAFF_SAM, now=NOW)


def text_of(file: Path, page: int, place: int) -> list[str]:
    """What is printed on one label, by its place on the sheet."""
    left, top = 4.65 + place % 2 * 101.6, 15.15 + place // 2 * 38.1
    box = {"-x": left, "-y": top, "-W": 99.1, "-H": 38.1}
    area = [word for name, value in box.items() for word in (name, str(round(value * POINTS)))]
    command = ["pdftotext", "-f", str(page), "-l", str(page), *area, str(file), "-"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return [line for line in done.stdout.splitlines() if line.strip()]


def test_each_address_stands_on_its_own_label(database: Database, blobs: FolderBlobs, tmp_path: Path) -> None:
    made = labels(database, blobs, ON_A_SHEET + 3)
    file = tmp_path / "labels.pdf"
    file.write_bytes(made.content)
    assert (made.sheets, made.held) == (2, (2,))
    assert made.deliveries == tuple(range(3, ON_A_SHEET + 5))
    with pikepdf.open(BytesIO(made.content)) as whole:
        sizes = {tuple(round(float(side) / POINTS) for side in page.mediabox[2:]) for page in whole.pages}
    assert sizes == {(210, 297)}
    for index in range(ON_A_SHEET + 2):
        told = text_of(file, index // ON_A_SHEET + 1, index % ON_A_SHEET)
        number = index + 1
        assert told[:5] == [
            f"The Head of gb-office-{number + 2}",
            f"{number} Street of the Ministries",
            f"Floor {number}",
            "Town AB1 2CD",
            "UNITED KINGDOM",
        ]
        assert told[5].startswith("OUT-")
        assert len(told) == 6, "nothing of its neighbours"


def test_nothing_to_post_is_said(database: Database, blobs: FolderBlobs) -> None:
    with pytest.raises(NotFound, match="waits to be posted to FR"):
        labels(database, blobs, 2, government="FR")
