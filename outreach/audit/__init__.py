"""Who did what: a hash-chained ledger that holds ids and hashes only."""

from outreach.audit.record import Act, record, record_all
from outreach.audit.verify import Chain, verify

__all__ = ["Act", "Chain", "record", "record_all", "verify"]
