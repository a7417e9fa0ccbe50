"""What a parcel holds for a person who fills in a form or goes a formal way: limits, texts and steps. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from outreach.recipients.form_limits import FormLimits
from outreach.rounds.routes import Way


@dataclass(frozen=True, slots=True)
class ManifestLimits:
    """What a web form takes, without who said so: a better source asks for no new review."""

    characters: int | None
    words: int | None
    files: bool | None

    @property
    def form(self) -> FormLimits:
        """The same, to be measured with."""
        return FormLimits(self.characters, self.words, self.files)


def manifest_limits(limits: FormLimits | None) -> ManifestLimits | None:
    """The limits as a parcel pins them."""
    return None if limits is None else ManifestLimits(limits.characters, limits.words, limits.files)


@dataclass(frozen=True, slots=True)
class ManifestText:
    """A petition text in one language, as it is entered or printed; `words` is counted strictly."""

    language: str
    text: str
    words: int
    label: str
    is_reviewed: bool


@dataclass(frozen=True, slots=True)
class ManifestRoute:
    """One formal way to the office. `reason` says why a person has to do it; empty when the letter is enough."""

    id: str
    body: str
    form: str
    limits: str
    made: str
    reason: str
    steps: tuple[str, ...]
    basis: str
    source: str
    texts: tuple[ManifestText, ...]


def manifest_routes(ways: Sequence[Way]) -> tuple[ManifestRoute, ...]:
    """The ways as a parcel pins them."""
    return tuple(
        ManifestRoute(
            id=way.route.id,
            body=way.route.body,
            form=way.route.form,
            limits=way.limits,
            made=way.made,
            reason=way.reason,
            steps=way.route.steps,
            basis=way.route.basis,
            source=way.route.source,
            texts=tuple(
                ManifestText(one.language, one.whole, one.words, one.label, one.is_reviewed) for one in way.texts
            ),
        )
        for way in ways
    )


def route_data(route: ManifestRoute) -> dict[str, Any]:
    """A route as plain data: lists, no tuples."""
    data = asdict(route)
    return {**data, "steps": list(route.steps), "texts": [asdict(one) for one in route.texts]}


def route_from(data: Mapping[str, Any]) -> ManifestRoute:
    """Read back what `route_data` gave."""
    texts = tuple(ManifestText(**one) for one in data["texts"])
    return ManifestRoute(**{**data, "steps": tuple(data["steps"]), "texts": texts})
