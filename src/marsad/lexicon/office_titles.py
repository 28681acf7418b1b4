"""Titles to offices to holders: "وزير الخارجية الأميركي" on a date.

The longest name of a role wins ("نائب رئيس الوزراء" is not "رئيس الوزراء"); how a title is read: `office_grammar`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache

import msgspec

from marsad.lexicon import knowledge, offices
from marsad.lexicon.office_grammar import LONGEST, Found, Grammar, Named, Reader, When, grammar, norm, plain_words
from marsad.lexicon.offices import Office
from marsad.lexicon.tenures import Tenure, period

_OF_THE_WHOLE = frozenset({"commission_president", "council_president", "high_representative", "parliament_speaker"})
_BODIED = frozenset({"intelligence_chief", "army_chief", "commander"})  # as often with a body as without
_ARMED = frozenset({"army_chief", "army_spokesman", "commander"})
_SENT = frozenset({"ambassador", "envoy", "mission_head"})
# roles that mostly belong to a body: with a country alone only those are meant that have none
_OF_A_BODY = frozenset(
    {
        "leader", "commander", "spokesman", "secretary_general", "director_general", "other", "council_president",
        "commission_president", "politburo_chief", "high_representative",
    }
)  # fmt: skip


class Title(msgspec.Struct, frozen=True):
    """A title read. ``offices`` are those that it may mean, by order of roles; ``named`` what it names beside a role.

    ``sure`` is false where the title names no country or body, so that its context chose.
    """

    roles: tuple[str, ...]
    offices: tuple[tuple[str, ...], ...]
    named: tuple[Named, ...]
    when: When
    sure: bool
    feminine: bool = False


class Resolution(msgspec.Struct, frozen=True):
    """Who a title means on a date.

    ``office`` is the office, None where it is not known which; ``tenure`` the holding that is meant, None where there
    is none or it cannot be told; ``candidates`` the ids of all who come into question where there are several.
    """

    office: str | None
    tenure: Tenure | None = None
    candidates: tuple[str, ...] = ()
    when: When = "now"

    @property
    def holder(self) -> str | None:
        """The knowledge id of the holder, or None."""
        return self.tenure.who if self.tenure is not None else None


def read(title: str, country: str | None = None) -> Title | None:
    """What a title says; None where it is none. ``country`` is whose officials a title without a country means."""
    return _read_title(title, country)


@lru_cache(maxsize=20_000)
def _read_title(title: str, country: str | None) -> Title | None:
    g = grammar()
    words, when = _strip(plain_words(title), g)
    if not words or len(words) > LONGEST:
        return None
    found = Reader(words).read()
    if not found and len(words) > 2:
        # "رئيس الوزراء ووزير الدفاع": the first of two
        cut = next((k for k in range(1, len(words)) if words[k][0] == "و" and norm(words[k][1:]) in g.root.edges), 0)
        found = Reader(words[:cut]).read() if cut else []
    best: Title | None = None
    for one in sorted(found, key=lambda f: (-f.taken, f.idle, len(f.named))):
        made = _title(one, when, country)
        if made is not None and any(made.offices):
            return made
        if best is None:
            best = made
    return best


def _strip(words: tuple[str, ...], g: Grammar) -> tuple[tuple[str, ...], When]:
    """The words without honorifics and what says when; ``when``."""
    when: When = "now"
    for head in g.acting_heads:
        if (
            words[: len(head)] == head
            and len(words) > len(head)
            and words[len(head)] not in ("السفاره", "سفاره", "السفير")
        ):
            words, when = words[len(head) :], "acting"
    i = 0
    while i < len(words) - 1 and words[i] in g.honorifics:
        i += 1
    kept: list[str] = []
    rest = words[i:]
    for n, word in enumerate(rest):
        said = g.when.get(word)
        after = rest[n + 1] if n + 1 < len(rest) else ""
        # "المكلف بالهجرة" says with what, "المكلف" and "المكلف بتشكيل الحكومة" that he holds it not yet
        charged = said == "designate" and (after == "من" or (after[:1] == "ب" and after[1:3] != "تش"))
        if said is None or not kept or charged:
            kept.append(word)
        elif when == "now":
            when = said
    return tuple(kept), when


def _title(found: Found, when: When, context: str | None) -> Title | None:
    g, table = grammar(), offices.load()
    named = list(found.named)
    sets: list[tuple[str, ...]] = []
    roles: list[str] = []
    sure = bool(named)
    own = [table.offices[i] for i, needs in found.node.offices if _fits_own(table.offices[i], needs, named, context)]
    if own:
        sets.append(tuple(o.id for o in own))
        roles += [o.role for o in own]
        sure = True
    for row in found.node.rows:
        countries = [n.id for n in named if n.kind == "country"]
        if row.only and not any(c in row.only for c in countries) and (countries or context not in row.only):
            continue
        if row.body and not any(n.kind == "body" for n in named):
            continue
        given = named
        if row.country is not None:
            if any(c != row.country for c in countries):
                continue
            given = [*(n for n in named if n.id != row.country), Named(row.country, "country", False)]
            sure = True
        for role in row.roles:
            roles.append(role)
            fit = tuple(o.id for o in _matching(g.by_role.get(role, ()), role, given, context))
            if fit and fit not in sets:
                sets.append(fit)
    if not roles:
        return None
    return Title(tuple(dict.fromkeys(roles)), tuple(sets), tuple(named), when, sure, found.feminine)


def _fits_own(office: Office, needs: bool, named: Sequence[Named], context: str | None) -> bool:
    """Whether an office's own title goes with what is named beside it."""
    for n in named:
        if n.kind == "country" and n.id not in (office.country, office.posted):
            return False
        if n.kind == "body" and not _akin(office.body, n.id, office.role):
            return False
    if not needs:
        return True
    if office.posted is not None:
        return office.posted == context or any(n.id == office.posted for n in named)
    return bool(named) or (context is not None and context == office.country)


