"""Mail programs of the third set: mostly such as quote nothing, where only the office's words tell who wrote."""

from pathlib import Path

from tests.replies.unseen.box import Letter
from tests.replies.unseen.clients_a import (
    Client,
    Dressed,
    fresh,
    gmail,
    outlook_plain,
    request_tracker,
    thunderbird,
)
from tests.replies.unseen.clients_b import mailing

FOLDER = Path(__file__).with_name("c")


def nothing_quoted(text: str, letter: Letter, language: str) -> Dressed:
    """A person who deletes what the program would quote."""
    del letter, language
    return Dressed({"X-Mailer": "eM Client/10.1"}, f"{text}\n", None, False)


def comment(text: str, letter: Letter, language: str) -> Dressed:
    """A person's comment in a ticket system that tells no history."""
    del letter, language
    headers = {"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All", "X-Mailer": "Zendesk Mailer"}
    return Dressed(headers, f"##- Please type your reply above this line -##\n\n{text}\n", None, False)


CLIENTS: tuple[Client, ...] = (
    nothing_quoted, fresh, outlook_plain, comment, mailing, gmail, request_tracker, thunderbird
)  # fmt: skip
