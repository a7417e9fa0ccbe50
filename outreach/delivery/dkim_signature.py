"""Sign mails ourselves (DKIM, RFC 6376) where the relay does not."""

from dataclasses import dataclass, field

import dkim
from dkim.crypto import UnparsableKeyError, parse_pem_private_key

from outreach.errors import BadInput

_SIGNED = [
    b"from",
    b"to",
    b"reply-to",
    b"subject",
    b"date",
    b"message-id",
    b"list-unsubscribe",
    b"content-language",
    b"mime-version",
    b"content-type",
]
_ADDED_BY_NOBODY = [b"from", b"to", b"reply-to", b"subject", b"date", b"message-id"]
"""Named once more than they occur, so that a second one would break the signature (RFC 6376 §5.4.2)."""


@dataclass(frozen=True, slots=True)
class DkimSigner:
    """Signs for `domain`, whose DNS has the public key at `selector._domainkey.domain`. The key is an RSA key in
    PEM (PKCS #1 or #8) and never printed.

    Raises:
        BadInput: the key cannot be read.
    """

    domain: str
    selector: str
    key: str = field(repr=False)

    def __post_init__(self) -> None:
        try:
            parse_pem_private_key(self.key.encode("ascii"))
        except (UnparsableKeyError, UnicodeEncodeError) as error:
            raise BadInput("OUTREACH_MAIL__DKIM_KEY_FILE must name an RSA private key in PEM.") from error

    def sign(self, message: bytes) -> bytes:
        """The message under its signature (rsa-sha256, relaxed/relaxed): line ends CRLF, as it goes over SMTP."""
        signature: bytes = dkim.sign(
            message,
            self.selector.encode("ascii"),
            self.domain.encode("ascii"),
            self.key.encode("ascii"),
            canonicalize=(b"relaxed", b"relaxed"),
            include_headers=[*_SIGNED, *_ADDED_BY_NOBODY],
        )
        return signature + message
