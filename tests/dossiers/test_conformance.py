"""Every language's letter and dossier is archival and accessible, by three judges."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import outloud
import pdfua
import pikepdf
import pytest
from pdfua.rules import structure as pdfua_rules

from outreach.dossiers.conformance import failures, require_conformance
from outreach.errors import BadInput
from tests.dossiers.judges import number_of, outloud_findings
from tests.dossiers.samples import CASES, KINDS, LATER, press, sample

every_document = pytest.mark.parametrize(
    ("language", "kind"), [(language, kind) for language in CASES for kind in (*KINDS, *LATER)]
)


@every_document
def test_it_is_pdf_a_3a_and_pdf_ua_1(language: str, kind: str) -> None:
    assert failures(sample(language, kind).printed.content) == {"PDF/A-3a": [], "PDF/UA-1": []}


@every_document
def test_outloud_finds_nothing(language: str, kind: str) -> None:
    assert outloud_findings(sample(language, kind).file, language) == []


@every_document
def test_pdfua_finds_nothing_and_leaves_nothing_out(
    language: str, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pdfua_rules, "as_integer", number_of)
    report = pdfua.validate(str(sample(language, kind).file))
    assert (report.findings, report.skipped) == ((), ())
    assert "UA-14-001" in [outcome.rule_id for outcome in report.outcomes]


def test_the_judge_still_needs_its_rule_mended() -> None:
    """When this fails the judge has learnt to read arrays: `number_of` can go."""
    (skipped,) = pdfua.validate(str(sample("en", "letter").file)).skipped
    assert skipped.rule_id == "UA-14-001"
    assert "is_integer" in str(skipped.skipped_reason)


def test_the_mended_rule_finds_an_empty_heading(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(pdfua_rules, "as_integer", number_of)
    file = tmp_path / "empty.pdf"
    with pikepdf.open(sample("en", "letter").file) as pdf:
        heading = next(o for o in pdf.objects if isinstance(o, pikepdf.Dictionary) and o.get("/S") == "/H1")
        heading.K = pikepdf.Array()
        pdf.save(file)
    assert [one.rule_id for one in pdfua.validate(str(file)).findings] == ["UA-14-001"]


def test_the_judges_find_what_is_wrong(tmp_path: Path) -> None:
    file = tmp_path / "unfinished.pdf"
    file.write_bytes(press().typesetter.typeset(sample("en", "letter").manuscript).content)
    assert "error" in [item.severity for item in outloud.check(str(file)).findings]
    assert pdfua.validate(str(file)).findings


def test_the_gate_refuses_what_does_not_conform() -> None:
    unfinished = press().typesetter.typeset(sample("en", "letter").manuscript)
    with pytest.raises(BadInput, match=r"the letter does not conform: PDF/A-3a .*; PDF/UA-1 PDFUA1-ID-PART-001"):
        require_conformance(unfinished.content, name="the letter")


def test_what_is_no_pdf_is_said_to_be_none() -> None:
    with pytest.raises(BadInput, match="not a PDF"):
        failures(b"hello")


@every_document
def test_page_numbers_and_marks_are_artifacts(language: str, kind: str) -> None:
    with pikepdf.open(sample(language, kind).file) as pdf:
        for page in pdf.pages:
            content = page.obj.Contents.read_bytes()
            assert content.count(b"/Artifact\n<</Type /Pagination") >= 3  # mark, foot, page number


@pytest.mark.parametrize("language", CASES)
def test_the_chart_has_its_numbers_as_alternative_text(language: str) -> None:
    with elements(sample(language, "dossier").file, "/Figure") as figures:
        (text,) = [str(figure.Alt) for figure in figures]
    numbers = re.findall(r"\d[\d.,\u00a0\u202f]*\d", text)
    assert len(numbers) == 12
    assert re.sub(r"\D", "", numbers[0]) == "62679"


@pytest.mark.parametrize("kind", KINDS)
def test_devanagari_says_its_text(kind: str) -> None:
    """Each passage with a glyph of a Devanagari font carries /ActualText."""
    with pikepdf.open(sample("hi", kind).file) as pdf:
        for page in pdf.pages:
            names = [name for name, font in page.resources.Font.items() if b"Devanagari" in bytes(font.BaseFont)]
            passages = re.findall(rb"\n<<([^\n]*)>>\nBDC(.*?)EMC", page.obj.Contents.read_bytes(), re.S)
            shaped = [said for said, body in passages if any(f"{name} ".encode() in body for name in names)]
            assert shaped
            assert all(b"/ActualText" in said for said in shaped)


@every_document
def test_it_says_the_language_of_each_passage(language: str, kind: str) -> None:
    with pikepdf.open(sample(language, kind).file) as pdf:
        assert str(pdf.Root.Lang) == language
        content = b"".join(page.obj.Contents.read_bytes() for page in pdf.pages)
        said = {tag.decode() for tag in re.findall(rb"/Lang \(([A-Za-z-]+)\)", content)}
        assert said == {language} if "letter" in kind else said == {language, "en"}


@contextmanager
def elements(file: Path, kind: str) -> Iterator[list[Any]]:
    """The structure elements of a type."""
    with pikepdf.open(file) as pdf:
        yield [o for o in pdf.objects if isinstance(o, pikepdf.Dictionary) and o.get("/S") == kind]
