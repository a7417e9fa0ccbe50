"""Sign mails ourselves (DKIM, RFC 6376, with RSA or Ed25519 by RFC 8463) where the relay does not."""

import base64
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

import dkim
from dkim.crypto import UnparsableKeyError, parse_pem_private_key, parse_public_key
from nacl.signing import SigningKey

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
_ED25519_PEM = bytes.fromhex("302e020100300506032b657004220420")
"""How PKCS #8 wraps the 32 octets of an Ed25519 key (RFC 8410 §7)."""
_RSA_ALGORITHM = bytes.fromhex("300d06092a864886f70d0101010500")
_PEM = re.compile(r"-----BEGIN [A-Z ]+-----\n(.*?)\n-----END ", re.S)


@dataclass(frozen=True, slots=True)
class _Key:
    """`algorithm` as in the tag `k`; `private` as dkimpy takes it, `public` as the tag `p` has it, decoded."""

    algorithm: str
    private: bytes
    public: bytes


@dataclass(frozen=True, slots=True)
class DkimSigner:
    """Signs for `domain`, whose DNS has the public key at `selector._domainkey.domain`.

    The key is never printed: RSA in PEM (PKCS #1 or #8), Ed25519 in PEM (PKCS #8) or as its 32 octets in base64.

    Raises:
        BadInput: the key is neither.
    """

    domain: str
    selector: str
    key: str = field(repr=False)
    _read: _Key = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        try:
            object.__setattr__(self, "_read", _read_key(self.key.replace("\r\n", "\n").strip()))
        except (UnparsableKeyError, ValueError, IndexError, TypeError, KeyError) as error:
            raise BadInput(
                "OUTREACH_MAIL__DKIM_KEY_FILE must name a private key without a password, RSA or Ed25519, in PEM: "
                "`openssl genrsa -out FILE 2048` or `openssl genpkey -algorithm ed25519 -out FILE` makes one."
            ) from error

    @property
    def algorithm(self) -> str:
        """`rsa` or `ed25519`."""
        return self._read.algorithm

    @property
    def name(self) -> str:
        """Where in DNS the public key is looked for (RFC 6376 §3.6.2.1)."""
        return f"{self.selector}._domainkey.{self.domain}"

    @property
    def record(self) -> str:
        """The TXT record to publish there."""
        return f"v=DKIM1; k={self.algorithm}; p={base64.b64encode(self._read.public).decode('ascii')}"

    def fits(self, published: Mapping[str, str]) -> bool:
        """Whether a signature of ours verifies by a record with these tags (RFC 6376 §3.6.1)."""
        hashes = {word.strip() for word in published.get("h", "sha256").split(":")}
        same = published.get("k", "rsa") == self.algorithm and "sha256" in hashes
        try:
            told = base64.b64decode("".join(published.get("p", "").split()), validate=True)
            return same and _meaning(self.algorithm, told) == _meaning(self.algorithm, self._read.public)
        except (UnparsableKeyError, ValueError, IndexError, TypeError):
            return False

    def sign(self, message: bytes) -> bytes:
        """The message under its signature (relaxed/relaxed, SHA-256): line ends CRLF, as it goes over SMTP."""
        signature: bytes = dkim.sign(
            message,
            self.selector.encode("ascii"),
            self.domain.encode("ascii"),
            self._read.private,
            canonicalize=(b"relaxed", b"relaxed"),
            include_headers=[*_SIGNED, *_ADDED_BY_NOBODY],
            signature_algorithm=f"{self.algorithm}-sha256".encode("ascii"),
        )
        return signature + message


def _read_key(text: str) -> _Key:
    """Raises one of several errors of the libraries when it is no such key."""
    pem = _PEM.match(text)
    octets = base64.b64decode("".join(pem[1].split()) if pem else text, validate=pem is None)
    if pem is None or octets.startswith(_ED25519_PEM):
        seed = octets.removeprefix(_ED25519_PEM)
        public = bytes(SigningKey(seed).verify_key)
        return _Key("ed25519", base64.b64encode(seed), public)
    rsa = parse_pem_private_key(text.encode("ascii"))
    numbers = _sequence(_integer(rsa["modulus"]) + _integer(rsa["publicExponent"]))
    public = _sequence(_RSA_ALGORITHM + _der(0x03, b"\0" + numbers))
    return _Key("rsa", text.encode("ascii"), public)


def _meaning(algorithm: str, public: bytes) -> object:
    """A public key whatever form it stands in: RSA's has two (RFC 6376 §3.6.1)."""
    return parse_public_key(public) if algorithm == "rsa" else public


def _sequence(content: bytes) -> bytes:
    return _der(0x30, content)


def _integer(number: int) -> bytes:
    return _der(0x02, number.to_bytes(number.bit_length() // 8 + 1, "big"))


def _der(tag: int, content: bytes) -> bytes:
    """Tag, length and content (X.690 §8.1)."""
    size = len(content)
    if size < 128:
        return bytes([tag, size]) + content
    length = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes([tag, 0x80 | len(length)]) + length + content
