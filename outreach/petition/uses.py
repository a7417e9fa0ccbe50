"""Which phrases the templates speak and what they fill in, read from the templates' own syntax (Jinja2)."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from jinja2 import Environment, TemplateSyntaxError, nodes

from outreach.errors import Problem

SPEAKERS = frozenset({"t", "tn", "tl"})
"""The functions by which a template says a phrase, one that depends on a number, and a list of them."""
IN_CODE = {
    "marks.": frozenset[str](),
    "marks.seal": frozenset[str](),
    "letter.page": frozenset[str](),
    "letter.footing.": frozenset[str](),
    "letter.clock.": frozenset[str](),
    "dossier.page": frozenset[str](),
    "dossier.council_of_europe": frozenset[str](),
    "dossier.chart_item": frozenset({"country", "count"}),
    "dossier.chart_text": frozenset({"items"}),
    "letter.since.written": frozenset({"date", "reference"}),
    "letter.since.counts": frozenset({"before", "now"}),
    "letter.since.nothing": frozenset({"date"}),
    "letter.since.acknowledged": frozenset({"date"}),
    "letter.since.answered": frozenset({"date"}),
    "dossier.since.answer": frozenset({"date"}),
    "dossier.since.position": frozenset({"number", "position"}),
    "dossier.since.positions.": frozenset[str](),
    "dossier.row_total": frozenset[str](),
    "mail.subject": frozenset({"reference"}),
    "handover.subject": frozenset({"reference"}),
}
"""Phrases that the dossiers' code says itself; a key with a dot at its end is the beginning of several."""


@dataclass(frozen=True, slots=True)
class Use:
    """One place where a phrase is said. `names` are what it is given; `line` is None where code says it."""

    key: str
    names: frozenset[str]
    file: Path
    line: int | None

    def covers(self, key: str) -> bool:
        """Whether the phrase with this dotted key is said here."""
        return key == self.key or (self.key.endswith(".") and key.startswith(self.key))


@dataclass(frozen=True, slots=True)
class Uses:
    """What all templates of a folder say; `problems` are the templates that are no Jinja2."""

    found: tuple[Use, ...]
    problems: tuple[Problem, ...]

    def of(self, key: str) -> list[Use]:
        """The places where a phrase is said."""
        return [use for use in self.found if use.covers(key)]


def read_uses(directory: Path) -> Uses:
    """Read every template (`*.j2`) of a folder; nothing is rendered."""
    found = [Use(key, names, directory, None) for key, names in IN_CODE.items()]
    problems = []
    for file in sorted(directory.glob("*.j2")):
        try:
            found += _uses(file)
        except (OSError, UnicodeDecodeError) as error:
            problems.append(Problem(f"This template cannot be read as UTF-8 text: {error}.", file))
        except TemplateSyntaxError as error:
            problems.append(syntax_problem(error, file))
    return Uses(tuple(found), tuple(problems))


def syntax_problem(error: TemplateSyntaxError, file: Path) -> Problem:
    """A template that is no Jinja2, as one sentence."""
    message = (error.message or "it cannot be read").rstrip(".")
    return Problem(f"The template has a syntax error: {message}.", file, error.lineno)


def _uses(file: Path) -> Iterator[Use]:
    tree = Environment(autoescape=True).parse(file.read_text(encoding="utf-8"))
    for call in tree.find_all(nodes.Call):
        if _name(call.node) in SPEAKERS and call.args:
            key = _key(call.args[0])
            if key:
                yield Use(key, frozenset(pair.key for pair in call.kwargs), file, call.lineno)


def _name(node: nodes.Expr) -> str:
    """`t` of `t(…)` and of `part.t(…)`."""
    if isinstance(node, nodes.Getattr):
        return node.attr
    return node.name if isinstance(node, nodes.Name) else ""


def _key(node: nodes.Expr) -> str:
    """The key, or how it begins where the template puts it together: `"dossier.steps." ~ demand.id`."""
    if isinstance(node, nodes.Const):
        return str(node.value)
    if isinstance(node, nodes.Concat | nodes.Add):
        first = node.nodes[0] if isinstance(node, nodes.Concat) else node.left
        key = _key(first)
        return key if key.endswith(".") else ""
    return ""
