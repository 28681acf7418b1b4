"""Armed bodies of a state: "الجيش المصري", "القوات المسلحة", "سبعة جنود" are one body in a report.

A state has one army and one police, however a report calls it; soldiers and policemen act and suffer as these. A bare
"الجيش" is that of the only country whose army the report names. Who speaks stays for himself: "قال ضابط".
"""

from __future__ import annotations

from bisect import bisect_left

from marsad.document import Mention
from marsad.folding import fold
from marsad.lexicon import groups, knowledge, linking
from marsad.link.clusters import Clusters

_SERVICES = frozenset({"army", "police", "security"})


def join_services(clusters: Clusters) -> None:
    """Joins what names the same service of the same country, and the soldiers and policemen that are of it."""
    found: list[tuple[int, str, str | None]] = []
    speaking = _sources(clusters)
    for k, m in enumerate(clusters.report.mentions):
        service = kind_named(m, clusters.text(k))
        if service in _SERVICES and not (m.type == "ANON" and k in speaking):
            found.append((k, service, m.country))
    countries: dict[str, set[str]] = {}
    for _, service, country in found:
        if country is not None:
            countries.setdefault(service, set()).add(country)
    first: dict[tuple[str, str | None], int] = {}
    for k, service, country in found:
        if country is None:
            told = countries.get(service, set())
            if len(told) > 1:
                continue  # whose it is stands in no word of it: `roles` takes the nearest
            country = next(iter(told), None)
        other = first.setdefault((service, country), k)
        if other != k and None in (clusters.kb[other], clusters.kb[k]):
            clusters.join(other, k)


def kind_named(m: Mention, text: str) -> str | None:
    """The service or the kind of people that a mention names, or None: a body by its words without its country's.

    Of unnamed people their noun tells it: "ثلاثة جنود مصريين" are of the army.
    """
    if m.kind == "role" and m.type == "ANON" and m.head is not None:
        return groups.kind_of(m.head)
    if m.type != "ORG" or m.kind == "pronoun":
        return None
    demonyms = knowledge.load().demonyms
    words = linking.plain(w for w in fold(text).split() if m.country is None or demonyms.get(w) != m.country)
    service = linking.load().services.get(words)
    return service or (groups.kind_of(text) if m.kind == "role" else None)


def _sources(clusters: Clusters) -> set[int]:
    """Mentions inside the sources of statements."""
    mentions = clusters.report.mentions
    out: set[int] = set()
    for s in clusters.report.statements:
        if s.source is None:
            continue
        k = bisect_left(mentions, s.source.start, key=lambda m: m.span.start)
        while k < len(mentions) and mentions[k].span.start < s.source.end:
            out.add(k)
            k += 1
    return out
