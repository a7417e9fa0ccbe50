"""What we believe about a mail's origin: our own server's word, and signatures that hold."""

import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace

from outreach.replies.child import MEMORY, PATIENT_SECONDS
from outreach.replies.origin import Origin, Verdict

KeyFinder = Callable[[str], str | None]
"""The TXT record of a name such as `selector._domainkey.domain`, or None."""


@dataclass(frozen=True, slots=True)
class Trust:
    """`authserv_id`: our receiving server's own name in Authentication-Results. Without `find_key` no signature is
    checked, and no name server is asked.
    """

    authserv_id: str = ""
    find_key: KeyFinder | None = None

    def weigh(self, raw: bytes, origin: Origin) -> Origin:
        """Drop what other servers claim, and check the signatures in a child process under limits."""
        ours = origin.told_by(self.authserv_id)
        if self.find_key is None or not ours.signatures:
            return ours
        names = dict.fromkeys(one.key_name for one in ours.signatures)
        keys = {name: key for name in names if (key := self.find_key(name)) is not None}
        verdicts = _verdicts(raw, keys)
        if len(verdicts) != len(ours.signatures):
            return ours
        pairs = zip(ours.signatures, verdicts, strict=True)
        return replace(ours, signatures=tuple(replace(one, verdict=verdict) for one, verdict in pairs))


NOBODY = Trust()
"""No server of ours is known, and no signature is checked: the sandbox."""


def _verdicts(raw: bytes, keys: dict[str, str]) -> list[Verdict]:
    """Empty when the check takes more time or memory than a mail may take."""
    command = [sys.executable, "-m", "outreach.replies.signed", str(MEMORY)]
    given = json.dumps(keys).encode() + b"\n" + raw
    try:
        done = subprocess.run(command, input=given, capture_output=True, timeout=PATIENT_SECONDS, check=True)
    except (subprocess.TimeoutExpired, subprocess.CalledProcessError):
        return []
    return [Verdict(value) for value in json.loads(done.stdout)]
