"""Walks a report once, asks the grammars at the words that may begin a name or a role, and settles overlaps."""

from __future__ import annotations

from marsad.annotate.name_bodies import body, known, place, quoted
from marsad.annotate.name_context import expected, noun, vouched
from marsad.annotate.name_data import Gender, table
from marsad.annotate.name_found import Found, RoleFound, plain_head, plain_role, settle
from marsad.annotate.name_mentions import mentions
from marsad.annotate.name_people import NOWHERE, SPOKEN, TITLED, person
from marsad.annotate.name_roles import role
from marsad.annotate.name_short import short_forms
from marsad.annotate.name_words import (
    CLOSED,
    COMMON,
    DEF,
    DEMONYM,
    ENTITY,
    FOREIGN,
    FUNCTION,
    GIVEN,
    HEAD,
    KNOWN,
    LOOSE,
    NISBA,
    PERSONAL,
    PLACE,
    TITLE,
    VERB,
    Facts,
    HeadAt,
    facts,
    knowledge,
)
from marsad.document import EntityType, Mention, Report
from marsad.text.words import word

_HEADLESS = frozenset(
    "الخارجيه الداخليه الدفاع الماليه العدل الصحه الرياسه الاستخبارات المخابرات الطاقه الشرطه".split()
)
_DEICTIC: dict[str, Gender] = {"الاخير": "m", "الاخيره": "f"}
_THINGS = frozenset(("مساعد", "معاون"))  # whose feminine is a thing: help, treatment
_DOCUMENTS = frozenset("البيان التقرير المقال الوثيقه الرساله".split())


