"""Walks a report once, asks the grammars at the words that may begin a name or a role, and settles overlaps."""

from __future__ import annotations

from marsad.annotate.name_bodies import body, known, place, quoted
from marsad.annotate.name_context import adjective_here, expected, vouched
from marsad.annotate.name_data import table
from marsad.annotate.name_found import plain_role, settle
from marsad.annotate.name_mentions import mentions
from marsad.annotate.name_people import NOWHERE, SPOKEN, TITLED, person
from marsad.annotate.name_role_walk import DEICTIC, DOCUMENTS, RoleWalk
from marsad.annotate.name_short import short_forms
from marsad.annotate.name_words import (
    CLOSED,
    DEF,
    DEMONYM,
    ENTITY,
    FOREIGN,
    FUNCTION,
    GIVEN,
    KNOWN,
    NISBA,
    PERSONAL,
    VERB,
    HeadAt,
    knowledge,
)
from marsad.document import EntityType, Mention
from marsad.lexicon.knowledge import key

_HEADLESS = frozenset(
    "الخارجيه الداخليه الدفاع الماليه العدل الصحه الرئاسه الاستخبارات المخابرات الطاقه الشرطه".split()
)


_SAYS = frozenset("ان انه انها انهم : ،".split())
_OPENING, _CLOSING = frozenset('«"“'), frozenset('»"”')


