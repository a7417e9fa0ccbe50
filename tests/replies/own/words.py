"""What offices write, and our letters (`words.yaml`), with each language's words of mail clients."""

from dataclasses import dataclass
from pathlib import Path

import yaml


@dataclass(frozen=True, slots=True)
class Own:
    """`text` is what the writer added, in paragraphs; `labels` are From, Sent, To and Subject."""

    text: str
    labels: tuple[str, str, str, str]
    original: str
    wrote: str


_FILE = yaml.safe_load(Path(__file__).with_name("words.yaml").read_text("utf-8"))
LETTERS: dict[str, str] = _FILE["letters"]
OWN = {
    language: Own(own["text"], tuple(own["labels"]), own["original"], own["wrote"])
    for language, own in _FILE["own"].items()
}
