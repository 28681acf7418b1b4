"""Names of bodies and places by their grammar: a head noun, its complement, its adjectives."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from marsad.annotate.name_data import BodyGroup, table
from marsad.annotate.name_people import TITLED, person
from marsad.annotate.name_words import (
    ADJ,
    COMMON,
    DEF,
    DEMONYM,
    FAMILY,
    FUNCTION,
    GIVEN,
    HEAD,
    INNER,
    KNOWN,
    NEVER,
    NISBA,
    PERSONAL,
    PLACE,
    PORTFOLIO,
    SHAPE,
    TITLE,
    VERB,
    Facts,
    HeadAt,
    Reading,
    flags,
    knowledge,
    shaped_as_masdar,
)

_OPEN, _CLOSE = frozenset("\"«“‘'(”’"), frozenset("\"»”’')“")
_GENERIC = frozenset("حكومه سلطه اداره نظام قوات قوه جهاز جماعه فصيل".split())
_DEFINITE_ONLY = frozenset("بحريه طيران قوه".split())
_FORCES = frozenset("الطوارئ المهام حفظ الرد الدفاع الامن".split())
_SUBJECTS = frozenset("حقوق شؤون دراسات".split())
_NEWS = frozenset("الانباء انباء الصحافه".split())


class Body(NamedTuple):
    """A body found: token range, whether it is a proper name, token range of a name inside that stands for it."""

    last: int
    name: bool
    inner: tuple[int, int] | None = None
    quoted: bool = False
    media: bool = False


def known(fs: Sequence[Facts], n: int, end: int, stem: str | None = None) -> tuple[str, int] | None:
    """The longest form of the knowledge base at token ``n``: the form and its number of words."""
    kb = knowledge()
    first = fs[n].folded if stem is None else stem
    most = kb.first.get(first)
    if most is None:
        return None
    words = [first]
    for k in range(n + 1, min(n + most, end)):
        if not fs[k].word and fs[k].folded[:1] not in "0123456789" and not fs[k].folded.isalnum():
            break
        words.append(fs[k].folded)
    for size in range(len(words), 0, -1):
        form = " ".join(words[:size])
        if form in kb.forms:
            if size == 1 and _plain(form) and not _sure_place(fs, n, form):
                return None
            return form, size
    return None


def names_place(form: str) -> bool:
    """Whether a known name may be that of a place."""
    kb = knowledge()
    return any(kb.entries[k].type == "LOC" for k in kb.forms[form])


def _sure_place(fs: Sequence[Facts], n: int, form: str) -> bool:
    """Whether a known place whose letters are a verb's is meant: "مدينة تدمر", "شمال حرض"; تعز everywhere."""
    t = table()
    if form in t.plain:
        return True
    if not names_place(form):
        return False
    before = fs[n - 1].folded if n else ""
    stem = before[1:] if before[:1] in ("ب", "ل", "و") else before
    return before in t.left_out or stem in t.left_out or before in t.directions


@lru_cache(maxsize=50_000)
def _plain(form: str) -> bool:
    """A known name of one word that is first of all an everyday word: حقوق, أفاد, يمينا."""
    f = flags(form)
    if f & (FUNCTION | VERB | INNER):
        return True
    kb = knowledge()
    return bool(f & COMMON) and not f & DEF and all(kb.entries[k].type in ("ORG", "MEDIA") for k in kb.forms[form])


def adjectives(fs: Sequence[Facts], n: int, end: int, most: int = 4) -> tuple[int, bool]:
    """Skips definite adjectives of a body's name: the index after them, and whether one is a nationality."""
    nation = False
    start = n
    while n < end and n - start < most and fs[n].word:
        f = fs[n].whole
        if not f & DEF or f & NEVER:
            break
        if f & DEMONYM:
            nation = True
        elif (nation and not f & ADJ) or (not f & ADJ and not (f & NISBA and f & COMMON and not f & FAMILY)):
            break
        n += 1
    return n, nation


_PRESS = frozenset("الصحفيين الصحافيين الاعلاميين الصحفيات".split())
_UNIONS = frozenset("اتحاد نقابه رابطه جمعيه لجنه شبكه منتدي ملتقي معهد مركز نادي".split())


