"""What a seal says of itself and of the file that bears it, as values."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Signatory:
    """What a certificate says. Names as in RFC 4514: `CN=…,O=…`."""

    subject: str
    issuer: str
    self_signed: bool
    valid_from: datetime
    valid_until: datetime
    certificate_sha256: str


@dataclass(frozen=True, slots=True)
class Seal:
    """One electronic signature in a file.

    `sealed_at` is what the signatory's clock said; nobody else vouches for it. `intact`: the bytes it covers are
    those that this certificate's key signed. `trusted`: whether the certificate was valid then and leads to a
    given root; None when no roots were given. `covered_sha256` is of the file as it was when it was sealed;
    `added_bytes` came after it, and `addition_allowed` says whether the seal permits what they change.
    """

    signatory: Signatory
    sealed_at: datetime | None
    intact: bool
    trusted: bool | None
    covered_sha256: str
    added_bytes: int
    addition_allowed: bool


@dataclass(frozen=True, slots=True)
class Seals:
    """All seals of a file, oldest first; `damage` says why they cannot all be read, and is empty otherwise."""

    found: tuple[Seal, ...] = ()
    damage: str = ""

    @property
    def hold(self) -> bool:
        """Whether each is intact, none is untrusted, and nothing was added that one forbids."""
        return not self.damage and all(
            seal.intact and seal.trusted is not False and seal.addition_allowed for seal in self.found
        )
