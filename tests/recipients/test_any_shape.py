"""Whatever stands anywhere in a file, the check answers, and what it lets pass can be loaded."""

from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq

from outreach.recipients.check import check_documents
from outreach.recipients.document import Document
from outreach.recipients.load import entry_of
from tests.recipients.conftest import FRANCE

Place = tuple[str | int, ...]
SHAPES = {
    "nothing": None,
    "a number": 7,
    "a truth": True,
    "text": "x",
    "an empty list": CommentedSeq(),
    "an empty mapping": CommentedMap(),
    "a list of nothing": CommentedSeq([None]),
    "a list of lists": CommentedSeq([CommentedSeq()]),
    "an unknown mapping": CommentedMap({"a": 1}),
}
WHOLE = YAML().load(FRANCE)


def places(node: Any, place: Place = ()) -> Iterator[Place]:
    """Every place below a node."""
    within: list[tuple[str | int, Any]] = []
    if isinstance(node, dict):
        within = list(node.items())
    elif isinstance(node, list):
        within = list(enumerate(node))
    for key, value in within:
        yield (*place, key)
        yield from places(value, (*place, key))


@pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES)
def test_the_check_answers(shape: Any) -> None:
    told = 0
    for *above, last in places(WHOLE):
        data = deepcopy(WHOLE)
        node = data
        for key in above:
            node = node[key]
        node[last] = deepcopy(shape)
        if problems := check_documents([Document(Path("fr.yaml"), data)]):
            told += 1
            assert all(problem.line for problem in problems)
        else:
            entry_of(data)
    assert told > 50
