"""Who did what: a hash-chained ledger that holds ids and hashes only."""

from outreach.audit.record import record
from outreach.audit.verify import Chain, verify

__all__ = ["Chain", "record", "verify"]
