"""The signed name of a delivery inside an address: who answers need not quote anything.

A token is `t` and 24 characters of Crockford's base32 in lower case: five bytes of delivery id and ten bytes of
HMAC-SHA-256 (RFC 2104, truncated to 80 bits). Letters and digits survive every mail system; case does not matter.
"""

import hashlib
import hmac
import re
from collections.abc import Sequence

ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
LENGTH = 25
_ID_BYTES = 5
_MAC_BYTES = 10
_PURPOSE = b"outreach delivery token 1:"
_TOKEN = re.compile(rf"(?<![0-9a-z])t[{ALPHABET}]{{{LENGTH - 1}}}(?![0-9a-z])", re.IGNORECASE | re.ASCII)


def make_token(delivery_id: int, *, key: bytes) -> str:
    """The token of a delivery, 25 lower-case letters and digits.

    Raises:
        ValueError: the id is not between 1 and 2**40 - 1, or the key is empty.
    """
    if not 0 < delivery_id < 1 << (8 * _ID_BYTES):
        raise ValueError(f"a delivery id lies between 1 and 2**{8 * _ID_BYTES} - 1, not {delivery_id}")
    if not key:
        raise ValueError("a token key must not be empty")
    identity = delivery_id.to_bytes(_ID_BYTES, "big")
    return "t" + _encode(identity + _mac(identity, key))


def read_token(text: str, *, keys: Sequence[bytes]) -> int | None:
    """The delivery id of a token in any case, or None when it is malformed or none of `keys` signed it."""
    if _TOKEN.fullmatch(text) is None:
        return None
    raw = _decode(text[1:].lower())
    identity, mac = raw[:_ID_BYTES], raw[_ID_BYTES:]
    # Every key is tried, so that the time taken does not tell which one signed.
    verdicts = [hmac.compare_digest(mac, _mac(identity, key)) for key in keys]
    return int.from_bytes(identity, "big") if any(verdicts) else None


def find_tokens(text: str) -> list[str]:
    """Everything in `text` that has a token's shape, in lower case, in order, each once. Not verified."""
    return list(dict.fromkeys(match.group().lower() for match in _TOKEN.finditer(text)))


def _mac(identity: bytes, key: bytes) -> bytes:
    return hmac.new(key, _PURPOSE + identity, hashlib.sha256).digest()[:_MAC_BYTES]


def _encode(raw: bytes) -> str:
    number = int.from_bytes(raw, "big")
    return "".join(ALPHABET[number >> shift & 31] for shift in range(8 * len(raw) - 5, -1, -5))


def _decode(text: str) -> bytes:
    number = 0
    for character in text:
        number = number << 5 | ALPHABET.index(character)
    return number.to_bytes(len(text) * 5 // 8, "big")
