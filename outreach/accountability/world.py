"""A map of the world as SVG: governments by how far their offices have come.

Shapes: world-atlas 2.0.2 (Natural Earth 1:110m, public domain), TopoJSON. Projection: Equal Earth, which keeps
areas (Šavrič, Patterson and Jenny 2018, https://doi.org/10.1080/13658816.2018.1504949).
"""

import json
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from itertools import pairwise
from pathlib import Path
from typing import Any

import pycountry

ATLAS = Path(__file__).parent / "world_atlas" / "countries-110m.json"
WIDTH, HEIGHT = 1000, 436
"""Units of the drawing, from the date line to itself, without Antarctica."""
BEYOND = 25
"""Units to the right of the date line, for the end of Siberia and for Fiji."""
NOT_DRAWN = "010"
"""ISO 3166-1 numeric: Antarctica."""
SMALL = 15
"""A country that is narrower and lower than this gets a dot, to be seen and hit."""
SEATS = {"EU": (4.35, 50.85)}
"""Longitude and latitude of what has no shape of its own: the Union's institutions in Brussels."""

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Mark:
    """How one government is drawn: a class of the style sheet, a text alternative, and where a click leads."""

    kind: str
    title: str
    href: str


@dataclass(frozen=True, slots=True)
class Shape:
    """A country's outline as SVG path data, and the middle and size of its largest part."""

    code: str
    path: str
    middle: Point
    size: float


def world_map(marks: Mapping[str, Mark], *, title: str) -> str:
    """The map as an `svg` element. `marks` by country code; countries without one are land, one path for all."""
    shapes = shapes_of(ATLAS)
    land = "".join(shape.path for shape in shapes if shape.code not in marks)
    drawn = [_outline(shape, marks[shape.code]) for shape in shapes if shape.code in marks]
    seats = {shape.code: shape.middle for shape in shapes if shape.size < SMALL}
    seats |= {code: _placed(*seat) for code, seat in SEATS.items()}
    dots = [_dot(seats[code], mark) for code, mark in marks.items() if code in seats]
    return (
        f'<svg class="world" viewBox="0 0 {WIDTH + BEYOND} {HEIGHT}" role="group" aria-label="{escape(title)}">'
        f'<path class="land" d="{land}"/>{"".join(drawn + dots)}</svg>'
    )


def _outline(shape: Shape, mark: Mark) -> str:
    return _link(mark, f'<path d="{shape.path}"/>')


def _dot(seat: Point, mark: Mark) -> str:
    return _link(mark, f'<circle cx="{seat[0]:.0f}" cy="{seat[1]:.0f}" r="6"/>')


def _link(mark: Mark, drawing: str) -> str:
    """`aria-label`, because browsers show a `title` of SVG but not all read it out for a link."""
    title = escape(mark.title)
    return (
        f'<a class="{escape(mark.kind)}" href="{escape(mark.href)}" aria-label="{title}">'
        f"<title>{title}</title>{drawing}</a>"
    )


@lru_cache(maxsize=1)
def shapes_of(atlas: Path) -> tuple[Shape, ...]:
    """The outlines of all countries of a TopoJSON file whose ids are ISO 3166-1 numeric codes."""
    topology = json.loads(atlas.read_bytes())
    arcs = [list(_decoded(arc, topology["transform"])) for arc in topology["arcs"]]
    countries = topology["objects"]["countries"]["geometries"]
    return tuple(_shape(country, arcs) for country in countries if country.get("id") != NOT_DRAWN)


def _decoded(arc: Sequence[Sequence[int]], transform: Mapping[str, Any]) -> Iterator[Point]:
    """Longitudes and latitudes. TopoJSON 1.0 §2.1.2: positions are integer steps from the one before."""
    (kx, ky), (dx, dy) = transform["scale"], transform["translate"]
    x = y = 0
    for step_x, step_y in arc:
        x, y = x + step_x, y + step_y
        yield x * kx + dx, y * ky + dy


def _placed(longitude: float, latitude: float) -> Point:
    """Equal Earth, in units of the drawing."""
    t = math.asin(math.sqrt(3) / 2 * math.sin(math.radians(latitude)))
    a1, a2, a3, a4 = 1.340264, -0.081106, 0.000893, 0.003796
    slope = 9 * a4 * t**8 + 7 * a3 * t**6 + 3 * a2 * t**2 + a1
    x = 2 * math.sqrt(3) * math.radians(longitude) * math.cos(t) / (3 * slope)
    y = a4 * t**9 + a3 * t**7 + a2 * t**3 + a1 * t
    unit = WIDTH / (2 * 2.7066)  # the equator's half length
    return WIDTH / 2 + x * unit, 1.3173 * unit - y * unit  # the north pole is the upper edge


def _shape(country: Mapping[str, Any], arcs: Sequence[Sequence[Point]]) -> Shape:
    found = pycountry.countries.get(numeric=country.get("id", ""))
    polygons = [country["arcs"]] if country["type"] == "Polygon" else country["arcs"]
    rings = [_ring(ring, arcs) for polygon in polygons for ring in polygon]
    corners = max((_corners(ring) for ring in rings), key=lambda box: (box[2] - box[0]) * (box[3] - box[1]))
    left, top, right, bottom = corners
    path = "".join(_path(ring) for ring in rings)
    middle = ((left + right) / 2, (top + bottom) / 2)
    return Shape(found.alpha_2 if found else "", path, middle, max(right - left, bottom - top))


def _ring(ring: Sequence[int], arcs: Sequence[Sequence[Point]]) -> list[Point]:
    """Arcs put together and placed; a negative index is an arc read backwards, and ends are shared."""
    points: list[Point] = []
    for index in ring:
        arc = arcs[index] if index >= 0 else arcs[~index][::-1]
        points.extend(arc[1:] if points else arc)
    return [_placed(*point) for point in _unbroken(points)]


def _unbroken(points: Sequence[Point]) -> Iterator[Point]:
    """A ring over the date line goes on beyond 180° east, where the file jumps to the other side."""
    crosses = any(abs(x - before) > 180 for (before, _), (x, _) in pairwise(points))
    for x, y in points:
        yield (x + 360 if crosses and x < 0 else x), y


def _corners(ring: Sequence[Point]) -> tuple[float, float, float, float]:
    xs, ys = [x for x, _ in ring], [y for _, y in ring]
    return min(xs), min(ys), max(xs), max(ys)


def _path(ring: Sequence[Point]) -> str:
    """Whole units, as steps: half the size of decimals, and the eye sees no difference."""
    rounded = [(round(x), round(y)) for x, y in ring]
    x, y = rounded[0]
    steps = [f"M{x} {y}l"]
    for later_x, later_y in rounded[1:]:
        if (later_x, later_y) != (x, y):
            steps.append(f"{later_x - x} {later_y - y} ")
        x, y = later_x, later_y
    return "".join(steps).rstrip() + "z" if len(steps) > 2 else ""
