"""`outreach delivery`, as people run it."""

import gzip
import socket
from datetime import timedelta
from pathlib import Path

import pytest

from outreach.accounts import Actor, Role
from outreach.accounts.add import add_user
from outreach.blob_folder import FolderBlobs
from outreach.cli import delivery_send
from outreach.clock import utc_now
from outreach.db import Database, open_database
from outreach.db.migrate import upgrade
from outreach.delivery.pool import SmtpTransport
from outreach.delivery.relay import Relay, Tls
from outreach.delivery.status import DeliveryStatus
from outreach.delivery.tables import Delivery
from outreach.fakes import SmtpServer
from outreach.recipients.status import Channel
from tests.command_line import CommandLine, Ended, Run
from tests.delivery.an_open_round import OpenRound
from tests.dns_server import dns_server


@pytest.fixture
def home(tmp_path: Path, admin_ada: Actor, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A new installation with sam on the staff, and a round with two mails and a web form."""
    home = tmp_path / "home"
    home.mkdir()
    database = opened(home)
    upgrade(database)
    now = utc_now()
    with database.begin() as session:
        add_user(session, actor=admin_ada, now=now, name="sam", full_name="Sam", roles=[Role.STAFF])
        add_user(session, actor=admin_ada, now=now, name="olga", full_name="Olga", roles=[Role.ORGANISER])
        opened_round = OpenRound(
            session,
            FolderBlobs(home / "blobs"),
            opens_at=now - timedelta(hours=1),
            closes_at=now + timedelta(days=5),
        )
        opened_round.add("one@gov.example")
        opened_round.add("two@gov.example")
        opened_round.add("https://gov.example/contact", channel=Channel.WEB_FORM)
    database.engine.dispose()
    monkeypatch.setenv("OUTREACH_HOME", str(home))
    monkeypatch.setenv("OUTREACH_USER", "sam")
    monkeypatch.chdir(tmp_path)
    return home


@pytest.fixture
def run(home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    line = CommandLine(monkeypatch, capsys)

    def command(*words: str) -> Ended:
        line.be("sam")  # `--as` in an earlier command stays in the environment
        return line(*words)

    return command


def opened(home: Path) -> Database:
    return open_database(f"sqlite:///{home / 'outreach.sqlite'}")


def test_send_goes_to_the_sandbox_once(run: Run, home: Path) -> None:
    ended = run("delivery", "send", "--json")
    assert (ended.status, ended.json["statuses"]) == (0, {"accepted": 2})
    assert run("delivery", "send", "--json").json["statuses"] == {}
    assert len(list((home / "sandbox" / "new").iterdir())) == 2


def test_send_says_what_it_did_and_where(run: Run) -> None:
    assert "2 accepted (sandbox: " in run("delivery", "send").out
    assert "nothing was due" in run("delivery", "send", "--round", "1").out


def test_status_and_list_and_show(run: Run) -> None:
    assert "Nothing is queued yet: approve" in run("delivery", "status").out
    run("delivery", "send")
    counted = run("delivery", "status", "--round", "1", "--json").json
    assert counted["statuses"] == {"accepted": 2, "to_hand_over": 1}
    assert counted["evidence"] == {"none": 1, "relay_accepted": 2}
    told = run("delivery", "status").out
    assert "handover list" in told
    assert "the next server took it: not yet a delivery" in told
    assert "to hand over" in told
    missing = run("delivery", "status", "--round", "99")
    assert (missing.status, "There is no round 99" in missing.err) == (1, True)
    listed = run("delivery", "list", "--status", "accepted", "--json").json
    assert [row["highest"] for row in listed] == ["relay_accepted"] * 2
    assert "gb-office-1" in run("delivery", "list").out
    shown = run("delivery", "show", "1", "--json").json
    assert (shown["attempts"][0]["reply_code"], shown["evidence"][0]["rung"]) == (250, "relay_accepted")
    assert "relay_accepted" in run("delivery", "show", "1").out
    assert run("delivery", "show", "99").err.startswith("error: There is no delivery 99")


def test_the_kill_switch(run: Run) -> None:
    assert run("--as", "olga", "delivery", "stop", "--reason", "wrong letter").status == 0
    assert "2 held: olga stopped all sending (wrong letter)" in run("delivery", "send").out
    assert "stopped by olga" in run("delivery", "status").out
    assert run("--as", "sam", "delivery", "allow").status == 0
    assert "2 accepted" in run("delivery", "send").out


def test_an_uncertain_one_is_settled_with_a_reason(run: Run, home: Path) -> None:
    run("delivery", "send")
    put(home, DeliveryStatus.UNCERTAIN)
    assert "wait for a decision" in run("delivery", "status").out
    settled = run("delivery", "settle", "1", "--as", "queued", "--reason", "not in the log", "--json")
    assert (settled.json["status"], settled.json["settled_because"]) == ("queued", "not in the log")
    wrong = run("delivery", "settle", "2", "--as", "queued", "--reason", "x")
    assert (wrong.status, wrong.err.count("\n")) == (1, 1)
    assert run("delivery", "settle", "1").status == 2


def test_cancel_and_resend_say_no_in_a_sentence(run: Run, home: Path) -> None:
    run("delivery", "send")
    assert "only what is unsent" in run("delivery", "cancel", "1", "--reason", "x").err
    assert "only what failed" in run("delivery", "resend", "1", "--contact", "2").err
    assert run("delivery", "cancel", "3", "--reason", "x", "--json").json["status"] == "cancelled"


def test_hand_over(run: Run, tmp_path: Path) -> None:
    run("delivery", "send")
    (task,) = run("delivery", "handover", "list", "--round", "1", "--json").json
    assert task["manifest"]["address"] == "https://gov.example/contact"
    assert "please find our letter" in run("delivery", "handover", "list", "--round", "1", "--text").out
    folder = tmp_path / "form"
    written = run("delivery", "handover", "files", "3", "-o", str(folder), "--json").json["files"]
    assert sorted(one.name for one in folder.iterdir()) == sorted(written)
    assert (folder / "text.txt").read_text(encoding="utf-8") == task["manifest"]["text"]
    assert "is accepted: nothing is to hand over" in run("delivery", "handover", "files", "1").err
    receipt = tmp_path / "receipt.png"
    receipt.write_bytes(b"\x89PNG\r\n\x1a\n")
    done = ("delivery", "handover", "done", "3", "--on", "2026-01-02", "--proof", "typed in", "--number", "A/7")
    assert "cannot be read" in run(*done, "--file", str(tmp_path / "none.png")).err
    assert run(*done, "--file", str(receipt), "--json").json["status"] == "handed_over"
    assert run("delivery", "show", "3", "--json").json["evidence"][0]["detail"]["number"] == "A/7"
    assert "Nothing is to hand over" in run("delivery", "handover", "list", "--round", "1").out


def test_an_absent_server_is_said_once_and_the_mails_wait(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as gone:
        relay = Relay("127.0.0.1", gone.getsockname()[1], Tls.NONE)
    monkeypatch.setattr(delivery_send, "transport_of", lambda _settings: SmtpTransport(relay, is_live=False))
    ended = run("delivery", "send", "--json")
    assert (ended.status, ended.json["statuses"]) == (1, {"waiting": 2})
    assert ended.err.startswith(f"error: No usable connection to 127.0.0.1:{relay.port} ")
    assert ended.err.endswith(": check OUTREACH_SMTP__*.\n")
    assert ended.err.count("\n") == 1


def test_nobody_acts_without_the_role(run: Run) -> None:
    refused = run("--as", "olga", "delivery", "send")
    assert (refused.status, "organiser" in refused.err) == (1, True)


def put(home: Path, status: DeliveryStatus) -> None:
    database = opened(home)
    with database.begin() as session:
        row = session.get(Delivery, 1)
        assert row is not None
        row.status = status
    database.engine.dispose()


def test_evidence_is_written_and_checked_offline(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("delivery", "send")
    bundle = tmp_path / "proof.zip"
    assert run("delivery", "evidence", "1", "-o", str(bundle), "--json").json["size"] == bundle.stat().st_size
    assert run("delivery", "evidence").status == 1
    monkeypatch.setenv("OUTREACH_DATABASE_URL", "sqlite:////nowhere/at/all.sqlite")
    assert "Everything fits" in run("delivery", "evidence", "--verify", str(bundle)).out
    bundle.write_bytes(bundle.read_bytes()[:-100])
    broken = run("delivery", "evidence", "--verify", str(bundle))
    assert (broken.status, "no whole ZIP" in broken.out) == (1, True)


def test_preflight_says_what_blocks(run: Run) -> None:
    looked = run("delivery", "preflight", "--round", "1")
    assert (looked.status, "Blocking the start: 0." in looked.out) == (0, True)
    run("delivery", "stop", "--reason", "wrong letter")
    blocked = run("delivery", "preflight", "--round", "1", "--json")
    assert (blocked.status, blocked.json[0]["subject"]) == (1, "kill switch")


def test_preflight_puts_like_findings_together(run: Run, home: Path) -> None:
    told = "Nobody has checked the contact."
    with opened(home).begin() as session:
        session.connection().exec_driver_sql("delete from recipients_checks")
    findings = run("delivery", "preflight", "--round", "1", "--json").json
    assert [one["told"] for one in findings].count(told) == 3
    together = run("delivery", "preflight", "--round", "1").out
    each = run("delivery", "preflight", "--round", "1", "--each").out
    assert (together.count(told), each.count(told)) == (1, 3)
    assert "gb-office-1, gb-office-2, gb-office-3" in together
    assert "outreach recipients verify 1, 2, 3 (one at a time)" in together
    assert ("`--each`" in together, "`--each`" in each) == (True, False)


def test_a_mail_to_oneself_goes_to_the_sandbox_and_counts_as_nothing(run: Run, home: Path) -> None:
    ended = run("delivery", "send", "--to-me", "sam@home.example", "--round", "1")
    assert (ended.status, "What gb-office-1 would get went to sam@home.example (sandbox:" in ended.out) == (
        0,
        True,
    )
    (mail,) = (home / "sandbox" / "new").iterdir()
    assert b"Subject: [TEST] A public petition" in mail.read_bytes()
    assert "Nothing is queued yet: approve" in run("delivery", "status").out
    assert "Name the round" in run("delivery", "send", "--to-me", "sam@home.example").err


def test_the_relays_log_is_read_packed_or_not(run: Run, home: Path) -> None:
    run("delivery", "send")
    message_id = run("delivery", "show", "1", "--json").json["attempts"][0]["message_id"]
    (home / "mail.log.1.gz").write_bytes(
        gzip.compress(f"2026-01-02T09:00:00Z m postfix/cleanup[1]: 4X: message-id={message_id}\n".encode())
    )
    (home / "mail.log").write_bytes(
        b"2026-01-02T09:00:01Z m postfix/smtp[1]: 4X: to=<one@gov.example>, relay=mx.gov.example[51.140.0.1]:25, "
        b"delay=1, dsn=2.0.0, status=sent (250 ok \xff)\n"
    )
    files = (str(home / "mail.log"), str(home / "mail.log.1.gz"))
    assert run("delivery", "read-log", *files, "--json").json["accepted"] == [1]
    assert "1 entries about our mails: 0 newly proved" in run("delivery", "read-log", *files).out
    assert run("delivery", "status", "--json").json["evidence"]["server_accepted"] == 1
    assert "cannot be read" in run("delivery", "read-log", str(home / "none.log")).err
    assert "no time zone" in run("delivery", "read-log", *files, "--time-zone", "Mars").err


def test_live_preflight_asks_dns_and_the_relay(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    run("delivery", "send")
    with SmtpServer() as server, dns_server({("gov.example", "MX"): ["0 ."]}) as port:
        server.manners.size_limit = 20_000
        for name, value in {
            "LIVE": "yes",
            "SMTP__HOST": "127.0.0.1",
            "SMTP__PORT": str(server.port),
            "SMTP__TLS": "none",
            "SECRET_KEY": "ours",
            "TOKEN_KEYS": '["ours"]',
            "DNS__SERVERS": '["127.0.0.1"]',
            "DNS__PORT": str(port),
        }.items():
            monkeypatch.setenv(f"OUTREACH_{name}", value)
        ended = run("delivery", "preflight", "--round", "1", "--json")
        assert server.received == []
        monkeypatch.setenv("OUTREACH_SMTP__PORT", "9")
        assert "No usable connection" in run("delivery", "preflight", "--round", "1", "--json").out
    told = " ".join(finding["told"] for finding in ended.json)
    assert ended.status == 1
    for part in ("gov.example says that it takes no mail", "our relay takes 20,000", "does not say who may send"):
        assert part in told
    assert [finding["blocks"] for finding in ended.json] == sorted(
        (finding["blocks"] for finding in ended.json), reverse=True
    )


def test_a_recess_is_recorded_listed_and_ended(run: Run) -> None:
    told = run(
        *("recipients", "close", "gb-office-1", "--from", "2026-12-18", "--until", "2027-01-04"),
        *("--source", "the calendar"),
    )
    assert told.out == "Closure 1: gb-office-1 is in recess from 2026-12-18, until 2027-01-04.\n"
    assert run("recipients", "closures", "--json").json[0]["kind"] == "recess"
    assert "the calendar" in run("recipients", "closures").out
    assert run("recipients", "reopen", "1", "--reason", "it sits").out == "Closure 1 is ended.\n"
    assert "it sits" in run("recipients", "closures").out
