"""The HTML of a mail, fit to be shown: taken out in a child process under limits."""

import subprocess
import sys

from outreach.errors import Refused
from outreach.replies.child import MEMORY, PATIENT_SECONDS


def viewable_html(raw: bytes) -> str:
    """A safe fragment, empty when the mail has no HTML.

    Raises:
        Refused: it cannot be taken out within the limits; the raw mail can still be downloaded.
    """
    command = [sys.executable, "-m", "outreach.replies.show", str(MEMORY)]
    try:
        done = subprocess.run(command, input=raw, capture_output=True, timeout=PATIENT_SECONDS, check=True)
    except (subprocess.TimeoutExpired, subprocess.CalledProcessError) as error:
        raise Refused("This mail's HTML needs more time or memory than a mail may take: read its text.") from error
    return done.stdout.decode("utf-8", "replace")
