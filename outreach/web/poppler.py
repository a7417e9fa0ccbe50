"""Pages of a PDF as pictures and its words as text, by poppler's programs, each in a process of its own."""

import subprocess

from outreach.errors import Unavailable

SECONDS = 30
DPI = 80
"""A page of A4 is 661 by 935 pixels: legible, and about 60 kB."""


def picture_of(pdf: bytes, *, page: int) -> bytes:
    """One page, counted from 1, as PNG.

    Raises:
        Unavailable: poppler is not installed, or did not finish in time.
    """
    return _run("pdftoppm", "-png", "-r", str(DPI), "-f", str(page), "-l", str(page), "-", given=pdf)


def text_of(pdf: bytes) -> str:
    """The words in reading order; pages end with a form feed. Errors as in `picture_of`."""
    return _run("pdftotext", "-enc", "UTF-8", "-", "-", given=pdf).decode("utf-8", "replace")


def _run(*command: str, given: bytes) -> bytes:
    try:
        done = subprocess.run(command, input=given, capture_output=True, timeout=SECONDS, check=True)
    except FileNotFoundError as error:
        raise Unavailable(
            f"{command[0]} is missing: install poppler-utils; the PDF itself can be opened."
        ) from error
    except subprocess.TimeoutExpired as error:
        raise Unavailable(f"{command[0]} took more than {SECONDS} seconds: open the PDF itself.") from error
    except subprocess.CalledProcessError as error:
        reason = " ".join(error.stderr.decode("utf-8", "replace").split())[:200]
        raise Unavailable(f"{command[0]} cannot read this PDF ({reason}): open the PDF itself.") from error
    return done.stdout
