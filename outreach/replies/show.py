"""The child that takes the HTML out of a hostile mail: bytes on standard input, safe HTML on standard output."""

import signal
import sys

from outreach.replies.child import SECONDS
from outreach.replies.confine import confine
from outreach.replies.decode import clean, decode_text
from outreach.replies.limits import MAX_MAIL, MAX_TEXT, Budget, refusal
from outreach.replies.parse import Part, parse
from outreach.replies.safe_html import safe_html


def html_of(raw: bytes) -> str:
    """The first HTML of the mail itself, made safe; empty when it has none."""
    if refusal(raw):
        return ""
    part = next((one for one in parse(raw, Budget()).walk() if _is_html(one)), None)
    return "" if part is None else safe_html(clean(decode_text(part.content[:MAX_TEXT], part.charset)))


def _is_html(part: Part) -> bool:
    return part.content_type == "text/html" and not part.is_attachment


def _serve(memory: int) -> None:
    confine(memory)
    # The signal's default is to end the process, which the parent takes for an answer.
    signal.setitimer(signal.ITIMER_PROF, SECONDS)
    sys.stdout.buffer.write(html_of(sys.stdin.buffer.read(MAX_MAIL)).encode())


if __name__ == "__main__":
    _serve(int(sys.argv[1]))
