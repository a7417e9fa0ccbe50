"""Files of members, read as an import reads them."""

from datetime import date
from pathlib import Path

from hypothesis import strategies as st

from outreach.recipients.member import Reading
from outreach.recipients.members_csv import read_members_csv
from outreach.recipients.read_members import MembersFile, MembersFormat, read_members
from outreach.recipients.status import Chamber

FILES = Path(__file__).parent / "members"

TODAY = date(2026, 11, 24)

ANY_FILE = Path("members")

ANYTHING = st.text(max_size=400)

WORDS = st.text(st.characters(exclude_categories=["C", "Z"], exclude_characters="{}<>#"), min_size=1, max_size=20)

DAYS = st.dates(date(1900, 1, 1), TODAY)


def read(name: str, chamber: Chamber | None = None) -> Reading:
    kind = {".yaml": MembersFormat.CONGRESS, ".csv": MembersFormat.CSV, ".json": MembersFormat.POPOLO}
    file = MembersFile(FILES / name, kind[Path(name).suffix], chamber)
    return read_members(file, on=TODAY)[0]


def csv(text: str, **columns: str) -> Reading:
    return read_members_csv(text, file=ANY_FILE, columns=columns, chamber=Chamber.LOWER)


def reasons(reading: Reading) -> list[str]:
    return [str(one) for one in reading.refusals]
