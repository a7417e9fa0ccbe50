"""Letters as a newcomer to WeasyPrint makes them. Imports nothing of ours."""

from collections.abc import Sequence

from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration


def plain_letters(pages: Sequence[tuple[str, str]]) -> int:
    """Make a PDF of each (HTML, CSS) and return how many."""
    for html, css in pages:
        fonts = FontConfiguration()
        HTML(string=html).write_pdf(stylesheets=[CSS(string=css, font_config=fonts)], font_config=fonts)
    return len(pages)
