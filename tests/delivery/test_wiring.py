"""Nothing leaves the machine without an SMTP host and OUTREACH_LIVE=yes."""

from pathlib import Path

import pytest

from outreach.delivery.pool import SmtpTransport
from outreach.delivery.sandbox import Sandbox
from outreach.delivery.token import read_token
from outreach.errors import BadInput
from outreach.settings import Settings, SmtpSettings
from outreach.wiring import identity_of, pace_of, transport_of


def settings(tmp_path: Path, *, live: bool, host: str, **smtp: object) -> Settings:
    return Settings(home=tmp_path, live=live, smtp=SmtpSettings(host=host, **smtp))  # type: ignore[arg-type]


@pytest.mark.parametrize("host", ["", "relay.example"])
def test_without_live_mail_stays_here(tmp_path: Path, host: str) -> None:
    transport = transport_of(settings(tmp_path, live=False, host=host))
    assert isinstance(transport, Sandbox)
    assert not transport.is_live
    assert pace_of(settings(tmp_path, live=False, host=host)) is None


def test_live_without_a_host_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="OUTREACH_SMTP__HOST"):
        transport_of(settings(tmp_path, live=True, host=""))


def test_live_with_a_host_is_live_and_paced(tmp_path: Path) -> None:
    live = settings(tmp_path, live=True, host="relay.example")
    transport = transport_of(live)
    assert isinstance(transport, SmtpTransport)
    assert transport.is_live
    assert pace_of(live) is not None


def test_a_password_over_a_plain_connection_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="OUTREACH_SMTP__TLS"):
        transport_of(settings(tmp_path, live=True, host="relay.example", tls="none", username="us"))


def test_every_token_key_verifies_and_the_first_signs(tmp_path: Path) -> None:
    old = identity_of(Settings(home=tmp_path, token_keys=["last year"]))  # type: ignore[list-item]
    new = identity_of(Settings(home=tmp_path, token_keys=["this year", "last year"]))  # type: ignore[list-item]
    token = old.reply_address(7).partition("@")[0]
    assert read_token(token, keys=new.token_keys) == 7
    assert new.reply_address(7) != old.reply_address(7)
    assert "year" not in repr(new)
