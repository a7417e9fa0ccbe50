"""What is read back from a PDF of ours is what a reader finds in it."""

import subprocess
from datetime import date
from pathlib import Path

import pytest

from outreach.dossiers.painted import pages_of, painted_words, states_sample, without_spaces
from outreach.dossiers.preview import Sources, preview, read_material_for

ROOT = Path(__file__).resolve().parents[2]
SOURCES = Sources(
    ROOT / "letter_templates", ROOT / "recipients", ROOT / "outreach" / "operations" / "sample_counts.csv", 10
)


@pytest.mark.parametrize(("office", "sample"), [("gb-prime-minister", None), (None, True)])
def test_words_pages_and_whether_its_counts_are_samples(
    tmp_path: Path, office: str | None, sample: bool | None
) -> None:
    material = read_material_for(SOURCES, government="GB", language="en")
    office = office and material.governments["GB"].offices[0].key
    printed = preview(material, government="GB", language="en", office=office, dated=date(2026, 11, 24))
    file = tmp_path / "a.pdf"
    file.write_bytes(printed.content)
    told = subprocess.run(["pdftotext", "-raw", file, "-"], capture_output=True, check=True, text=True).stdout
    words = painted_words(printed.content)
    assert sorted(words) == sorted(without_spaces(told))
    assert material.texts["en"].petition.demands[0].title.replace(" ", "") in words
    assert pages_of(printed.content) == printed.pages
    assert states_sample(printed.content) is sample


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7\n%%EOF", b"PK\x03\x04"])
def test_what_is_no_pdf_is_said(content: bytes) -> None:
    with pytest.raises(ValueError, match=r"PDF|text"):
        pages_of(content)
    with pytest.raises(ValueError, match="text"):
        painted_words(content)
    assert states_sample(content) is None