class Finder(RoleWalk):
    """The state of one report's reading. `mentions` gives the result."""

    def mentions(self) -> list[Mention]:
        timed = self._timed()
        for sentence in self.report.sentences:
            i = sentence.first
            end = sentence.last
            inside = i
            while i < end:
                fact = self.fs[i]
                if (
                    fact.any or i in self.titled or fact.folded in DEICTIC or fact.folded in DOCUMENTS
                ) and i not in timed:
                    inside = self._at(i, end, inside)
                elif not fact.word:
                    pass
                elif fact.folded == "ل" and i + 2 < end and self.fs[i + 1].folded in _OPENING:
                    self._told(i, sentence.first, end)
                elif i > sentence.first and self.fs[i - 1].speech and not fact.whole & (KNOWN | DEF):
                    self._person(i, end, SPOKEN)
                i += 1
        self._again()
        names = settle(self.found)
        names = settle(names + short_forms(names, self.tokens, self.fs, self.titled))
        return mentions(names, self.roles, self.tokens, self.fs, self.titled)

    def _told(self, i: int, start: int, end: int) -> None:
        """The outlet that was told: "قال مسؤول لـ«الغصن» إن"."""
        inside = quoted(self.fs, i + 1, end)
        if inside is None or inside[1] - inside[0] > 2 or any(self.fs[k].whole & VERB for k in range(*inside)):
            return
        after = self.fs[inside[1] + 1].folded if inside[1] + 1 < end else ""
        if after in _SAYS and any(self.fs[k].speech for k in range(max(start, i - 8), i)):
            self._add(*inside, 0, "MEDIA", self._form(*inside), "told", 1, "MED")

    def _again(self) -> None:
        """An ambiguous form that was a name in its context once is one throughout the report."""
        kb = knowledge()
        if self.report.outlet:
            self.sure.add(key(self.report.outlet))
        found = {f.kb for f in self.found}
        for first, last, cut, form in self.doubted:
            entries = [kb.entries[k] for k in kb.forms[form] if kb.entries[k].type != "PER"]
            entry = next((e for e in entries if form in self.sure or (e.type != "LOC" and e.id in found)), None)
            if entry is not None:
                self._add(first, last, cut, entry.type, form, "known-again", 3, entry.sector, entry.country, entry.id)

    def _timed(self) -> frozenset[int]:
        out: set[int] = set()
        spans = self.report.times
        k = 0
        for i, token in enumerate(self.tokens):
            while k < len(spans) and spans[k].span.end <= token.start:
                k += 1
            if k < len(spans) and spans[k].span.start < token.end:
                out.add(i)
        return frozenset(out)

    def _at(self, i: int, end: int, inside: int) -> int:
        """Asks every grammar at token ``i``. ``inside`` is the index before which roles are taken already."""
        fact = self.fs[i]
        self._known(i, end)
        if fact.bodies:
            self._body(i, end)
        if fact.place:
            self._place(i, end)
        if fact.owned and i >= inside:
            self._owned(i)
        if fact.whole & DEMONYM or any(r.flags & DEMONYM for r in fact.readings):
            self._people(i)
        if fact.folded in DOCUMENTS:
            self._document(i)
        if i >= inside:
            if fact.roles:
                inside = max(inside, self._role(i, end))
            if (fact.title and i >= inside) or (fact.title and i not in self.titled):
                self._title(i, end)
            if fact.folded in DEICTIC:
                self._deictic(i)
        trust = TITLED if i in self.titled else NOWHERE
        if trust == NOWHERE and i and self.fs[i - 1].speech and not fact.whole & DEF:
            trust = SPOKEN
        self._person(i, end, trust)
        if fact.folded in _HEADLESS or any(r.stem in _HEADLESS for r in fact.readings):
            self._headless(i, end)
        return inside

    # -- names of the knowledge base

    def _known(self, i: int, end: int) -> None:
        kb, t = knowledge(), table()
        best: tuple[int, int, str, int] | None = None
        for r in self.fs[i].kb:
            hit = known(self.fs, i, end, r.stem)
            if hit is None:
                continue
            form, size = hit
            if r.proclitic and self.fs[i].whole & PERSONAL and size == 1:
                continue
            if r.proclitic and size == 1 and self.fs[i].whole & CLOSED and r.proclitic not in ("و", "ب", "ل"):
                continue
            if (
                form in kb.ambiguous
                or (size == 1 and (r.flags & (FUNCTION | VERB) or r.stem.removeprefix("ال") in t.function))
            ) and not vouched(self.fs, i, size, form, r.proclitic, self.titled):
                continue
            if size == 1 and r.flags & DEMONYM and i and adjective_here(self.fs, i, r.flags):
                continue
            if best is None or size > best[1]:
                best = (r.cut, size, form, i + size)
        if best is None:
            return
        cut, size, form, last = best
        entries = [kb.entries[k] for k in kb.forms[form]]
        entry = entries[0]
        first = i
        if entry.type == "PER" and size > 1 and self.fs[i].title:
            # the title is no part of the name: الملك محمد السادس
            first, cut, form = i + 1, 0, form.split(" ", 1)[1]
        if (
            entry.type == "ORG"
            and size > 1
            and last < end
            and self.fs[last].whole & DEMONYM
            and self.fs[last].whole & DEF
        ):
            last += 1
        if entry.type == "ORG":
            self._alias(last, end, "ORG", entry.sector or "")
        if len(entries) > 1:
            want = expected(self.fs, i, self.titled)
            if last < end and self.fs[last].folded in _CLOSING and self.fs[i - 1].folded in _OPENING:
                want = "MEDIA" if i else want
            elif want is None and entry.type == "MEDIA":
                want = "LOC"  # a newspaper that has a place's name needs its context
            entry = next((e for e in entries if e.type == want), entry)
        self._add(
            first,
            last,
            cut,
            entry.type,
            form,
            "known",
            3,
            entry.sector,
            entry.country,
            entry.id if len(entries) == 1 else None,
        )

    # -- bodies and places

    def _body(self, i: int, end: int) -> None:
        t = table()
        for h in self.fs[i].bodies:
            group = t.body_groups[h.head.group]
            b = body(self.fs, i, end, h, group)
            if b is None:
                continue
            kind: EntityType = "MEDIA" if b.media else group.type
            if b.name and not b.inner:
                self._alias(b.last, end, kind, group.sector)
            if b.name and b.inner:
                first, last = b.inner
                self._add(first, last, 0, kind, self._form(first, last), "body-named", 1, group.sector)
            elif b.name:
                self._add(
                    i,
                    b.last,
                    h.cut,
                    kind,
                    self._form(i, b.last, h.cut),
                    "body",
                    2,
                    group.sector,
                    self._land(i, b.last),
                    head=h.head.lemma,
                )
            if (not b.name or b.inner) and (group.bare or b.last > i + 1):
                self._body_role(i, b.last, h, kind, group.sector)
            return

    def _alias(self, n: int, end: int, kind: EntityType, sector: str) -> None:
        """An acronym or other name in brackets after the name of a body: "(إي آر جي)"."""
        if n >= end or self.fs[n].folded not in ("(", '"', "«", "“"):
            return
        inside = quoted(self.fs, n, end)
        if inside and inside[1] - inside[0] <= 4 and self.fs[n].folded == "(":
            form = self._form(*inside)
            entry = next((knowledge().entries[k] for k in knowledge().forms.get(form, ())), None)
            if entry is not None and entry.type in ("ORG", "MEDIA"):
                self._add(*inside, 0, entry.type, form, "alias", 3, entry.sector, entry.country, entry.id)
                return
        if inside and inside[1] - inside[0] <= 4 and not any(self.fs[k].whole & KNOWN for k in range(*inside)):
            self._add(*inside, 0, kind, self._form(*inside), "alias", 1, sector)

    def _body_role(self, i: int, last: int, h: HeadAt, kind: EntityType, sector: str) -> None:
        if last == i + 1 and not h.tail and (not h.definite or self.fs[i].title):
            return
        if last == i + 1 and h.head.lemma == "بحريه" and i and self.fs[i - 1].whole & DEF:
            return
        if h.tail and self.fs[i].whole & (FUNCTION | PERSONAL):
            return
        self._refer(i, last, h, plain_role(last, self._land(i, last), full=last > i + 1), kind, "body-role", sector)

    def _place(self, i: int, end: int) -> None:
        t = table()
        for r in self.fs[i].place:
            if r.proclitic not in ("", "و", "ب", "ل", "ف", "وب", "ول"):
                continue
            p = place(self.fs, i, end, r)
            if p is not None:
                first, last = p.name
                cut = r.cut if p.kept else 0
                self._add(first, last, cut, "LOC", self._form(first, last, cut), "place", 2)
                if not p.kept:
                    self._more_places(last, end)
                return
        for r in self.fs[i].place:
            if r.stem in t.place_roles:
                last = i + 1
                if last < end and r.stem == "المحافظه" and self.fs[last].folded == "علي":
                    return
                if last < end and self.fs[last].whole & DEF:
                    if r.stem in ("القطاع", "الولايه"):
                        return
                    last += 1 if self.fs[last].whole & DEMONYM else 0
                self._noun(i, r.stem, "LOC", "place-role", cut=r.cut, last=last, country=self._land(i, last))
                return

    def _owned(self, i: int) -> None:
        """ "بلاده", "عاصمتها"."""
        for h in self.fs[i].owned:
            self._noun(i, h.head.lemma, "LOC", "place-owned", cut=h.cut, gender=h.head.gender)
            return

    def _more_places(self, n: int, end: int) -> None:
        """Further places of a list: "بلدة سلومة وعزونة، والخالصية"."""
        while n < end:
            if self.fs[n].folded == "،" and n + 1 < end:
                n += 1
            r = next((r for r in self.fs[n].readings if r.proclitic == "و"), None)
            if (
                r is None
                or len(r.stem) < 4
                or self.fs[n].whole & PERSONAL
                or r.flags & (KNOWN & ~ENTITY | NISBA & ~DEF)
            ):
                return
            if not r.flags & ENTITY and (self.fs[n].folded.endswith(("ها", "هم", "هن")) or len(r.stem) > 8):
                return
            if (
                not r.flags & ENTITY
                and not r.flags & DEF
                and r.flags & PERSONAL == 0
                and n + 1 < end
                and self.fs[n + 1].word
            ):
                return
            self._add(n, n + 1, r.cut, "LOC", r.stem, "place-list", 1)
            n += 1

    def _headless(self, i: int, end: int) -> None:
        """ "الخارجية العراقية": the ministry by its portfolio."""
        n = i + 1
        if n >= end or not self.fs[n].word or not self.fs[n].whole & DEMONYM or not self.fs[n].folded.endswith("ه"):
            return
        before = self.fs[i - 1] if i else None
        if (
            before is not None
            and (before.roles or before.bodies)
            and not any(r.cut for r in self.fs[i].readings if r.stem in _HEADLESS)
        ):
            return
        r = next(r for r in self.fs[i].readings if r.stem in _HEADLESS)
        self._add(
            i,
            n + 1,
            r.cut,
            "ORG",
            self._form(i, n + 1, r.cut),
            "portfolio",
            2,
            "GOV",
            knowledge().demonyms.get(self.fs[n].folded),
        )

    # -- persons and roles

    def _person(self, i: int, end: int, trust: int) -> None:
        fs = self.fs
        readings = fs[i].readings
        if not readings:
            return
        for r in readings:
            if r.cut and (trust == TITLED or (not r.flags & (GIVEN | FOREIGN) and r.stem not in ("ابو", "عبد", "ابي"))):
                continue
            if r.cut and (readings[0].flags & (GIVEN | FUNCTION) or len(r.stem) < 3 or fs[i].whole & ENTITY):
                break  # "لبنان" is no name behind a particle, "ولجم" none of two letters
            last = person(fs, i, end, r.stem, trust)
            if last == i:
                continue
            if r.flags & FOREIGN and not r.flags & GIVEN and trust == NOWHERE:
                return
            self._add(i, last, r.cut, "PER", self._form(i, last, r.cut), "person", 1 + trust)
            return
