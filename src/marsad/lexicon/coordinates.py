"""Where places are: WGS 84 coordinates by id of the knowledge base, of GeoNames, for populated places only."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from marsad.lexicon.loader import data_files


class Point(NamedTuple):
    """Latitude and longitude in degrees, and the id in GeoNames."""

    lat: float
    lon: float
    geonames: int


def point(ident: str) -> Point | None:
    """The coordinates of a place by its id or its id in Wikidata; None for countries, regions and what is not known."""
    return _load().get(ident)


@cache
def _load() -> dict[str, Point]:
    out: dict[str, Point] = {}
    for path in data_files("knowledge/places/coordinates.tsv"):
        for line in path.read_text("utf-8").splitlines():
            if not line.startswith("#"):
                ident, wikidata, lat, lon, number = line.split("\t")
                out[ident] = Point(float(lat), float(lon), int(number))
                if wikidata:
                    out[wikidata] = out[ident]
    return out
