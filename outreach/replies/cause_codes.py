"""What enhanced status codes (RFC 3463, RFC 7505, RFC 7372 and the IANA registry) and SMTP replies mean for us."""

from outreach.replies.finding import Cause

CODES: tuple[tuple[str, Cause], ...] = (
    ("1.0", Cause.OTHER), ("1.1", Cause.DEAD), ("1.2", Cause.DEAD), ("1.3", Cause.DEAD), ("1.4", Cause.OTHER),
    ("1.6", Cause.DEAD), ("1.7", Cause.POLICY), ("1.8", Cause.POLICY), ("1.9", Cause.OTHER), ("1.10", Cause.DEAD),
    ("2.1", Cause.OTHER), ("2.2", Cause.FULL), ("2.3", Cause.SIZE), ("2.4", Cause.OTHER),
    ("3.1", Cause.FULL), ("3.2", Cause.DEAD), ("3.4", Cause.SIZE),
    ("4.1", Cause.NETWORK), ("4.2", Cause.NETWORK), ("4.3", Cause.NETWORK), ("4.4", Cause.DEAD),
    ("4.5", Cause.NETWORK), ("4.6", Cause.NETWORK), ("4.7", Cause.NETWORK), ("4.10", Cause.NETWORK),
    ("4.316", Cause.NETWORK), ("4.310", Cause.DEAD), ("4.312", Cause.NETWORK),
    ("6.", Cause.POLICY), ("7.8", Cause.AUTH), ("7.9", Cause.AUTH), ("7.20", Cause.AUTH), ("7.21", Cause.AUTH),
    ("7.22", Cause.AUTH), ("7.23", Cause.AUTH), ("7.24", Cause.AUTH), ("7.26", Cause.AUTH), ("7.27", Cause.DEAD),
    ("7.13", Cause.OTHER), ("7.17", Cause.DEAD), ("7.18", Cause.DEAD), ("7.509", Cause.AUTH), ("7.", Cause.POLICY),
)  # fmt: skip
"""The code without its class, exact or as a prefix that ends in a dot."""

REPLIES: dict[str, Cause] = {
    "551": Cause.DEAD, "556": Cause.DEAD, "552": Cause.FULL, "452": Cause.FULL, "521": Cause.DEAD,
    "525": Cause.OTHER, "421": Cause.NETWORK, "530": Cause.AUTH, "535": Cause.AUTH,
}  # fmt: skip
"""SMTP reply codes (RFC 5321 §4.2) that say something when nothing better does."""
