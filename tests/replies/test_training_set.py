"""The real reports that stand beside the project: recipients, and dead or not, for both thirds of the set."""

import json
from dataclasses import dataclass

import pytest

from outreach.replies.classify import classify
from outreach.replies.finding import Cause
from outreach.replies.status import ReplyKind
from tests.shared import SHARED, needs_shared

FOLDER = SHARED / "data" / "mail" / "bounces"
pytestmark = needs_shared


@dataclass(slots=True)
class Score:
    reports: int = 0
    exact: int = 0
    recipients: int = 0
    judged: int = 0
    retired_wrongly: int = 0


def score(*, held_back: bool) -> Score:
    """Every third mail was held back while the rules were written."""
    total = Score()
    for number, line in enumerate((FOLDER / "labels.jsonl").read_text().splitlines()):
        label = json.loads(line)
        if label["kind"] != "bounce" or (number % 3 == 2) is not held_back:
            continue
        found = {r.address.lower(): r for r in classify((FOLDER / label["file"]).read_bytes()).recipients}
        total.reports += 1
        total.exact += set(found) == {item["recipient"].lower() for item in label["recipients"]}
        for item, expected in zip(label["recipients"], label["expected"], strict=False):
            recipient = found.get(item["recipient"].lower())
            if recipient is not None:
                total.recipients += 1
                total.judged += (recipient.cause is Cause.DEAD) == expected["hard"]
                total.retired_wrongly += recipient.retire and not expected["hard"]
    return total


@pytest.mark.parametrize("held_back", [False, True], ids=["trained on", "held back"])
def test_recipients_and_whether_they_are_dead(held_back: bool) -> None:
    total = score(held_back=held_back)
    assert total.exact / total.reports >= 0.95
    assert total.judged / total.recipients >= 0.85
    assert total.retired_wrongly / total.recipients <= 0.08


def test_complaints_and_automatic_notes_are_no_bounces() -> None:
    wanted = {"feedback": ReplyKind.FEEDBACK_REPORT, "vacation": ReplyKind.AUTO_REPLY}
    labels = [json.loads(line) for line in (FOLDER / "labels.jsonl").read_text().splitlines()]
    found = [
        (classify((FOLDER / label["file"]).read_bytes()).kind, wanted[label["kind"]])
        for label in labels
        if label["kind"] in wanted
    ]
    assert all(kind is not ReplyKind.BOUNCE for kind, _ in found)
    assert sum(kind is want for kind, want in found) / len(found) >= 0.8
