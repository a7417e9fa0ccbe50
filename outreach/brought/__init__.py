"""What people write, as an installed package brings it: the wheel has `letter_templates` and `recipients` here."""

from pathlib import Path


def folder(name: str) -> Path:
    """The folder `name` of the working directory; where there is none, the one that the package brought."""
    brought = Path(__file__).parent / name
    return Path(name) if Path(name).exists() or not brought.exists() else brought
