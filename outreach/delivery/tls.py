"""What is said of a TLS connection: for the record of an attempt, and until when its certificate holds. Pure."""

import ssl
from datetime import UTC, datetime
from typing import Any


def described(connection: ssl.SSLObject | None) -> str:
    """Version, cipher and the certificate's subject, such as `TLSv1.3 TLS_AES_256_GCM_SHA384 CN=mx.example`."""
    if connection is None:
        return ""
    cipher = connection.cipher()
    certificate: Any = connection.getpeercert() or {}
    names = [f"{key}={value}" for item in certificate.get("subject", ()) for key, value in item]
    return " ".join([connection.version() or "TLS", cipher[0] if cipher else "", *names]).strip()


def certificate_ends(connection: ssl.SSLObject | ssl.SSLSocket | None) -> datetime | None:
    """Until when the certificate that the server showed holds; None on a plain connection."""
    shown: Any = (connection.getpeercert() if connection else None) or {}
    text = shown.get("notAfter")
    return datetime.fromtimestamp(ssl.cert_time_to_seconds(text), UTC) if text else None
