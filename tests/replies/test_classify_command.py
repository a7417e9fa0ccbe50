"""`outreach replies classify` as a user runs it: a real process, files of any kind, one line each."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

BOUNCE = b"""\
From: MAILER-DAEMON@mail.example.org
To: office-replies@example.net
Subject: Undelivered Mail Returned to Sender
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

I'm sorry to have to inform you that your message could not be delivered.

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mail.example.org

Final-Recipient: rfc822; gone@ministry.example
Action: failed
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1 <gone@ministry.example>: User unknown

--b--
"""
KEYS = [
    "file",
    "kind",
    "recipients",
    "token",
    "message_ids",
    "reference_numbers",
    "language",
    "reply_text",
    "notes",
]


def run(*arguments: str, given: bytes = b"") -> tuple[int, str, str]:
    command = [sys.executable, "-m", "outreach", "replies", "classify", *arguments]
    done = subprocess.run(command, capture_output=True, input=given, timeout=60, check=False)
    return done.returncode, done.stdout.decode(), done.stderr.decode()


def lines(*files: Path) -> list[dict[str, Any]]:
    code, out, err = run("--json", *map(str, files))
    assert (code, err) == (0, "")
    return [json.loads(line) for line in out.splitlines()]


def test_one_line_a_file_in_the_agreed_shape(tmp_path: Path) -> None:
    (tmp_path / "a.eml").write_bytes(BOUNCE)
    (found,) = lines(tmp_path / "a.eml")
    assert list(found) == KEYS
    assert found["kind"] == "bounce"
    (recipient,) = found["recipients"]
    assert list(recipient) == ["address", "action", "status", "cause", "retire"]
    assert list(recipient.values()) == ["gone@ministry.example", "failed", "5.1.1", "dead", True]


def test_what_cannot_be_read_is_said_and_the_rest_goes_on(tmp_path: Path) -> None:
    (tmp_path / "empty.eml").write_bytes(b"")
    (tmp_path / "picture.eml").write_bytes(bytes(range(256)) * 40)
    (tmp_path / "good.eml").write_bytes(BOUNCE)
    found = lines(tmp_path / "absent.eml", tmp_path / "empty.eml", tmp_path / "picture.eml", tmp_path / "good.eml")
    assert [line["kind"] for line in found] == ["unreadable", "unreadable", "unreadable", "bounce"]
    assert found[0]["notes"] == ["cannot be read: No such file or directory"]
    assert found[1]["notes"] == ["the file is empty"]


def test_a_folder_means_every_file_in_it(tmp_path: Path) -> None:
    for name in ("1.eml", "2.eml"):
        (tmp_path / name).write_bytes(BOUNCE)
    assert [Path(line["file"]).name for line in lines(tmp_path)] == ["1.eml", "2.eml"]


def test_for_people_it_says_who_failed_and_why(tmp_path: Path) -> None:
    (tmp_path / "a.eml").write_bytes(BOUNCE)
    code, out, _ = run(str(tmp_path / "a.eml"))
    assert code == 0
    assert "gone@ministry.example: failed 5.1.1 (dead, retire the address)" in out


def test_no_file_is_wrong_usage() -> None:
    code, out, err = run("--json")
    assert (code, out) == (2, "")
    assert "FILE" in err


def test_a_mail_comes_by_a_pipe_as_well() -> None:
    code, out, err = run("--json", "-", given=BOUNCE)
    assert (code, err) == (0, "")
    found = json.loads(out)
    assert (found["file"], found["kind"]) == ("-", "bounce")
    assert [one["address"] for one in found["recipients"]] == ["gone@ministry.example"]
