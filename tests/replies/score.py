"""How well mail is understood, in numbers: `make score` prints them, and tests hold them up.

The real reports stand beside the project, every third held back while rules are written; the other sets are the
project's own.
"""

import json
import re
import sys
from collections import Counter
from collections.abc import Iterator
from typing import Any

from outreach.replies.classify import classify
from outreach.replies.finding import Cause, Finding
from outreach.replies.status import ReplyKind
from tests.replies.ordinary import ordinary_mails
from tests.replies.own.automatic import labelled
from tests.replies.own.people import people
from tests.replies.own.quoting import quotings
from tests.shared import SHARED

FOLDER = SHARED / "data" / "mail" / "bounces"
MACHINES = (ReplyKind.AUTO_REPLY, ReplyKind.ACKNOWLEDGEMENT)
_WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]|[^\W_]+")


def bounces(*, held_back: bool) -> Counter[str]:
    """Of real reports: `exact` recipients, `judged` dead or not as labelled, `retired` and those rightly so."""
    total: Counter[str] = Counter()
    for label in _labels():
        if label["kind"] != "bounce" or label["held_back"] is not held_back:
            continue
        found = {r.address.lower(): r for r in classify((FOLDER / label["file"]).read_bytes()).recipients}
        total["reports"] += 1
        total["exact"] += set(found) == {item["recipient"].lower() for item in label["recipients"]}
        for item, expected in zip(label["recipients"], label["expected"], strict=False):
            recipient = found.get(item["recipient"].lower())
            if recipient is None:
                continue
            is_dead = expected["hard"]
            total["recipients"] += 1
            total["dead"] += is_dead
            total["judged"] += (recipient.cause is Cause.DEAD) == is_dead
            total["retired"] += recipient.retire
            total["retired_rightly"] += recipient.retire and is_dead
    return total


def others() -> list[tuple[ReplyKind, ReplyKind]]:
    """(found, wanted) of the real complaints and automatic notes."""
    wanted = {"feedback": ReplyKind.FEEDBACK_REPORT, "vacation": ReplyKind.AUTO_REPLY}
    return [
        (classify((FOLDER / one["file"]).read_bytes()).kind, wanted[one["kind"]])
        for one in _labels()
        if one["kind"] in wanted
    ]


def notes() -> Counter[str]:
    """Of our own programs' notes: `found` as a program's, of the right `kind`, with the office's `number`."""
    total: Counter[str] = Counter()
    for one in labelled():
        if one.kind is ReplyKind.HUMAN:
            continue
        finding = classify(one.raw)
        total["notes"] += 1
        total["found"] += finding.kind in MACHINES
        total["kind"] += finding.kind is one.kind
        total["numbered"] += bool(one.number)
        total["number"] += bool(one.number) and one.number in finding.reference_numbers
        total["language"] += finding.language == one.language
    return total


def persons() -> Counter[str]:
    """Of people's mails: how many are called a `machine`, or a `report` of a mail system."""
    total: Counter[str] = Counter()
    for finding in _of_people():
        total["persons"] += 1
        total["machine"] += finding.kind is not ReplyKind.HUMAN
        total["report"] += finding.kind not in (ReplyKind.HUMAN, *MACHINES)
    return total


def quoted() -> Counter[str]:
    """Words of the office that are `kept` of its `own`, and words of our letter `left` of those in the mails."""
    total: Counter[str] = Counter()
    for one in quotings():
        found, own, ours = _words(classify(one.raw).reply_text), _words(one.own), _words(one.ours)
        total["mails"] += 1
        total["own"] += own.total()
        total["kept"] += (own & found).total()
        total["ours"] += ours.total()
        total["left"] += (ours & (found - own)).total()
    return total


def _labels() -> Iterator[dict[str, Any]]:
    for number, line in enumerate((FOLDER / "labels.jsonl").read_text().splitlines()):
        yield {**json.loads(line), "held_back": number % 3 == 2}


def _of_people() -> Iterator[Finding]:
    yield from (classify(raw) for raw, by_person in ordinary_mails().values() if by_person)
    yield from (classify(raw) for _, _, raw in people())
    yield from (classify(one.raw) for one in labelled() if one.kind is ReplyKind.HUMAN)


def _words(text: str) -> Counter[str]:
    """Words; a character of Chinese or Japanese counts as one."""
    return Counter(match[0] for match in _WORD.finditer(text))


if __name__ == "__main__":
    figures = {"notes": notes(), "persons": persons(), "quoted": quoted()}
    if FOLDER.is_dir():
        figures |= {"bounces trained on": bounces(held_back=False), "bounces held back": bounces(held_back=True)}
    for name, figure in figures.items():
        sys.stdout.write(json.dumps({"name": name, **figure}) + "\n")