def for_complement(fs: Sequence[Facts], n: int, end: int, *, nation: bool = False, loose: bool = False) -> int:
    """``ل`` + noun that goes on with a body's name: "لحقوق الإنسان", "للصليب الأحمر". The index after it, or ``n``."""
    if n >= end or not fs[n].word:
        return n
    for r in fs[n].readings:
        if r.proclitic != "ل" or (
            r.stem in _PRESS and not any(f.folded.removeprefix("ال") in _UNIONS for f in fs[max(0, n - 4) : n])
        ):
            continue  # "قالت الوزارة للصحفيين": who is told
        hit = known(fs, n, end, r.stem)
        if hit and hit[0] not in knowledge().ambiguous:
            return n + hit[1]
        if loose and r.flags & DEF and not r.flags & (FUNCTION | VERB | DEMONYM):
            return adjectives(fs, n + 1, end)[0]
        if r.flags & (PORTFOLIO | INNER | HEAD):
            m = n + 1
            if not r.flags & DEF:
                if nation and r.stem not in _SUBJECTS:
                    return n
                while m < end and fs[m].word and fs[m].whole & (INNER | HEAD) and not fs[m].whole & DEF:
                    m += 1
                if m >= end or not fs[m].whole & DEF:
                    return n
                m += 1
            m = _coordinated(fs, m, end)
            return adjectives(fs, m, end)[0]
    return n


def second_term(fs: Sequence[Facts], n: int, end: int) -> bool:
    """Whether "وتكنولوجيا المعلومات" stands at ``n``: an indefinite noun after و, and a portfolio."""
    if n + 1 >= end or not fs[n].word or fs[n].speech:
        return False
    joined, nxt = fs[n].joined, fs[n + 1].whole
    return bool(joined & (COMMON | INNER) and not joined & DEF and nxt & PORTFOLIO and nxt & DEF)


def _coordinated(fs: Sequence[Facts], n: int, end: int) -> int:
    """Skips "والتنمية", "والدفاع", "وتكنولوجيا المعلومات": portfolio nouns joined by و."""
    if second_term(fs, n, end):
        return n + 2
    while n < end and fs[n].word and fs[n].joined & PORTFOLIO and fs[n].joined & DEF:
        n += 1
    return n


def body(fs: Sequence[Facts], i: int, end: int, h: HeadAt, group: BodyGroup) -> Body | None:
    """The body that the head at token ``i`` begins; None where the head stands alone and is nothing by itself."""
    if h.tail:
        return Body(i + 1, False)
    if h.proclitic.endswith("ب") and h.head.lemma in ("قياده", "رئاسه", "اداره", "تنظيم"):
        return None
    if h.definite:
        return _definite(fs, i, end, h, group)
    if group.article:
        return None
    n = i + 1
    tagged = n < end and fs[n].folded == "#"
    n += tagged
    if n >= end:
        return None
    if fs[n].owned or (fs[n].bodies and fs[n].bodies[0].tail):
        return Body(n + 1, False)
    if not fs[n].word:
        if fs[n].folded in _OPEN:
            inside = quoted(fs, n, end)
            if inside:
                last, _ = adjectives(fs, inside[1] + 1, end, 2)
                return Body(last, True, inside, True, group.type == "MEDIA")
        return None
    made = _construct(fs, i, n, end, h, group)
    return made._replace(name=False) if made and tagged and not made.inner else made


def quoted(fs: Sequence[Facts], n: int, end: int) -> tuple[int, int] | None:
    """Token range inside quotation marks or brackets that open at ``n``, if it is short enough to be a name."""
    for m in range(n + 1, min(n + 7, end)):
        if fs[m].folded in _CLOSE:
            inside = fs[n + 1 : m]
            if not inside or (len(inside) > 3 and any(f.whole & FUNCTION for f in inside)) or inside[0].whole & VERB:
                return None
            return n + 1, m
        if not (fs[m].word or fs[m].folded.isalnum() or fs[m].folded in ".-"):
            return None
    return None


