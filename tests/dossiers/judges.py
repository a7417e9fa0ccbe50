"""Three judges of accessible and archival PDFs, and where one of them is wrong."""

from pathlib import Path

import outloud
import pdfua
import pikepdf
import pytest
from pdfua.document import as_integer
from pdfua.rules import structure as pdfua_rules

from outreach.dossiers.conformance import failures

OUTLOUD_ERRS = {
    # It counts letters, and takes no vowel sign of Devanagari for one. What ISO 14289-1 7.3 asks for is there:
    # test_the_chart_has_its_numbers_as_alternative_text.
    "FIG-012": {"hi"},
    # Glyphs of a vowel sign that share one character map to U+200B. ISO 14289-1 7.21.7 asks for a mapping, and
    # ISO 32000-1 14.9.4 lets /ActualText stand for it: test_devanagari_says_its_text.
    "TXT-004": {"hi"},
}
"""Waivers: the rule, and the languages where the judge is wrong."""


def number_of(kid: object) -> int | None:
    """As the judge's own `as_integer`, which stumbles over an array of kids (ISO 32000-1 table 323 allows one)."""
    return None if isinstance(kid, pikepdf.Array) else as_integer(kid)


def outloud_findings(file: Path, language: str) -> list[tuple[str, str]]:
    """Errors and warnings of outloud, as rule and message, without what is waived for the language."""
    result = outloud.check(str(file))
    assert result.error is None
    serious = [(item.rule, item.message) for item in result.findings if item.severity in ("error", "warning")]
    return [found for found in serious if language not in OUTLOUD_ERRS.get(found[0], ())]


def assert_no_judge_finds_anything(file: Path, language: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """PDF/A-3a and PDF/UA-1, outloud, and pdfua with none of its rules left out."""
    monkeypatch.setattr(pdfua_rules, "as_integer", number_of)
    assert failures(file.read_bytes()) == {"PDF/A-3a": [], "PDF/UA-1": []}
    assert outloud_findings(file, language) == []
    report = pdfua.validate(str(file))
    assert (report.findings, report.skipped) == ((), ())
