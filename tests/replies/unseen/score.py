"""How well mail of the two sets is understood; run it with a set's name and `-v` for each miss."""

import json
import re
import sys
from collections import Counter

from outreach.replies.classify import classify
from outreach.replies.finding import Action, Cause
from outreach.replies.status import ReplyKind
from tests.replies.unseen.sets import SETS, Set, notes, persons, reports

MACHINES = (ReplyKind.AUTO_REPLY, ReplyKind.ACKNOWLEDGEMENT)
_WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]|[^\W_]+")
Misses = list[str]


def of_reports(chosen: Set, misses: Misses) -> Counter[str]:
    """`exact` failed recipients of `reports`; of their `recipients`, `judged` dead or not as meant."""
    total: Counter[str] = Counter()
    for one in reports(chosen):
        finding = classify(one.raw)
        found = {r.address.lower(): r for r in finding.recipients if r.action in (Action.FAILED, Action.DELAYED)}
        exact = set(found) == {address for address, _ in one.dead} and finding.kind is one.kind
        total["reports"] += 1
        total["exact"] += exact
        if not exact:
            misses.append(f"report {one.name}: {finding.kind} {sorted(found)}, meant {one.kind} {one.dead}")
        for address, is_dead in one.dead:
            recipient = found.get(address)
            judged = recipient is not None and (recipient.cause is Cause.DEAD) is is_dead
            total["recipients"] += 1
            total["judged"] += judged
            total["retired"] += recipient is not None and recipient.retire
            total["retired_rightly"] += recipient is not None and recipient.retire and is_dead
            if recipient is not None and not judged:
                misses.append(f"report {one.name}: {address} is {recipient.cause}, meant dead={is_dead}")
    return total


def of_notes(chosen: Set, misses: Misses) -> Counter[str]:
    """`found` as a program's of all `notes`, of the right `kind`, with the office's `number`."""
    total: Counter[str] = Counter()
    for one in notes(chosen):
        finding = classify(one.raw)
        got = Counter(
            notes=1,
            found=int(finding.kind in MACHINES),
            kind=int(finding.kind is one.kind),
            numbered=int(bool(one.number)),
            number=int(bool(one.number) and one.number in finding.reference_numbers),
            language=int(finding.language == one.language.partition("-")[0]),
        )
        total.update(got)
        if not got["kind"] or got["number"] < got["numbered"] or not got["language"]:
            misses.append(f"note {one.name}: {finding.kind} {finding.reference_numbers} {finding.language}, "
                          f"meant {one.kind} {one.number} {one.language}")  # fmt: skip
    return total


def of_persons(chosen: Set, misses: Misses) -> Counter[str]:
    """People called a `machine` or a `report`; words `kept` of the office's `own`, and `left` of our letter."""
    total: Counter[str] = Counter()
    for one in persons(chosen):
        finding = classify(one.raw)
        found, own, ours = (Counter(_WORD.findall(text)) for text in (finding.reply_text, one.own, one.ours))
        lost, left = own - found, ours & (found - own)
        total["persons"] += 1
        total["machine"] += finding.kind in MACHINES
        total["report"] += finding.kind not in (ReplyKind.HUMAN, *MACHINES)
        total["own"] += own.total()
        total["kept"] += own.total() - lost.total()
        total["ours"] += ours.total()
        total["left"] += left.total()
        total["whole"] += not lost
        if finding.kind is not ReplyKind.HUMAN:
            misses.append(f"person {one.name}: {finding.kind}: {one.own!r}")
        if lost or left:
            misses.append(f"person {one.name}: lost {dict(lost)} left {dict(left)}")
    return total


def figures(name: str, misses: Misses) -> dict[str, Counter[str]]:
    """All figures of one set."""
    chosen = SETS[name]
    return {
        "reports": of_reports(chosen, misses),
        "notes": of_notes(chosen, misses),
        "persons": of_persons(chosen, misses),
    }


def main() -> None:
    """Print the figures of the sets named, else of all; with `-v` the misses too."""
    for name in [one for one in sys.argv[1:] if one in SETS] or SETS:
        misses: Misses = []
        for what, figure in figures(name, misses).items():
            sys.stdout.write(json.dumps({"name": f"unseen {name}, {what}", **figure}) + "\n")
        if "-v" in sys.argv:
            sys.stdout.write("\n".join(misses) + "\n")


if __name__ == "__main__":
    main()