def _definite(fs: Sequence[Facts], i: int, end: int, h: HeadAt, group: BodyGroup) -> Body | None:
    if group.sector == "MIL" and i + 1 < end and fs[i + 1].folded.isdecimal():
        return Body(i + 2, True)
    n, nation = adjectives(fs, i + 1, end)
    if n == i + 1:
        if group.type == "MEDIA" and n < end and fs[n].word and not fs[n].whole & KNOWN and len(fs[n].folded) > 3:
            return None
        return Body(n, False)
    if group.role_only:
        return Body(n, False) if nation or group.bare else None
    listed = any(fs[k].whole & ADJ for k in range(i + 1, n))
    name = nation or (listed and h.head.number == "s" and h.head.lemma not in _GENERIC)
    if group.type == "MEDIA":
        name = False
    elif group.l and name and h.head.lemma not in _GENERIC:
        n = for_complement(fs, n, end, nation=nation, loose=not nation and h.head.number == "s")
    return Body(n, name)


def _construct(fs: Sequence[Facts], i: int, n: int, end: int, h: HeadAt, group: BodyGroup) -> Body | None:
    t = table()
    kb = knowledge()
    start = n
    if h.head.lemma in _DEFINITE_ONLY and not (h.head.lemma == "قوه" and fs[n].folded in _FORCES):
        return None
    if h.head.lemma in ("رئاسه", "قياده", "اداره") and fs[n].roles and not fs[n].whole & DEF:
        return None
    # first terms: مجلس [محافظة] الأنبار, جهاز [مكافحة] الإرهاب, وكالة [غوث وتشغيل] اللاجئين
    while n < end and n - start < 4 and fs[n].word and not known(fs, n, end):
        f = fs[n].whole
        if (not f & DEF and (f & (INNER | PLACE) or (f & HEAD and h.head.lemma != fs[n].folded))) or (
            n > start and not fs[n].joined & DEF and fs[n].joined & (INNER | COMMON) and n + 1 < end
        ):
            n += 1
        else:
            break
    if n >= end or not fs[n].word:
        return None
    hit = known(fs, n, end)
    f = fs[n].whole
    if h.head.lemma in t.left_out and h.head.lemma != "جماعه" and (hit or not f & (PORTFOLIO | INNER)):
        return None
    if h.head.lemma == "موقع" and _held_ground(fs, n, hit, end, h.head.number != "s"):
        return None
    if hit and hit[0] not in kb.ambiguous:
        entry = kb.entries[kb.forms[hit[0]][0]]
        m = n + hit[1]
        if h.head.lemma in _GENERIC and any(fs[k].roles for k in range(start, n)):
            return Body(m, False)
        if n == start and (group.designator or entry.type == "MEDIA") and entry.type in ("ORG", "MEDIA"):
            last, _ = adjectives(fs, m, end, 1)
            return Body(last, True, (n, m), False, entry.type == "MEDIA" or group.type == "MEDIA")
        m, nation = adjectives(fs, m, end)
        if group.l:
            m = for_complement(fs, m, end)
        if (h.head.lemma in ("حكومه", "نظام", "مركز") and not nation) or group.role_only:
            return Body(m, False)
        return Body(m, True, None, False, group.type == "MEDIA") if not group.name_only else Body(m, False)
    if f & DEF and not f & NEVER and not (f & DEMONYM and not f & PORTFOLIO and not f & HEAD):
        if h.head.lemma in _GENERIC and any(fs[k].roles for k in range(start, n)):
            return Body(adjectives(fs, n + 1, end)[0], False)
        m = _coordinated(fs, n + 1, end)
        m, nation = adjectives(fs, m, end)
        if h.head.lemma == "وزاره" and not nation:
            # وزارة الشؤون الإسلامية والأوقاف
            m, nation = adjectives(fs, _coordinated(fs, m, end), end)
        if group.l:
            m = for_complement(fs, m, end)
        if group.name_only:
            if f & KNOWN or h.head.number != "s":
                return Body(m, False) if nation or h.head.number == "s" else None
            return Body(m, True, (n, n + 1), False, True)
        if group.role_only and not (not f & KNOWN or f & FAMILY):
            return Body(m, False) if nation else None
        media = any(fs[k].folded in _NEWS for k in range(start, m)) or group.type == "MEDIA"
        weak = h.head.number != "s" and not nation and f & KNOWN and not (h.head.lemma == "قوات" and m > n + 1)
        weak = weak or (not f & KNOWN and h.head.number != "s" and group.sector not in ("PTY", "REB", "MIL"))
        if h.head.lemma == "نظام":
            return Body(m, False)
        if f & HEAD and not f & PORTFOLIO and h.head.lemma in ("اداره", "جهاز"):
            return None
        if h.head.lemma == "حركه" and not f & KNOWN and shaped_as_masdar(fs[n].folded[2:]):
            return None
        if not f & KNOWN and h.head.lemma in ("قياده", "اداره", "رئاسه", "نظام"):
            return None
        weak = (
            weak
            or h.head.lemma == "نظام"
            or (f & COMMON and not f & PORTFOLIO and m == n + 1 and n == start and group.sector != "PTY")
        )
        return Body(m, not weak, None, False, media)
    if f & (KNOWN & ~INNER) and not f & PERSONAL:
        return None
    # unknown words: حزب ميرتس, شركة ميتيك, قوات حفتر
    m = n
    if f & PERSONAL or not f & KNOWN:
        m = person(fs, n, end, fs[n].folded, TITLED) if not group.name_only else n + 1
        while group.name_only and m < end and m - n < 3 and fs[m].word and not fs[m].whole & (KNOWN | DEF | PERSONAL):
            m += 1
    if m == n or m - n > 3 or group.role_only:
        return None
    if n == start and (group.designator or group.name_only):
        return Body(m, True, (n, m), False, group.type == "MEDIA")
    return Body(m, h.head.number == "s" and h.head.lemma not in ("حكومه", "نظام"), None)