def _akin(a: str | None, b: str, role: str) -> bool:
    """The same body; an envoy's may be a part of the one named (الأممي), the Commission's the whole (the Union)."""
    if a is None or a == b:
        return a == b
    x, y = knowledge.by_id(a), knowledge.by_id(b)
    if role in _SENT:
        return x is not None and x.of == b
    return role in _OF_THE_WHOLE and ((x is not None and x.of == b) or (y is not None and y.of == a))


def _matching(of_role: Iterable[Office], role: str, named: Sequence[Named], context: str | None) -> list[Office]:
    bodies = [n.id for n in named if n.kind == "body"]
    places = [n.id for n in named if n.kind == "place"]
    countries = [n.id for n in named if n.kind == "country" and not (role in _SENT and n.led)]
    sent_to = [n for n in named if role in _SENT and n.led and n.kind != "body"]
    if role in _SENT and not sent_to and len(countries) > 1:
        sent_to = [n for n in named if n.id == countries[-1]]
        countries = countries[:-1]
    if not (bodies or countries or places) and context is None:
        return []
    if role not in _SENT and any(n.city and n.led for n in named):
        return []  # "(زيارة) وزير الدفاع للقاهرة": whereto, not whose
    out = []
    for office in of_role:
        if bodies and not all(_akin(office.body, b, role) or _governs(office, role, b) for b in bodies):
            continue
        if countries and office.country is not None and any(c != office.country for c in countries):
            continue
        if countries and office.country is None and not (bodies and office.posted in countries):
            continue
        if not bodies and not countries and not places and office.country != context:
            continue
        if role in _OF_A_BODY and not bodies and office.body is not None:
            continue
        if role in _SENT:
            if not (bodies or countries) and office.country != context:
                continue
            if sent_to and not any(_posted(office, n) for n in sent_to):
                continue
            if not bodies and countries and office.body is not None:
                continue
            if not countries and office.country is not None and office.country != context:
                continue  # "المندوب لدى الأمم المتحدة": of which country?
        elif (places or role == "governor") and office.place not in places and (role == "governor" or not countries):
            continue
        out.append(office)
    if role in _SENT and not sent_to:
        # "المبعوث الأممي" where one country is spoken of
        here = [o for o in out if o.posted is not None and o.posted == context]
        own = [o for o in out if role == "mission_head" and o.body is not None and o.body in bodies]
        return here or (own if len(own) == 1 else [])  # "رئيسة بعثة يونامي"
    first = [o for o in out if o.id == f"{(o.country or '').lower()}-{role.replace('_', '-')}"]
    if first and not bodies:
        return (
            first  # the office that the country's id and the role name, beside those of its rivals and for special ends
        )
    plain = [o for o in out if o.body is None and o.posted is None]
    return plain if plain and not bodies and role not in _SENT and role not in _BODIED else out


def _posted(office: Office, n: Named) -> bool:
    posted = office.posted or office.place
    return posted is not None and n.id in (posted, f"loc-{posted}")


