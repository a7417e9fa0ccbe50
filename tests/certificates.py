"""Real certificates for tests: self-signed, or issued by a root of their own."""

from datetime import datetime, timedelta
from functools import cache
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, Encoding, NoEncryption
from cryptography.hazmat.primitives.serialization.pkcs12 import serialize_key_and_certificates
from cryptography.x509.oid import NameOID

Key = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey


@cache
def rsa_key(number: int = 1) -> rsa.RSAPrivateKey:
    """Made once for all tests: it takes a while. Each number has its own."""
    return rsa.generate_private_key(65537, 2048)


class Maker:
    """Makes one certificate; `issuer` signs it, or it signs itself."""

    def __init__(
        self,
        now: datetime,
        *,
        name: str = "Petition Office",
        until: datetime | None = None,
        key: Key | None = None,
        issuer: "Maker | None" = None,
        usage: bool = True,
    ) -> None:
        self.key, self.issuer = key or rsa_key(), issuer
        self.name = x509.Name(
            [
                x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Organisers"),
                x509.NameAttribute(NameOID.COMMON_NAME, name),
            ]
        )
        signer = issuer or self
        until = until or now + timedelta(days=300)
        builder = (
            x509.CertificateBuilder()
            .subject_name(self.name)
            .issuer_name(signer.name)
            .public_key(self.key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(min(now, until) - timedelta(days=2))
            .not_valid_after(until)
            .add_extension(x509.BasicConstraints(ca=issuer is None and name == "Root", path_length=None), True)
            .add_extension(_usage(usage, certificates=name == "Root"), True)
        )
        self.certificate = builder.sign(signer.key, SHA256())

    def pem(self, file: Path) -> Path:
        file.write_bytes(self.certificate.public_bytes(Encoding.PEM))
        return file

    def pkcs12(self, file: Path, *, password: str) -> Path:
        sealed_by = BestAvailableEncryption(password.encode()) if password else NoEncryption()
        chain = [self.issuer.certificate] if self.issuer else None
        file.write_bytes(serialize_key_and_certificates(b"seal", self.key, self.certificate, chain, sealed_by))
        return file


def _usage(signing: bool, *, certificates: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=signing,
        content_commitment=signing,
        key_encipherment=not signing,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=certificates,
        crl_sign=certificates,
        encipher_only=False,
        decipher_only=False,
    )


def pkcs12_of_another_kind(file: Path, now: datetime) -> Path:
    """A key that PDF readers do not take: Ed25519."""
    key, name = ed25519.Ed25519PrivateKey.generate(), x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Ed")])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .sign(key, None)
    )
    file.write_bytes(serialize_key_and_certificates(b"seal", key, certificate, None, NoEncryption()))
    return file
