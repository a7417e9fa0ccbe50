"""Mails signed by ourselves, checked with the public key as a recipient's server finds it in DNS."""

import base64
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import dkim
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed448

from outreach.blob_folder import FolderBlobs
from outreach.db import Database
from outreach.delivery.dkim_signature import DkimSigner
from outreach.delivery.pool import SmtpTransport
from outreach.delivery.queue import queue_round
from outreach.delivery.relay import Relay, Tls
from outreach.delivery.send import send_due
from outreach.errors import BadInput
from outreach.fakes import SmtpServer
from outreach.replies.origin import Verdict
from outreach.replies.signed import check
from outreach.settings import MailSettings, Settings
from outreach.wiring import identity_of
from tests.delivery.an_open_round import IDENTITY, NOW, OpenRound
from tests.dkim_keys import ED25519, ED25519_KEY, OTHER_ED25519, OTHER_RSA, RSA, RSA_KEY, pem
from tests.people import STAFF_SAM

DOMAIN = "outreach.example"
PUBLIC = {
    "rsa": RSA_KEY.public_key().public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    ),
    "ed25519": ED25519_KEY.public_key().public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw),
}
"""As another library writes them (RFC 6376 §3.6.1, RFC 8463 §4)."""
RECORDS = {
    f"{kind}._domainkey.{DOMAIN}": f"v=DKIM1; k={kind}; p={base64.b64encode(key).decode()}"
    for kind, key in PUBLIC.items()
}
SIGNERS = (DkimSigner(DOMAIN, "rsa", RSA), DkimSigner(DOMAIN, "ed25519", ED25519))
FORGERIES = [
    (b"Subject: A public", b"Subject: No public"),
    (b"please find", b"please fund"),
    (b"From: ", b"From: <else@outreach.example>\r\nFrom: "),
    (b"Message-ID: ", b"Subject: Another\r\nMessage-ID: "),
]
Sends = Callable[..., bytes]


def in_dns(name: bytes, timeout: int = 5) -> bytes | None:
    """The TXT records of our domain."""
    record = RECORDS.get(name.decode().rstrip("."))
    return record.encode() if record else None


def verdicts(message: bytes) -> list[bool]:
    """Of each of its signatures, as a recipient's server checks them."""
    count = message.partition(b"\r\n\r\n")[0].count(b"DKIM-Signature:")
    return [holds(message, number) for number in range(count)]


def holds(message: bytes, number: int) -> bool:
    try:
        return bool(dkim.DKIM(message).verify(idx=number, dnsfunc=in_dns))
    except dkim.DKIMException:
        return False


@pytest.fixture
def sends(database: Database, blobs: FolderBlobs) -> Sends:
    """One mail as the server got it."""

    def send(*signers: DkimSigner, to: str = "office@gov.example") -> bytes:
        with database.begin() as session:
            opened = OpenRound(session, blobs)
            opened.add(to)
            queue_round(session, round_id=opened.round_id, actor=STAFF_SAM, now=NOW)
        with SmtpServer() as server:
            send_due(
                database,
                blobs,
                transport=SmtpTransport(Relay("127.0.0.1", server.port, Tls.NONE), is_live=False),
                identity=replace(IDENTITY, signers=signers),
                clock=lambda: NOW,
                worker="test",
                actor=STAFF_SAM,
            )
        return server.received[0].message

    return send


@pytest.mark.parametrize("signers", [SIGNERS[:1], SIGNERS[1:], SIGNERS])
def test_what_arrives_verifies_and_what_was_changed_or_added_does_not(
    sends: Sends, signers: tuple[DkimSigner, ...]
) -> None:
    sent = sends(*signers)
    assert verdicts(sent) == [True] * len(signers)
    assert check(sent, RECORDS) == [Verdict.VALID] * len(signers), "as we check the mail of others"
    for was, forged in FORGERIES:
        assert was in sent
        assert verdicts(sent.replace(was, forged, 1)) == [False] * len(signers)
        assert check(sent.replace(was, forged, 1), RECORDS) == [Verdict.INVALID] * len(signers)


def test_a_mail_to_an_address_beyond_ascii_verifies(sends: Sends) -> None:
    sent = sends(*SIGNERS, to="局長@官邸.example")
    assert "局長@官邸.example".encode() in sent
    assert verdicts(sent) == [True, True]
    assert verdicts(sent.replace("局長".encode(), "次長".encode())) == [False, False]


