"""The walk's part for persons without their names: roles, titles, peoples, documents that speak."""

from __future__ import annotations

from marsad.annotate.name_data import Gender, RoleGroup, table
from marsad.annotate.name_people import SPOKEN, TITLED, person
from marsad.annotate.name_roles import Role, role
from marsad.annotate.name_walk import Walk
from marsad.annotate.name_words import (
    ADJ,
    CLOSED,
    COMMON,
    DEF,
    DEMONYM,
    ENTITY,
    FUNCTION,
    HEAD,
    KNOWN,
    LOOSE,
    NEVER,
    PERSONAL,
    PLACE,
    TITLE,
    VERB,
    HeadAt,
    knowledge,
)
from marsad.document import EntityType

DEICTIC: dict[str, Gender] = {"الاخير": "m", "الاخيره": "f"}
DOCUMENTS = frozenset("البيان التقرير المقال الرساله".split())
_THINGS = frozenset(("مساعد", "معاون"))  # whose feminine is a thing: help, treatment
_ANONYMOUS = frozenset(("official", "diplomat", "military", "expert", "witness", "source"))
_HONORIFICS = frozenset("معالي سعاده فخامه سمو دوله جلاله سياده فضيله".split())
_SAME = frozenset("نفسه نفسها ذاته ذاتها انفسهم".split())
_INNA = frozenset("ان وان بان لان فان لكن ولكن".split())
_THEREIN = frozenset("خلاله خلالها فيه فيها بدوره بدورها".split())
_ACTS = frozenset("القائم القائمه قائم قائمه".split())
_DUTIES = frozenset("باعمال بمهام".split())
_OF_MANY = frozenset("عدد اكثر بضعه".split())  # of people only with من


