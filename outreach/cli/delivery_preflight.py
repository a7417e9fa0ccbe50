"""`outreach delivery preflight`."""

import re
from collections import defaultdict
from collections.abc import Sequence

import typer

from outreach.cli.context import opened
from outreach.cli.output import Json, emit, say, table
from outreach.clock import utc_now
from outreach.operations.finding import Finding
from outreach.operations.road import findings_of, road_of

MOST_NAMED, FEW = 4, 3
_NUMBER = re.compile(r"\d+$")


def preflight_command(
    round_id: int = typer.Option(..., "--round", "-r", help="The round's number, see `outreach rounds list`."),
    each: bool = typer.Option(False, "--each", help="A line for each finding, instead of like ones together."),
    as_json: bool = Json,
) -> None:
    """Look over a round before it starts: what would keep letters back, each with its remedy; exit 1 if it blocks.

    When mail is live, DNS is asked about our own names and the offices' servers, and the relay about its limit.

    Example: `outreach delivery preflight --round 3`.
    """
    installation = opened()
    road = road_of(installation.settings)
    findings = findings_of(installation.database, round_id=round_id, road=road, now=utc_now())
    emit(findings, as_json=as_json, human=lambda: _show(findings, each=each))
    if any(finding.blocks for finding in findings):
        raise typer.Exit(1)


def _show(findings: Sequence[Finding], *, each: bool) -> None:
    groups = [[one] for one in findings] if each else _alike(findings)
    cells = [
        ("blocks" if group[0].blocks else "advice", group[0].told, _where(group), _remedy(group))
        for group in groups
    ]
    table(("", "what", "where", "remedy"), cells, empty="Nothing stands in the way.")
    blocking = sum(one.blocks for one in findings)
    if findings:
        say(f"Blocking the start: {blocking}. Advice: {len(findings) - blocking}.")
    if len(groups) < len(findings):
        say("Like ones stand together: `--each` gives every one its line.")


def _alike(findings: Sequence[Finding]) -> list[list[Finding]]:
    """Findings that say the same of several things, in the order of the first of each."""
    groups: dict[tuple[bool, str, str], list[Finding]] = defaultdict(list)
    for one in findings:
        groups[one.blocks, one.told, _NUMBER.sub("", one.remedy)].append(one)
    return list(groups.values())


def _where(group: Sequence[Finding]) -> str:
    """All when they are few, such as the languages of a text; else the first and how many more."""
    first, *others = (one.subject for one in group)
    if len(group) > MOST_NAMED and not first.startswith("text "):
        return f"{', '.join([first, *others[: FEW - 1]])} and {len(group) - FEW} more"
    return ", ".join([first, *(other.removeprefix("text ") for other in others)])


def _remedy(group: Sequence[Finding]) -> str:
    """What mends them; where the numbers differ, those of the first ones."""
    remedies = list(dict.fromkeys(one.remedy for one in group))
    if len(remedies) == 1:
        return remedies[0]
    numbers = [found[0] for remedy in remedies[1:FEW] if (found := _NUMBER.search(remedy))]
    rest = ", …" if len(remedies) > FEW else ""
    return f"{', '.join([remedies[0], *numbers])}{rest} (one at a time)"
