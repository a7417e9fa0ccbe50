"""Bytes to text, whatever they claim to be. Nothing here raises on any input."""

import base64
import binascii
import quopri
import re

_ENCODED_WORD = re.compile(r"=\?([\w.:+-]{1,40})(?:\*[\w-]{1,20})?\?([bBqQ])\?([^?\r\n]{0,2000})\?=")
_BETWEEN_WORDS = re.compile(r"(=\?[^?\s]{1,60}\?[bBqQ]\?[^?\s]{0,2000}\?=)[ \t\r\n]+(?==\?)")
# Codecs that are slow on long input, or that are no character sets.
_REFUSED = frozenset({"idna", "punycode", "unicode_escape", "raw_unicode_escape", "undefined", "mbcs", "oem"})
_SAME = {"ks_c_5601-1987": "cp949", "gb2312": "gb18030", "x-sjis": "cp932", "shift_jis": "cp932",
         "iso-8859-8-i": "iso-8859-8", "x-unknown": "utf-8", "unknown-8bit": "utf-8"}  # fmt: skip
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
_SURROGATE = re.compile(r"[\ud800-\udfff]")


def decode_text(content: bytes, charset: str | None) -> str:
    """Decode as declared; as UTF-8, then Windows-1252, when the declaration is absent, unknown or wrong."""
    wanted = (charset or "").strip(" \"'").lower()[:40]
    wanted = _SAME.get(wanted, wanted)
    if wanted in ("", "us-ascii", "ascii", "utf-8") and b"\x1b$" in content:
        wanted = "iso-2022-jp"
    for candidate in (wanted, "utf-8"):
        if candidate and candidate.replace("-", "_") not in _REFUSED:
            try:
                return content.decode(candidate)
            except (LookupError, ValueError, OverflowError):
                continue
    return content.decode(wanted if _lenient(wanted) else "cp1252", errors="replace")


def _lenient(charset: str) -> bool:
    """Multi-byte sets keep most of a damaged text when decoded with replacement."""
    return charset.startswith(("iso-2022-", "cp9", "gb", "big5", "euc", "utf-8"))


def decode_transfer(content: bytes, encoding: str) -> bytes:
    """Undo base64 or quoted-printable; damaged input gives what can be read of it."""
    encoding = encoding.strip().lower()
    if encoding.startswith("base64"):
        return _from_base64(content)
    if encoding.startswith("quoted-printable"):
        return quopri.decodestring(content)
    return content


def _from_base64(content: bytes) -> bytes:
    clean = re.sub(rb"[^A-Za-z0-9+/]", b"", content)
    clean = clean[: len(clean) - 1] if len(clean) % 4 == 1 else clean
    try:
        return base64.b64decode(clean + b"=" * (-len(clean) % 4))
    except binascii.Error:
        return content


def decode_words(value: str) -> str:
    """A header value on one line, its encoded words (RFC 2047) decoded; broken ones stay as they are."""
    if "=?" in value:
        value = _ENCODED_WORD.sub(_word, _BETWEEN_WORDS.sub(r"\1", value))
    return clean(value).replace("\n", " ")


def _word(match: re.Match[str]) -> str:
    charset, kind, text = match.groups()
    data = text.encode("ascii", "replace")
    if kind in "bB":
        return decode_text(_from_base64(data), charset)
    return decode_text(quopri.decodestring(data, header=True), charset)


def clean(text: str) -> str:
    """One kind of line end; no control characters that could forge a line, and no halves of characters."""
    text = _SURROGATE.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n"))
    return _CONTROL.sub("", text)
