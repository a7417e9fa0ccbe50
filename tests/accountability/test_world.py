"""The map of the world: every government is on it, and nothing on it is taken for markup."""

import re
from xml.etree import ElementTree

import pytest

from outreach.accountability.reach import BY_RUNG, Reach, reach_map, reach_of
from outreach.accountability.world import ATLAS, BEYOND, HEIGHT, SEATS, WIDTH, shapes_of
from outreach.delivery.status import LADDER, Rung
from tests.world import ROOT

GOVERNMENTS = sorted(path.stem.upper() for path in (ROOT / "recipients").glob("??.yaml"))


@pytest.mark.parametrize("code", GOVERNMENTS)
def test_every_government_can_be_seen_and_followed(code: str) -> None:
    drawn = ElementTree.fromstring(
        reach_map({code: ("A & B", Reach.SENT)}, link="/g/{code}", title='"<World>"').svg
    )
    links = drawn.findall("a")
    assert links, "neither a shape nor a seat"
    assert {link.get("href") for link in links} == {f"/g/{code}"}
    assert all(link.get("aria-label") == "A & B: sent" for link in links)
    assert all(link.get("class") == "sent" for link in links)


def test_shapes_lie_where_the_world_is() -> None:
    middles = {shape.code: shape.middle for shape in shapes_of(ATLAS)}
    west_to_east = ["US", "GB", "DE", "IL", "IN", "TW", "JP", "NZ"]
    assert sorted(west_to_east, key=lambda code: middles[code][0]) == west_to_east
    north_to_south = ["CA", "GB", "IT", "IN", "AU", "NZ"]
    assert sorted(north_to_south, key=lambda code: middles[code][1]) == north_to_south
    assert abs(middles["GB"][0] - WIDTH / 2) < 10, "Greenwich is in the middle"
    assert "EU" not in middles
    assert "EU" in SEATS


def test_no_shape_leaves_the_drawing_or_crosses_it() -> None:
    for shape in shapes_of(ATLAS):
        for ring in re.findall(r"M(\d+) (-?\d+)l([^z]*)z", shape.path):
            x, y = int(ring[0]), int(ring[1])
            steps = [int(step) for step in ring[2].split()]
            assert max(abs(step) for step in steps) < 80, f"{shape.code}: a line across the map"
            for dx, dy in zip(steps[::2], steps[1::2], strict=True):
                x, y = x + dx, y + dy
                assert 0 <= x <= WIDTH + BEYOND, shape.code
                assert -1 <= y <= HEIGHT, shape.code


def test_every_rung_has_its_place_and_higher_rungs_are_never_lower() -> None:
    order = list(Reach)
    places = [order.index(reach_of([rung])) for rung in LADDER if rung is not Rung.HANDED_OVER]
    assert set(BY_RUNG) == set(LADDER)
    assert places == sorted(places)
    assert reach_of([]) is Reach.ASKED
    assert reach_of([Rung.RELAY_ACCEPTED, Rung.ANSWERED, Rung.AUTO_ACKNOWLEDGED]) is Reach.ANSWERED
