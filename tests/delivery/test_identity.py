"""Our addresses."""

import pytest

from outreach.delivery.identity import MailIdentity, ReplyMode
from outreach.delivery.token import read_token


def identity(mode: ReplyMode, *, mailbox: str = "replies") -> MailIdentity:
    return MailIdentity(
        sender="petition@outreach.example",
        sender_name="",
        domain="outreach.example",
        reply_domain="replies.outreach.example",
        reply_mode=mode,
        reply_mailbox=mailbox,
        token_keys=(b"this year's secret", b"last year's secret"),
    )


@pytest.mark.parametrize("mode", list(ReplyMode))
def test_the_reply_address_names_the_delivery(mode: ReplyMode) -> None:
    us = identity(mode)
    local, _, domain = us.reply_address(2**40 - 1).partition("@")
    assert domain == "replies.outreach.example"
    assert len(local) <= 64
    assert read_token(local.rpartition("+")[2], keys=us.token_keys) == 2**40 - 1


def test_a_mailbox_name_that_is_too_long_is_refused() -> None:
    with pytest.raises(ValueError, match="REPLY_MAILBOX"):
        identity(ReplyMode.PLUS, mailbox="r" * 39).reply_address(1)


def test_secrets_are_not_printed() -> None:
    assert "secret" not in repr(identity(ReplyMode.DOMAIN))
