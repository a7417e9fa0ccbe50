"""The project's own labelled notes and answers (`automatic.yaml`), as raw mail."""

from collections.abc import Iterator
from dataclasses import dataclass
from email.header import Header
from pathlib import Path

import yaml

from outreach.replies.status import ReplyKind

FILE = Path(__file__).with_name("automatic.yaml")


@dataclass(frozen=True, slots=True)
class Labelled:
    """One mail, and what a person says that it is. `number` is empty where the note has none."""

    name: str
    raw: bytes
    kind: ReplyKind
    language: str
    number: str


def labelled() -> Iterator[Labelled]:
    """All of them, in the file's order."""
    for number, item in enumerate(yaml.safe_load(FILE.read_text("utf-8"))):
        subject = Header(item["subject"], "utf-8").encode()
        head = ["From: Office <office@ministry.example>", "To: answers@replies.example", f"Subject: {subject}"]
        head += [item["headers"]] if item["headers"] else []
        head += [f"Message-ID: <{number}@ministry.example>", "Content-Type: text/plain; charset=utf-8"]
        raw = ("\n".join(head) + f"\n\n{item['body']}\n").encode()
        kind = ReplyKind(item["kind"])
        yield Labelled(f"{number}-{item['language']}-{kind}", raw, kind, item["language"], item.get("number", ""))
