"""The child's side of `child`: classifies one mail after another within its own limits."""

import json
import signal
import sys

from outreach.replies.child import LENGTH, READY, SECONDS
from outreach.replies.classify import read
from outreach.replies.confine import confine
from outreach.replies.finding import unreadable
from outreach.replies.limits import MAX_MAIL
from outreach.replies.reading import Reading


def _serve(memory: int) -> None:
    """The child's loop: one frame in, one finding out."""
    confine(memory)
    source, sink = sys.stdin.buffer, sys.stdout.buffer
    sink.write(READY)
    sink.flush()
    while len(head := source.read(LENGTH.size)) == LENGTH.size:
        raw = source.read(min(LENGTH.unpack(head)[0], MAX_MAIL))
        # The signal's default is to end the process, which the parent takes for an answer.
        signal.setitimer(signal.ITIMER_PROF, SECONDS)
        answer = json.dumps(_reading(raw).as_json()).encode()
        signal.setitimer(signal.ITIMER_PROF, 0)
        sink.write(LENGTH.pack(len(answer)) + answer)
        sink.flush()


def _reading(raw: bytes) -> Reading:
    """A fault of ours in one odd mail must not lose it: it is kept for a person."""
    try:
        return read(raw)
    except MemoryError:
        return Reading(unreadable("reading it took more memory than a mail may take"))
    except Exception as error:
        return Reading(unreadable(f"the classifier failed on it ({type(error).__name__})"))


if __name__ == "__main__":
    _serve(int(sys.argv[1]))
