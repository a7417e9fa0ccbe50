"""Fonts by libharfbuzz: reduced to some characters in 0.1 s where fontTools takes 10 s for a CJK font, and asked
for their characters without the 60 MB that fontTools takes to name 65,535 glyphs.
"""

import ctypes
import ctypes.util
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from types import SimpleNamespace

from outreach.errors import Unavailable

NO_HINTING, DESUBROUTINIZE = 0x1, 0x4
"""hb_subset_flags_t: hints are of no use in print; flat outlines make the later subset of each PDF quicker."""
DROP_TABLES = 3
"""HB_SUBSET_SETS_DROP_TABLE_TAG"""
UNUSED = (b"GSUB", b"vhea", b"vmtx", b"VORG", b"BASE", b"DSIG")
"""Alternate forms, vertical text, a signature that no longer holds: carried for nothing in every PDF. Horizontal
Chinese, Japanese and Korean in precomposed characters need no substitution of glyphs."""

_HANDLE = ctypes.c_void_p
_NUMBER = ctypes.POINTER(ctypes.c_uint)
_BEFORE_ALL = 0xFFFFFFFF
"""HB_SET_VALUE_INVALID"""
_SIGNATURES: dict[str, tuple[object, list[object]]] = {
    "hb_blob_create_from_file_or_fail": (_HANDLE, [ctypes.c_char_p]),
    "hb_blob_destroy": (None, [_HANDLE]),
    "hb_blob_get_data": (_HANDLE, [_HANDLE, ctypes.POINTER(ctypes.c_uint)]),
    "hb_face_create": (_HANDLE, [_HANDLE, ctypes.c_uint]),
    "hb_face_destroy": (None, [_HANDLE]),
    "hb_face_reference_blob": (_HANDLE, [_HANDLE]),
    "hb_face_collect_unicodes": (None, [_HANDLE, _HANDLE]),
    "hb_set_create": (_HANDLE, []),
    "hb_set_destroy": (None, [_HANDLE]),
    "hb_set_next_range": (ctypes.c_int, [_HANDLE, _NUMBER, _NUMBER]),
    "hb_set_add": (None, [_HANDLE, ctypes.c_uint]),
    "hb_version_string": (ctypes.c_char_p, []),
    "hb_subset_input_create_or_fail": (_HANDLE, []),
    "hb_subset_input_destroy": (None, [_HANDLE]),
    "hb_subset_input_unicode_set": (_HANDLE, [_HANDLE]),
    "hb_subset_input_set": (_HANDLE, [_HANDLE, ctypes.c_int]),
    "hb_subset_input_set_flags": (None, [_HANDLE, ctypes.c_uint]),
    "hb_subset_or_fail": (_HANDLE, [_HANDLE, _HANDLE]),
}


def harfbuzz_version() -> str:
    """Such as `6.0.0`."""
    version: bytes = _library().hb_version_string()
    return version.decode()


def reduced_font(path: Path, *, index: int, characters: Iterable[str]) -> bytes:
    """The font at `index` of the collection `path`, with only the glyphs that `characters` need.

    Raises:
        Unavailable: libharfbuzz-subset or the font file is missing, or the file is no font.
    """
    hb = _library()
    with _face(hb, path, index) as face:
        wanted = hb.hb_subset_input_create_or_fail()
        try:
            _describe(hb, wanted, characters)
            small = hb.hb_subset_or_fail(face, wanted)
            if not small:
                raise Unavailable(f"The font {path} cannot be read: install it again.")
            try:
                return _content(hb, small)
            finally:
                hb.hb_face_destroy(small)
        finally:
            hb.hb_subset_input_destroy(wanted)


def code_points(path: Path, *, index: int) -> frozenset[int]:
    """The characters of the font at `index` of the collection `path`.

    Raises:
        Unavailable: libharfbuzz or the font file is missing.
    """
    hb = _library()
    with _face(hb, path, index) as face:
        found = hb.hb_set_create()
        try:
            hb.hb_face_collect_unicodes(face, found)
            return frozenset(_members(hb, found))
        finally:
            hb.hb_set_destroy(found)


def _members(hb: SimpleNamespace, numbers: int) -> Iterator[int]:
    first, last = ctypes.c_uint(), ctypes.c_uint(_BEFORE_ALL)
    while hb.hb_set_next_range(numbers, ctypes.byref(first), ctypes.byref(last)):
        yield from range(first.value, last.value + 1)


@contextmanager
def _face(hb: SimpleNamespace, path: Path, index: int) -> Iterator[int]:
    blob = hb.hb_blob_create_from_file_or_fail(str(path).encode())
    if not blob:
        raise Unavailable(f"The font {path} is missing: install the fonts; see `outreach doctor`.")
    face = hb.hb_face_create(blob, index)
    try:
        yield face
    finally:
        hb.hb_face_destroy(face)
        hb.hb_blob_destroy(blob)


def _describe(hb: SimpleNamespace, wanted: int, characters: Iterable[str]) -> None:
    unicodes = hb.hb_subset_input_unicode_set(wanted)
    for character in characters:
        hb.hb_set_add(unicodes, ord(character))
    dropped = hb.hb_subset_input_set(wanted, DROP_TABLES)
    for tag in UNUSED:
        hb.hb_set_add(dropped, int.from_bytes(tag, "big"))
    hb.hb_subset_input_set_flags(wanted, NO_HINTING | DESUBROUTINIZE)


def _content(hb: SimpleNamespace, face: int) -> bytes:
    blob = hb.hb_face_reference_blob(face)
    length = ctypes.c_uint()
    start = hb.hb_blob_get_data(blob, ctypes.byref(length))
    content = ctypes.string_at(start, length.value)
    hb.hb_blob_destroy(blob)
    return content


@cache
def _library() -> SimpleNamespace:
    found = SimpleNamespace()
    libraries = [_load("harfbuzz"), _load("harfbuzz-subset")]
    for name, (result, arguments) in _SIGNATURES.items():
        function = getattr(libraries["subset" in name], name)
        function.restype, function.argtypes = result, arguments
        setattr(found, name, function)
    return found


def _load(name: str) -> ctypes.CDLL:
    path = ctypes.util.find_library(name)
    if path is None:
        raise Unavailable(f"The library lib{name} is missing: `apt-get install lib{name}0` (or libharfbuzz0b).")
    return ctypes.CDLL(path)