_ARMED = frozenset(("MIL", "REB", "PRM"))
_ON_THE_WEB = frozenset("الالكتروني الالكترونيه الاخباري الاخباريه الرسمي علي".split())


def _held_ground(fs: Sequence[Facts], n: int, hit: tuple[str, int] | None, end: int, many: bool) -> bool:
    """Whether a site is what somebody holds and not of the web: "مواقع الحزب", "موقع الجيش", but "موقع الوزارة"."""
    kb = knowledge()
    last = n + (hit[1] if hit else 1)
    if last < end and fs[last].folded in _ON_THE_WEB:
        return False
    if hit:
        bodies = [kb.entries[k] for k in kb.forms[hit[0]] if kb.entries[k].type == "ORG"]
        return any(many or e.sector in _ARMED for e in bodies)
    return bool(fs[n].whole & HEAD) and (many or fs[n].folded in ("الجيش", "القوات"))


_NARROW = frozenset("قريه ناحيه بلده مدينه".split())
_CALLED = frozenset("شارع ميدان ساحه قصر جسر جامع مسجد دوار".split())
_WIDE = frozenset("مناطق منطقه دوله دول مدن احياء قري بلدات ريف مركز دائره".split())
_CONTAINED = 2  # words of a name that is known by what it lies in alone
_NAMED_AFTER = frozenset("قريه حي ناحيه بلده".split())


class Place(NamedTuple):
    """A place found by its designator: token range of designator and name, and of the name."""

    last: int
    name: tuple[int, int]
    kept: bool


def _contained(fs: Sequence[Facts], n: int, end: int) -> int:
    """The end of a name of one or two words behind which stands what it lies in, 0 where none does.

    "منطقة [المضيق] شرق الرمادي", "جبهة [حريب القراميش] بمحافظة مأرب".
    """
    for m in range(n, min(n + _CONTAINED, end - 1)):
        f = fs[m].whole
        if (
            not fs[m].word
            or len(fs[m].folded) < 3
            or fs[m].folded in table().directions
            or f & (FUNCTION | VERB | NEVER)
        ):
            return 0
        if not f & DEF and f & (COMMON | ADJ | DEMONYM | PLACE | HEAD):
            return 0
        if f & DEMONYM or (m > n and fs[m].folded.startswith("و")):
            return 0
        if _container(fs, m + 1, end):
            return m if m > n and f & NISBA and f & DEF else m + 1  # "منطقة فضحة الاستراتيجية بمديرية"
    return 0


