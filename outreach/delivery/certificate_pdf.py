"""The certificate as a PDF/A-3a and PDF/UA-1 of one page, and whether one is what the facts say."""

import tempfile
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from outreach.delivery.certificate_page import ROOMS, marks_of, page_html, words_of
from outreach.dossiers.conformance import failures
from outreach.dossiers.fonts import mark_font, prepare_fonts
from outreach.dossiers.manuscript import Manuscript
from outreach.dossiers.painted import pages_of, painted_words
from outreach.dossiers.press import Press, edition, open_press
from outreach.dossiers.watermark import watermark_uri
from outreach.errors import BadInput, OutreachError


def certificate_pdf(data: Mapping[str, Any]) -> tuple[bytes, str]:
    """The file, and the edition of the libraries and fonts that made it. The same facts give the same bytes.

    Raises:
        Unavailable: a font is missing; the message names the package that brings it.
        BadInput: it cannot be typeset.
    """
    with tempfile.TemporaryDirectory(prefix="outreach-") as folder:
        fonts = prepare_fonts(Path(folder), {"en": ""})
        return _one_page(data, open_press(fonts)), edition(fonts, "en")


def certificate_problem(data: Mapping[str, Any], content: bytes) -> str | None:
    """Why the file is not the certificate of these facts; None when it is.

    Where the very libraries and fonts are at hand that made it, it is typeset anew and compared byte by byte.
    Elsewhere its words are compared, and whether it still is one page that conforms.
    """
    try:
        words, pages = painted_words(content), pages_of(content)
        broken = [reason for reasons in failures(content).values() for reason in reasons]
    except (ValueError, OutreachError) as error:
        return f"is no PDF that can be checked ({error})"
    if words not in {words_of(page_html(data, room)) for room in ROOMS}:
        return "does not say what bundle.json says"
    if pages != 1 or broken:
        return f"is not one page of PDF/A-3a and PDF/UA-1 ({broken[0] if broken else f'{pages} pages'})"
    try:
        anew, made_by = certificate_pdf(data)
    except OutreachError:
        return None
    return "does not look as bundle.json makes it" if made_by == data["edition"] and anew != content else None


def _one_page(data: Mapping[str, Any], press: Press) -> bytes:
    marks = marks_of(data)
    background = watermark_uri(next(iter(marks)), *mark_font("en"), right_to_left=False) if marks else ""
    for room in ROOMS:
        manuscript = Manuscript(
            name=f"certificate of delivery {data['delivery']['id']}",
            language="en",
            dated=date.fromisoformat(data["made_at"][:10]),
            html=page_html(data, room, background=background),
            css="",
        )
        printed = press.run(manuscript)
        if printed.pages == 1:
            return printed.content
    raise BadInput(f"The certificate of delivery {data['delivery']['id']} does not fit on one page.")
