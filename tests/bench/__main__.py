"""`make bench [ONLY=name]`: one JSON line a benchmark, with name, value, unit, baseline and ratio."""

import json
import sys
from collections.abc import Callable

from tests.bench.claims import deliveries_claimed
from tests.bench.desk import desk_pages
from tests.bench.desk_busy import desk_busy
from tests.bench.inbound import mails_collected, mails_read, one_by_command
from tests.bench.ledger import ledger_entries
from tests.bench.letters import english_letters, japanese_letters, many_letters, mixed_letters
from tests.bench.measure import Measure, Skipped
from tests.bench.memory import memory_of_sending
from tests.bench.preview import warm_previews
from tests.bench.round import whole_round
from tests.bench.sending import rounds_sent
from tests.bench.smtp_source import rounds_sent_of_c

BENCHMARKS: dict[str, Callable[[], Measure]] = {
    "classify": mails_read,
    "classify_command": one_by_command,
    "collect": mails_collected,
    "claim": deliveries_claimed,
    "desk_pages": desk_pages,
    "desk_busy": desk_busy,
    "ledger": ledger_entries,
    "letters-en": english_letters,
    "letters-ja": japanese_letters,
    "letters_mixed": mixed_letters,
    "letters_2000": many_letters,
    "preview_warm": warm_previews,
    "round_131": whole_round,
    "send_411k": rounds_sent,
    "send_411k_of_c": rounds_sent_of_c,
    "send_memory": memory_of_sending,
}


def measured(name: str, benchmark: Callable[[], Measure]) -> str:
    """Run it; its line, or the reason why it was skipped as one line of JSON."""
    try:
        return line(name, benchmark())
    except Skipped as reason:
        return json.dumps({"name": name, "skipped": str(reason)})


def line(name: str, measure: Measure) -> str:
    """What one benchmark found, as one line of JSON; rates and ratio with two decimals."""
    found = {
        "name": name,
        "value": round(measure.value, 2),
        "unit": measure.unit,
        "baseline": round(measure.baseline, 2),
        "ratio": round(measure.ratio, 2),
    } | {key: round(number, 2) for key, number in measure.more.items()}
    return json.dumps(found)


def main(chosen: list[str]) -> None:
    unknown = [name for name in chosen if name not in BENCHMARKS]
    if unknown:
        sys.exit(f"There is no benchmark {' '.join(unknown)}; there are: {' '.join(BENCHMARKS)}.")
    for name in chosen or BENCHMARKS:
        sys.stdout.write(measured(name, BENCHMARKS[name]) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1:])
