"""The organisation's certificate: whatever is wrong with it is one sentence that names the setting."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import NoEncryption
from cryptography.hazmat.primitives.serialization.pkcs12 import serialize_key_and_certificates

from outreach.dossiers.pkcs12 import open_pkcs12, read_roots
from outreach.errors import BadInput
from tests.certificates import Maker, pkcs12_of_another_kind

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)


def refused(file: Path, *, password: str = "secret") -> str:
    with pytest.raises(BadInput) as caught:
        open_pkcs12(file, password, now=NOW)
    return str(caught.value)


def test_it_says_who_signs_and_hides_the_key(tmp_path: Path) -> None:
    identity = open_pkcs12(Maker(NOW).pkcs12(tmp_path / "x.p12", password="secret"), "secret", now=NOW)
    who = identity.signatory
    assert (who.subject, who.issuer, who.self_signed) == ("CN=Petition Office,O=Organisers", who.subject, True)
    assert "key" not in repr(identity)


def test_a_file_without_a_password_opens(tmp_path: Path) -> None:
    assert open_pkcs12(Maker(NOW).pkcs12(tmp_path / "x.p12", password=""), "", now=NOW).chain == ()


def test_a_missing_file(tmp_path: Path) -> None:
    assert refused(tmp_path / "none.p12") == (
        f"OUTREACH_SIGNING__PKCS12 names {tmp_path}/none.p12, which cannot be read: No such file or directory."
    )


@pytest.mark.parametrize("password", ["", "wrong", "wröng"])
def test_a_wrong_password(password: str, tmp_path: Path) -> None:
    file = Maker(NOW).pkcs12(tmp_path / "x.p12", password="secret")
    told = f"OUTREACH_SIGNING__PASSWORD does not open {file}: set its password, or another file."
    assert refused(file, password=password) == told


def test_another_kind_of_file(tmp_path: Path) -> None:
    file = Maker(NOW).pem(tmp_path / "x.pem")
    assert refused(file) == f"OUTREACH_SIGNING__PKCS12 names {file}, which is not a PKCS #12 file (.p12 or .pfx)."


def test_an_expired_certificate(tmp_path: Path) -> None:
    file = Maker(NOW, until=NOW - timedelta(days=1)).pkcs12(tmp_path / "x.p12", password="secret")
    assert "Petition Office,O=Organisers in " in refused(file)
    assert refused(file).endswith(" expired on 2026-11-23: renew it.")


def test_a_certificate_of_tomorrow(tmp_path: Path) -> None:
    file = Maker(NOW + timedelta(days=9)).pkcs12(tmp_path / "x.p12", password="secret")
    assert refused(file).endswith(" is valid from 2026-12-01 only.")


def test_a_certificate_for_something_else(tmp_path: Path) -> None:
    file = Maker(NOW, usage=False).pkcs12(tmp_path / "x.p12", password="secret")
    assert refused(file).endswith(" is not for signing documents.")


def test_a_certificate_without_its_key(tmp_path: Path) -> None:
    file, made = tmp_path / "x.p12", Maker(NOW)
    file.write_bytes(serialize_key_and_certificates(b"x", None, made.certificate, None, NoEncryption()))
    assert refused(file, password="").endswith("must hold a private key together with its certificate.")


def test_a_key_that_readers_of_pdf_do_not_know(tmp_path: Path) -> None:
    assert "neither RSA nor ECDSA" in refused(pkcs12_of_another_kind(tmp_path / "x.p12", NOW), password="")


def test_roots_are_read_from_pem(tmp_path: Path) -> None:
    assert len(read_roots(Maker(NOW, name="Root").pem(tmp_path / "root.pem"))) == 1
    (tmp_path / "no.pem").write_text("hello")
    with pytest.raises(BadInput, match=r"no\.pem: This file holds no certificates in PEM"):
        read_roots(tmp_path / "no.pem")
    with pytest.raises(BadInput, match=r"none\.pem: This file cannot be read: No such file"):
        read_roots(tmp_path / "none.pem")
