"""Complete what WeasyPrint leaves undone, so that one file is PDF/A-3a and PDF/UA-1.

Each repair names the clause that asks for it. Nothing is split or merged here: that would break the tags.
"""

import io
import re
import zlib
from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache

import pikepdf
from pikepdf import Array, Dictionary, Name, ObjectStreamMode, Pdf, Stream, StreamDecodeLevel, String

from outreach.dossiers.seal_field import add_seal_field
from outreach.dossiers.xmp import Described, xmp_packet

_MARKED = re.compile(rb"/\w+\n<</MCID (\d+)([^\n]*)>>\nBDC")
_UNMAPPED = re.compile(rb"<([0-9a-f]{4})> <>")
_MCIDS = defaultdict[int, set[int]]
_Element = tuple[pikepdf.Object, tuple[str, ...], list[object]]
UNCLEAR = b"\r"


def finish(content: bytes, *, seal_label: str = "") -> bytes:
    """The finished document, with a field for a seal if that has a label. The same input gives the same bytes."""
    with Pdf.open(io.BytesIO(content)) as pdf:
        elements = list(_elements(pdf.Root.StructTreeRoot))
        _state_header_scopes(elements)
        _mark_artifacts(pdf, elements)
        _map_all_glyphs(pdf)
        _declare(pdf)
        if seal_label:
            add_seal_field(pdf, seal_label)
        _compress(pdf)
        return _saved(pdf)


def _saved(pdf: Pdf) -> bytes:
    """The bytes. Objects are packed into streams only now; packed otherwise when one of these ends unclearly."""
    content = _save(pdf)
    for key in ("/ViewerPreferences", "/MarkInfo", "/Names", "/OutputIntents"):
        if UNCLEAR + b"\nendstream" in content and key in pdf.Root:
            # One object more at the front moves all the others on, and means the same.
            pdf.Root[key] = pdf.make_indirect(pdf.Root[key])
            content = _save(pdf)
    return content


def _save(pdf: Pdf) -> bytes:
    out = io.BytesIO()
    pdf.save(
        out,
        deterministic_id=True,
        object_stream_mode=ObjectStreamMode.generate,
        stream_decode_level=StreamDecodeLevel.none,
    )
    return out.getvalue()


def _compress(pdf: Pdf) -> None:
    """Each stream is compressed once, here; ISO 19005-3 6.6.2.1 wants the metadata readable as they are.

    ISO 19005-3 6.1.7.1: a carriage return before the line feed of `endstream` reads as part of the line's end.
    One line feed more changes the last byte of a compressed stream, and means nothing to a page, a font or a table
    of characters. Embedded files see to it themselves (`data_files`).
    """
    for stream in pdf.objects:
        if isinstance(stream, Stream) and stream.get("/Type") != Name.Metadata:
            content = stream.read_bytes()
            if _compressed(content).endswith(UNCLEAR) and stream.get("/Type") != Name.EmbeddedFile:
                content += b"\n"
                if "/Length1" in stream:
                    stream.Length1 = len(content)
            stream.write(_compressed(content), filter=Name.FlateDecode)


@lru_cache(maxsize=256)
def _compressed(content: bytes) -> bytes:
    """The letters of one language mostly have the same fonts: a process compresses them once."""
    return zlib.compress(content)


def _state_header_scopes(elements: list[_Element]) -> None:
    """PDF/UA-1 7.5: a header cell says whether it heads a column or a row."""
    for element, ancestors, _ in elements:
        if element.get("/S") == Name.TH:
            scope = Name.Column if "/THead" in ancestors else Name.Row
            attributes = element.get("/A", Dictionary(O=Name.Table))
            attributes.Scope = scope
            element.A = attributes


def _mark_artifacts(pdf: Pdf, elements: list[_Element]) -> None:
    """PDF/UA-1 7.8: running heads and page numbers are pagination artifacts.

    WeasyPrint gives the page margins' text a place in the parent tree, but none in the structure tree.
    """
    tagged = _tagged_content(pdf, elements)
    numbers = pdf.Root.StructTreeRoot.ParentTree.Nums
    parents = {int(numbers[i]): numbers[i + 1] for i in range(0, len(numbers), 2)}
    for index, page in enumerate(pdf.pages):
        kept = tagged[index]
        row = parents[int(page.obj.StructParents)]

        def mark(match: re.Match[bytes], kept: set[int] = kept, row: pikepdf.Object = row) -> bytes:
            number = int(match[1])
            if number in kept:
                return match[0]
            row[number] = None
            return b"/Artifact\n<</Type /Pagination" + match[2] + b">>\nBDC"

        before = page.obj.Contents.read_bytes()
        after = _MARKED.sub(mark, before)
        if after != before:
            page.obj.Contents.write(after)


def _tagged_content(pdf: Pdf, elements: list[_Element]) -> _MCIDS:
    """The marked-content numbers of each page (by index) that hang in the structure tree."""
    pages = {page.obj.objgen: index for index, page in enumerate(pdf.pages)}
    found: _MCIDS = defaultdict(set)
    for element, _, kids in elements:
        for kid in kids:
            if isinstance(kid, int):
                found[pages[element.Pg.objgen]].add(kid)
    return found


def _elements(root: pikepdf.Object) -> Iterator[_Element]:
    """Every structure element with the types of its ancestors and its kids."""
    waiting: list[_Element] = [(root, (), _kids(root))]
    while waiting:
        _, ancestors, kids = waiting.pop()
        for kid in kids:
            if isinstance(kid, Dictionary) and "/S" in kid:
                below = _kids(kid)
                yield kid, ancestors, below
                waiting.append((kid, (*ancestors, str(kid.S)), below))


def _kids(element: pikepdf.Object) -> list[object]:
    kids = element.get("/K", Array())
    return list(kids) if isinstance(kids, Array) else [kids]


def _map_all_glyphs(pdf: Pdf) -> None:
    """PDF/UA-1 7.21.7: every glyph maps to Unicode; a vowel sign shaped into two glyphs leaves one without.

    Such a glyph maps to a zero width space: what it stands for is in the /ActualText around it.
    """
    for font in pdf.objects:
        if isinstance(font, Dictionary) and font.get("/Type") == Name.Font and "/ToUnicode" in font:
            before = font.ToUnicode.read_bytes()
            after = _UNMAPPED.sub(rb"<\1> <200b>", before)
            if after != before:
                font.ToUnicode.write(after)


def _declare(pdf: Pdf) -> None:
    """ISO 19005-3 6.6.2: a plain metadata stream that agrees with the information dictionary."""
    info = pdf.docinfo
    info.ModDate = info.CreationDate
    info.Producer = String(f"{info.Producer}, pikepdf {pikepdf.__version__}")
    described = Described(
        title=str(info.Title),
        author=str(info.Author),
        subject=str(info.Subject),
        creator=str(info.Creator),
        producer=str(info.Producer),
        created=str(info.CreationDate),
        language=str(pdf.Root.Lang),
    )
    stream = pdf.make_stream(xmp_packet(described), Type=Name.Metadata, Subtype=Name.XML)
    pdf.Root.Metadata = stream
