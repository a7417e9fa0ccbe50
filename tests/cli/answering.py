"""An answer, recorded by command."""

from datetime import timedelta

from outreach.clock import utc_now
from tests.cli.conftest import Run

HALT = "d2-halt-exchange"


def recorded(run: Run, delivery: int, *words: str) -> int:
    given = ("--received-on", yesterday(), "--channel", "post", "--position", f"{HALT}=partly")
    ended = run("responses", "record", delivery, *given, *words, "--json", by="chi")
    assert ended.status == 0, ended.err
    return int(ended.json["id"])


def yesterday() -> str:
    return str((utc_now() - timedelta(days=1)).date())
