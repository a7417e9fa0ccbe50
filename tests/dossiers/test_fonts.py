"""What a language's fonts are asked for, without what reading them in Python costs."""

import subprocess
import sys

from fontTools.ttLib import TTFont

from outreach.dossiers.fonts import characters_of, mark_font

MEASURED = """
import resource
from outreach.dossiers.fonts import characters_of, mark_font
from outreach.dossiers.watermark import watermark_uri
peak = lambda: resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
mark_font("ja")
before = peak()
for language, word in {"ja": "見本", "ko": "견본", "zh-Hant": "範例"}.items():
    characters_of(language)
    watermark_uri(word, *mark_font(language), right_to_left=False)
print(peak() - before)
"""


def test_large_fonts_are_asked_without_being_loaded() -> None:
    """By fontTools they took more than 100 MB here, and 210 MB of a process that then printed letters."""
    done = subprocess.run([sys.executable, "-c", MEASURED], capture_output=True, text=True, check=True)
    assert int(done.stdout) < 60, done.stdout


def test_the_characters_are_those_of_the_faces() -> None:
    file, number = mark_font("he")
    with TTFont(str(file), fontNumber=number, lazy=True) as font:
        assert set(font.getBestCmap()) <= characters_of("he")
    assert ord("א") in characters_of("he")
    assert ord("王") not in characters_of("he")
    assert ord("王") in characters_of("ja")
