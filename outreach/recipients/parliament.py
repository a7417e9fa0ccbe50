"""Reads `recipients/parliaments/<country>.yaml`: the houses, how their members are addressed, and the regions."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from outreach.errors import BadInput, Problem
from outreach.recipients.check_office import CONFIDENCE_KEYS, check_forms, check_texts
from outreach.recipients.document import SUFFIX, Document, read_mapping
from outreach.recipients.forms import PARTS
from outreach.recipients.region import Region
from outreach.recipients.status import LANGUAGES, Chamber, Confidence, HolderForm, OfficeRole
from outreach.recipients.values import Forms, FormText

FOLDER = "parliaments"
SCHEMA = "outreach-parliament/1"
CHAMBER_KEYS = ("id", "slug", "role", "seat", "name", "names", "names_at_large", *PARTS, "confidence", "notes")
SEAT_PARTS = ("region", "district", "seat", "name")
"""What a seat's key may be made of, in braces."""


@dataclass(frozen=True, slots=True)
class House:
    """One chamber. `seat` is the pattern of a seat's key, `names` and `names_at_large` of its name by language."""

    chamber: Chamber
    slug: str
    role: OfficeRole
    seat: str
    name: str
    names: Mapping[str, str]
    names_at_large: Mapping[str, str]
    forms: Forms
    confidence: Mapping[str, str]
    notes: str

    @property
    def seat_needs(self) -> tuple[str, ...]:
        """What a row must say so that its seat is known."""
        return tuple(part for part in SEAT_PARTS if f"{{{part}}}" in self.seat)


@dataclass(frozen=True, slots=True)
class Parliament:
    """A government's parliament; `regions` are those that its members speak for."""

    government: str
    houses: tuple[House, ...]
    regions: tuple[Region, ...]

    def house(self, chamber: Chamber) -> House | None:
        return next((house for house in self.houses if house.chamber is chamber), None)

    def find_region(self, name: str) -> Region | None:
        """The region that is written so: only by its code, its names and what the file lists beside them."""
        return next((region for region in self.regions if region.is_called(name)), None) if name.strip() else None


def load_parliament(directory: Path, government: str) -> Parliament:
    """The parliament of a government, from the recipients folder `directory`.

    Raises:
        BadInput: there is no such file, or it has problems: all of them.
    """
    path = directory / FOLDER / f"{government.lower()}{SUFFIX}"
    if not path.is_file():
        raise BadInput(
            f"{path} is missing: it says how members of {government} are addressed and what its regions are "
            "called. Copy another country's file there and change it."
        )
    document = Document(path, read_mapping(path))
    _check(document)
    if document.problems:
        raise BadInput(str(document.problems[0]), problems=document.problems)
    return _parliament(document.data)


def check_parliaments(directory: Path) -> list[Problem]:
    """Every problem of every file of parliaments under the recipients folder; none where there are no files."""
    problems: list[Problem] = []
    for path in sorted((directory / FOLDER).glob(f"*{SUFFIX}")):
        try:
            document = Document(path, read_mapping(path))
        except BadInput as error:
            problems += error.problems
            continue
        _check(document)
        problems += document.problems
    return problems


def _check(document: Document) -> None:
    data = document.data
    document.keys(data, needed=("schema", "government", "facts_as_of", "chambers", "regions"))
    document.word(data, "schema", (SCHEMA,))
    code = document.text(data, "government")
    if document.path.stem != code.lower():
        document.say(data, "government", f"the file of {code} must be {code.lower()}{SUFFIX}.")
    houses = document.items(data, "chambers", at_least=1)
    for index, _ in enumerate(houses):
        if (house := document.mapping(houses, index)) is not None:
            _check_house(document, house)
    regions = document.items(data, "regions")
    for index, _ in enumerate(regions):
        if (region := document.mapping(regions, index)) is not None:
            _check_region(document, region, code)
    if not document.problems:
        _check_doubles(document)


def _check_house(document: Document, house: Any) -> None:
    document.keys(house, needed=CHAMBER_KEYS)
    document.word(house, "id", Chamber)
    document.word(house, "role", tuple(role for role in OfficeRole if role.startswith("member")))
    for key in ("slug", "seat", "name"):
        document.text(house, key)
    document.text(house, "notes", may_be_empty=True)
    names = document.mapping(house, "names")
    spoken = [str(language) for language in names or ()]
    for language in spoken:
        if language not in LANGUAGES:
            document.say(names, language, f"unknown language {language!r}; it is one of {', '.join(LANGUAGES)}.")
    if names is not None:
        check_texts(document, house, "names", spoken)
    document.mapping(house, "names_at_large")
    for part in PARTS:
        check_forms(document, house, part, spoken)
    if (confidence := document.mapping(house, "confidence")) is not None:
        document.keys(confidence, needed=CONFIDENCE_KEYS)
        for key in CONFIDENCE_KEYS:
            document.word(confidence, key, Confidence)


def _check_region(document: Document, region: Any, code: str) -> None:
    document.keys(region, needed=("code", "names", "also", "country"))
    if not document.text(region, "code").startswith(f"{code}-"):
        document.say(region, "code", f"a region of {code} has an ISO 3166-2 code that begins with `{code}-`.")
    if (names := document.mapping(region, "names")) is not None:
        for language in names:
            document.text(names, language)
    also = document.items(region, "also")
    for index, _ in enumerate(also):
        document.text(also, index)
    document.text(region, "country", may_be_empty=True)


def _check_doubles(document: Document) -> None:
    """A way of writing that two regions share would count one's signatures as the other's."""
    regions = [_region(region) for region in document.data["regions"]]
    for index, region in enumerate(regions):
        for name in (region.code, *region.names.values(), *region.also):
            if other := next((one for one in regions[:index] if one.is_called(name)), None):
                document.say(document.data["regions"], index, f"{name!r} is written so for {other.code} as well.")


def _parliament(data: Any) -> Parliament:
    return Parliament(
        government=str(data["government"]),
        houses=tuple(_house(house) for house in data["chambers"]),
        regions=tuple(_region(region) for region in data["regions"]),
    )


def _house(house: Any) -> House:
    return House(
        chamber=Chamber(house["id"]),
        slug=str(house["slug"]),
        role=OfficeRole(house["role"]),
        seat=str(house["seat"]),
        name=str(house["name"]),
        names={str(key): str(text) for key, text in house["names"].items()},
        names_at_large={str(key): str(text) for key, text in house["names_at_large"].items()},
        forms={part: {str(tag): _forms(texts) for tag, texts in house[part].items()} for part in PARTS},
        confidence={str(key): str(text) for key, text in house["confidence"].items()},
        notes=str(house["notes"]),
    )


def _forms(texts: Any) -> tuple[FormText, ...]:
    return tuple(FormText(HolderForm(text["holder"]), str(text["text"])) for text in texts)


def _region(region: Any) -> Region:
    names = {str(key): str(text) for key, text in region["names"].items()}
    return Region(str(region["code"]), names, tuple(map(str, region["also"])), str(region["country"]))
