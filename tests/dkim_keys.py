"""Keys for DKIM, made anew in each run."""

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ed25519, rsa
from cryptography.hazmat.primitives.asymmetric.types import PrivateKeyTypes


def pem(key: PrivateKeyTypes, form: serialization.PrivateFormat = serialization.PrivateFormat.PKCS8) -> str:
    """The key as its file has it."""
    return key.private_bytes(serialization.Encoding.PEM, form, serialization.NoEncryption()).decode()


RSA_KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
ED25519_KEY = ed25519.Ed25519PrivateKey.generate()
RSA, ED25519 = pem(RSA_KEY), pem(ED25519_KEY)
OTHER_RSA = pem(rsa.generate_private_key(public_exponent=65537, key_size=2048))
OTHER_ED25519 = pem(ed25519.Ed25519PrivateKey.generate())