class Finder:
    """The state of one report's reading. `mentions` gives the result."""

    def __init__(self, report: Report) -> None:
        self.report = report
        self.tokens = report.tokens
        self.fs: list[Facts] = [facts(token.word) for token in report.tokens]
        for i, fact in enumerate(self.fs):
            if fact.folded == "-" and not self._glued(i):
                self.fs[i] = facts(word("–"))
        self.found: list[Found] = []
        self.roles: list[RoleFound] = []
        self.titled: set[int] = set()  # tokens at which a title or role expects a name
        self.seen = frozenset(f.folded for f in self.fs if f.word)
        self.group = 0

    def _glued(self, i: int) -> bool:
        """A hyphen between two words without spaces."""
        t = self.tokens
        return 0 < i < len(t) - 1 and t[i - 1].end == t[i].start and t[i].end == t[i + 1].start

    def mentions(self) -> list[Mention]:
        timed = self._timed()
        for sentence in self.report.sentences:
            i = sentence.first
            end = sentence.last
            inside = i
            while i < end:
                fact = self.fs[i]
                if (fact.any or i in self.titled or fact.folded in _DEICTIC) and i not in timed:
                    inside = self._at(i, end, inside)
                elif not fact.word:
                    pass
                elif i > sentence.first and self.fs[i - 1].speech and not fact.whole & (KNOWN | DEF):
                    self._person(i, end, SPOKEN)
                i += 1
        names = settle(self.found)
        names = settle(names + short_forms(names, self.tokens, self.fs, self.titled))
        return mentions(names, self.roles, self.tokens, self.fs, self.titled)

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
        if i >= inside:
            if fact.roles:
                inside = max(inside, self._role(i, end))
            if (fact.title and i >= inside) or (fact.title and i not in self.titled):
                self._title(i, end)
            if fact.folded in _DEICTIC:
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
        kb = knowledge()
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
            if (form in kb.ambiguous or (size == 1 and r.flags & (FUNCTION | VERB))) and not vouched(
                self.fs, i, size, form, r.proclitic, self.titled
            ):
                continue
            if size == 1 and r.flags & DEMONYM and i and noun(self.fs, i - 1):
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
        if len(entries) > 1:
            want = expected(self.fs, i, self.titled)
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
        if inside and inside[1] - inside[0] <= 4 and not any(self.fs[k].whole & KNOWN for k in range(*inside)):
            self._add(*inside, 0, kind, self._form(*inside), "alias", 1, sector)

    def _body_role(self, i: int, last: int, h: HeadAt, kind: EntityType, sector: str) -> None:
        if not h.definite and not h.tail and last == i + 1:
            return
        if h.tail and self.fs[i].whole & (FUNCTION | PERSONAL):
            return
        found = plain_role(last, self._land(i, last), full=last > i + 1)
        self.roles.append(
            RoleFound(i, last, self._start(i, h.cut), self.tokens[last - 1].end, h, found, kind, "body-role", sector)
        )

    def _land(self, i: int, last: int) -> str | None:
        kb = knowledge()
        for k in range(i, last):
            land = kb.demonyms.get(self.fs[k].folded)
            if land:
                return land
        return None

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
                if r.stem in ("القطاع", "الولايه") and i + 1 < end and self.fs[i + 1].whole & DEF:
                    return
                h = plain_head(r.stem, r.proclitic, r.cut)
                self.roles.append(
                    RoleFound(
                        i,
                        i + 1,
                        self._start(i, r.cut),
                        self.tokens[i].end,
                        h,
                        plain_role(i + 1),
                        "LOC",
                        "place-role",
                        None,
                    )
                )
                return

    def _more_places(self, n: int, end: int) -> None:
        """Further places of a list: "ناحية يثرب وعزيز بلد، والضلوعية"."""
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
            if r.cut and readings[0].flags & (GIVEN | FUNCTION):
                break
            last = person(fs, i, end, r.stem, trust)
            if last == i:
                continue
            if r.flags & FOREIGN and not r.flags & GIVEN and trust == NOWHERE:
                return
            self._add(i, last, r.cut, "PER", self._form(i, last, r.cut), "person", 1 + trust)
            return

    def _title(self, i: int, end: int) -> None:
        """A title that expects a name after it: marks where."""
        t = table()
        r = self.fs[i].title[0]
        if r.proclitic not in ("", "و", "ف", "ل", "ب", "ول", "وب"):
            return
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
        self._expect(n, end)

    def _expect(self, n: int, end: int) -> None:
        while n < end and self.fs[n].folded in ('"', "«", "“", "#", "'"):
            n += 1
        if n < end and self.fs[n].word:
            self.titled.add(n)

    def _role(self, i: int, end: int) -> int:
        t = table()
        for h in self.fs[i].roles:
            group = t.role_groups[h.head.group]
            if not self._may_head(i, h):
                continue
            if group.plural_only and h.head.number != "p":
                continue
            made = role(self.fs, i, end, h, group)
            if made is None:
                continue
            if h.head.lemma in _THINGS and h.head.gender == "f" and not made.of:
                continue
            if h.tail and not made.full:
                continue
            unnamed = not made.definite or (
                h.head.number != "s"
                and made.definite
                and group.class_ in ("official", "diplomat", "military", "expert", "witness", "source")
            )
            kind: EntityType = "ANON" if (group.source or unnamed) and not h.tail else "PER"
            if h.head.number == "p" or (group.weak and not (group.kin or h.head.number == "s")):
                pass
            elif h.tail or (not made.full and not made.definite):
                self._maybe_name(made.last, end)
            else:
                self._after_role(made.last, end)
            if not made.full and not made.definite and not (group.source or (i and self.fs[i - 1].speech)):
                if made.last in self.titled:
                    return i + 1
                return i
            if (
                group.weak
                and not (made.full and (h.tail or made.of or (not group.kin and h.head.lemma in ("خادم", "ولي"))))
                and made.last not in self.titled
            ):
                return i
            start = self._start(i, h.cut)
            if i and self.fs[i - 1].folded in t.before and not h.cut:
                start = self._start(i - 1, 0)
            self.roles.append(
                RoleFound(i, made.last, start, self.tokens[made.last - 1].end, h, made, kind, "role", group.sector)
            )
            return made.last
        return i

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
        if h.definite and not h.cut and i:
            before = self.fs[i - 1]
            if any(
                r.flags & DEF and r.flags & COMMON and not r.flags & (HEAD | PERSONAL | TITLE) for r in before.readings
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
        gender = _DEICTIC[self.fs[i].folded]
        before = self.fs[i - 1] if i else None
        if before is None or not before.word or before.whole & DEF or not before.whole & (VERB | FUNCTION | COMMON):
            return
        h = plain_head("الاخير", "", 0, gender)
        self.roles.append(
            RoleFound(i, i + 1, self.tokens[i].start, self.tokens[i].end, h, plain_role(i + 1), "PER", "deictic", None)
        )

    # -- assembling

    def _start(self, i: int, cut: int) -> int:
        return self.tokens[i].start + cut

    def _form(self, first: int, last: int, cut: int = 0) -> str:
        words = [self.fs[k].folded for k in range(first, last)]
        if cut:
            words[0] = next((r.stem for r in self.fs[first].readings if r.cut == cut), words[0])
        return " ".join(words)

    def _add(
        self, first: int, last: int, cut: int, kind: EntityType, form: str, rule: str, rank: int,
        sector: str | None = None, country: str | None = None, kb: str | None = None, head: str | None = None,
    ) -> None:  # fmt: skip
        while last > first and not self.fs[last - 1].word and self.fs[last - 1].folded in ("-", "."):
            last -= 1
        if last > first:
            self.found.append(
                Found(
                    first,
                    last,
                    self._start(first, cut),
                    self.tokens[last - 1].end,
                    kind,
                    form,
                    rule,
                    rank,
                    sector,
                    country,
                    kb,
                    head,
                )
            )
