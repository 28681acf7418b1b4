"""What an entity is called: canonical names, type, country, sector, class and whom an unnamed source is close to."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence

from marsad.document import Entity, Report, Span
from marsad.folding import fold, letters
from marsad.lexicon import knowledge
from marsad.link.clusters import Clusters
from marsad.link.known import entry
from marsad.text.words import article_behind_l


def describe(
    report: Report,
    entity: str,
    members: Sequence[int],
    span: Span | None,
    ids: dict[int | str, str],
    clusters: Clusters,
) -> Entity:
    """The entity of a cluster of mentions, or of a source (`span`) that no mention names."""
    if not members:
        text = _surface(report, span) if span is not None else None
        return Entity(entity, "ANON", {"ar": text, "en": None}, class_="other")
    mentions = [report.mentions[k] for k in members]
    names = [m for m in mentions if m.kind == "name"]
    kinds = Counter(m.type for m in (names or mentions))
    kind = kinds.most_common(1)[0][0]
    kb = next((clusters.kb[k] for k in members if clusters.kb[k] and report.mentions[k].kind == "name"), None)
    kb = kb or next((m.kb for m in mentions if m.kb and not names), None)
    known = entry(kb) if kb else None
    longest = max(names or mentions, key=lambda m: m.span.end - m.span.start)
    if kind == "ANON" and not names:
        longest = mentions[0]  # as it was brought in: "مصدر أمني", and later "المصدر"
    arabic = known.ar[0] if known else _surface(report, longest.span)
    english = known.en if known else None
    roles = tuple(dict.fromkeys(_surface(report, m.span) for m in mentions if m.kind == "role"))
    country = (known.country if known else None) or next((m.country for m in mentions if m.country), None)
    sector = (known.sector if known else None) or next((m.sector for m in mentions if m.sector), None)
    source_class = next((m.source_class for m in mentions if m.source_class), None) if kind == "ANON" else None
    of = None
    if kind == "ANON":
        near = next((m.of for m in mentions if m.of), None)
        if near is not None:
            of = _entity_at(report, near, ids, clusters)
    return Entity(
        entity,
        kind,
        {"ar": arabic, "en": english},
        kb=kb,
        country=country,
        sector=sector,
        class_=source_class or ("other" if kind == "ANON" else None),
        of=of,
        roles=roles,
    )


def _entity_at(report: Report, span: Span, ids: dict[int | str, str], clusters: Clusters) -> str | None:
    k = bisect_left(report.mentions, span.start, key=lambda m: m.span.start)
    while k < len(report.mentions) and report.mentions[k].span.start < span.end:
        if report.mentions[k].span.end <= span.end and report.mentions[k].kind != "pronoun":
            return ids.get(clusters.find(k))
        k += 1
    return None


def _surface(report: Report, span: Span) -> str:
    """The name as it would stand alone: the article that "لل" contracts is put back."""
    text = _clean(report.slice(span))
    contracted = text.startswith("ل") and report.text[span.start - 1 : span.start] == "ل"
    return article_behind_l(text) + text if contracted else text


def _clean(text: str) -> str:
    return " ".join(letters(text).replace("_", " ").replace("#", "").split())


def outlet_entity(report: Report, entities: list[Entity]) -> tuple[str | None, list[Entity]]:
    """The outlet's own entity: one that the report names, or a new one."""
    if not report.outlet:
        return None, entities
    known = knowledge.load().of_form(report.outlet)
    outlet = next((e for e in known if e.type == "MEDIA"), None)
    for e in entities:
        if e.type in ("MEDIA", "ORG") and (
            (outlet is not None and e.kb == outlet.id) or fold(e.name["ar"] or "") == fold(report.outlet)
        ):
            return e.id, entities
    made = Entity(
        f"e{len(entities) + 1}",
        "MEDIA",
        {"ar": outlet.ar[0] if outlet else report.outlet, "en": outlet.en if outlet else None},
        kb=outlet.id if outlet else None,
        country=outlet.country if outlet else None,
        sector="MED",
    )
    return made.id, [*entities, made]
