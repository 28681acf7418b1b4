"""What an entity is called: canonical names, type, country, sector, class and whom an unnamed source is close to."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence

from marsad.document import Entity, Mention, Report, Span
from marsad.folding import fold
from marsad.lexicon import knowledge, linking, offices
from marsad.link.clusters import Clusters
from marsad.link.forms import bare, words
from marsad.link.latin import latin
from marsad.link.surface import surface

_BY_CLASS: dict[str | None, str] = {
    "official": "GOV",
    "diplomat": "GOV",
    "military": "MIL",
    "witness": "CVL",
    "expert": "CVL",
}


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
        text = surface(report, span) if span is not None else None
        return Entity(entity, "ANON", {"ar": text, "en": None}, class_="other")
    mentions = [report.mentions[k] for k in members]
    names = [m for m in mentions if m.kind == "name"]
    kinds = Counter(m.type for m in (names or mentions))
    kind = kinds.most_common(1)[0][0]
    if kind == "ANON" and "ORG" in kinds:
        kind = "ORG"  # a body and its men
    kb = next((clusters.kb[k] for k in members if clusters.kb[k] and report.mentions[k].kind == "name"), None)
    kb = kb or next((clusters.kb[k] for k in members if clusters.kb[k] and not names), None)
    known = knowledge.by_id(kb) if kb else None
    longest = max(names or mentions, key=lambda m: m.span.end - m.span.start)
    if kind == "ANON" and not names:
        longest = mentions[0]  # as it was brought in: "مصدر أمني", and later "المصدر"
    arabic = known.ar[0] if known else surface(report, longest.span)
    english = known.en if known else None
    country = (known.country if known else None) or next((m.country for m in mentions if m.country), None)
    country = country or next((c for m in mentions if (c := _body_of(report, m, clusters)[0])), None)
    if known is None and kind == "PER" and names:
        english = latin(arabic, country)
    roles = tuple(dict.fromkeys(surface(report, m.span) for m in mentions if m.kind == "role"))
    office = _office(clusters, members, kb if kind == "PER" else None, report.published)
    sector = offices.sector_on(known, office, report.published, _said_sector(report, mentions, kind, clusters))
    if office is not None and country is None:
        country = offices.load().offices[office].country
    candidates = () if kb else next((clusters.candidates[k] for k in members if k in clusters.candidates), ())
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
        office=office,
        candidates=candidates,
        key=key_of(kind, kb, office, arabic, country, bool(names)),
    )


def _office(clusters: Clusters, members: Sequence[int], who: str | None, date: str | None) -> str | None:
    """The office that a title names; of a known person only one that is held on the date."""
    said = list(dict.fromkeys(clusters.office[k] for k in members if clusters.office[k]))
    if who is None:
        return said[0] if said else None
    held = [t.office for t in offices.held_by(who, date)] if date is not None else []
    return next((o for o in said if o in held), held[0] if held else None)


def _said_sector(report: Report, mentions: Sequence[Mention], kind: str, clusters: Clusters) -> str | None:
    """The sector that the report gives: of people that of a role which is not said to be a former one.

    Who leads, belongs to or speaks for a body is of its sector ("المتحدث باسم الحوثيين"); who is unnamed, of his class;
    who only has a name is a civilian.
    """
    for m in mentions:
        if kind in ("PER", "ANON") and (m.kind != "role" or _former(report, m)):
            continue
        body = _body_of(report, m, clusters)[1] if m.head in linking.load().members else None
        sector = body or m.sector
        if sector is not None:
            return sector
    if kind == "ANON":
        return next((_BY_CLASS[m.source_class] for m in mentions if m.source_class in _BY_CLASS), None)
    if kind == "MEDIA":
        return "MED"
    return "CVL" if kind == "PER" and all(m.kind == "name" for m in mentions) else None


def _body_of(report: Report, m: Mention, clusters: Clusters) -> tuple[str | None, str | None]:
    """Country and sector of the body that a role belongs to."""
    if m.of is None:
        return None, None
    k = bisect_left(report.mentions, m.of.start, key=lambda n: n.span.start)
    while k < len(report.mentions) and report.mentions[k].span.start < m.of.end:
        n, kb = report.mentions[k], clusters.kb[k]
        if n.type == "ORG" and n.span.end <= m.of.end:
            known = knowledge.by_id(kb) if kb is not None else None
            if known is not None:
                return known.country, known.sector_on(report.published)
            return n.country, n.sector
        k += 1
    return None, None


def _former(report: Report, m: Mention) -> bool:
    return any(bare(w).removesuffix("ه") in linking.load().former for w in words(report.slice(m.span)))


def key_of(kind: str, kb: str | None, office: str | None, name: str, country: str | None, named: bool) -> str | None:
    """The same key for the same entity in every report: id, office, or type and folded name.

    A name of one word, and a role, say who is meant only with a country; unnamed sources are nobody elsewhere.
    """
    if kb is not None:
        return kb
    if not named:
        return f"office/{office}" if office is not None else None
    plain = "_".join(bare(w) for w in words(name))
    return f"{kind.lower()}/{plain}" if "_" in plain or country is None else f"{kind.lower()}/{plain}/{country.lower()}"


def _entity_at(report: Report, span: Span, ids: dict[int | str, str], clusters: Clusters) -> str | None:
    k = bisect_left(report.mentions, span.start, key=lambda m: m.span.start)
    while k < len(report.mentions) and report.mentions[k].span.start < span.end:
        if report.mentions[k].span.end <= span.end and report.mentions[k].kind != "pronoun":
            return ids.get(clusters.find(k))
        k += 1
    return None


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
    arabic = outlet.ar[0] if outlet else report.outlet
    made = Entity(
        f"e{len(entities) + 1}",
        "MEDIA",
        {"ar": arabic, "en": outlet.en if outlet else None},
        kb=outlet.id if outlet else None,
        country=outlet.country if outlet else None,
        sector="MED",
        key=key_of("MEDIA", outlet.id if outlet else None, None, arabic, None, named=True),
    )
    return made.id, [*entities, made]
