"""The fonts of letters and dossiers: which faces a language needs, and a folder that holds just these.

Only fonts in that folder are used, so a machine with other fonts gives the same bytes, and a character that they
lack is an error rather than a box or a stray font. Chinese, Japanese and Korean faces are reduced to a standard
set of characters of their language and what else the texts at hand need: rare characters apart, a letter's bytes
do not depend on which other letters are built with it.
"""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from fontTools.ttLib import TTCollection, TTFont

from outreach.dossiers.cff import with_identity_charset
from outreach.dossiers.harfbuzz import code_points, reduced_font
from outreach.errors import Unavailable

PLACES = (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), Path.home() / ".local/share/fonts")
_CONFIG = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig><dir>{folder}</dir><cachedir>{folder}/cache</cachedir></fontconfig>
"""


@dataclass(frozen=True, slots=True)
class Typeface:
    """Families of running text (serif) and of labels (sans), in CSS order, and the files that hold them."""

    text: tuple[str, ...]
    label: tuple[str, ...]
    files: tuple[str, ...]
    collection: str = ""
    """The family's ending within a CJK collection, such as `CJK JP`."""


_LATIN = ("NotoSerif-Regular.ttf", "NotoSans-Regular.ttf", "NotoSans-Bold.ttf")


def _script(name: str) -> Typeface:
    files = (f"NotoSerif{name}-Regular.ttf", f"NotoSans{name}-Regular.ttf", f"NotoSans{name}-Bold.ttf")
    # Latin first: names and figures keep the shapes that they have in every other language.
    return Typeface(("Noto Serif", f"Noto Serif {name}"), ("Noto Sans", f"Noto Sans {name}"), (*_LATIN, *files))


def _cjk(ending: str) -> Typeface:
    # One sans for text and labels: the serif's outlines would double a letter's size.
    sans = (f"Noto Sans {ending}",)
    return Typeface(sans, sans, ("NotoSansCJK-Regular.ttc", "NotoSansCJK-Bold.ttc"), ending)


LATIN = Typeface(("Noto Serif",), ("Noto Sans",), _LATIN)
TYPEFACES = {
    "he": _script("Hebrew"),
    "hi": _script("Devanagari"),
    "ja": _cjk("CJK JP"),
    "ko": _cjk("CJK KR"),
    "zh-Hant": _cjk("CJK TC"),
}
PACKAGES = {"ttf": "fonts-noto-core", "ttc": "fonts-noto-cjk"}


def typeface_of(language: str) -> Typeface:
    """The typeface of a language."""
    return TYPEFACES.get(language, LATIN)


@dataclass(frozen=True, slots=True)
class FontFolder:
    """A folder with fonts and its `fonts.conf`. `editions` names, per language, all that may alter a glyph."""

    path: Path
    editions: Mapping[str, str]

    @property
    def config(self) -> Path:
        return self.path / "fonts.conf"


def prepare_fonts(folder: Path, texts: Mapping[str, str]) -> FontFolder:
    """Fill `folder` with the faces that the languages of `texts` need for these texts.

    Raises:
        Unavailable: a font or library is missing; the message names the package that brings it.
    """
    (folder / "cache").mkdir(parents=True, exist_ok=True)
    editions = {language: _place(folder, language, text) for language, text in texts.items()}
    prepared = FontFolder(folder, editions)
    prepared.config.write_text(_CONFIG.format(folder=folder), encoding="utf-8")
    return prepared


def describe_fonts(language: str) -> str:
    """Names and versions of a language's faces, for people: `Noto Serif 2.004, …`."""
    typeface = typeface_of(language)
    return ", ".join(dict.fromkeys(_name_and_version(name, typeface.collection) for name in typeface.files))


def mark_font(language: str) -> tuple[Path, int]:
    """The bold face that draws the language's marks: its file and its number in a collection."""
    typeface = typeface_of(language)
    return _face(typeface.files[-1], typeface)


def families(names: Iterable[str]) -> str:
    """Names of faces as a value of CSS `font-family`."""
    return ", ".join(f'"{name}"' for name in names)


@cache
def characters_of(language: str) -> frozenset[int]:
    """The code points that a language's faces have.

    Raises:
        Unavailable: a font is missing.
    """
    typeface = typeface_of(language)
    found: set[int] = set()
    for name in typeface.files:
        file, number = _face(name, typeface)
        found |= code_points(file, index=number)
    return frozenset(found)


def missing_fonts(languages: Iterable[str]) -> list[str]:
    """Font files that these languages need and this machine lacks."""
    wanted = dict.fromkeys(name for language in languages for name in typeface_of(language).files)
    return [name for name in wanted if name not in _installed()]


def _place(folder: Path, language: str, text: str) -> str:
    typeface = typeface_of(language)
    edition = f"{language}: {describe_fonts(language)}"
    if not typeface.collection:
        for name in typeface.files:
            target = folder / name
            if not target.exists():
                target.symlink_to(_file(name))
        return edition
    wanted = "".join(sorted(set(standard_characters(language)) | set(text)))
    for name in typeface.files:
        content = reduced_font(_file(name), index=_index(name, typeface.collection), characters=wanted)
        (folder / f"{Path(name).stem}-{language}.otf").write_bytes(with_identity_charset(content))
    return f"{edition} {hashlib.sha256(wanted.encode()).hexdigest()}"


@cache
def standard_characters(language: str) -> str:
    """Latin letters, punctuation, and the everyday characters of the language's national standard."""
    latin = [chr(code) for code in (*range(0x20, 0x7F), *range(0xA0, 0x180), *range(0x2010, 0x2028))]
    codec, rows, cells = {
        "ja": ("euc_jp", range(0xA1, 0xD0), range(0xA1, 0xFF)),  # JIS X 0208: kana and first-level kanji
        "ko": ("euc_kr", range(0xA1, 0xC9), range(0xA1, 0xFF)),  # KS X 1001: the 2,350 syllables
        "zh-Hant": ("big5", range(0xA1, 0xC7), range(0x40, 0xFF)),  # Big5: the frequently used characters
    }[language]
    pairs = (bytes((row, cell)).decode(codec, "ignore") for row in rows for cell in cells)
    return "".join(dict.fromkeys([*latin, *(pair for pair in pairs if len(pair) == 1 and ord(pair) >= 0xA0)]))


def _file(name: str) -> Path:
    try:
        return _installed()[name]
    except KeyError:
        package = PACKAGES[name[-3:]]
        raise Unavailable(f"The font {name} is missing: `apt-get install {package}`.") from None


@cache
def _installed() -> dict[str, Path]:
    return {path.name: path for place in PLACES for path in sorted(place.rglob("Noto*.tt[fc]"))}


def _face(name: str, typeface: Typeface) -> tuple[Path, int]:
    """The file and the number of a face in it: 0 where it stands alone."""
    return _file(name), _index(name, typeface.collection) if typeface.collection else 0


@cache
def _index(name: str, ending: str) -> int:
    with TTCollection(str(_file(name)), lazy=True) as collection:
        families = [font["name"].getDebugName(1) for font in collection.fonts]
    return next(n for n, family in enumerate(families) if family.endswith(ending) and " Mono " not in family)


@cache
def _name_and_version(name: str, ending: str) -> str:
    number = _index(name, ending) if ending else -1
    with TTFont(str(_file(name)), fontNumber=number, lazy=True) as font:
        family, version = (font["name"].getDebugName(n) for n in (1, 5))
    return f"{family} {version.split(';')[0].removeprefix('Version ')}"
