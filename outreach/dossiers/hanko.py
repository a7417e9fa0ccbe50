"""Seals made and read by pyHanko. The only file that knows it.

A seal is a PAdES signature of baseline B-B (ETSI EN 319 142-1) in an incremental update: what was there before it
stays byte for byte. It certifies the document and permits no change (DocMDP, ISO 32000-1 12.8.2.2).
"""

import asyncio
import logging
import zlib
from datetime import datetime
from io import BytesIO

from asn1crypto.algos import SignedDigestAlgorithm
from asn1crypto.x509 import Certificate
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, Signer
from pyhanko.sign.signers.pdf_cms import PdfCMSSignedAttributes
from pyhanko.sign.validation import EmbeddedPdfSignature, async_validate_pdf_signature
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.sign.validation.settings import KeyUsageConstraints
from pyhanko.version import __version__
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.registry import SimpleCertificateStore

from outreach.blobs import sha256_of
from outreach.dossiers.finish import UNCLEAR
from outreach.dossiers.pkcs12 import SigningIdentity, signatory_of
from outreach.dossiers.seal import Seal, Seals
from outreach.dossiers.seal_field import FIELD_NAME
from outreach.errors import BadInput

_METADATA = PdfSignatureMetadata(
    field_name=FIELD_NAME,
    md_algorithm="sha256",
    subfilter=SigSeedSubFilter.PADES,
    certify=True,
    docmdp_permissions=MDPPerm.NO_CHANGES,
)
_USAGE = KeyUsageConstraints(key_usage={"digital_signature", "non_repudiation"}, match_all_key_usages=False)
_ATTEMPTS = 8
_UNREADABLE = (
    *(PdfError, SignatureValidationError, zlib.error),
    *(ValueError, TypeError, KeyError, IndexError, AttributeError, RecursionError),
)
"""What reading a damaged or hostile file may raise."""
logging.getLogger("pyhanko").addHandler(logging.NullHandler())  # an untrusted certificate is an answer, no warning
logging.getLogger("pyhanko_certvalidator").addHandler(logging.NullHandler())


class HankoSealer:
    """Seals with one key and certificate."""

    def __init__(self, identity: SigningIdentity) -> None:
        self._identity = identity
        self._signer = PdfSigner(_METADATA, _Key(identity))

    @property
    def edition(self) -> str:
        return f"sealed by {self._identity.signatory.certificate_sha256}, pyHanko {__version__}"

    def seal(self, content: bytes, *, now: datetime) -> bytes:
        """As the port says; `now` is the time that the seal claims."""
        for attempt in range(_ATTEMPTS):
            # Another size of the seal moves the offsets in the last stream, and with them how that ends.
            sealed = asyncio.run(self._sealed(content, now, spare_bytes=2 * attempt))
            if UNCLEAR + b"\nendstream" not in sealed[len(content) :]:
                return sealed
        raise BadInput("The seal could not be written so that its last stream ends clearly.")

    async def _sealed(self, content: bytes, now: datetime, *, spare_bytes: int) -> bytes:
        session = self._signer.init_signing_session(_Appended(BytesIO(content)), existing_fields_only=True)
        session.system_time = now
        size = await session.estimate_signature_container_size(None, tight=False) + spare_bytes
        prepared = session.prepare_tbs_document(None, bytes_reserved=size)
        output = BytesIO()
        digest, _ = prepared.digest_tbs_document(output=output)
        done = await prepared.perform_signature(digest.document_digest, PdfCMSSignedAttributes(signing_time=now))
        await done.post_signature_processing(output)
        return output.getvalue()


class _Appended(IncrementalPdfFileWriter):
    """An update that leaves the metadata alone: pyHanko's XMP is not what ISO 19005-3 6.6.2 asks for."""

    def _update_meta(self) -> None:
        pass


class _Key(Signer):
    """Signs with a key that was opened once; pyHanko's own class reads it anew for each signature."""

    def __init__(self, identity: SigningIdentity) -> None:
        super().__init__(
            signing_cert=Certificate.load(identity.certificate),
            cert_registry=_store(identity.chain),
            signature_mechanism=SignedDigestAlgorithm({"algorithm": identity.mechanism}),
        )
        self._identity = identity

    async def async_sign_raw(self, data: bytes, digest_algorithm: str, dry_run: bool = False) -> bytes:
        return bytes(self._identity.signature_size) if dry_run else self._identity.sign(data)


def _store(certificates: tuple[bytes, ...]) -> SimpleCertificateStore:
    store = SimpleCertificateStore()  # type: ignore[no-untyped-call]  # it is typed but for this
    store.register_multiple(map(Certificate.load, certificates))
    return store


def read_seals(content: bytes, *, roots: tuple[bytes, ...] = ()) -> Seals:
    """The seals of a file. Only the given roots (DER) are trusted, and nobody is asked about revocation."""
    found: list[Seal] = []
    try:
        reader = PdfFileReader(BytesIO(content), strict=False)
        found.extend(_seal(signature, content, roots) for signature in reader.embedded_regular_signatures)
    except _UNREADABLE as error:
        return Seals(tuple(found), f"the file is damaged ({error})")
    if not found and b"/ByteRange" in content:
        return Seals(damage="there is a signature that no field holds")
    return Seals(tuple(found))


def _seal(signature: EmbeddedPdfSignature, content: bytes, roots: tuple[bytes, ...]) -> Seal:
    sealed_at = signature.self_reported_timestamp
    context = ValidationContext(
        trust_roots=[Certificate.load(root) for root in roots],
        allow_fetching=False,
        moment=sealed_at,
        best_signature_time=sealed_at,
    )
    status = asyncio.run(async_validate_pdf_signature(signature, context, key_usage_settings=_USAGE))
    covered = int(signature.byte_range[2]) + int(signature.byte_range[3])
    signatory = signatory_of(signature.signer_cert.dump())
    # The dates of a certificate that is itself a given root are no part of the path that pyHanko checks.
    was_valid = sealed_at is not None and signatory.valid_from <= sealed_at <= signatory.valid_until
    return Seal(
        signatory=signatory,
        sealed_at=sealed_at,
        intact=status.intact and status.valid,
        trusted=status.trusted and was_valid if roots else None,
        covered_sha256=sha256_of(content[:covered]),
        added_bytes=len(content) - covered,
        addition_allowed=bool(status.docmdp_ok),
    )
