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
    _join_coloured(clusters)
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
    if {role.type, name.type} - {"ORG", "MEDIA"} or not role.span.start <= name.span.start < role.span.end:
        return False
    text = clusters.report.text
    before = words(text[role.span.start : name.span.start].strip(_MARKS + " "))
    behind = text[name.span.end : role.span.end].translate(str.maketrans("", "", _MARKS)).split()
    designating = len(before) == 1 and before[0] in linking.load().designating
    if not (designating or (not before and behind)) or name.span.end > role.span.end:
        return False
    marked = designating and text[name.span.start - 1] in _MARKS
    known = name.kb is not None and (name.type == "MEDIA" or role.type == "ORG")
    return (marked or known) and all(w.startswith("ال") for w in behind)


def _join_coloured(clusters: Clusters) -> None:
    """A known body with what an outlet holds of it is that body: "مليشيا الحوثي الانقلابية"."""
    table, bodies = linking.load(), knowledge.load()
    first: dict[str, int] = {}
    for k, m in enumerate(clusters.report.mentions):
        if m.type != "ORG" or m.kind == "pronoun":
            continue
        if clusters.kb[k] is None:
            said = list(words(clusters.text(k)))
            whole = len(said)
            while len(said) > 1 and said[-1].startswith("ال") and said[-1][2:] in table.colours:
                said.pop()
            known = bodies.of_form(" ".join(said)) if len(said) < whole else []
            if not known and len(said) > 2 and said[0] in table.designating:
                known = bodies.of_form(" ".join(said[1:]))
            if len(known) != 1 or known[0].type != "ORG":
                continue
            clusters.kb[k] = known[0].id
        kb = clusters.kb[k]
        if kb is not None and kb in first:
            clusters.join(first[kb], k)
        elif kb is not None and m.kind == "name":
            first[kb] = k


@cache
def _capitals() -> dict[str, str]:
    """The capital of each country, by the country's id."""
    return {e.of: e.id for e in knowledge.load().entries if e.kind == "capital" and e.of is not None}
