"""Who says so: signatures that really hold or not, and the word of our own server only."""

import base64
from pathlib import Path

import dkim
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from outreach.replies.classify import read
from outreach.replies.collect import collect
from outreach.replies.maildir import Maildir
from outreach.replies.origin import Signature, Verdict
from outreach.replies.reading import reading_from
from outreach.replies.signed import check
from outreach.replies.store import get_mail
from outreach.replies.trust import NOBODY, Trust
from tests.replies.conftest import COLLECTOR, NOW, Inbox
from tests.replies.mails import KEY, address, answer

NAME = "s1._domainkey.ministry.example"
MAIL = answer("t@replies.example", body="We read it.").replace(b"\n", b"\r\n")


@pytest.fixture(scope="module")
def key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=1024)


def public(key: rsa.RSAPrivateKey) -> str:
    der = key.public_key().public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    return f"v=DKIM1; k=rsa; p={base64.b64encode(der).decode()}"


def signed(
    key: rsa.RSAPrivateKey, raw: bytes = MAIL, *, domain: bytes = b"ministry.example", length: bool = False
) -> bytes:
    pem = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.TraditionalOpenSSL, serialization.NoEncryption()
    )
    head: bytes = dkim.sign(raw, b"s1", domain, pem, include_headers=[b"from", b"subject"], length=length)
    return head + raw


def test_a_signature_holds_only_for_the_words_that_were_signed(key: rsa.RSAPrivateKey) -> None:
    keys = {NAME: public(key)}
    assert check(signed(key), keys) == [Verdict.VALID]
    assert check(signed(key).replace(b"\r\n", b"\n"), keys) == [Verdict.VALID]
    assert check(signed(key).replace(b"We read", b"We burnt"), keys) == [Verdict.INVALID]
    assert check(signed(key).replace(b"From: Private", b"From: Public"), keys) == [Verdict.INVALID]
    assert check(signed(key, length=True) + b"And more.\r\n", keys) == [Verdict.PARTLY]
    assert check(b"From: Minister <m@ministry.example>\r\n" + signed(key), keys) == [Verdict.INVALID]
    assert check(signed(key), {}) == [Verdict.NO_KEY]
    assert check(signed(key), {NAME: "v=DKIM1; p="}) == [Verdict.NO_KEY]
    assert check(signed(key).replace(b"a=rsa-sha256", b"a=ed25519-sha256"), keys) == [Verdict.INVALID]
    assert check(signed(key).replace(b"a=rsa-sha256", b"a=dsa-sha256"), keys) == [Verdict.NOT_CHECKED]
    assert check(MAIL, keys) == []


def test_the_signer_speaks_for_its_own_domain_and_those_below_only() -> None:
    valid = Signature("ministry.example", "s1", verdict=Verdict.VALID)
    assert valid.speaks_for("a@ministry.example")
    assert valid.speaks_for("a@mail.Ministry.example")
    assert not valid.speaks_for("a@notministry.example")
    assert not valid.speaks_for("")
    assert not Signature("example", "s1", verdict=Verdict.VALID).speaks_for("a@ministry.example")
    assert not Signature("ministry.example", "s1", verdict=Verdict.PARTLY).speaks_for("a@ministry.example")


NOTED = b"""\
Authentication-Results: mx.ours.example 1; dkim=pass (1024-bit key; x) header.d=ministry.example;
\tspf=fail smtp.mailfrom=a@b.example
"""
FORGED = b"Authentication-Results: MX.ours.example; dkim=pass header.d=ministry.example\n"
OTHER = b"Authentication-Results: mx.theirs.example; dkim=pass header.d=ministry.example\n"


@pytest.mark.parametrize(
    ("head", "results"),
    [
        (NOTED, ("dkim=pass header.d=ministry.example", "spf=fail smtp.mailfrom=a@b.example")),
        (NOTED + FORGED, ("dkim=pass header.d=ministry.example", "spf=fail smtp.mailfrom=a@b.example")),
        (OTHER, ()),
        (OTHER + FORGED, ()),
        (b"Authentication-Results: ;;;=;(((\n", ()),
        (b"", ()),
    ],
)
def test_only_the_topmost_note_of_our_own_server_counts(head: bytes, results: tuple[str, ...]) -> None:
    origin = read(head + MAIL).origin
    assert Trust("mx.ours.example").weigh(head + MAIL, origin).results == results
    assert NOBODY.weigh(head + MAIL, origin).results == ()


def test_it_is_kept_with_the_mail_that_was_collected(inbox: Inbox, key: rsa.RSAPrivateKey, tmp_path: Path) -> None:
    asked: list[str] = []

    def find_key(name: str) -> str:
        asked.append(name)
        return public(key)

    (inbox.folder / "new").mkdir(parents=True)
    raw = signed(key, answer(address(inbox.sent[0])).replace(b"\n", b"\r\n"))
    (inbox.folder / "new" / "1.office").write_bytes(raw)
    trust = Trust("", find_key)
    collect(
        inbox.database,
        inbox.blobs,
        mailbox=Maildir(inbox.folder),
        token_keys=[KEY],
        trust=trust,
        now=NOW,
        actor=COLLECTOR,
    )
    with inbox.database.read() as session:
        reading = get_mail(session, 1).reading
    assert reading is not None
    assert (asked, reading.is_proved) == ([NAME], True)
    assert reading_from(reading.as_json()) == reading


def test_a_check_that_takes_too_long_is_given_up(key: rsa.RSAPrivateKey, monkeypatch: pytest.MonkeyPatch) -> None:
    raw = signed(key)
    monkeypatch.setattr("outreach.replies.trust.PATIENT_SECONDS", 0)
    weighed = Trust("", lambda _name: public(key)).weigh(raw, read(raw).origin)
    assert [one.verdict for one in weighed.signatures] == [Verdict.NOT_CHECKED]
