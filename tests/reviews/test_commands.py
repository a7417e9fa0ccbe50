"""`outreach reviews`, as people run it."""

from datetime import datetime
from pathlib import Path

import pytest

from outreach.clock import utc_now
from tests.command_line import CommandLine, command_line, in_home
from tests.packed import Packed, pack_a_round
from tests.world import Ground


@pytest.fixture
def run(
    laid: tuple[Path, Ground],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> CommandLine:
    line = command_line(laid[0], tmp_path, monkeypatch, capsys)
    line.be("olga")
    return line


@pytest.fixture
def spring(laid: tuple[Path, Ground], tmp_path: Path, run: CommandLine) -> Packed:
    """Packed at the machine's own time, which the commands read."""
    with in_home(tmp_path) as database, database.begin() as session:
        return pack_a_round(session, laid[1], now=midnight())


def midnight() -> datetime:
    return utc_now().replace(hour=0, minute=0, second=0, microsecond=0)


def number(packed: Packed, office: str = "gb-pm") -> str:
    return str(packed.parcels[office].id)


def test_show_prints_what_is_sent_and_the_hash(run: CommandLine, spring: Packed) -> None:
    parcel = spring.parcels["gb-pm"]
    shown = run("reviews", "show", number(spring))
    assert shown.status == 0, shown.err
    assert parcel.manifest.text in shown.out
    assert f"Approve with {parcel.id}:{parcel.manifest_sha256[:16]}" in shown.out
    assert "Would not hold" not in shown.out
    assert run("reviews", "show", number(spring), "--json").json["manifest_sha256"] == parcel.manifest_sha256


def test_one_is_approved_by_its_hash(run: CommandLine, spring: Packed) -> None:
    parcel = spring.parcels["gb-pm"]
    wrong = run("reviews", "approve", f"{parcel.id}:00000000")
    assert (wrong.status, "is not what you saw" in wrong.err) == (1, True)
    right = run("reviews", "approve", f"{parcel.id}:{parcel.manifest_sha256[:8]}", "--json")
    assert right.json == [{"parcel": parcel.id, "status": "approved", "manifest_sha256": parcel.manifest_sha256}]
    approved = run("reviews", "list", str(spring.round_id), "--status", "approved", "--json").json
    assert [(row["parcel"], row["by"], row["first"]) for row in approved] == [(parcel.id, "olga", "yes")]


def test_many_alike_are_approved_when_seen(run: CommandLine, spring: Packed) -> None:
    british = [str(p.id) for key, p in spring.parcels.items() if key.startswith("gb-")]
    unseen = run("reviews", "approve", "--all-like", british[0])
    assert (unseen.status, "not seen" in unseen.err) == (1, True)
    seen = [word for parcel in british for word in ("--seen", parcel)]
    assert run("reviews", "approve", "--all-like", british[0], *seen).out == f"{len(british)} approved.\n"


def test_a_round_starts_with_what_is_approved(run: CommandLine, spring: Packed) -> None:
    run("reviews", "approve", number(spring))
    run.be("sam")
    started = run("rounds", "start", str(spring.round_id))
    assert started.status == 0, started.err
    assert "Queued: 1." in started.out
    assert f"{len(spring.parcels) - 1} wait for an approval" in started.out
    assert run("rounds", "close", str(spring.round_id), "--json").json["status"] == "closed"


def test_back_and_withdrawn(run: CommandLine, spring: Packed) -> None:
    one, other = number(spring), number(spring, "gb-foreign")
    assert run("reviews", "change", one, "--comment", "No.", "--json").json["status"] == "changes_wanted"
    run("reviews", "approve", other)
    assert run("reviews", "withdraw", other, "--reason", "A doubt.").out == f"Parcel {other}: withdrawn.\n"


def test_pack_again(run: CommandLine, spring: Packed) -> None:
    run.be("pia")
    packed = run("reviews", "pack", str(spring.round_id), "--json")
    assert (packed.status, packed.json["packed"], packed.json["problems"]) == (0, 0, [])


def test_pack_without_documents_says_what_to_do(run: CommandLine, spring: Packed) -> None:
    run.be("sam")
    run("rounds", "plan", "--name", "Summer", "-g", "GB", "--choose-holder-forms")
    ended = run("reviews", "pack", "2")
    assert ended.status == 1
    assert "has no dispatch day" in ended.out


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("approve",), "at least one parcel"),
        (("approve", "x"), "'x' is no parcel"),
        (("approve", "1:abc"), "'1:abc' is no parcel"),
        (("approve", "999"), "no parcel 999"),
        (("show", "999"), "no parcel 999"),
        (("withdraw", "1", "--reason", "no"), "there is no approval to take back"),
    ],
)
def test_wrong_usage(run: CommandLine, spring: Packed, words: tuple[str, ...], told: str) -> None:
    ended = run("reviews", *words)
    assert (ended.status, ended.out) == (1, "")
    assert told in ended.err


def test_staff_do_not_approve(run: CommandLine, spring: Packed) -> None:
    run.be("sam")
    assert "needs the role organiser" in run("reviews", "approve", number(spring)).err


def test_an_empty_list(run: CommandLine, spring: Packed) -> None:
    assert "No such parcels" in run("reviews", "list", "99").out
