"""Persons by what they are: a title noun and its complements ("وزير الخارجية السابق", "مصدر مقرب من الرئيس")."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from marsad.annotate.name_bodies import adjectives, body, for_complement, known, names_place, place, second_term
from marsad.annotate.name_data import RoleGroup, table
from marsad.annotate.name_people import NOWHERE, TITLED, person
from marsad.annotate.name_words import (
    ADJ,
    COMMON,
    DEF,
    DEMONYM,
    FAMILY,
    FOREIGN,
    FUNCTION,
    GIVEN,
    HEAD,
    INNER,
    KNOWN,
    LOOSE,
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
    knowledge,
)
from marsad.document import SourceClass

_MARKS = frozenset('"«»“”')
_THIS = frozenset("هذا هذه تلك ذلك هاتين هذين".split())
_QUALIFIERS = frozenset("عام تنفيذي اول مساعد خاص".split())
_DEPTH = 3


class Role(NamedTuple):
    """A role found: token range ``[i, last)``, token range of what it belongs to, whether it has any complement."""

    last: int
    of: tuple[int, int] | None
    country: str | None
    full: bool
    definite: bool
    source_class: SourceClass


def role(fs: Sequence[Facts], i: int, end: int, h: HeadAt, group: RoleGroup, depth: int = 0) -> Role | None:
    """The role that the head at token ``i`` begins; None where the noun is not one here."""
    n = i + 1
    if h.tail:
        m, country = _definite_adjectives(fs, n, end)
        last, of, land = _prepositions(fs, m, end, h, depth)
        return Role(last, of, country or land, True, True, group.class_)
    if h.definite:
        m, country = _definite_adjectives(fs, n, end)
        last, of, land = _prepositions(fs, m, end, h, depth, told=m == n and h.head.lemma in _TOLD)
        return Role(last, of, country or land, last > n, True, _class(fs, n, m, group))
    if n < end and fs[n].folded in _MARKS and not group.source:
        # رئيس "تحالف الفتح"
        found = phrase(fs, n, end, None, depth + 1) if depth < _DEPTH else None
        if found and found[0] > n + 2:
            return Role(found[0], (n + 1, found[0] - 1), found[1], True, True, group.class_)
    if n >= end or not fs[n].word:
        if h.head.construct:
            return None
        return Role(n, None, None, False, False, group.class_)
    # أمين عام, مدير تنفيذي
    q = n + 1 if fs[n].folded in _QUALIFIERS and n + 1 < end and fs[n + 1].word else n
    if group.phrases:
        if fs[n].folded not in ("اعلام", "الاعلام", "انباء", "الانباء"):
            return None
        n += 1
        return _indefinite(fs, n, end, h, group, depth)
    done = None if (group.plural_only and group.source) or fs[n].folded in _SPEAKS else _construct(fs, q, end, depth)
    if done:
        last, of, country = done
        if of and h.head.lemma in _TO and fs[of[0]].roles and fs[of[0]].whole & DEF and last < end:
            # مبعوث الرئيس الأميركي دونالد ترامب إلى الشرق الأوسط
            named = person(fs, last, end, fs[last].folded, TITLED) if fs[last].word else last
            if named < end and fs[named].folded == "الي":
                last = named
        if of and any(h.head.number == "p" and h.definite for h in fs[of[0]].roles):
            of = None  # (رئيس) الوزراء
        m, land = _definite_adjectives(fs, last, end)
        hit = known(fs, of[0], end) if of else None
        located = hit is not None and names_place(hit[0])
        if m < end and _told_outlet(fs, m, end):
            return Role(m, of, country or land, True, True, group.class_)
        after, of2, land2 = _prepositions(fs, m, end, h, depth, located=located)
        return Role(after, of or of2, country or land or land2, True, True, group.class_)
    if h.head.construct:
        return None
    return _indefinite(fs, n, end, h, group, depth)


def _class(fs: Sequence[Facts], n: int, m: int, group: RoleGroup) -> SourceClass:
    if group.class_ not in ("source", "official", "other"):
        return group.class_
    classes = table().classes
    for k in range(n, m):
        word = fs[k].folded
        found = classes.get(word) or classes.get(word.removeprefix("ال")) or classes.get(word.removesuffix("ا"))
        if found and (found != "source" or group.class_ == "source"):
            return found
    return group.class_


def _definite_adjectives(fs: Sequence[Facts], n: int, end: int) -> tuple[int, str | None]:
    country = None
    start = n
    kb = knowledge()
    while n < end and n - start < 4 and fs[n].word:
        f = fs[n].whole
        pair = fs[n].joined & DEF and fs[n].joined & (COMMON | ADJ | DEMONYM)
        if n > start and pair and fs[n - 1].folded.endswith(("ين", "ون")) and fs[n].folded.endswith(("ين", "ون")):
            n += 1
            continue
        if not f & DEF or (f & VERB and not f & (ADJ | COMMON | DEMONYM)):
            break
        if f & TITLE and not f & (ADJ | DEMONYM | NEVER):
            break
        if f & FAMILY and not f & (DEMONYM | ADJ | COMMON | NEVER):
            break
        hit = known(fs, n, end)
        if hit and hit[0] not in kb.ambiguous and not f & (DEMONYM | NEVER | ADJ):
            break
        if f & DEMONYM:
            country = country or kb.demonyms.get(fs[n].folded)
        elif (f & HEAD and not f & (ADJ | NEVER) and not f & NISBA) or (
            not f & (ADJ | NEVER) and not _adjectival(fs[n])
        ):
            break
        n += 1
    if n == start and n + 1 < end and fs[n].folded in ("المنتهيه", "المنتهي"):
        return n + 2, None
    if n + 1 < end and n > start and fs[n].folded in ("المنتهيه",):
        n += 2
    return n, country


def _adjectival(fact: Facts) -> bool:
    """An everyday definite word that has the shape of an adjective."""
    if not fact.whole & COMMON:
        return False
    word = fact.folded
    return bool(fact.whole & NISBA) or word.endswith(("ين", "ون")) or word.startswith("الم")


def phrase(fs: Sequence[Facts], n: int, end: int, stem: str | None, depth: int) -> tuple[int, str | None] | None:
    """A noun phrase that names a body, a place or a role at ``n``: the index after it and its country."""
    if n < end and fs[n].folded == "#":
        n += 1
    if n >= end or not fs[n].word:
        if n + 2 < end and fs[n].folded in _MARKS and fs[n + 1].word and depth < _DEPTH:
            inner = phrase(fs, n + 1, end, None, depth + 1)
            if inner and inner[0] < end and fs[inner[0]].folded in _MARKS:
                return inner[0] + 1, inner[1]
        if n + 2 < end and fs[n].folded in '"«“' and fs[n + 1].word and fs[n + 2].folded in '"»”':
            return n + 3, None
        return None
    kb, t = knowledge(), table()
    fact = fs[n]
    hit = known(fs, n, end, stem)
    best, country = n, None
    if hit and (hit[0] not in kb.ambiguous or stem is None):
        best = n + hit[1]
        if hit[0] not in kb.ambiguous or hit[1] > 1:
            country = kb.entries[kb.forms[hit[0]][0]].country
    cut = None
    if stem is not None:
        cut = next((r.cut for r in fact.readings if r.stem == stem), None)
    want = cut or 0
    for h in fact.bodies:
        if h.cut != want and not (stem and h.cut == want):
            continue
        b = body(fs, n, end, h, t.body_groups[h.head.group])
        last = b.last if b else n + 1
        if last > best:
            best = last
            country = next((kb.demonyms[fs[k].folded] for k in range(n, last) if fs[k].folded in kb.demonyms), country)
        break
    if best == n and depth < _DEPTH:
        for h in fact.roles:
            if h.cut != want:
                continue
            made = role(fs, n, end, h, t.role_groups[h.head.group], depth + 1)
            if made and made.last > best:
                best, country = made.last, made.country
            break
    for r in fact.place:
        if r.cut == want and r.proclitic in ("", "ب", "ل"):
            p = place(fs, n, end, r)
            if p and p.last > best:
                best = p.last
    if best == n and n + 1 < end and fs[n + 1].whole & DEMONYM and fs[n + 1].whole & DEF:
        f = next((r.flags for r in fact.readings if r.cut == want), 0)
        if f & PORTFOLIO and f & DEF and (fs[n + 1].folded.endswith("ه") or not fact.folded.endswith("ه")):
            # الخارجية المصرية, but not (وزير) الخارجية المصري
            return n + 2, kb.demonyms.get(fs[n + 1].folded)
    if best == n:
        f = next((r.flags for r in fact.readings if r.cut == want), fact.whole)
        if f & PERSONAL and not f & LOOSE:
            m = person(fs, n, end, stem or fact.folded, NOWHERE)
            if m > n:
                return m, None
        return None
    if best < end and fs[best].word and fs[best].whole & DEMONYM and fs[best].whole & DEF:
        country = country or kb.demonyms.get(fs[best].folded)
        best += 1
    return best, country


def _construct(
    fs: Sequence[Facts], n: int, end: int, depth: int
) -> tuple[int, tuple[int, int] | None, str | None] | None:
    """The genitive of a role: "(وزير) الخارجية", "(رئيس) حركة مجتمع السلم", "(نائب) وزير الدفاع"."""
    kb = knowledge()
    if n >= end or not fs[n].word:
        return None
    start = n
    while n < end and n - start < 4 and fs[n].word:
        f = fs[n].whole
        if f & DEF or not f & INNER or f & HEAD or known(fs, n, end):
            break
        n += 1
    if n >= end or not fs[n].word:
        return None
    f = fs[n].whole
    t = table()
    if not f & DEF and any(t.role_groups[h.head.group].adjective for h in fs[n].roles):
        return None  # مصدر دبلوماسي
    if fs[n].folded in _THIS and n + 1 < end and fs[n + 1].whole & DEF:
        return n + 2, None, None
    if f & FUNCTION and not f & (HEAD | PORTFOLIO):
        return None
    if not (f & DEMONYM and not f & DEF):
        found = phrase(fs, n, end, None, depth)
        if found:
            last, country = found
            last = _joined(fs, last, end)
            return last, (n, last), country
    if f & DEF and not f & NEVER and not (f & DEMONYM and not f & PORTFOLIO):
        if f & FAMILY and not f & (COMMON | PORTFOLIO):
            return None
        last = _joined(fs, n + 1, end)
        last, _ = adjectives(fs, last, end)
        country = next((kb.demonyms[fs[k].folded] for k in range(n, last) if fs[k].folded in kb.demonyms), None)
        return last, None, country
    if n > start and f & COMMON and not f & VERB:
        return n + 1, None, None
    if not f & DEF and "ال" + fs[n].folded in table().portfolios and n + 1 < end and fs[n + 1].word:
        # وزير خارجية روسيا
        found = phrase(fs, n + 1, end, None, depth) if depth < _DEPTH else None
        if found:
            return found[0], (n + 1, found[0]), found[1]
    first_term = f & (COMMON | PORTFOLIO | PLACE) and not f & (DEF | VERB | DEMONYM | ADJ)
    if first_term and n + 1 < end and fs[n + 1].word and not _indefinite_adjective(fs[n]):
        # وزير خارجية روسيا, مدير مشروع سد النهضة
        nxt = fs[n + 1].whole
        found = phrase(fs, n + 1, end, None, depth) if depth < _DEPTH else None
        if found and not (nxt & FUNCTION):
            return found[0], (n + 1, found[0]), found[1]
        if (nxt & DEF and not nxt & (DEMONYM | NEVER | PERSONAL)) or nxt & PORTFOLIO:
            last, _ = adjectives(fs, n + 2, end)
            return last, None, None
    return None


def _joined(fs: Sequence[Facts], n: int, end: int) -> int:
    if second_term(fs, n, end):
        return n + 2
    while n < end and fs[n].word and fs[n].joined & PORTFOLIO and fs[n].joined & DEF and not fs[n].joined & HEAD:
        n += 1
    return n


def _indefinite_adjective(fact: Facts) -> bool:
    t = table()
    f = fact.whole
    if not f & (KNOWN & ~SHAPE | PERSONAL | DEF | FOREIGN) and fact.folded.endswith(("يه", "يين", "يون", "يات")):
        return True
    if f & DEF or (not f & (COMMON | DEMONYM) and fact.folded not in t.classes and fact.folded not in t.close):
        return False
    if f & DEMONYM or fact.folded in t.classes or fact.folded in t.close:
        return True
    return (fact.folded.endswith(("ي", "يه", "يين", "يون", "يات")) and not f & GIVEN) or fact.folded in _PLAIN


def _accusative_adjective(fact: Facts) -> bool:
    """مسؤولا كبيرا, مصدرا أمنيا."""
    word = fact.folded
    if not word.endswith("ا") or len(word) < 5:
        return False
    stem = word[:-1]
    return stem.endswith("ي") or stem in table().classes or stem in table().close or stem in ("كبير", "رفيع", "بارز")


_PLAIN = frozenset(
    "سابق سابقه سابقون سابقين كبار اخر اخرون اخرين اخري بارزه بارزون بارزين محتمل جديد جدد عديده متعدده مستقل".split()
)


def _indefinite(fs: Sequence[Facts], n: int, end: int, h: HeadAt, group: RoleGroup, depth: int) -> Role | None:
    start = n
    country = None
    kb = knowledge()
    accusative = n > 0 and fs[n - 1].folded == h.head.lemma + "ا"
    while n < end and n - start < 4 and fs[n].word:
        if group.source and fs[n].folded == "عيان":
            n += 1
            continue
        if not _indefinite_adjective(fs[n]) and not (accusative and _accusative_adjective(fs[n])):
            break
        country = country or kb.demonyms.get(fs[n].folded) or kb.demonyms.get(fs[n].folded.removesuffix("ا"))
        n += 1
    last, of, land = _prepositions(fs, n, end, h, depth)
    return Role(last, of, country or land, last > start, False, _class(fs, start, n, group))


_SPEAKS = frozenset("باسم بلسان".split())
_TO = frozenset("سفير مبعوث موفد مندوب ممثل وسيط مقرر منسق قنصل".split())
_NOT_AT = frozenset("رئيس وزير ملك امير سلطان متحدث ناطق زعيم شيخ نظير مستشار محامي مرشح نائب".split())
_FOR = frozenset(
    "امين مندوب ممثل قائد مدير سفير مفوض رئيس مستشار مساعد وزير سكرتير قاضي مراسل مدعي ناطق متحدث "
    "محامي قيادي مرشد زعيم منسق نائب وكيل مبعوث".split()
)
_OUTLETS = frozenset("وكاله صحيفه قناه اذاعه تلفزيون شبكه موقع مجله برنامج جريده وكالات".split())
_IN = frozenset("في داخل لدي".split())
_TOLD = frozenset("رئيس وزير ملك امير مستشار زعيم سفير مبعوث نائب".split())  # bare, with the article


def _prepositions(
    fs: Sequence[Facts], n: int, end: int, h: HeadAt, depth: int, *, located: bool = False, told: bool = False
) -> tuple[int, tuple[int, int] | None, str | None]:
    """What follows a role with a preposition: "باسم الجيش", "لدى الأمم المتحدة", "في وزارة الدفاع", "مقرب من ...".

    The index after it, the token range of the body or person that it leads to, a country. ``told``: a preposition ل
    tells to whom it was said ("أوضح الرئيس لوزير الدفاع"), and is none of the role's.
    """
    of: tuple[int, int] | None = None
    country = None
    for _ in range(2):
        if n + 1 > end or n >= end or not fs[n].word or depth >= _DEPTH:
            break
        word = fs[n].folded
        lemma = h.head.lemma
        if word in ("باسمه", "باسمها", "باسمهم"):
            n += 1
            continue
        if word in ("رفض", "طلب", "لم"):
            break
        after_close = n > 0 and fs[n - 1].folded in table().close
        found = None
        if (
            (word in _SPEAKS)
            or (word in _IN and (not of or word == "لدي"))
            or (word == "الي" and lemma in _TO)
            or (word in ("من", "علي") and after_close)
            or (word == "من" and lemma in ("نائب", "عضو", "مصدر"))
        ):
            m = n + 1
            if m < end and fs[m].folded in ("داخل",):
                m += 1
            found = phrase(fs, m, end, None, depth + 1)
            if found is None and m < end and fs[m].word and fs[m].whole & DEF and (after_close or word in _SPEAKS):
                found = m + 1, None
            if found and word == "في" and (located or _is_time(fs, m) or (lemma in _NOT_AT and not fs[m].bodies)):
                found = None
            if found and word in ("في", "من") and not of and lemma == "مصدر" and not _anchored(fs, m):
                found = None
            if found:
                of, n, country = (m, found[0]), found[0], found[1] or country
                continue
        attached = next((r for r in fs[n].readings if r.proclitic in ("ل", "ب") and r.cut), None)
        if attached is not None and not of and not fs[n].whole & PERSONAL and known(fs, n, end) is None:
            for r in fs[n].readings:
                if not r.cut or (r.proclitic == "ل" and (told or lemma not in _FOR)) or r.proclitic not in ("ل", "ب"):
                    continue
                if r.proclitic == "ب" and any(x.cut for x in fs[n].roles) and not fs[n].bodies:
                    continue
                may = r.flags & (HEAD | DEF | PLACE | INNER) or known(fs, n, end, r.stem)
                if r.flags & (VERB | FUNCTION) or not may:
                    continue
                if r.proclitic == "ب" and not r.flags & (HEAD | PLACE):
                    hit = known(fs, n, end, r.stem)
                    if hit is None or hit[0] in knowledge().ambiguous:
                        continue
                found = phrase(fs, n, end, r.stem, depth + 1)
                if found is None and r.proclitic == "ل" and r.flags & INNER:
                    found = for_complement(fs, n, end), None
                    if found[0] == n:
                        found = None
                        break
                elif found is None and r.flags & PORTFOLIO and r.flags & DEF:
                    found = adjectives(fs, n + 1, end, 2)[0], None
                if found:
                    of, n, country = (n, found[0]), found[0], found[1] or country
                    break
            if found:
                continue
        break
    return n, of, country


def _told_outlet(fs: Sequence[Facts], n: int, end: int) -> bool:
    """ "قال مدير المستشفى لوكالة", "لرويترز": an outlet to which he said it, and none that he belongs to."""
    kb = knowledge()
    for r in fs[n].readings:
        if r.proclitic != "ل" or not r.cut:
            continue
        if r.stem in _OUTLETS:
            return True
        hit = known(fs, n, end, r.stem)
        if hit is not None and any(kb.entries[k].type == "MEDIA" for k in kb.forms[hit[0]]):
            return True
    return False


def _is_time(fs: Sequence[Facts], n: int) -> bool:
    return bool(fs[n].whole & FUNCTION)


def _anchored(fs: Sequence[Facts], n: int) -> bool:
    """A source "in" something that can have sources: a body, a role, a place."""
    return bool(fs[n].bodies or fs[n].roles or fs[n].kb or fs[n].place)


__all__ = ["NOWHERE", "TITLED", "Role", "phrase", "role"]
