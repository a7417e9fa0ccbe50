"""What is to be translated: a method for Babel that finds the sentences and labels in Python, f-strings too.

`pybabel extract` runs it beside Jinja's for the templates (`make messages`). An f-string becomes a template:
`f"Round {one.id} is over."` is `Round {one_id} is over.` Labels are the texts in constants that `LABELS` names, in
calls that `SAID` names, and the members of vocabularies.
"""

import ast
import re
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Any, BinaryIO

from outreach.interface.sentences import is_sentence, on_desk

LABELS = frozenset({"WORDS", "MENU", "LABELS"})
SAID = frozenset({"gettext", "ngettext", "Finding"})
"""Calls whose texts are shown as they are."""
UNSEEN = frozenset({"cli", "migrations"})
"""Rooms whose words are never on the desk: the command line speaks English."""
PACKAGE = Path(__file__).parent.parent
Found = Iterator[tuple[int, str]]


def python_messages(
    fileobj: BinaryIO, keywords: Collection[str], comment_tags: Collection[str], options: Mapping[str, Any]
) -> Iterator[tuple[int, None, str, list[str]]]:
    """Babel's extraction method: line, no function, message, no comments."""
    for line, message in messages_of(fileobj.read().decode()):
        yield line, None, message, []


def package_messages() -> list[str]:
    """All of them in the package, each once."""
    files = (path for path in sorted(PACKAGE.rglob("*.py")) if path.relative_to(PACKAGE).parts[0] not in UNSEEN)
    found = (message for path in files for _line, message in messages_of(path.read_text(encoding="utf-8")))
    return list(dict.fromkeys(found))


def messages_of(source: str) -> Found:
    """The sentences, labels and members of vocabularies of one file, with their lines."""
    tree = ast.parse(source)
    docstrings = {id(text) for text in _docstrings(tree)}
    yield from _sentences(tree, docstrings)
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign | ast.AnnAssign) and _names(node) & LABELS and node.value is not None:
            yield from _texts(node.value)
        elif isinstance(node, ast.Call) and _called(node) in SAID:
            yield from _texts_of(node)
        elif isinstance(node, ast.ClassDef) and any(ast.unparse(base) == "StrEnum" for base in node.bases):
            yield from _members(node)


def template_of(node: ast.expr) -> str | None:
    """The template of a literal, an f-string, or a sum of them; None for anything else."""
    parts, fields = _parts(node), dict[str, str]()
    if parts is None or not any(isinstance(part, str) for part in parts):
        return None
    return "".join(part if isinstance(part, str) else _field(part, fields) for part in parts)


def _sentences(tree: ast.AST, skipped: Collection[int]) -> Found:
    """Depth first, and not into what was taken as one."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.expr) and id(node) not in skipped:
            template = template_of(node)
            if template is not None and is_sentence(template):
                yield node.lineno, on_desk(template)
                continue
        yield from _sentences(node, skipped)


def _parts(node: ast.expr) -> list[str | ast.expr] | None:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return [node.value]
    if isinstance(node, ast.JoinedStr):
        values = [value.value if isinstance(value, ast.FormattedValue) else value for value in node.values]
        return [v.value if isinstance(v, ast.Constant) and isinstance(v.value, str) else v for v in values]
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        left, right = _parts(node.left), _parts(node.right)
        return None if left is None and right is None else [*(left or [node.left]), *(right or [node.right])]
    return None


def _field(node: ast.expr, fields: dict[str, str]) -> str:
    """A name for a value: that of its expression; another expression of the same name gets a number."""
    source = ast.unparse(node)
    name = re.sub(r"\W+", "_", source).strip("_")[:40].strip("_") or "value"
    name = f"v_{name}" if name[0].isdigit() else name
    while fields.setdefault(name, source) != source:
        name += "_2"
    return f"{{{name}}}"


def _docstrings(tree: ast.AST) -> Iterator[ast.expr]:
    """Texts that stand by themselves: they are for readers of the code."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            yield node.value


def _names(node: ast.Assign | ast.AnnAssign) -> set[str]:
    targets = node.targets if isinstance(node, ast.Assign) else [node.target]
    return {target.id for target in targets if isinstance(target, ast.Name)}


def _texts(node: ast.expr) -> Found:
    for one in ast.walk(node):
        if isinstance(one, ast.Constant) and isinstance(one.value, str) and _is_label(one.value):
            yield one.lineno, one.value


def _called(node: ast.Call) -> str:
    return node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")


def _texts_of(node: ast.Call) -> Found:
    for argument in (*node.args, *(keyword.value for keyword in node.keywords)):
        template = template_of(argument)
        if template is not None and _is_label(template):
            yield argument.lineno, on_desk(template)


def _is_label(text: str) -> bool:
    return bool(re.search(r"[^\W\d_]", text)) and not text.startswith("/") and not is_sentence(text)


def _members(node: ast.ClassDef) -> Found:
    for member in node.body:
        if isinstance(member, ast.Assign) and isinstance(member.value, ast.Constant):
            yield member.lineno, str(member.value.value).replace("_", " ")
