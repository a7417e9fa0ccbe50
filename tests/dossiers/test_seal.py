"""Sealed documents conform as before, say who sealed them, and show every later change."""

import io
import subprocess
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

import pdfua
import pikepdf
import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from pyhanko.pdf_utils.generic import TextStringObject
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from outreach.blobs import sha256_of
from outreach.dossiers import hanko
from outreach.dossiers.conformance import failures
from outreach.dossiers.finish import UNCLEAR
from outreach.dossiers.hanko import HankoSealer, read_seals
from outreach.dossiers.pkcs12 import open_pkcs12, read_roots
from outreach.dossiers.seal import Seal
from outreach.dossiers.verify import verify
from tests.certificates import Key, Maker, rsa_key
from tests.dossiers.judges import outloud_findings
from tests.dossiers.samples import CASES, KINDS, folder, manuscript, press, sample

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
ENDS = b"\nendstream"
every_document = pytest.mark.parametrize(("language", "kind"), [(lang, kind) for lang in CASES for kind in KINDS])


def sealer(made: Maker | None = None) -> HankoSealer:
    file = (made or Maker(NOW)).pkcs12(Path(folder().name) / "seal.p12", password="secret")
    return HankoSealer(open_pkcs12(file, "secret", now=NOW))


@cache
def unsealed(language: str, kind: str) -> bytes:
    """With the field, and nothing in it."""
    return press().run(replace(manuscript(language, kind), seal_label="Siegel")).content


@cache
def sealed(language: str, kind: str) -> bytes:
    return sealer().seal(unsealed(language, kind), now=NOW)


def only(content: bytes, *, roots: tuple[bytes, ...] = ()) -> Seal:
    seals = read_seals(content, roots=roots)
    assert seals.damage == ""
    (seal,) = seals.found
    return seal


@every_document
def test_a_sealed_document_is_pdf_a_3a_and_pdf_ua_1(language: str, kind: str) -> None:
    for content in (unsealed(language, kind), sealed(language, kind)):
        assert failures(content) == {"PDF/A-3a": [], "PDF/UA-1": []}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("language", ["en", "ja", "hi", "he"])
def test_the_other_judges_find_nothing_either(language: str, kind: str, tmp_path: Path) -> None:
    file = tmp_path / "sealed.pdf"
    file.write_bytes(sealed(language, kind))
    assert outloud_findings(file, language) == []
    assert pdfua.validate(str(file)).findings == ()


def test_the_seal_changes_no_byte_before_it_and_adds_no_page() -> None:
    before, after = unsealed("de", "letter"), sealed("de", "letter")
    assert after.startswith(before)
    with pikepdf.open(io.BytesIO(after)) as pdf:
        assert len(pdf.pages) == sample("de", "letter").printed.pages


def test_without_the_seal_the_same_input_gives_the_same_bytes() -> None:
    again = press().run(replace(manuscript("en", "letter"), seal_label="Siegel")).content
    assert again == unsealed("en", "letter")
    assert again != sample("en", "letter").printed.content


def test_the_field_is_named_aloud_and_last_in_the_reading_order() -> None:
    with pikepdf.open(io.BytesIO(sealed("en", "dossier"))) as pdf:
        (field,) = pdf.Root.AcroForm.Fields
        (document,) = pdf.Root.StructTreeRoot.K
        last = document.K[-1]
        assert (str(field.TU), str(last.S), last.K.Obj == field) == ("Siegel", "/Form", True)
        assert pdf.pages[-1].obj.Annots[-1] == field


def test_it_says_who_sealed_and_when() -> None:
    seal = only(sealed("en", "letter"))
    assert (seal.signatory.subject, seal.signatory.self_signed) == ("CN=Petition Office,O=Organisers", True)
    assert (seal.sealed_at, seal.intact, seal.trusted, seal.added_bytes) == (NOW, True, None, 0)
    assert seal.covered_sha256 == sha256_of(sealed("en", "letter"))


def test_poppler_agrees(tmp_path: Path) -> None:
    file = tmp_path / "sealed.pdf"
    file.write_bytes(sealed("fr", "letter"))
    told = subprocess.run(["pdfsig", "-nocert", str(file)], capture_output=True, text=True, check=False).stdout
    assert "Signature Validation: Signature is Valid." in told
    assert "Signature Type: ETSI.CAdES.detached" in told
    assert "Total document signed" in told


