"""Mails signed by ourselves, checked with the public key as a recipient's server finds it in DNS."""

import base64
from dataclasses import replace
from pathlib import Path

import dkim
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from outreach.blob_folder import FolderBlobs
from outreach.db import Database
from outreach.delivery.dkim_signature import DkimSigner
from outreach.delivery.pool import SmtpTransport
from outreach.delivery.queue import queue_round
from outreach.delivery.relay import Relay, Tls
from outreach.delivery.send import send_due
from outreach.errors import BadInput
from outreach.fakes import SmtpServer
from outreach.settings import MailSettings, Settings
from outreach.wiring import identity_of
from tests.delivery.an_open_round import IDENTITY, NOW, OpenRound
from tests.people import STAFF_SAM

KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
PEM = KEY.private_bytes(
    serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
).decode()
PUBLIC = base64.b64encode(
    KEY.public_key().public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
)


def in_dns(name: bytes, timeout: int = 5) -> bytes | None:
    """The TXT records of our domain."""
    return b"v=DKIM1; k=rsa; p=" + PUBLIC if name == b"k1._domainkey.outreach.example." else None


def verifies(message: bytes) -> bool:
    holds: bool = dkim.verify(message, dnsfunc=in_dns)
    return holds


@pytest.fixture
def sent(database: Database, blobs: FolderBlobs) -> bytes:
    """One mail as the server got it."""
    identity = replace(IDENTITY, signer=DkimSigner("outreach.example", "k1", PEM))
    with database.begin() as session:
        opened = OpenRound(session, blobs)
        opened.add("office@gov.example")
        queue_round(session, round_id=opened.round_id, actor=STAFF_SAM, now=NOW)
    with SmtpServer() as server:
        send_due(
            database,
            blobs,
            transport=SmtpTransport(Relay("127.0.0.1", server.port, Tls.NONE), is_live=False),
            identity=identity,
            clock=lambda: NOW,
            worker="test",
            actor=STAFF_SAM,
        )
    return server.received[0].message


def test_what_arrives_verifies(sent: bytes) -> None:
    assert sent.startswith(b"DKIM-Signature: ")
    assert verifies(sent)


@pytest.mark.parametrize(
    ("was", "forged"),
    [
        (b"Subject: A public", b"Subject: No public"),
        (b"please find", b"please fund"),
        (b"From: ", b"From: <else@outreach.example>\r\nFrom: "),
        (b"Message-ID: ", b"Subject: Another\r\nMessage-ID: "),
    ],
)
def test_what_was_changed_or_added_does_not(sent: bytes, was: bytes, forged: bytes) -> None:
    assert was in sent
    assert not verifies(sent.replace(was, forged, 1))


def test_settings_need_both_and_a_key_that_can_be_read(tmp_path: Path) -> None:
    def signer(**mail: str) -> DkimSigner | None:
        return identity_of(Settings(home=tmp_path, mail=MailSettings(**mail))).signer  # type: ignore[arg-type]

    assert signer() is None
    assert signer(dkim_key=PEM, dkim_selector="k1") == DkimSigner("outreach.example", "k1", PEM)
    assert "PRIVATE" not in repr(signer(dkim_key=PEM, dkim_selector="k1"))
    for wrong in ({"dkim_key": PEM}, {"dkim_selector": "k1"}, {"dkim_key": "no key", "dkim_selector": "k1"}):
        with pytest.raises(BadInput, match="OUTREACH_MAIL__DKIM_KEY_FILE"):
            signer(**wrong)
