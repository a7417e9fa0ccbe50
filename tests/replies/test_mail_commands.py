"""`outreach replies collect | list | show | settle | move`, as a coordinator uses them."""

from pathlib import Path

import pytest

from outreach.clock import utc_now
from outreach.delivery.status import DeliveryStatus
from outreach.rounds.store import list_addressees
from outreach.settings import SANDBOX_SECRET
from tests.command_line import CommandLine, command_line, in_home
from tests.replies.mails import address, answer, report
from tests.sent import deliver
from tests.world import Ground, plan_round

OURS = SANDBOX_SECRET.encode()


@pytest.fixture
def run(
    laid: tuple[Path, Ground], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> CommandLine:
    """One letter that was sent, and an mbox with a bounce of it and a person's mail without a token."""
    line = command_line(laid[0], tmp_path, monkeypatch, capsys)
    with in_home(tmp_path) as database, database.begin() as session:
        planned = plan_round(session, laid[1], now=utc_now())
        office = list_addressees(session, round_id=planned.id, included=True)[0].office_key
        (sent,) = deliver(session, planned.id, {office: DeliveryStatus.ACCEPTED}, utc_now()).values()
    mails = (report(address(sent, key=OURS)), answer("petition@outreach.example", body="We read it [gladly]."))
    (tmp_path / "answers.mbox").write_bytes(
        b"".join(b"From x@y.example Thu Nov 26 09:00:00 2026\n" + mail + b"\n" for mail in mails)
    )
    return line


def test_from_collecting_to_settled(run: CommandLine) -> None:
    told = run("replies", "collect", "answers.mbox")
    assert told.status == 0, told.err
    assert told.out == "2 new mails; read 2: 1 bounce, 1 human. 1 wait for a person.\n"
    assert run("replies", "collect", "answers.mbox", "--json").json["stored"] == 0
    (waiting,) = run("replies", "list", "--status", "needs_match", "--json").json
    assert (waiting["kind"], waiting["matches"]) == ("human", [])
    moved = run("replies", "move", str(waiting["id"]), "--to", "1", "--json").json
    assert (moved["status"], moved["matches"][0]["matched_by"]) == ("needs_reader", "person")
    shown = run("replies", "show", str(waiting["id"]))
    assert "We read it [gladly]." in shown.out
    assert "delivery 1, by person (sam)" in shown.out
    assert run("replies", "settle", str(waiting["id"])).out == f"Mail {waiting['id']} is settled.\n"
    assert [m["status"] for m in run("replies", "list", "--delivery", "1", "--json").json] == [
        "settled",
        "settled",
    ]


def test_mail_is_erased_by_its_writer_or_its_age(run: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    run("replies", "collect", "answers.mbox")
    monkeypatch.setenv("OUTREACH_RETENTION__MAIL", "1")
    assert run("db", "purge", "--dry-run", "--json").json == {"mails": 0, "files": 0, "waiting": 0}
    assert run("db", "purge").out.startswith("0 mails were erased")
    would = run("replies", "erase", "office@ministry.example", "--dry-run")
    assert would.out == "1 mails from this address would be erased.\n", would.err
    assert run("replies", "erase", "OFFICE@ministry.example", "--json").json["mails"] == 1
    assert "only its hash, kind and dates are left" in run("replies", "show", "2").out


def test_without_mail_it_says_what_to_do(run: CommandLine) -> None:
    assert "replies collect" in run("replies", "list").out
    assert run("replies", "collect").out.startswith("0 new mails")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("collect", "absent.mbox"), "There is no file or folder absent.mbox"),
        (("show", "7"), "There is no mail 7"),
        (("settle", "7"), "There is no mail 7"),
        (("move", "7", "--to", "1"), "There is no mail 7"),
    ],
)
def test_errors_are_one_sentence(run: CommandLine, words: tuple[str, ...], told: str) -> None:
    ended = run("replies", *words)
    assert ended.status == 1
    assert told in ended.err
    assert len(ended.err.strip().splitlines()) == 1
