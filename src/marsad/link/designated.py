"""Descriptions that hold the name itself: "صحيفة «الراصد» المحلية", "ميليشيا «عصائب أهل الحق»", "العاصمة العراقية"."""

from __future__ import annotations

from functools import cache

from marsad.document import Mention
from marsad.lexicon import knowledge, linking
from marsad.link.clusters import Clusters
from marsad.link.forms import words

_MARKS = "\"'“”«»„‘’()"
_CAPITAL = "عاصمه"


def join_designated(clusters: Clusters) -> None:
    """A noun that says what a body is, its name, and adjectives of it are one; a land's capital is a known city."""
    mentions = clusters.report.mentions
    last: int | None = None  # the role before
    cities: dict[str, int] = {}
    for k, m in enumerate(mentions):
        kb = clusters.kb[k]
        if m.kind == "name" and m.type == "LOC" and kb is not None:
            cities.setdefault(kb, k)
        if m.kind == "role":
            last = k
        elif m.kind == "name" and last is not None and _is_name_of(clusters, mentions[last], m):
            clusters.join(last, k)
            clusters.designated.add(last)
    for k, m in enumerate(mentions):
        if m.kind != "role" or m.type != "LOC" or m.country is None or m.kb is not None:
            continue
        said = words(clusters.text(k))
        city = _capitals().get(m.country)
        if city is not None and len(said) == 2 and said[0].removeprefix("ال") == _CAPITAL:
            clusters.kb[k] = city
            if city in cities:
                clusters.join(cities[city], k)


def _is_name_of(clusters: Clusters, role: Mention, name: Mention) -> bool:
    if {role.type, name.type} - {"ORG", "MEDIA"} or not role.span.start < name.span.start < role.span.end:
        return False
    text = clusters.report.text
    before = words(text[role.span.start : name.span.start].strip(_MARKS + " "))
    behind = text[name.span.end : role.span.end].translate(str.maketrans("", "", _MARKS)).split()
    if len(before) != 1 or before[0] not in linking.load().designating or name.span.end > role.span.end:
        return False
    marked = text[name.span.start - 1] in _MARKS
    known = name.kb is not None and (name.type == "MEDIA" or role.type == "ORG")
    return (marked or known) and all(w.startswith("ال") for w in behind)


@cache
def _capitals() -> dict[str, str]:
    """The capital of each country, by the country's id."""
    return {e.of: e.id for e in knowledge.load().entries if e.kind == "capital" and e.of is not None}
