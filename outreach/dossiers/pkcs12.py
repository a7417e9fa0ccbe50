"""Certificates and keys, read with `cryptography`. The only file that knows it."""

from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, EllipticCurvePrivateKey
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.hazmat.primitives.serialization.pkcs12 import PKCS12KeyAndCertificates, load_pkcs12
from cryptography.x509 import (
    Certificate,
    ExtensionNotFound,
    KeyUsage,
    load_der_x509_certificate,
    load_pem_x509_certificates,
)

from outreach.dossiers.seal import Signatory
from outreach.errors import BadInput

FILE_SETTING = "OUTREACH_SIGNING__PKCS12"
PASSWORD_SETTING = "OUTREACH_SIGNING__PASSWORD"
_DER_SEQUENCE = b"\x30"


@dataclass(frozen=True, slots=True)
class SigningIdentity:
    """A private key with its certificate and those that lead to its root (DER). The key is never printed.

    `mechanism` names what the signatures are made with, `signature_size` is the most bytes that one takes.
    """

    key: RSAPrivateKey | EllipticCurvePrivateKey = field(repr=False)
    certificate: bytes
    chain: tuple[bytes, ...]

    @property
    def signatory(self) -> Signatory:
        return signatory_of(self.certificate)

    @property
    def mechanism(self) -> str:
        return "sha256_rsa" if isinstance(self.key, RSAPrivateKey) else "sha256_ecdsa"

    @property
    def signature_size(self) -> int:
        return self.key.key_size // 8 if isinstance(self.key, RSAPrivateKey) else 2 * self.key.key_size // 8 + 16

    def sign(self, content: bytes) -> bytes:
        """The signature of the content's SHA-256: RSA as in PKCS #1 v1.5, or ECDSA."""
        if isinstance(self.key, RSAPrivateKey):
            return self.key.sign(content, PKCS1v15(), SHA256())
        return self.key.sign(content, ECDSA(SHA256()))


def open_pkcs12(file: Path, password: str, *, now: datetime) -> SigningIdentity:
    """Open a PKCS #12 file (RFC 7292).

    Raises:
        BadInput: it is missing, the password is wrong, or its certificate may not sign today; names the setting.
    """
    bundle = _load(file, password)
    if bundle.key is None or bundle.cert is None:
        raise BadInput(f"{FILE_SETTING}: {file} must hold a private key together with its certificate.")
    if not isinstance(bundle.key, RSAPrivateKey | EllipticCurvePrivateKey):
        raise BadInput(f"{FILE_SETTING}: {file} holds a key that is neither RSA nor ECDSA; make one of these.")
    certificate = bundle.cert.certificate
    _require_use(certificate, file, now)
    chain = tuple(_der(more.certificate) for more in bundle.additional_certs)
    return SigningIdentity(bundle.key, _der(certificate), chain)


def read_roots(file: Path) -> tuple[bytes, ...]:
    """The certificates of a PEM file, as DER; raises BadInput when it is none."""
    try:
        return tuple(_der(certificate) for certificate in load_pem_x509_certificates(file.read_bytes()))
    except OSError as error:
        raise BadInput(f"This file cannot be read: {error.strerror}.", file=file) from error
    except ValueError as error:
        raise BadInput("This file holds no certificates in PEM (BEGIN CERTIFICATE).", file=file) from error


def signatory_of(certificate: bytes) -> Signatory:
    """Who a certificate (DER) names; raises ValueError when it is none."""
    read = load_der_x509_certificate(certificate)
    return Signatory(
        subject=read.subject.rfc4514_string(),
        issuer=read.issuer.rfc4514_string(),
        self_signed=_is_self_signed(read),
        valid_from=read.not_valid_before_utc,
        valid_until=read.not_valid_after_utc,
        certificate_sha256=read.fingerprint(SHA256()).hex(),
    )


def _load(file: Path, password: str) -> PKCS12KeyAndCertificates:
    try:
        content = file.read_bytes()
    except OSError as error:
        raise BadInput(f"{FILE_SETTING} names {file}, which cannot be read: {error.strerror}.") from error
    if not content.startswith(_DER_SEQUENCE):
        raise BadInput(f"{FILE_SETTING} names {file}, which is not a PKCS #12 file (.p12 or .pfx).")
    try:
        return load_pkcs12(content, password.encode() or None)
    except ValueError as error:
        raise BadInput(f"{PASSWORD_SETTING} does not open {file}: set its password, or another file.") from error


def _require_use(certificate: Certificate, file: Path, now: datetime) -> None:
    name = certificate.subject.rfc4514_string()
    begins, ends = certificate.not_valid_before_utc, certificate.not_valid_after_utc
    if now > ends:
        raise BadInput(
            f"{FILE_SETTING}: the certificate of {name} in {file} expired on {ends:%Y-%m-%d}: renew it."
        )
    if now < begins:
        raise BadInput(
            f"{FILE_SETTING}: the certificate of {name} in {file} is valid from {begins:%Y-%m-%d} only."
        )
    try:
        usage = certificate.extensions.get_extension_for_class(KeyUsage).value
    except ExtensionNotFound:
        return
    if not (usage.digital_signature or usage.content_commitment):
        raise BadInput(f"{FILE_SETTING}: the certificate of {name} in {file} is not for signing documents.")


def _is_self_signed(certificate: Certificate) -> bool:
    try:
        certificate.verify_directly_issued_by(certificate)
    except (ValueError, TypeError, InvalidSignature):
        return False
    return True


def _der(certificate: Certificate) -> bytes:
    return certificate.public_bytes(Encoding.DER)