def _governs(office: Office, role: str, body: str) -> bool:
    """ "قائد الجيش اللبناني": the body is the country's own, and the office is the country's."""
    entry = knowledge.by_id(body)
    return (
        role in _ARMED
        and office.body is None
        and entry is not None
        and entry.country is not None
        and entry.country == office.country
        and entry.sector == "MIL"
    )


def resolve(title: str, date: str | None = None, country: str | None = None) -> Resolution | None:
    """Who a title means on a date (day, month or year); None where it is no title that the data know a role for.

    Without a date the office alone is given, with its holder only where it had but one. ``country`` is whose
    officials a title without a country means. Raises ``ValueError`` where the date is none.
    """
    said = read(title, country)
    if said is None:
        return None
    first: Resolution | None = None
    for group in said.offices:
        found = _held(group, date, said.when, said.feminine)
        if found.tenure is not None or found.candidates:
            return found
        first = first or found
    return first or Resolution(None, when=said.when)


def _held(group: tuple[str, ...], date: str | None, when: When, feminine: bool) -> Resolution:
    office = group[0] if len(group) == 1 else None
    if date is None:
        ever = {t.who: t for i in group for t in offices.load().tenures.get(i, ())}
        only = next(iter(ever.values())) if len(ever) == 1 and when == "now" else None
        state = only is not None and offices.load().offices[only.office].country is not None
        fits = only is not None and only.who is not None and state and not (feminine and _is_man(only.who))
        return Resolution(office, only if fits else None, when=when)
    if when == "designate":
        return Resolution(office, when=when)
    if when in ("former", "earlier"):
        return Resolution(office, _before(group[0], date) if len(group) == 1 and when == "former" else None, when=when)
    found = [t for i in group for t in offices.holders(i, date) if t.who is not None]
    if feminine:
        found = [t for t in found if not _is_man(t.who or "")]
    if when == "acting":
        found = [t for t in found if t.acting]
    people = list(dict.fromkeys(t.who for t in found if t.who is not None))
    if not found:
        return Resolution(office, when=when)
    by_office = {t.office for t in found}
    if len(people) == 1 or len(by_office) == 1:
        best = found[0]
        rivals = [t for t in found if t.who != best.who and t.concurrent and best.concurrent]
        if rivals:
            return Resolution(best.office, None, tuple(people), when)
        return Resolution(best.office, best, tuple(people) if len(people) > 1 else (), when)
    return Resolution(None, None, tuple(people), when)


def _is_man(who: str) -> bool:
    """Whether a known person's given name is a man's: nobody calls him وزيرة."""
    entry = knowledge.by_id(who)
    if entry is not None and entry.gender is not None:
        return entry.gender == "m"
    first = knowledge.key(entry.ar[0]).split(" ")[0] if entry is not None else ""
    return knowledge.load().given.get(first) == "m"


_RECENT = 8  # years after which "السابق" without a name may be any of those before


def _before(office: str, date: str) -> Tenure | None:
    """The holder before the present one, where nobody else of late can be meant by "السابق"."""
    first, _ = period(date)
    now = offices.holders(office, date)
    ended = [t for t in offices.load().tenures.get(office, ()) if t.last < first and t.who is not None and not t.acting]
    current = {t.who for t in now}
    ended = [t for t in ended if t.who not in current]
    since = f"{int(first[:4]) - _RECENT:04}{first[4:]}"
    late = {t.who for t in ended if t.last >= since}
    return ended[-1] if now and len(late) == 1 and ended[-1].who in late else None


def check_case(case: dict[str, object], expected: bool) -> str | None:
    """The checker of ``knowledge/offices/*.cases.yaml``: ``title`` on ``date`` is held by ``holder``.

    ``holder`` is the id or the English name of a person, null for nobody; ``office`` may name the office's id.
    """
    wanted = case.get("holder")
    holder = None if wanted is None else offices.person_id(str(wanted), knowledge.ids())
    if wanted is not None and holder is None:
        return f"no such person: {wanted}"
    date = None if case.get("date") is None else str(case["date"])
    country = None if case.get("country") is None else str(case["country"])
    found = resolve(str(case["title"]), date, country)
    got = found.holder if found is not None else None
    office = found.office if found is not None else None
    right = got == holder and ("office" not in case or case["office"] == office)
    if right == expected:
        return None
    return f"gives {got} ({office}{', of ' + ', '.join(found.candidates) if found and found.candidates else ''})"
