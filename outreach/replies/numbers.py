"""The office's own file number, where a label in one of many languages stands before it."""

import re

from outreach.replies.phrases import any_of, sections

_TABLE = sections("numbers")
_WORDS, _JOINED = any_of(_TABLE["words"]).pattern, any_of(_TABLE["joined"]).pattern
_LABEL = rf"(?:(?<![\w-])(?:{_WORDS})(?![a-zß-ÿ])|(?:{_JOINED}))"
_COPULA = (
    r"\s*(?:is|ist|est|è|es|lautet|n[°ºo.]?|no\.?|nr\.?|は|為|为|은|는|הוא|היא|है)?"
    r"\s*[:：#=–-]?\s*[「『（\[(【\"'*#]*\s*"
)
_VALUE = (
    # German and Austrian offices write their unit in words of one or two letters: "IV A 3 - 123/26".
    r"([A-Z]{1,4}(?:[ ][A-Z0-9]{1,4}){1,4}[ ]?[-–][ ]?\d[\d/.-]{2,20}"
    # Offices in Taiwan name the unit's word and "number so-and-so"; Korean ones put a word before the digits.
    r"|[\u4e00-\u9fff]{1,8}字第\d{4,14}號|[\uac00-\ud7a3]{1,6}-?\d[\d-]{3,20}"
    # A unit's sign in a script of its own before the digits, as in Japan, India and Israel.
    r"|[\u0590-\u05ea\u0900-\u097f\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7a3]{1,6}[-/]?\d[\d/-]{2,20}"
    r"|[A-Z\u0590-\u05ea]{0,12}[A-Z0-9][A-Z0-9_ÄÖÜ./()\u2010-\u2015:#+-]{0,48}"
    r"(?:[ ]?/[ ]?[\w.-]{1,20}|[ ](?=[\dA-Z-]*\d{3})[\w./-]{2,24}){0,3})"
)
_NUMBER = re.compile(_LABEL + _COPULA + _VALUE, re.I)
_SECOND_LABEL = re.compile(
    r"^(?:ticket|case|request|ref(?:erence)?|number|no|nr|id|kennung|codice|código|identifi\w{1,8}|nummer)"
    r"[ .:#]+(?=\S*\d)",
    re.I,
)
_PREPOSITION = re.compile(r"^[a-zß-ÿ]{2,12} (?=\S*\d)")
_IN_BRACKETS = re.compile(
    r"[\[(（【]\s*(?:[A-Za-z ._-]{0,24}[#:\s№-]{0,3})?((?=[^\])]{0,40}\d{3})[A-Z0-9][\w./-]{2,40})\s*[\])）】]"
    r"|(?<!\w)#\s?(\d{4,20})\b",
    re.I,
)
# "INC0098213 has been opened": what stands first in a subject and has capitals before its digits.
_BOTH = re.compile(r"(?<![\w/-])[A-Z]{1,8}[-/]?\d[\w/-]{2,24}(?![\w/-])")
_AT_START = re.compile(r"\W*([A-Z]{2,8}-?\d{3,12})(?![\w-])")
_NOISE = re.compile(
    r"^(?:\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|\d{4}[./-]\d{1,2}[./-]\d{1,2}|(?:19|20)\d\d|\d{1,2}:\d{2}.*|\d{1,2}"
    r"|[A-Za-z]{0,3}\d?|https?:?.*|re[:\d].*)$",
    re.I,
)
_OURS = re.compile(r"(?<!\w)OUT(?:-\w{1,8}){1,3}", re.I)


def find_numbers(subject: str, text: str) -> tuple[str, ...]:
    """File numbers in order, subject first, each once. Our own references (`OUT-…`) are never among them."""
    subject = _OURS.sub(" ", subject[:500])
    first = _AT_START.match(subject)
    found = [first[1]] if first else []
    found += [match[1] or match[2] for match in _IN_BRACKETS.finditer(subject)]
    found += [match[0] for match in _BOTH.finditer(subject) if match[0] in text[:12_000]]
    for source in (subject, _OURS.sub(" ", text[:12_000])):
        found += [match[1] for match in _NUMBER.finditer(source)]
    clean = (_trim(value) for value in found)
    return tuple(dict.fromkeys(value for value in clean if _is_number(value)))[:8]


def _trim(value: str) -> str:
    # "enquiry (ticket AB-1)": the second label is none of the number.
    value = _SECOND_LABEL.sub("", value.strip()).rstrip(".,;:-–/#")
    value = _PREPOSITION.sub("", value)
    while value.endswith((")", "]")) and value.count("(") < value.count(")"):
        value = value[:-1]
    return value + ")" if value.count("(") > value.count(")") else value


def _is_number(value: str) -> bool:
    return any(character.isdigit() for character in value) and not _NOISE.match(value)
