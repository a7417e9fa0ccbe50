"""Who we are in mail: our addresses, and the return path and Reply-To of each delivery."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from outreach.delivery.dkim_signature import DkimSigner
from outreach.delivery.token import make_token

LOCAL_PART_LIMIT = 64
"""Octets before the @ (RFC 5321 §4.5.3.1.1)."""


class ReplyMode(StrEnum):
    """Where the token stands in the address that answers go to."""

    DOMAIN = "domain"
    """It is the whole local part, on a domain of its own."""
    PLUS = "plus"
    """It follows the mailbox name and a plus."""


_OF_A_TEST = re.compile(r"<test-[0-9a-f]{32}@[^@>]+>")


def is_of_a_test(message_id: str) -> bool:
    """Whether a Message-ID is that of a mail that somebody sent to themselves (`delivery send --to-me`)."""
    return _OF_A_TEST.fullmatch(message_id) is not None


@dataclass(frozen=True, slots=True)
class MailIdentity:
    """Our side of a mail. The first of `token_keys` signs, all verify; they are never printed.

    With `signers` each mail carries our DKIM signatures; most relays sign themselves.
    """

    sender: str
    sender_name: str
    domain: str
    reply_domain: str
    reply_mode: ReplyMode
    reply_mailbox: str
    token_keys: Sequence[bytes] = field(repr=False)
    signers: tuple[DkimSigner, ...] = ()

    def reply_address(self, delivery_id: int) -> str:
        """The signed address of one delivery: its envelope sender (VERP) and its Reply-To.

        Raises:
            ValueError: the local part would be longer than 64 octets.
        """
        token = make_token(delivery_id, key=self.token_keys[0])
        local = token if self.reply_mode is ReplyMode.DOMAIN else f"{self.reply_mailbox}+{token}"
        if len(local) > LOCAL_PART_LIMIT:
            raise ValueError(f"OUTREACH_MAIL__REPLY_MAILBOX is too long: {local} has more than 64 characters")
        return f"{local}@{self.reply_domain}"

    def signed(self, message: bytes) -> bytes:
        """The message under a signature of each of our keys, as it is where we have none."""
        for signer in self.signers:
            message = signer.sign(message)
        return message

    def message_id(self, unique: str) -> str:
        """A Message-ID (RFC 5322 §3.6.4) on our domain; the caller supplies what makes it unique."""
        return f"<{unique}@{self.domain}>"
