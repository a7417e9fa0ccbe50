"""The invisible form field that takes a seal, made before the seal so that a sealed file still conforms.

A field that the sealing library adds by itself hangs in no structure tree and has no alternate name.
"""

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, Rectangle, String

FIELD_NAME = "seal"
_PRINT, _LOCKED = 1 << 2, 1 << 7
_SIGNATURES_EXIST, _APPEND_ONLY = 1, 2


def add_seal_field(pdf: Pdf, label: str) -> None:
    """Add the empty signature field (ISO 32000-1 12.7.4.5), last in the reading order; `label` names it aloud.

    A field has an alternate name and lies within a Form element (ISO 14289-1 7.18.1, 7.18.4); a widget without
    extent needs no appearance (ISO 19005-3 6.3.3).
    """
    page, tree = pdf.pages[-1].obj, pdf.Root.StructTreeRoot
    numbers = tree.ParentTree.Nums
    number = 1 + max(int(numbers[i]) for i in range(0, len(numbers), 2))
    field = pdf.make_indirect(_field(page, label, number))
    element = pdf.make_indirect(_element(_document_of(tree), page, field, label))
    _document_of(tree).K.append(element)
    numbers.append(number)
    numbers.append(element)
    if "/Annots" not in page:
        page.Annots = Array()
    page.Annots.append(field)
    page.Tabs = Name.S
    flags = _SIGNATURES_EXIST | _APPEND_ONLY
    pdf.Root.AcroForm = pdf.make_indirect(Dictionary(Fields=Array([field]), SigFlags=flags))


def _document_of(tree: pikepdf.Object) -> pikepdf.Object:
    return tree.K[0] if isinstance(tree.K, Array) else tree.K


def _field(page: pikepdf.Object, label: str, number: int) -> Dictionary:
    return Dictionary(
        Type=Name.Annot,
        Subtype=Name.Widget,
        FT=Name.Sig,
        T=String(FIELD_NAME),
        TU=String(label),
        Contents=String(label),
        F=_PRINT | _LOCKED,
        Rect=Rectangle(0, 0, 0, 0).as_array(),
        P=page,
        StructParent=number,
    )


def _element(parent: pikepdf.Object, page: pikepdf.Object, field: pikepdf.Object, label: str) -> Dictionary:
    reference = Dictionary(Type=Name.OBJR, Obj=field, Pg=page)
    return Dictionary(Type=Name.StructElem, S=Name.Form, P=parent, Pg=page, Alt=String(label), K=reference)
