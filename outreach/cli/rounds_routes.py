"""`outreach rounds routes`, and how formal routes are told in a plan."""

from collections.abc import Iterable, Mapping
from typing import Any

import typer

from outreach.cli.context import opened
from outreach.cli.output import Json, emit, say
from outreach.cli.rounds_steer import Number
from outreach.petition.routes import Admits
from outreach.rounds.find_ways import find_ways
from outreach.rounds.routes import Way
from outreach.rounds.store import get_round, list_addressees


def routes(
    round_id: int = Number,
    text: bool = typer.Option(False, "--text", help="Also print the petition texts that were made for them."),
    as_json: bool = Json,
) -> None:
    """Show the formal ways of petitioning to the offices of a round: form, limits, and what a person has to do.

    Nothing is sent a formal way by itself. Example: `outreach rounds routes 3 --text`.
    """
    installation = opened()
    with installation.database.read() as session:
        shown = get_round(session, round_id)
        keys = [one.office_key for one in list_addressees(session, round_id=round_id)]
        directory = installation.settings.campaign_dir
        ways = find_ways(session, directory=directory, version_id=shown.version_id, office_keys=keys)
    emit(_listed(ways), as_json=as_json, human=lambda: _show(ways, with_text=text))


def plain_ways(ways: Iterable[Way]) -> list[dict[str, Any]]:
    """The ways to one office as printed in JSON."""
    return [{"route": one.route.id, "made": one.made, "reason": one.reason} for one in ways]


def told_ways(ways: Iterable[Way]) -> str:
    """The same in a plan's column: `gb-paper: text, by a person`."""
    return "; ".join(f"{one.route.id}: {', '.join(_briefly(one))}" for one in ways)


def say_ways(ways: Mapping[str, tuple[Way, ...]], *, round_id: int) -> None:
    """Each route below a plan: its form, what of ours there is for it, and why a person has to go it."""
    for way, _ in _by_route(ways):
        form = f" Form: {way.route.form}." if way.route.form else ""
        hand = f" By a person: {way.reason}." if way.reason else ""
        say(f"{way.route.id}: {way.route.body}.{form} Goes there: {way.made}.{hand}")
    if ways:
        say(f"`outreach rounds routes {round_id} --text`: what a person has to do, and from where that is known.")


def _briefly(way: Way) -> list[str]:
    made = [] if way.route.admits is Admits.NOTHING else [way.route.admits.value]
    return made + (["by a person"] if way.reason else [])


def _listed(ways: Mapping[str, tuple[Way, ...]]) -> list[dict[str, Any]]:
    return [
        {
            "route": way.route,
            "offices": offices,
            "limits": way.limits,
            "made": way.made,
            "reason": way.reason,
            "texts": [
                {"language": one.language, "words": one.words, "label": one.label, "text": one.whole}
                for one in way.texts
            ],
        }
        for way, offices in _by_route(ways)
    ]


def _by_route(ways: Mapping[str, tuple[Way, ...]]) -> list[tuple[Way, list[str]]]:
    """Each route once, with the offices that it concerns."""
    known: dict[str, tuple[Way, list[str]]] = {}
    for key, found in ways.items():
        for way in found:
            known.setdefault(way.route.id, (way, []))[1].append(key)
    return list(known.values())


def _show(ways: Mapping[str, tuple[Way, ...]], *, with_text: bool) -> None:
    for way, offices in _by_route(ways):
        route = way.route
        say(f"\n{route.government} {route.body} ({', '.join(offices)})")
        facts = (
            ("way", route.way),
            ("form", route.form),
            ("who", route.who),
            ("addressed to", route.addressed_to),
            ("signatures", route.signatures),
            ("thresholds", route.thresholds),
            ("signatures of the campaign count", route.outside_signatures),
            ("answer", route.answer),
            ("goes there", way.made),
            ("a person, because", way.reason),
        )
        for name, fact in facts:
            if fact:
                say(f"  {name}: {fact}")
        for step in route.steps:
            say(f"  - {step}")
        say(f"  source: {route.source or 'none: confirm it'} ({route.basis}; confidence {route.confidence})")
        for one in way.texts if with_text else ():
            draft = "" if one.is_reviewed else " DRAFT, no native reader has approved it."
            say(f"\n  [{one.language}, {one.words} words] {one.label}.{draft}\n\n{one.whole}")
    if not ways:
        say("No formal route to an office of this round is known.")
