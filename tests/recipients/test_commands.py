"""`outreach recipients`, as people run it: what it prints and how it ends."""

from collections.abc import Callable
from pathlib import Path

import pytest

from outreach.accounts import Role
from tests.command_line import CommandLine, Run, new_installation


@pytest.fixture
def run(tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run `outreach recipients …` as sam of the staff, on a new installation with the small folder."""
    new_installation(tmp_path, monkeypatch, user="sam", role=Role.STAFF)
    monkeypatch.setenv("OUTREACH_RECIPIENTS_DIR", str(folder))
    return CommandLine(monkeypatch, capsys, "recipients")


def test_check_says_that_all_is_well(run: Run) -> None:
    assert run("check").out.rstrip().endswith("2 offices, no problem.")
    found = run("check", "--json").json
    assert found["ok"]
    assert found["governments"] == [
        {
            "code": "FR",
            "name": "France",
            "languages": "fr, en",
            "time_zone": "Europe/Paris",
            "offices": 2,
            "email": 1,
            "web_form": 0,
            "post": 1,
        }
    ]


def test_check_lists_problems_and_fails(run: Run, folder: Path, change: Callable[[str, str], int]) -> None:
    line = change("type: email", "type: fax")
    ended = run("check")
    assert ended.status == 1
    assert f"{folder / 'fr.yaml'}:{line}: `type` 'fax' is unknown" in ended.err.replace("\n", "")
    (problem,) = run("check", "--json").json["problems"]
    assert problem["line"] == line


def test_sync_exits_1_when_it_kept_a_persons_value(run: Run, change: Callable[[str, str], int]) -> None:
    assert run("sync").status == 0
    assert run("sync", "--json").json["unchanged"] == 6
    assert run("edit", "1", "--value", "sam@gouv.example").status == 0
    change("pm@gouv.example", "premier@gouv.example")
    ended = run("sync")
    assert ended.status == 1
    assert "sam stands for 'sam@gouv.example', the file says 'premier@gouv.example'" in ended.err.replace(
        "\n", " "
    )
    assert run("export").status == 0
    assert run("sync").status == 0


def test_the_way_of_a_contact(run: Run) -> None:
    run("sync")
    assert run("show", "fr-pm", "--json").json["contacts"][1]["postal_lines"] == [
        "Hôtel de Matignon",
        "75007 Paris",
    ]
    assert run("edit", "2", "--line", "57 rue de Varenne", "--line", "75007 Paris", "--json").json[
        "postal_lines"
    ] == [
        "57 rue de Varenne",
        "75007 Paris",
    ]
    checked = run("verify", "2", "--source", "https://www.info.gouv.example", "--days", "30", "--json").json
    assert checked["checked_by"] == "sam"
    added = run("add", "fr-senat", "--channel", "email", "--value", "s@senat.example", "--json").json
    assert added["channel"] == "email"
    listed = {office["key"]: office for office in run("list", "--government", "fr", "--json").json}
    assert listed["fr-pm"]["state"].startswith("checked until ")
    assert listed["fr-senat"]["state"] == "not checked"
    assert "57 rue de Varenne" in run("show", "fr-pm").out


def test_objections_and_holders(run: Run) -> None:
    run("sync")
    assert run("object", "fr-pm", "--who", "cabinet", "--source", "mail:1").status == 0
    assert "objection 1" in run("list").out
    assert run("list", "--objections", "--json").json[0]["who"] == "cabinet"
    assert run("lift", "1", "--reason", "letter of the cabinet").status == 0
    assert "objection 1" not in run("list").out
    held = run("hold", "fr-pm", "--form", "f", "--source", "https://x", "--since", "2026-01-10", "--json").json
    assert (held["form"], held["since"]) == ("f", "2026-01-10")
    assert "holder: form f, from 2026-01-10 to now" in run("show", "fr-pm").out


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("show", "fr-king"), "No office has the key 'fr-king'"),
        (("list", "--government", "XX"), "No government has the code 'XX'"),
        (("edit", "1", "--value", "nobody"), "'nobody' is not an e-mail address"),
        (("edit", "1", "--value", "a@b.example", "--line", "x"), "not both"),
        (("verify", "3", "--source", "https://x"), "has no web_form value to check"),
        (("lift", "9", "--reason", "x"), "There is no objection 9"),
        (("check", "--dir", "absent"), "absent has no recipients file"),
    ],
)
def test_a_refusal_is_one_sentence(run: Run, words: tuple[str, ...], told: str) -> None:
    run("sync")
    ended = run(*words)
    assert ended.status == 1
    assert told in ended.err.replace("\n", " ")
    assert "Traceback" not in ended.err


def test_an_unknown_word_is_wrong_usage(run: Run) -> None:
    assert run("hold", "fr-pm", "--form", "x", "--source", "y").status == 2


def test_a_proposed_contact_is_declined(run: Run) -> None:
    run("sync")
    assert run("decline-proposal", "1", "--reason", "unknown").status == 1
    assert "no proposed contact 1" in run("decline-proposal", "1", "--reason", "unknown").err.replace("\n", " ")
    assert run("decline-proposal", "1").status == 2