def _container(fs: Sequence[Facts], n: int, end: int) -> bool:
    """Whether words say in what something lies: "شرقي الرمادي", "بمحافظة مأرب", "التابعة لمديرية"."""
    t = table()
    form = fs[n].folded
    if form[:1] == "ب" and form[1:] in t.left_out:
        return True
    m = n
    while m < end and fs[m].folded.removeprefix("و") in t.directions:
        m += 1
    if m == n or m >= end:
        return False
    if fs[m].folded in t.left_out or fs[m].folded in t.place_roles:
        return True
    hit = known(fs, m, end)
    return hit is not None and names_place(hit[0])


def place(fs: Sequence[Facts], i: int, end: int, r: Reading) -> Place | None:
    """The place that the designator at ``i`` begins: "محافظة [الأنبار]", "[معبر رفح]"."""
    t = table()
    n = i + 1
    kept = r.stem in t.kept
    rest = t.kept_phrases.get(r.stem)
    if rest:
        if n < end and fs[n].folded in rest:
            kept, n = True, n + 1
        elif not kept and r.stem not in t.left_out:
            return None
    if r.stem == "ناحيه" and i and fs[i - 1].folded == "من":
        return None
    if r.flags & DEF or n >= end or not fs[n].word:
        if not r.flags & DEF and n < end and fs[n].folded in _OPEN and fs[n].folded != "(":
            inside = quoted(fs, n, end)
            return Place(inside[1] + 1, inside, False) if inside else None
        return None
    first = n
    hit = known(fs, n, end)
    if r.stem in t.contained and not hit:
        m = _contained(fs, n, end)
        if m or r.stem not in t.left_out:
            kept = r.stem in t.parts
            return Place(m, (i if kept else first, m), kept) if m else None
    if not kept and fs[n].whole & DEMONYM and not fs[n].whole & DEF and fs[n].folded.endswith("ه"):
        return None
    if hit and names_place(hit[0]):
        n += hit[1]
    elif fs[n].whole & TITLE and not fs[n].whole & GIVEN and n + 1 < end:
        # مطار الملك خالد, مدينة الملك عبد الله: the whole is the name
        kept = True
        m = person(fs, n + 1, end, fs[n + 1].folded, TITLED)
        if m == n + 1:
            return None
        n = m
    else:
        f = fs[n].whole
        if fs[n].folded in t.parts and n + 1 < end and fs[n + 1].word and not fs[n + 1].whole & FUNCTION:
            n += 2
        elif (
            (r.stem in _NAMED_AFTER and f & (PERSONAL | DEF)) or (r.stem in _CALLED and f & (PERSONAL | PORTFOLIO))
        ) and not f & (DEMONYM | NEVER | HEAD):
            n = max(person(fs, n, end, fs[n].folded, TITLED), n + 1)
        elif f & COMMON and not f & (DEF | FUNCTION | VERB) and r.stem in _NARROW and fs[n].folded.endswith("ين"):
            n += 1  # a plural cannot stand here: بلدة جسرين
        elif (
            (r.stem in _WIDE and (f & SHAPE or (not f & DEF and fs[n].folded.endswith("ه"))))
            or (f & ((KNOWN & ~SHAPE) | NEVER) and (f & COMMON or not f & PERSONAL))
            or len(fs[n].folded) < 3
        ):
            return None
        else:
            n += 1
            while not f & (DEF | PERSONAL) and n - first < 3 and n < end and fs[n].word:
                if fs[n].whole & (KNOWN | DEF | PERSONAL) or len(fs[n].folded) < 3 or fs[n].folded[0] == "و":
                    break
                n += 1
            if (
                kept
                and f & PERSONAL
                and n < end
                and fs[n].word
                and fs[n].whole & PERSONAL
                and not fs[n].whole & DEMONYM
            ):
                n += 1
    while kept and n < end and fs[n].word and fs[n].folded in t.place_adjectives:
        n += 1
    return Place(n, (i if kept else first, n), kept)