class RoleWalk(Walk):
    """Notes roles, and the tokens at which a title or a role makes a name likely."""

    def _title(self, i: int, end: int) -> None:
        """A title that expects a name after it: marks where."""
        t = table()
        r = self.fs[i].title[0]
        if r.proclitic not in ("", "و", "ف", "ل", "ب", "ول", "وب"):
            return
        if i and any(
            f.flags & DEF and f.flags & COMMON and not f.flags & (HEAD | TITLE) for f in self.fs[i - 1].readings
        ):
            return  # الاعتداء الإرهابي
        n = i + 1
        for words in t.title_phrases.get(r.stem, ()):
            if [f.folded for f in self.fs[i + 1 : i + len(words)]] == words[1:]:
                n = i + len(words)
                break
        if len(r.stem) == 1:
            # د. and م. only with their point or a slash
            if n >= end or self.fs[n].folded not in ("./"):
                return
            n += 1
        while n < end and (self.fs[n].folded in t.after_rank or self.fs[n].title or self.fs[n].folded == "/"):
            n += 1
        if n < end and self.fs[n].folded == ".":
            n += 1
        if r.flags & DEF and not self.fs[i].roles:
            self._noun(i, r.stem, "PER", "title", cut=r.cut, last=n if all(f.word for f in self.fs[i:n]) else None)
        if n < end and self.fs[n].roles and self.fs[n].whole & HEAD:
            return
        if n < end and self.fs[n].folded in ("،", ","):
            self._after_role(n, end)
            return
        self._expect(n, end)

    def _expect(self, n: int, end: int) -> None:
        while n < end and self.fs[n].folded in ('"', "«", "“", "#", "'"):
            n += 1
        if n < end and self.fs[n].word:
            self.titled.add(n)

    def _role(self, i: int, end: int) -> int:
        """Notes the role that begins at token ``i``. The index after it, or ``i``."""
        t = table()
        for h in self.fs[i].roles:
            group = t.role_groups[h.head.group]
            if not self._may_head(i, h) or (group.plural_only and h.head.number != "p"):
                continue
            made = role(self.fs, i, end, h, group)
            if h.head.number == "s" and self.fs[i].folded == h.head.lemma + "ا" and not self._after_inna(i):
                continue  # an accusative is an object or a predicate ("كان مسؤولا عن"), unless إن or لكن stands before
            thing = h.head.lemma in _THINGS and h.head.gender == "f"
            if made is None or (thing and (h.tail or h.head.number == "p" or i + 1 >= end or not self.fs[i + 1].roles)):
                continue
            if h.tail and not made.full:
                continue
            if made.definite and made.last < end and self.fs[made.last].folded in _SAME:
                made = made._replace(last=made.last + 1)
            else:
                self._name_after(h, group, made, end)
            if not self._worth(i, h, group, made):
                if made.last in self.titled:
                    return i + 1
                continue
            unnamed = not made.definite or h.head.number == "p" or (h.head.number == "d" and group.class_ in _ANONYMOUS)
            kind: EntityType = "ANON" if (group.source or unnamed) and not h.tail else "PER"
            self._refer(i, made.last, h, made, kind, "role", group.sector, self._role_start(i, h))
            self.role_end = made.last if made.of or made.full else 0
            return made.last
        return i

    def _after_inna(self, i: int) -> bool:
        return i > 0 and self.fs[i - 1].folded in _INNA

    def _role_start(self, i: int, h: HeadAt) -> int | None:
        """Where a role begins that has an honorific or a quantity before it: "معالي وزير", "أحد", "أكثر من"."""
        fs = self.fs
        if h.cut or not i:
            return None
        before = table().before
        direct = (before - _OF_MANY) | _HONORIFICS
        r = next((r for r in fs[i - 1].readings if r.stem in direct), None)
        if r is not None:
            return self._start(i - 1, r.cut)
        if fs[i - 1].folded in _DUTIES and i > 1:
            acts = next((r for r in fs[i - 2].readings if r.stem in _ACTS), None)
            return self._start(i - 2, acts.cut) if acts is not None else None  # القائم بأعمال الوزير
        if fs[i - 1].folded == "من" and i > 1 and fs[i - 2].folded in before:
            return self._start(i - 2, 0)
        return None

    def _name_after(self, h: HeadAt, group: RoleGroup, made: Role, end: int) -> None:
        if h.head.number == "p" or (group.weak and not (group.kin or h.head.number == "s")):
            return
        if h.tail or (not made.full and not made.definite):
            self._maybe_name(made.last, end)
        else:
            self._after_role(made.last, end)

    def _worth(self, i: int, h: HeadAt, group: RoleGroup, made: Role) -> bool:
        """Whether a role is worth a mention: it has a complement, it is definite, it speaks, or several do."""
        before = self.fs[i - 1] if i else None
        spoken = before is not None and (
            before.speech or before.folded in table().before or (not h.definite and before.folded in _INNA)
        )
        if group.kin and h.definite and not made.of and not h.tail:
            return False
        if made.last in self.titled and (made.full or made.definite):
            return True
        if group.weak and not spoken:
            office = not group.kin and h.head.lemma in ("خادم", "ولي")
            return made.full and bool(h.tail or made.of or office)
        if group.plural_only:
            after = self.fs[made.last] if made.last < len(self.fs) else None
            return spoken or bool(after and after.speech) or not made.definite
        if made.full or made.definite or group.source or spoken:
            return True
        return h.head.number != "s" and group.class_ in _ANONYMOUS

    def _people(self, i: int) -> None:
        """ "الفلسطينيون", "الروس": a people, where the word is no adjective."""
        before = self.fs[i - 1] if i else None
        if before is not None and any(r.flags & (DEF | PERSONAL) and not r.flags & VERB for r in before.readings):
            return
        for r in self.fs[i].readings:
            if not r.flags & DEMONYM or not r.flags & DEF or r.stem.endswith(("ي", "يه", "يات", "يا")):
                continue
            country = knowledge().demonyms.get(r.stem)
            self._noun(i, r.stem, "ORG", "people", cut=r.cut, gender="m", country=country)
            return

    def _document(self, i: int) -> None:
        """ "البيان" where it speaks."""
        fs = self.fs
        spoken = (i and fs[i - 1].speech) or (i + 1 < len(fs) and (fs[i + 1].speech or fs[i + 1].whole & DEF))
        if spoken:
            last = i + 2 if i + 1 < len(fs) and fs[i + 1].whole & DEF and fs[i + 1].whole & COMMON else i + 1
            self._noun(i, fs[i].folded, "ORG", "document", last=last)

    def _after_role(self, n: int, end: int) -> None:
        """A name may follow a role at once, after a title, or after a comma."""
        fs = self.fs
        if n < end and fs[n].title and fs[n].word:
            return
        if n < end and fs[n].folded in ("،", ",", ":", "-") and n + 1 < end and fs[n + 1].word:
            if not fs[n + 1].readings or (fs[n + 1].whole & (KNOWN | DEF) and not fs[n + 1].whole & PERSONAL):
                return
            m = person(fs, n + 1, end, fs[n + 1].folded, TITLED)
            if m > n + 1 and (m - n > 2 or m == end or not fs[m].word):
                self.titled.add(n + 1)
            return
        self._expect(n, end)

    def _maybe_name(self, n: int, end: int) -> None:
        """After "نجله" or "مصور" a name must look like one."""
        fact = self.fs[n] if n < end else None
        if fact and fact.readings and not fact.whole & CLOSED and person(self.fs, n, end, fact.folded, SPOKEN) > n:
            self.titled.add(n)

    def _may_head(self, i: int, h: HeadAt) -> bool:
        fact = self.fs[i]
        group = table().role_groups[h.head.group]
        if i in self.titled and not h.definite and fact.whole & PERSONAL:
            return False
        if fact.whole & FUNCTION and not h.definite and not h.cut:
            return False
        if h.tail and fact.whole & (FUNCTION | PERSONAL):
            return False
        if h.cut and fact.whole & PERSONAL and not fact.whole & LOOSE:
            return False
        if h.definite and not h.cut and i and i != self.role_end:  # behind a whole role: "وزير الطاقة السفير"
            before = self.fs[i - 1]
            if any(
                r.flags & DEF and not r.flags & (HEAD | PERSONAL | TITLE | ENTITY | DEMONYM | NEVER | ADJ)
                for r in before.readings
            ):
                return False
        if group.adjective and not h.cut and i:
            before = self.fs[i - 1]
            if (
                before.word
                and before.whole & (COMMON | HEAD | PLACE | DEMONYM)
                and not before.whole & (VERB | FUNCTION)
            ):
                return False
            if before.word and not before.whole & KNOWN:
                return False
        return True

    def _deictic(self, i: int) -> None:
        k = i - 2 if i > 1 and self.fs[i - 1].folded in _THEREIN else i - 1
        before = self.fs[k] if i else None
        if before is None or not before.word or before.whole & DEF:
            return
        if not (before.speech or before.whole & FUNCTION or (before.whole & COMMON and not before.whole & VERB)):
            return
        self._noun(i, self.fs[i].folded, "PER", "deictic", gender=DEICTIC[self.fs[i].folded])
