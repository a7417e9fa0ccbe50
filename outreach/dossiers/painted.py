"""What a PDF of our own shows and carries, read back from its bytes: to hold it against what it should say."""

import io
import json
import re
from collections.abc import Iterator

import pikepdf

_MAPPED = re.compile(r"<([0-9a-fA-F]{4})>\s*<([0-9a-fA-F]*)>")


def painted_words(content: bytes) -> str:
    """All text of the pages in the order of painting, by the fonts' own tables (ISO 32000-1 §9.10.3), no spaces.

    Raises:
        ValueError: this is not a PDF whose text can be read so.
    """
    try:
        with pikepdf.open(io.BytesIO(content)) as pdf:
            return without_spaces("".join(text for page in pdf.pages for text in _texts(page)))
    except (pikepdf.PdfError, AttributeError, KeyError, TypeError, IndexError) as error:
        raise ValueError(f"its text cannot be read ({type(error).__name__})") from error


def pages_of(content: bytes) -> int:
    """How many pages a PDF has. Raises ValueError when it is none."""
    try:
        with pikepdf.open(io.BytesIO(content)) as pdf:
            return len(pdf.pages)
    except pikepdf.PdfError as error:
        raise ValueError("it is no PDF") from error


def states_sample(content: bytes) -> bool | None:
    """Whether a dossier says that its counts are samples, in the data that it carries; None for any other file."""
    try:
        with pikepdf.open(io.BytesIO(content)) as pdf:
            files = [pdf.attachments[name].get_file().read_bytes() for name in pdf.attachments if ".json" in name]
        stated = [json.loads(file).get("sample") for file in files]
    except (pikepdf.PdfError, ValueError, AttributeError):
        return None
    return next((bool(one) for one in stated if one is not None), None)


def without_spaces(text: str) -> str:
    """Where lines break is the typesetter's choice."""
    return "".join(text.split())


def _texts(page: pikepdf.Page) -> Iterator[str]:
    fonts = {name: _table(font) for name, font in page.obj.Resources.Font.items()}
    table: dict[int, str] = {}
    for instruction in pikepdf.parse_content_stream(page):
        operator, operands = str(instruction.operator), instruction.operands
        if operator == "Tf":
            table = fonts[str(operands[0])]
        elif operator in {"Tj", "TJ"}:
            for piece in operands[0] if operator == "TJ" else operands:
                if isinstance(piece, pikepdf.String):
                    yield _text(bytes(piece), table)


def _table(font: pikepdf.Object) -> dict[int, str]:
    told = font.ToUnicode.read_bytes().decode("ascii")
    return {int(code, 16): bytes.fromhex(text).decode("utf-16-be") for code, text in _MAPPED.findall(told)}


def _text(codes: bytes, table: dict[int, str]) -> str:
    return "".join(table[int.from_bytes(codes[at : at + 2], "big")] for at in range(0, len(codes), 2))
