"""Which language a text is in: by script, then by its small words; lingua decides what they leave open."""

import re
from functools import cache

from lingua import Language, LanguageDetector, LanguageDetectorBuilder

from outreach.replies.phrases import sections

_SCRIPTS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("ja", re.compile(r"[\u3041-\u30ff]")),
    ("ko", re.compile(r"[\uac00-\ud7af]")),
    ("hi", re.compile(r"[\u0900-\u097f]")),
    ("he", re.compile(r"[\u0590-\u05ff]")),
    ("zh", re.compile(r"[\u4e00-\u9fff]")),
    ("ar", re.compile(r"[\u0600-\u06ff]")),
    ("el", re.compile(r"[\u0370-\u03ff]")),
    ("th", re.compile(r"[\u0e00-\u0e7f]")),
)
_WORDS = {code: frozenset(" ".join(lines).split()) for code, lines in sections("languages").items()}
_WORD = re.compile(r"[^\W\d_]+")
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f]")
_CYRILLIC = re.compile(r"[\u0400-\u04ff]")
_ADDRESSES = re.compile(r"[\w.+-]*@[\w.-]+|https?://[\w./?=&%#-]+", re.ASCII)
_NOT_WORDS = re.compile(r"\S*\d\S*|\b[A-Z]{2,}\b")
_LINGUA = (
    *("ENGLISH", "FRENCH", "GERMAN", "ITALIAN", "SPANISH", "PORTUGUESE", "DUTCH", "SWEDISH", "DANISH", "BOKMAL"),
    *("FINNISH", "POLISH", "CZECH", "ROMANIAN", "HUNGARIAN", "TURKISH", "RUSSIAN", "UKRAINIAN"),
)
_SAMPLE = 2_000
_ENOUGH = 12


def find_language(text: str) -> str | None:
    """ISO 639-1 code, or None when there is too little text to tell."""
    sample = _ADDRESSES.sub(" ", text[:_SAMPLE])
    by_script = _by_script(sample, _count_letters(sample))
    # In scripts without blanks a digit would take a whole sentence with it: only the others are cleaned of codes.
    sample = _NOT_WORDS.sub(" ", sample)
    if by_script or _count_letters(sample) < _ENOUGH:
        return by_script
    return _by_small_words(sample) or _by_lingua(sample)


def _count_letters(sample: str) -> int:
    return len(_LATIN.findall(sample)) + len(_CYRILLIC.findall(sample))


def _by_script(sample: str, letters: int) -> str | None:
    """One character of these scripts is a syllable or a word: it weighs more than a Latin letter."""
    counts = {code: len(pattern.findall(sample)) for code, pattern in _SCRIPTS}
    heaviest = max(counts, key=lambda code: counts[code])
    if heaviest == "zh" and counts["ja"] * 12 > counts["zh"]:
        heaviest = "ja"
    total = counts[heaviest] + (counts["zh"] if heaviest == "ja" else 0)
    return heaviest if total >= 4 and total * 3 > letters else None


def _by_small_words(sample: str) -> str | None:
    """The language with the most small words, when it leads clearly."""
    words = [match[0].lower() for match in _WORD.finditer(sample)]
    scores = sorted(((sum(word in known for word in words), code) for code, known in _WORDS.items()), reverse=True)
    (best, code), (second, _) = scores[0], scores[1]
    return code if best >= 4 and best >= second * 1.5 and best * 8 >= len(words) else None


def _by_lingua(sample: str) -> str | None:
    detected = _detector().detect_language_of(sample)
    return detected.iso_code_639_1.name.lower() if detected else None


@cache
def _detector() -> LanguageDetector:
    """Built once a process, when first needed: its models take longer to load than a mail to read."""
    chosen = [getattr(Language, name) for name in _LINGUA]
    return LanguageDetectorBuilder.from_languages(*chosen).with_low_accuracy_mode().build()