def test_an_elliptic_key_seals_too() -> None:
    key: Key = ec.generate_private_key(ec.SECP256R1())
    content = sealer(Maker(NOW, key=key)).seal(unsealed("en", "letter"), now=NOW)
    assert only(content).intact
    assert failures(content) == {"PDF/A-3a": [], "PDF/UA-1": []}


@pytest.mark.parametrize("place", [0.1, 0.3, 0.5, 0.7])
def test_one_byte_altered_is_not_intact(place: float) -> None:
    content = bytearray(sealed("en", "letter"))
    content[int(len(content) * place)] ^= 1
    seals = read_seals(bytes(content))
    assert not seals.hold
    assert seals.damage or not seals.found[0].intact


def test_a_letter_of_the_text_altered_is_not_intact() -> None:
    """Still a whole PDF: only the seal can tell."""
    content = sealed("en", "letter")
    altered = content.replace(b"/T (seal)", b"/T (sEal)", 1)
    assert altered != content
    assert not only(altered).intact


def test_a_comment_at_the_end_is_told() -> None:
    seal = only(sealed("en", "letter") + b"% received on Monday\n")
    assert (seal.intact, seal.added_bytes) == (True, 21)
    assert seal.covered_sha256 == sha256_of(sealed("en", "letter"))


def test_an_incremental_update_is_told_and_not_allowed() -> None:
    writer = IncrementalPdfFileWriter(io.BytesIO(sealed("en", "dossier")))
    writer.root["/Lang"] = TextStringObject("fr")
    writer.update_root()
    out = io.BytesIO()
    writer.write(out)
    verdict = verify(out.getvalue())
    (seal,) = verdict.seals.found
    assert (seal.intact, seal.addition_allowed, verdict.seals.hold) == (True, False, False)
    assert seal.added_bytes == len(out.getvalue()) - len(sealed("en", "dossier"))


def test_a_seal_that_was_cut_loose_is_told() -> None:
    cut = sealed("en", "letter").replace(b"/V ", b"/X ")
    assert read_seals(cut).damage == "there is a signature that no field holds"


def test_no_seal_is_no_damage() -> None:
    assert read_seals(unsealed("en", "letter")).found == ()
    assert read_seals(sample("en", "letter").printed.content).hold


def test_a_root_that_is_given_makes_trust_and_another_does_not(tmp_path: Path) -> None:
    root = Maker(NOW, name="Root", key=rsa_key(2))
    content = sealer(Maker(NOW, issuer=root)).seal(unsealed("en", "letter"), now=NOW)
    roots = read_roots(root.pem(tmp_path / "root.pem"))
    others = read_roots(Maker(NOW, name="Root", key=rsa_key(3)).pem(tmp_path / "other.pem"))
    assert (only(content, roots=roots).trusted, only(content, roots=others).trusted) == (True, False)
    assert only(content).signatory.issuer == "CN=Root,O=Organisers"
    assert not read_seals(content, roots=others).hold


def test_a_seal_from_after_the_certificates_end_is_not_trusted(tmp_path: Path) -> None:
    made = Maker(NOW, until=NOW + timedelta(days=1))
    content = sealer(made).seal(unsealed("en", "letter"), now=NOW + timedelta(days=2))
    assert only(content, roots=read_roots(made.pem(tmp_path / "root.pem"))).trusted is False


def test_a_seal_whose_last_stream_would_end_unclearly_is_made_otherwise(monkeypatch: pytest.MonkeyPatch) -> None:
    """One in 256 ends in a carriage return, which none of these does: so that another byte is forbidden here."""
    assert UNCLEAR + ENDS not in sealed("en", "letter")
    last = sealed("en", "letter").rpartition(ENDS)[0][-1:]
    monkeypatch.setattr(hanko, "UNCLEAR", last)
    again = sealer().seal(unsealed("en", "letter"), now=NOW)
    assert last + ENDS not in again[len(unsealed("en", "letter")) :]
    assert only(again).intact
