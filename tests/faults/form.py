"""The short form of the fault tests, as `make test` runs it, and the long one of `make faults`."""

import os

KILLS = int(os.environ.get("OUTREACH_TEST_KILLS", "20"))
"""Of sending processes."""
IS_LONG = KILLS >= 200
LOCK_SECONDS = 30.0 if IS_LONG else 1.0
"""How long somebody else holds the database."""
