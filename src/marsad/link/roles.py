"""Roles to entities: "وزير الخارجية الأميركي" is who was named so; "الوزير", "المصدر", "الأخير" are who was last."""

from __future__ import annotations

from marsad.folding import fold
from marsad.lexicon import function_words, linking
from marsad.link.clusters import Clusters, role_text
from marsad.link.forms import bare

_FAR_BACK = 40  # mentions of one noun looked back at


def lemma(head: str | None) -> str:
    """One key for the numbers and genders of a role's head noun."""
    plain = bare(fold(head or ""))
    return linking.load().role_lemma.get(plain) or next(iter(role_text(plain)), plain)


def join_roles(clusters: Clusters) -> None:
    """Goes through the mentions in order; each role joins what it can only mean, or stays for itself."""
    mentions = clusters.report.mentions
    exact: dict[tuple[str, ...], int] = {}
    by_head: dict[str, list[int]] = {}
    latest_people: list[int] = []
    named = {clusters.find(k) for k, m in enumerate(mentions) if m.kind == "name"}
    persons: dict[str, int] = {}
    for k, m in enumerate(mentions):
        who = clusters.kb[k] if m.type == "PER" and m.kind == "name" else None
        if who is not None:
            persons.setdefault(who, k)
    for k, m in enumerate(mentions):
        text = clusters.text(k)
        key = role_text(text)
        if m.kind == "role":
            target = None
            has_name = (clusters.find(k) in named and clusters.find(k) != k) or _with_name(clusters, k)
            has_name = has_name or k in clusters.designated
            if not has_name:
                target = _target(clusters, k, key, exact, by_head, latest_people, persons)
            elif m.definite and len(key) > 1 and key in exact and clusters.find(exact[key]) not in named:
                target = exact[key]  # called so in the headline, named here
            if target is not None:
                clusters.join(target, k)
            if m.definite or key not in exact:
                exact[key] = k
            head = lemma(m.head or (key[0] if key else None))
            by_head.setdefault(head, []).append(k)
        elif m.type in ("ORG", "MEDIA"):
            head = lemma(_first_word(key))
            by_head.setdefault(head, []).append(k)
        if m.type in ("PER", "ANON"):
            latest_people.append(k)


def _first_word(key: tuple[str, ...]) -> str:
    return key[0] if key else ""


def _with_name(clusters: Clusters, k: int) -> bool:
    group = clusters.report.mentions[k].group
    if group < 0:
        return False
    lo, hi = max(0, k - 6), min(len(clusters.report.mentions), k + 7)
    return any(
        clusters.report.mentions[j].group == group and clusters.report.mentions[j].kind == "name" for j in range(lo, hi)
    )


def _target(
    clusters: Clusters,
    k: int,
    key: tuple[str, ...],
    exact: dict[tuple[str, ...], int],
    by_head: dict[str, list[int]],
    people: list[int],
    persons: dict[str, int],
) -> int | None:
    """Whom a role without a name is: whom the report calls so, who held the office, who was called so before."""
    said = exact.get(key) if len(key) > 1 else None
    if said is not None and clusters.has_name(said):
        clusters.forget(k)
        return said
    holder = clusters.kb[k]
    if holder is not None and clusters.report.mentions[k].type == "PER":
        other = persons.setdefault(holder, k)
        return other if other != k else None
    return _antecedent(clusters, k, key, exact, by_head, people)


def _antecedent(
    clusters: Clusters,
    k: int,
    key: tuple[str, ...],
    exact: dict[tuple[str, ...], int],
    by_head: dict[str, list[int]],
    people: list[int],
) -> int | None:
    mentions = clusters.report.mentions
    m = mentions[k]
    if key and key[0] in ("احد", "احدي"):
        return None  # one of many is another each time
    if fold(clusters.text(k)) in function_words.load().last:
        return people[-1] if people else None
    if key in exact and (m.definite or mentions[exact[key]].definite or m.type == "ANON"):
        other = exact[key]
        if m.definite or len(key) > 1:
            return other
    if not m.definite and m.type != "ORG":
        return None
    head = lemma(m.head or (key[0] if key else None))
    best: int | None = None
    for other in reversed(by_head.get(head, [])[-_FAR_BACK:]):
        if _compatible(clusters, k, key, other):
            best = other
            break
    if best is not None:
        return best
    if m.type in ("ORG", "MEDIA") and m.definite and len(key) == 1:
        return _media_or_none(clusters, k, head)
    return None


def _media_or_none(clusters: Clusters, k: int, head: str) -> int | None:
    """ "الصحيفة" is the last outlet named, though its name had no such noun before it."""
    if head not in linking.load().media_nouns and f"{head}ه" not in linking.load().media_nouns:
        return None
    for other in range(k - 1, max(-1, k - 60), -1):
        n = clusters.report.mentions[other]
        if n.type == "MEDIA" and n.kind == "name":
            return other
    return None


def _of_country(words: set[str]) -> set[str]:
    """Words without the ending of a nationality, so that العراقي and العراق are one."""
    return {w.removesuffix("يه").removesuffix("ي") for w in words}


def _compatible(clusters: Clusters, k: int, key: tuple[str, ...], other: int) -> bool:
    """Whether a definite role may take up an earlier mention with the same head noun."""
    m, n = clusters.report.mentions[k], clusters.report.mentions[other]
    if (m.type == "ORG") != (n.type in ("ORG", "MEDIA")) and m.type != n.type and "ANON" not in (m.type, n.type):
        return False
    if m.country and n.country and m.country != n.country:
        return False
    if clusters.candidates.get(k) and clusters.who(other) not in (None, *clusters.candidates[k]):
        return False
    if {m.number, n.number} == {"s", "p"} and m.head is not None and lemma(m.head) != "مصدر":
        return False
    if m.gender and n.gender and m.gender != n.gender and "p" not in (m.number, n.number):
        return False
    known = role_text(clusters.text(other))
    rest, had = set(key[1:]), set(known[1:])
    extra = {w for w in rest if w not in had and not w.startswith(("نفس", "ذات", "مذكور"))}
    if not extra:
        return True
    if extra & linking.load().former and clusters.office[other] is not None:
        return False  # "الرئيس الأميركي السابق" is not "الرئيس الأميركي"
    # وزير الخارجية الألماني is nobody who was called وزير الدفاع; المتحدث العسكري may be المتحدث العقيد فلان
    if not had or had <= rest:
        return True
    if m.country is not None and m.country == n.country and _of_country(rest) == _of_country(had):
        return True  # رئيس الوزراء العراقي, رئيس وزراء العراق
    if m.head is None or lemma(m.head) not in linking.load().loose_heads:
        return False
    if any(w.startswith("باسم") and w != "باسم" for w in rest):
        return False  # "المتحدث باسمه" speaks for whoever was named last
    shared = {w.removeprefix("ل") for w in rest} & {w.removeprefix("ل") for w in had} - {"باسم", "رسم", "رسمي"}
    return bool(shared) or (len(extra) == 1 and next(iter(extra)).endswith("ي") and m.country is None)