@pytest.mark.parametrize("signer", SIGNERS)
def test_the_record_is_what_another_library_writes(signer: DkimSigner) -> None:
    assert signer.record == RECORDS[signer.name]
    assert signer.algorithm == signer.selector


def tags(record: str) -> dict[str, str]:
    pairs = (part.strip().partition("=") for part in record.split(";"))
    return {name: value for name, _, value in pairs}


@pytest.mark.parametrize(("signer", "other"), [(SIGNERS[0], OTHER_RSA), (SIGNERS[1], OTHER_ED25519)])
def test_a_published_key_fits_or_does_not(signer: DkimSigner, other: str) -> None:
    published = tags(signer.record)
    assert signer.fits(published)
    assert signer.fits({**published, "p": f"{published['p'][:20]} {published['p'][20:]}"}), "folded"
    assert signer.fits({**published, "h": "sha1:sha256"})
    assert not signer.fits({**published, "h": "sha1"})
    assert not signer.fits(tags(DkimSigner(DOMAIN, "x", other).record))
    assert not signer.fits({**published, "k": "rsa" if signer.algorithm == "ed25519" else "ed25519"})
    for wrong in ("", "MIIB", "?", published["p"][:-8]):
        assert not signer.fits({**published, "p": wrong})


def test_rsa_may_be_published_in_its_older_form() -> None:
    bare = RSA_KEY.public_key().public_bytes(serialization.Encoding.DER, serialization.PublicFormat.PKCS1)
    assert SIGNERS[0].fits({"p": base64.b64encode(bare).decode()})


SEED = base64.b64encode(
    ED25519_KEY.private_bytes(
        serialization.Encoding.Raw, serialization.PrivateFormat.Raw, serialization.NoEncryption()
    )
).decode()
FORMS = {
    "PKCS #8": RSA,
    "PKCS #1": pem(RSA_KEY, serialization.PrivateFormat.TraditionalOpenSSL),
    "Ed25519": ED25519,
    "seed": SEED,
    "CRLF": RSA.replace("\n", "\r\n"),
}


@pytest.mark.parametrize("form", FORMS)
def test_each_form_of_a_key_is_read(form: str) -> None:
    signer = DkimSigner(DOMAIN, "k1", FORMS[form])
    assert signer.record in {each.record for each in SIGNERS}
    assert "PRIVATE" not in repr(signer)
    assert SEED not in repr(signer)


NEITHER = {
    "words": "no key",
    "nothing between": "\n\n".join([RSA.splitlines()[0], RSA.splitlines()[-1]]),
    "cut": RSA[:400],
    "damaged": RSA.replace("\n", "\nAAAA", 3),
    "half a seed": SEED[:20],
    "public": RSA_KEY.public_key()
    .public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    .decode(),
    "elliptic": pem(ec.generate_private_key(ec.SECP256R1())),
    "Ed448": pem(ed448.Ed448PrivateKey.generate()),
    "locked": RSA_KEY.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.BestAvailableEncryption(b"x")
    ).decode(),
    "beyond ASCII": "ключ",
}


@pytest.mark.parametrize("what", NEITHER)
def test_what_is_neither_is_said(what: str) -> None:
    with pytest.raises(BadInput, match=r"RSA or Ed25519, in PEM.*openssl genpkey"):
        DkimSigner(DOMAIN, "k1", NEITHER[what])


def test_settings_need_both_of_each_pair(tmp_path: Path) -> None:
    def signers(**mail: str) -> tuple[DkimSigner, ...]:
        return identity_of(Settings(home=tmp_path, mail=MailSettings(**mail))).signers  # type: ignore[arg-type]

    second = {"dkim_second_key": ED25519, "dkim_second_selector": "ed25519"}
    assert signers() == ()
    assert signers(dkim_key=RSA, dkim_selector="rsa") == SIGNERS[:1]
    assert signers(dkim_key=RSA, dkim_selector="rsa", **second) == SIGNERS
    assert signers(**second) == SIGNERS[1:]
    for wrong in ({"dkim_key": RSA}, {"dkim_selector": "k1"}, {"dkim_key": "no key", "dkim_selector": "k1"}):
        with pytest.raises(BadInput, match="OUTREACH_MAIL__DKIM_KEY_FILE"):
            signers(**wrong)
    with pytest.raises(BadInput, match="OUTREACH_MAIL__DKIM_SECOND_KEY_FILE"):
        signers(dkim_second_key=ED25519)
