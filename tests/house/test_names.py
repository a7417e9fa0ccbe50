"""Names, sizes and vocabularies that keep the house readable."""

import ast

import pytest

from tests.house.code import Module, modules

NAMES_OF_NOTHING = {"utils", "util", "helpers", "helper", "common", "manager", "managers", "base", "misc", "tools"}
MOST_LINES = 200
LONGER: dict[str, str] = {}
"""Files that may have up to 300 lines, with the reason."""


def test_no_file_or_folder_has_a_name_of_nothing() -> None:
    wrong = [m.path for m in modules() if NAMES_OF_NOTHING & set(m.path.removesuffix(".py").split("/"))]
    assert wrong == []


def test_files_stay_short() -> None:
    lines = {module.path: len(module.text.splitlines()) for module in modules()}
    wrong = {path: n for path, n in lines.items() if n > (300 if path in LONGER else MOST_LINES)}
    assert wrong == {}
    assert [path for path in LONGER if lines.get(path, 0) <= MOST_LINES] == [], "no longer needed"


def test_every_file_says_what_it_is() -> None:
    wrong = [m.path for m in modules() if m.text.strip() and not ast.get_docstring(m.tree)]
    assert wrong == []


def vocabularies() -> list[tuple[Module, ast.ClassDef]]:
    return [
        (module, node)
        for module in modules()
        if "StrEnum" in module.text
        for node in ast.walk(module.tree)
        if isinstance(node, ast.ClassDef) and any(ast.unparse(base) == "StrEnum" for base in node.bases)
    ]


@pytest.mark.parametrize(("module", "node"), [pytest.param(*v, id=v[1].name) for v in vocabularies()])
def test_every_member_of_a_vocabulary_has_a_sentence(module: Module, node: ast.ClassDef) -> None:
    assert ast.get_docstring(node), f"{module.path}: {node.name} says what it is"
    body = node.body
    for member, after in zip(body, [*body[1:], None], strict=True):
        if isinstance(member, ast.Assign):
            told = isinstance(after, ast.Expr) and isinstance(after.value, ast.Constant)
            assert told, f"{module.path}:{member.lineno}: {ast.unparse(member.targets[0])} has no sentence"


def test_verbs_take_who_acts_and_when_by_name() -> None:
    wrong = [
        f"{module.path}:{node.lineno} {node.name}({arg.arg})"
        for module in modules()
        for node in module.tree.body
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")
        for arg in node.args.args
        if arg.arg in {"actor", "now"} and len(node.args.args) > 2
    ]
    assert wrong == []
