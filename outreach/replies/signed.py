"""The child that checks a mail's DKIM signatures, by dkimpy: keys and mail on standard input, verdicts on output.

It asks no name server: whoever starts it has fetched the keys.
"""

import json
import re
import signal
import sys
from collections.abc import Mapping

import dkim

from outreach.replies.child import SECONDS
from outreach.replies.confine import confine
from outreach.replies.limits import MAX_MAIL, Budget
from outreach.replies.origin import Signature, Verdict, origin_of
from outreach.replies.parse import parse

_REVOKED = re.compile(r"(?:^|;)\s*p\s*=\s*(?:;|$)")
"""An empty key says that it was taken back (RFC 6376 §3.6.1)."""
_SHOWN = ("from", "subject", "date")


def check(raw: bytes, keys: Mapping[str, str]) -> list[Verdict]:
    """One verdict for each signature of `origin_of`, in order. `keys`: TXT records by name."""
    part = parse(raw, Budget())
    signatures = origin_of(part).signatures
    if any(len(part.all(name)) > 1 for name in _SHOWN):
        # A signature covers the last one, and we show the first: what was added in front is not signed.
        return [Verdict.INVALID for _ in signatures]
    return [_check(raw, number, signature, keys) for number, signature in enumerate(signatures)]


def _check(raw: bytes, number: int, signature: Signature, keys: Mapping[str, str]) -> Verdict:
    if not signature.algorithm.startswith("rsa-") and signature.algorithm != "ed25519-sha256":
        return Verdict.NOT_CHECKED
    key = keys.get(signature.key_name)
    if key is None or _REVOKED.search(key):
        return Verdict.NO_KEY
    try:
        holds = dkim.DKIM(raw).verify(idx=number, dnsfunc=lambda _name, timeout=0: key.encode())
    except Exception:  # dkimpy raises far more than its own errors on crafted mail
        holds = False
    if not holds:
        return Verdict.INVALID
    return Verdict.PARTLY if signature.is_partial else Verdict.VALID


def _serve(memory: int) -> None:
    confine(memory)
    # The signal's default is to end the process, which the parent takes for an answer.
    signal.setitimer(signal.ITIMER_PROF, SECONDS)
    keys = json.loads(sys.stdin.buffer.readline())
    sys.stdout.write(json.dumps(check(sys.stdin.buffer.read(MAX_MAIL), keys)))


if __name__ == "__main__":
    _serve(int(sys.argv[1]))
