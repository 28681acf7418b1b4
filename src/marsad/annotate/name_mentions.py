"""Names and roles found become mentions: those of one noun phrase share a group."""

from __future__ import annotations

from collections.abc import Sequence

from marsad.annotate.name_data import table
from marsad.annotate.name_found import Found, RoleFound
from marsad.annotate.name_words import Facts, knowledge
from marsad.document import Mention, SourceClass, Span, Token, Why

_BETWEEN = frozenset('، , " « “ # . / :'.split())


def _tagged(found: Found, fs: Sequence[Facts]) -> str | None:
    """The known person whose name has a hashtag sign inside: "ريكس #تيلرسون"."""
    words = [f.folded for f in fs[found.first : found.last]]
    if found.type != "PER" or "#" not in words[1:]:
        return None
    known = knowledge().of_form(" ".join(w for w in words if w != "#"))
    return known[0].id if len(known) == 1 and known[0].type == "PER" else None


def mentions(
    names: Sequence[Found], roles: Sequence[RoleFound], tokens: Sequence[Token], fs: Sequence[Facts], titled: set[int]
) -> list[Mention]:
    """All mentions, sorted by span, the longer first where two begin alike."""
    groups = _groups(names, roles, fs, titled, tokens)
    out = [
        Mention(
            span=Span(f.start, f.end), kind="name", type=f.type, group=groups.get(("n", f.start), -1),
            kb=f.kb or _tagged(f, fs), country=f.country, sector=f.sector, head=f.head,
            why=Why(f"names.{f.rule}", (f.form,)),
        )
        for f in names
    ]  # fmt: skip
    inside = {k: f for f in names for k in range(f.first, f.last)}
    bodies = {k: r.first for r in roles if r.rule == "body-role" for k in range(r.first + 1, r.last)}
    for r in roles:
        if r.first in bodies and r.at.head.number == "p" and not r.at.tail:
            continue  # مجلس النواب
        name = inside.get(r.first)
        if name is not None and (name.first < r.first or r.last <= name.last):
            continue
        group = groups.get(("r", r.start), -1)
        kind = "PER" if r.type == "ANON" and group >= 0 and not r.role.definite else r.type
        out.append(
            Mention(
                span=Span(r.start, r.end), kind="role", type=kind, group=group, head=r.at.head.lemma,
                definite=r.role.definite, gender=r.at.head.gender, number=r.at.head.number, country=r.role.country,
                sector=r.sector, source_class=_class(r, names) if r.rule == "role" else None,
                of=_of(r, names, tokens), why=Why(f"names.{r.rule}", (r.at.head.lemma,)),
            )
        )  # fmt: skip
    return sorted(out, key=lambda m: (m.span.start, -m.span.end, m.kind))


def _class(r: RoleFound, names: Sequence[Found]) -> SourceClass:
    """A spokesman or official of an army is a military source."""
    given = r.role.source_class
    if given == "official" and r.role.of:
        first, last = r.role.of
        if any(f.sector == "MIL" for f in names if first <= f.first < last):
            return "military"
    return given


def _of(r: RoleFound, names: Sequence[Found], tokens: Sequence[Token]) -> Span | None:
    """The first name in what the role belongs to; all of it where it holds none."""
    if r.role.of is None:
        return None
    if table().role_groups[r.at.head.group].source:
        near = next((f for f in names if f.first == r.last and f.type == "PER"), None)
        if near is not None:
            return Span(near.start, near.end)  # "مصدر مقرب من رئيس الحكومة فلان"
    first, last = r.role.of
    start, end = tokens[first].start, tokens[last - 1].end
    name = next((f for f in names if start <= f.start and f.end <= end), None)
    return Span(name.start, name.end) if name else Span(start, end)


def _somebodys(role: Sequence[Token]) -> bool:
    """Whether a role has a pronoun for whose it is: "مستشاره", "وزير خارجيتها"."""
    words = [t.word.letters for t in role[:2]]
    return any(w.endswith(("ه", "ها", "هم")) and not w.startswith("ال") for w in words)


def _groups(
    names: Sequence[Found], roles: Sequence[RoleFound], fs: Sequence[Facts], titled: set[int], tokens: Sequence[Token]
) -> dict[tuple[str, int], int]:
    """Role and name in one noun phrase, name and acronym in brackets: one group number for both."""
    t = table()
    by_first = {f.first: f for f in names}
    by_last = {f.last: f for f in names}
    out: dict[tuple[str, int], int] = {}

    def join(name: Found, key: tuple[str, int]) -> None:
        out[key] = out.setdefault(("n", name.start), len(out))

    for r in roles:
        if r.rule not in ("role", "title") or r.at.head.number == "p":
            continue
        if t.role_groups[r.at.head.group].source and r.role.of:
            continue  # "مصدر مقرب من رئيس الحكومة فلان": the name is the other one's
        n = r.last
        while n < len(fs) and n not in by_first and n - r.last < 4:
            if fs[n].title and r.role.of and r.at.head.lemma in ("مراسل", "موفد"):
                break  # "سألت مراسلة القناة الوزير فلان"
            if not (fs[n].folded in _BETWEEN or fs[n].title or fs[n].folded in t.after_rank):
                break
            n += 1
        name = by_first.get(n)
        if name is not None and name.type == "PER" and n in titled and name.start >= r.end:
            join(name, ("r", r.start))
            continue
        k = r.first - 1 if r.first and fs[r.first - 1].folded in ("،", ",", "(") else r.first
        name = by_last.get(k)
        another = k == r.first and name is not None and ("n", name.start) in out and r.at.definite
        another = another or (k == r.first and _somebodys(tokens[r.first : r.last]))  # "أقال ترامب وزير خارجيته"
        if name is not None and name.type == "PER" and not r.at.proclitic and not another:
            join(name, ("r", r.start))  # but "رئيس الوزراء فلان السفير الفرنسي" are two people
    for f in names:
        if f.type not in ("ORG", "MEDIA") or f.last >= len(fs) or fs[f.last].folded != "(":
            continue
        other = by_first.get(f.last + 1)
        if (
            other is not None
            and other.type in ("ORG", "MEDIA")
            and other.last < len(fs)
            and fs[other.last].folded == ")"
        ):
            join(f, ("n", other.start))
    return out
