"""Whether an event took place: actual, planned, hypothetical or negated, with the word that says so.

Read from the words about the trigger: particles before a verb (لم، سوف، قد), the verb or noun that governs it (يعتزم،
هدد بـ، عدم، احتمال), the condition that it stands in or hangs on (إذا، ما لم), the future of the verb that carries it
(ستعقد محادثات), and what the statement does in which it is told. The words are data (`arabic/event_status.yaml`).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from marsad.annotate.phrases import plain_preposition
from marsad.annotate.scene import Scene
from marsad.lexicon import event_status
from marsad.lexicon.event_status import StatusName
from marsad.link.event_conditionals import Conditionals
from marsad.link.event_markers import ACTUAL, Hit, Marks, Standing, is_carrier, is_future
from marsad.link.event_settled import settled
from marsad.link.happenings import THESE, Happening, prefix

_REACH: Final = 16  # tokens that a verb governs across
_TALKS: Final = 8  # tokens between talks and what they are about
_NEAR: Final = 7  # tokens across which it governs an object
_STOP: Final = frozenset(".؟?!؛;:…")
_COMMA: Final = frozenset("،,")
_MARKS: Final = frozenset("\"“”«»‘’'()[]")
_DECLARING: Final = frozenset({"أعلن"})
_SPEECH: Final = frozenset({"REQUEST", "ACCUSE", "THREATEN", "REJECT"})
_AUXILIARY: Final = 8
_THESE: Final = THESE | {"هولاء"}
_PURPOSE: Final = frozenset({"بهدف", "بغية", "بغرض", "من أجل", "بقصد"})
_ALLOWING: Final = frozenset({"أمهل"})
_BE: Final = frozenset({"يكون", "تكون", "يكونوا", "اكون", "نكون", "يتم", "تتم"})


class StatusReader:
    """Reads the status of the happenings of one report. Happenings are asked for in the order of the text."""

    def __init__(self, scene: Scene, verbs: Iterable[int], nouns: Iterable[int] = ()) -> None:
        """`verbs`: tokens of cues and of verbs that are triggers; `nouns`: of nouns. Nothing governs across them."""
        self.scene = scene
        self.table = event_status.load()
        self.marks = Marks(scene)
        self.blockers = frozenset(verbs)
        self.conditionals = Conditionals(scene, self.marks, self.blockers)
        self.nouns = frozenset(nouns)
        self.last: tuple[Happening, Standing] | None = None
        self.former: tuple[Happening, Standing] | None = None  # the one before the last

    def read(self, happening: Happening, given: StatusName = "actual") -> Standing:
        """The status of a happening. `given` is what its frame says where nothing else does."""
        if settled(self.scene, self.marks, happening):
            self.former, self.last = self.last, (happening, ACTUAL)
            return ACTUAL
        found = self._verb(happening) if happening.verbal else self._noun(happening)
        if found is None or found.status != "negated" or self.conditionals.inside(happening):
            found = self.conditionals.standing(happening, found) or found
        if found is None:
            found = self._told(happening)
        if found is None:
            found = ACTUAL if given == "actual" else Standing(given, happening.span, "status.frame", happening.lemma)
        self.former, self.last = self.last, (happening, found)
        return found

    # Verbs

    def _verb(self, h: Happening) -> Standing | None:
        scene, table, i = self.scene, self.table, h.first
        start = scene.sentence_start[i]
        attached = prefix(scene, h)
        j = i - 1
        while j >= start and (scene.folded[j] in _MARKS or scene.folded[j] in ("ايضا", "بعد", "كذلك")):
            j -= 1
        before = scene.folded[j] if j >= start else ""
        if attached.endswith("س") or (h.form == "pres" and is_future(scene.tokens[i].word)):
            return self._in_threat(h, Standing("planned", scene.span(i, i + 1), "status.future", "س"))
        status = table.before_verb.get(before)
        if status == "negated" and before not in ("ما", "وما"):
            if before not in ("لم", "ولم", "فلم", "الم", "لن", "ولن", "فلن") and h.form != "pres":
                status = None  # لا and ليس before a perfect: none of this verb
        elif status == "negated" and (h.form != "past" or self._relative(h, j)):
            status = None
        if status == "negated":
            return self._negation(h, j, before)
        if status is not None:
            return self._in_threat(h, Standing(status, scene.span(j, j + 1), "status.particle", before))
        for k in range(j, max(start, j - 2) - 1, -1):
            if table.before_verb.get(scene.folded[k]) == "hypothetical":
                return Standing("hypothetical", scene.span(k, k + 1), "status.particle", scene.folded[k])
        if h.form == "pres" and attached.endswith("ل") and (found := self._governor(j, "ل", h, _NEAR)) is not None:
            return self._in_threat(h, found)  # "جاهز ليوقع"
        if h.form == "pres" and before in table.may:
            return Standing("hypothetical", scene.span(j, j + 1), "status.may", before)
        found = self._subjunctive(h, j)
        return self.marks.said_of_any(j, self._blocks) if found is None and h.form == "pres" else found

    def _relative(self, h: Happening, j: int) -> bool:
        """ "مع ما حققه المغرب": ما is what, not not; the negation stands first in its clause."""
        scene = self.scene
        if scene.letters[j] == "وما":
            return False
        before = scene.tokens[j - 1].word if j > scene.sentence_start[j] else None
        opens = before is None or before.kind == "punct" or scene.particle(j - 1) is not None
        return not opens or scene.tokens[h.first].end > h.span.end

    def _negation(self, h: Happening, j: int, before: str) -> Standing | None:
        scene, table = self.scene, self.table
        end = min(scene.sentence_end[h.first], h.end + 7)
        if any(scene.folded[k] in table.exception for k in range(h.end, end)):
            return None
        word = scene.span(j, j + 1)
        stem = next((s.stem for s in scene.tokens[h.first].word.splits if s.stem.lstrip("يتنا") in table.refusing), "")
        if h.type == "REJECT" and (h.lemma in table.refusing or stem):
            if before.endswith("لن"):
                return Standing("planned", word, "status.refusal", before)
            return None
        return Standing("negated", word, "status.particle", before)

    def _subjunctive(self, h: Happening, j: int) -> Standing | None:
        """A verb under أن takes its status from what أن depends on."""
        scene, start = self.scene, self.scene.sentence_start[h.first]
        k = j
        for p in range(j, max(start, j - _AUXILIARY), -1):  # "أن تكون قواته قد قصفت"
            if scene.folded[p] in _BE and scene.letters[p - 1] in ("أن", "ان"):
                k = p - 1
                break
        while k >= start and scene.folded[k] in self.table.may:
            k -= 1
        if k < start:
            return None
        form = scene.letters[k].removeprefix("و")
        if form in ("ألا", "ألّا"):
            return self._flipped(self._governor(k - 1, "an", h, _REACH)) or Standing(
                "negated", scene.span(k, k + 1), "status.particle", form
            )
        if form not in ("أن", "ان", "بأن", "لأن"):
            return None
        if h.form == "past" and k == j:
            return None
        found = self._governor(k - 1, "an", h, _REACH)
        if found is None and form == "بأن":
            found = self._governor(k - 1, "ب", h, _REACH)
        return self._in_threat(h, found) if found is not None else None

    # Nouns

    def _noun(self, h: Happening) -> Standing | None:
        link, k, found = self._chain(h)
        if found is None and self.marks.size(k + 1, self.table.background) == 1 and link != "np":
            return Standing("actual", None, "status.background", link)
        if found is None:
            found = self._governor(k, link, h, _NEAR if link == "np" else _REACH)
        known = h.type in _SPEECH and self.scene.letters[h.first].lstrip("وبلف").startswith("ال")
        if found is not None and found.rule == "status.governor" and found.status == "planned" and known:
            found = found if found.entry in _PURPOSE else None  # "سيلتزم بالمطالب": what has been said already
        owned = h.type in _SPEECH and self.scene.tokens[h.first].end > h.span.end and h.span.end > 0
        if found is not None and found.status == "negated" and link in ("ل", "ب") and (known or owned):
            found = None  # "عدم الاستجابة لندائه"
        if found is None:
            found = (self._carried(k, link, h) if link == "np" or not known else None) or self._behind(h)
        if found is None and link == "ل" and self._purpose(h, k):
            found = Standing("planned", self.scene.span(h.first, h.first + 1), "status.purpose", "ل")
        if found is None:
            found = self._coordinate(h) or self._means(h, k) or self._same_act(h) or self.marks.any_of(h.first)
        return self._in_threat(h, found)

    def _purpose(self, h: Happening, k: int) -> bool:
        """ "لتحرير المدينة", "لإيصال المساعدات": ل before a verbal noun without its article says what for."""
        scene = self.scene
        if k < 0 or h.first - k > 1:
            return k >= 0 and not self._exposed(k) and not scene.letters[k + 1].startswith("لل")
        definite = scene.letters[h.first].lstrip("وف").startswith("لل") and not h.lemma.startswith("ل")
        named = h.form == "noun" and h.type == "CONSULT"  # "للقاء"
        if scene.letters[h.first].endswith("ات") or any(scene.folded[p] in _THESE for p in range(k + 1, h.first)):
            return False  # "لوقف هذه الجرائم", "لاقتحامات المتطرفين": they are known
        if scene.tokens[h.first].end > h.span.end and not h.end > h.first + 1:
            return False  # "تغطيتها لاقتحامه": whose it is, is known
        return (h.form == "masdar" or named) and not definite and not self._exposed(k)

    def _chain(self, h: Happening) -> tuple[str, int, Standing | None]:
        """How the phrase of a noun is linked: its preposition, the token before it, a noun in it that decides."""
        scene, table = self.scene, self.table
        start = scene.sentence_start[h.first]
        pos, attached = h.first, prefix(scene, h).removeprefix("و").removeprefix("ف")
        steps = 0
        while True:
            p = pos - 1
            while p >= start and scene.folded[p] in _MARKS:
                p -= 1
            if attached[-1:] == "ل" and h.type in table.talks_types:
                talked = self._talked(p)
                if talked is not None:
                    return "np", p, talked
            if attached[-1:] in ("ب", "ل", "ك"):
                light = self.marks.light(p) if p >= start and p not in self.nouns else None
                if light is None or steps > 6:
                    return attached[-1], p, None
                attached, pos, steps = light, p, steps + 1
                continue
            if p < start or steps > 6:
                return "np", p, None
            if scene.letters[p] in ("ب", "بـ", "ل", "لـ"):
                return scene.letters[p][0], p - 1, None
            hit = self.marks.ending(p)
            if hit is not None and self._governs(hit, "np", h):
                return "np", p, self._standing(hit, h)
            if h.type in table.talks_types and scene.folded[p] in table.talks:
                return "np", p, Standing("hypothetical", scene.span(p, p + 1), "status.talks", scene.folded[p])
            preposition = plain_preposition(scene.letters[p].removeprefix("و")) or plain_preposition(scene.letters[p])
            if preposition is not None:
                if preposition in ("بشأن", "حول", "ل") and h.type in table.talks_types:
                    talked = self._talked(p - 1)
                    if talked is not None:
                        return "np", p, talked
                light = self.marks.light(p - 1) if p > start and p - 1 not in self.nouns else None
                if light is None or preposition not in ("في", "على", "إلى", "من", "عن"):
                    return preposition, p - 1, None
                attached, pos, steps = light, p - 1, steps + 1
                continue
            split = self.marks.light(p) if p not in self.nouns else None
            if split is None:
                return "np", p, None
            attached = split
            pos = p
            steps += 1

    def _talked(self, p: int) -> Standing | None:
        """ "مباحثات رسمية للانسحاب": what talks are about, from the token before its preposition on."""
        scene = self.scene
        for q in range(p, max(scene.sentence_start[max(p, 0)], p - _TALKS) - 1, -1):
            told_of = scene.folded[q] in ("الذي", "التي") and scene.folded[q - 1] in self.table.talks
            if self._blocks(q) and not told_of:
                return None  # "القرار الذي اتخذه البرلمان بشأن الانسحاب"
            if scene.folded[q] in self.table.talks:
                return Standing("hypothetical", scene.span(q, q + 1), "status.talks", scene.folded[q])
        return None

    def _carried(self, k: int, link: str, h: Happening) -> Standing | None:
        """ "لم يشن هجوما", "ستعقد محادثات": the light verb before the noun tells."""
        scene, table = self.scene, self.table
        start = scene.sentence_start[h.first]
        for p in range(k, max(start, k - _NEAR) - 1, -1):
            if self._blocks(p) or self._clause_verb(p):
                return None
            word = scene.tokens[p].word
            if is_future(word):
                return Standing("planned", scene.span(p, p + 1), "status.future", "س")
            before = table.before_verb.get(scene.folded[p - 1]) if p > start else None
            if before == "planned" and p < k + 1:
                return Standing("planned", scene.span(p - 1, p), "status.particle", scene.folded[p - 1])
            if is_carrier(word):
                if before is not None and link == "np":
                    return Standing(before, scene.span(p - 1, p), "status.carrier", scene.folded[p - 1])
                if p > start and scene.letters[p - 1] in ("أن", "بأن"):
                    return self._governor(p - 2, "an", h, _REACH)
                return None
        return None

    def _behind(self, h: Happening) -> Standing | None:
        """ "المفاوضات ستجرى", "الزيارة المقبلة", "الحرب ليست خيارا": what is said of the noun right behind it."""
        scene, table = self.scene, self.table
        end = min(scene.sentence_end[h.first], h.end + 11)
        times: set[int] = set()
        for p in range(h.end, end):
            if p in scene.time_end:
                times.update(range(p, scene.time_end[p]))
            form = scene.folded[p]
            if form in _STOP or form in _COMMA or p in self.blockers or p in self.nouns:
                return None
            if form in ("التي", "الذي", "الذين", "حيث", "ان", "لكن", "انه", "انها", "بان", "بانه", "بانها"):
                later = form in ("التي", "الذي") and p + 1 < end and is_future(scene.tokens[p + 1].word)
                return Standing("planned", scene.span(p + 1, p + 2), "status.future", "س") if later else None
            size = self.marks.size(p, table.denied_behind)
            if size:
                return Standing("negated", scene.span(p, p + size), "status.behind", form)
            if p not in times and p < h.end + 7 and form in table.behind:
                return Standing(table.behind[form], scene.span(p, p + 1), "status.behind", form)
            if form in ("لم", "لن") and p + 1 < end and is_carrier(scene.tokens[p + 1].word):
                return Standing("negated", scene.span(p, p + 1), "status.behind", form)
            if is_future(scene.tokens[p].word):
                if form.startswith(("و", "ف")):
                    return None  # "سعداء بالاتفاق وسيفعلون": another clause
                return Standing("planned", scene.span(p, p + 1), "status.future", "س")
        return None

    def _exposed(self, k: int) -> bool:
        """ "تعرض ... لهجوم", "ردا ل": the preposition says no purpose."""
        scene = self.scene
        for p in range(k, max(scene.sentence_start[max(k, 0)], k - 5) - 1, -1):
            if any(s.stem in self.table.no_purpose for s in scene.tokens[p].word.splits):
                return True
        return False

    def _coordinate(self, h: Happening) -> Standing | None:
        """ "وقف إطلاق النار وانسحاب القوات": what stands beside another noun has its status."""
        scene = self.scene
        first = self._joined(h)
        if first < 0:
            return None
        if self.last is not None and scene.sentence_start[self.last[0].first] == scene.sentence_start[h.first]:
            former, standing = self.last
            reach = 24 if scene.folded[first - 1] in _COMMA else 14
            between = range(former.end, first)
            if not former.verbal and first - former.end <= reach and not any(self._blocks(p) for p in between):
                if scene.letters[former.first].lstrip("وبلف").startswith("ال") and self._heads(former):
                    former, standing = self.former or self.last  # "لوقف الحرب والتوصل": beside the stopping
                elif self._prevented(h, former, standing):
                    purpose = standing.word is not None and scene.text[standing.word.start] == "ل"
                    return standing._replace(status="planned") if purpose else self._beside(h, first)
                if standing.rule == "status.conditional" or standing.status == "actual":
                    return None
                return standing._replace(rule="status.coordinate")
        return self._beside(h, first)

    def _heads(self, former: Happening) -> bool:
        """Whether the last happening is what the one before it is of ("وقف الحرب")."""
        return self.former is not None and not self.former[0].verbal and 0 <= former.first - self.former[0].end <= 1

    def _prevented(self, h: Happening, former: Happening, standing: Standing) -> bool:
        """ "لمنع الهجمات ومحاسبة المسؤولين": what has an owner of its own stands beside the preventing."""
        bare = self.scene.letters[h.first].lstrip("وف")
        known = self.scene.letters[former.first].lstrip("وبلف").startswith("ال")
        return known and standing.status == "negated" and h.form == "masdar" and not bare.startswith("ال")

    def _same_act(self, h: Happening) -> Standing | None:
        """ "التوصل إلى اتفاق": the noun of the act that the verbal noun before it tells."""
        if self.last is None:
            return None
        former, standing = self.last
        if former.type != h.type or former.verbal or not 0 <= h.first - former.end <= 1 or standing.status == "actual":
            return None
        return standing._replace(rule="status.coordinate")

    def _joined(self, h: Happening) -> int:
        """The token with و that joins a noun to what stands before it; -1 where none does."""
        scene = self.scene
        if h.form != "masdar" and h.form != "noun":
            return -1
        if prefix(scene, h).startswith("و"):
            return h.first
        for p in range(h.first - 1, max(scene.sentence_start[h.first], h.first - 3) - 1, -1):
            if p in self.nouns or self.marks.light(p) is None:
                return -1
            if scene.letters[p].startswith("و"):
                return p
        return -1

    def _beside(self, h: Happening, first: int) -> Standing | None:
        """ "دعت إلى الاحتذاء بالقرار وإقرار قوانين": a verb governs the second as it governs the first."""
        scene = self.scene
        if h.form != "masdar" or scene.letters[h.first].lstrip("و").startswith("ال"):
            return None
        seen: set[str] = set()
        for p in range(first - 1, max(scene.sentence_start[h.first], first - 22) - 1, -1):
            if self._blocks(p) or p in self.nouns:
                return None
            preposition = plain_preposition(scene.letters[p])
            if preposition in ("إلى", "على"):
                seen.add(preposition)
            hit = self.marks.ending(p)
            if hit is not None and hit.marker.kind == "verb" and any(self._governs(hit, s, h) for s in seen):
                return self._standing(hit, h)
        return None

    def _means(self, h: Happening, k: int) -> Standing | None:
        """ "باستهداف المدنيين عبر تفجير المفخخات": the means shares the status of what it serves."""
        if self.last is None or self.last[1].status == "actual":
            return None
        former, standing = self.last
        scene = self.scene
        if scene.sentence_start[former.first] != scene.sentence_start[h.first]:
            return None
        for p in (k, k + 1):
            size = self.marks.size(p, self.table.means) if former.end <= p < h.first else 0
            if size and not any(self._blocks(q) for q in range(former.end, p)):
                return standing._replace(rule="status.means")
        return None

    # Governors

    def _governor(self, k: int, link: str, h: Happening, reach: int) -> Standing | None:
        """The nearest word before token `k` that governs what is linked so, within the clause."""
        scene = self.scene
        start = scene.sentence_start[h.first]
        p = k
        commas = 0
        while p >= start and k - p < reach:
            hit = self.marks.ending(p)
            near = link == "an" or k - p <= (2 if link == "np" else 8)
            if hit is not None and self._governs(hit, link, h) and (near or hit.marker.kind == "verb"):
                return self._standing(hit, h)
            if p > start and link != "an" and self._clause_verb(p) and scene.letters[p - 1] == "أن":
                return self._governor(p - 2, "an", h, _REACH)  # "من المقرر أن يشارك في بحث"
            if self._blocks(p) or p in self.nouns or self._clause_verb(p):
                return None
            form = scene.folded[p]
            preposition = plain_preposition(scene.letters[p]) if link == "np" else None
            if preposition is not None and not (preposition == "على" and self.marks.ending(p - 1) is not None):
                return None  # what stands behind a preposition is no object, but "يتعين على الرئيس الاستقالة"
            if form in _COMMA:
                commas += 1
                if commas > 2 or (commas == 2 and link != "np") or (link == "np" and p not in scene.ends):
                    return None
                if link == "np":  # "رفض الرئيس الأميركي، دونالد ترامب، الاعتذار"
                    p = scene.ends[p].first
            p -= 1
        return None

    def _governs(self, hit: Hit, link: str, h: Happening) -> bool:
        marker = hit.marker
        if marker.types and h.type not in marker.types:
            return False
        return link in marker.over

    def _standing(self, hit: Hit, h: Happening) -> Standing | None:
        scene, marker = self.scene, hit.marker
        word = scene.span(hit.first, hit.end)
        status = marker.status
        if marker.kind == "verb" and hit.first > scene.sentence_start[hit.first]:
            before = scene.folded[hit.first - 1]
            negated = self.table.before_verb.get(before) == "negated" and marker.entry != "كاد"
            if negated and not any(scene.folded[p] in self.table.exception for p in range(hit.end, h.first)):
                if marker.flip is None:
                    if status in ("planned", "hypothetical"):
                        return Standing(
                            "hypothetical", scene.span(hit.first - 1, hit.end), "status.governor", marker.entry
                        )
                    return None
                status = marker.flip
                word = scene.span(hit.first - 1, hit.end)
        if status == "actual":
            return None
        return Standing(status, word, "status.governor", marker.entry)

    @staticmethod
    def _flipped(found: Standing | None) -> Standing | None:
        return found._replace(status="negated") if found is not None else None

    def _clause_verb(self, p: int) -> bool:
        """ "ستنقل من قرى يتمتع فيها الحزب بتأييد": a verb of its own, by its look."""
        form = self.scene.letters[p]
        return len(form) > 4 and form.startswith("ي") and form[1] in "تسنش" and p not in self.scene.nps

    def _blocks(self, p: int) -> bool:
        """Whether nothing governs across token `p`: another report, a background clause, the end of a sentence."""
        scene = self.scene
        if p in self.blockers or scene.folded[p] in _STOP:
            return True
        return self.marks.size(p, self.table.background) > 0

    # The statement

    def _told(self, h: Happening) -> Standing | None:
        """What the statement does: the head of a demand is planned, of a threat hypothetical, of a denial negated."""
        s = h.statement
        if s is None or s.force not in ("demand", "commit", "threaten", "deny") or h.said is not None:
            return None
        scene = self.scene
        first = scene.after(s.content.start)
        known = scene.letters[h.first].startswith("ال")
        near = range(max(first, h.first - (2 if known else 4)), h.first)
        going = any(scene.folded[p] in self.table.going_on for p in near) and not (
            known and plain_preposition(scene.letters[h.first - 1]) is not None
        )
        if s.lemma in _DECLARING and not going:
            return None  # "أعلن انسحاب بلاده": done by being said
        if s.force in ("commit", "threaten") and going:
            status: StatusName = "planned" if s.force == "commit" else "hypothetical"
            return Standing(status, s.cue, "status.told", s.force)
        if h.verbal or h.first - first > 4 or scene.letters[h.first].startswith("ال"):
            return None
        if h.type in _SPEECH and h.type != "ACCUSE":
            return None
        if any(self._blocks(p) or p in self.nouns for p in range(first, h.first)):
            return None
        if self._chain(h)[0] not in ("np", "ب", "ل", "إلى"):
            return None  # "محاكمة المسؤولين عن قتل": no head of what is told
        told: dict[str, StatusName] = {
            "demand": "planned",
            "commit": "planned",
            "threaten": "hypothetical",
            "deny": "negated",
        }
        if s.lemma in _ALLOWING:
            return Standing("planned", s.cue, "status.told", "demand")  # "أمهلت الحكومة يومين للإفراج"
        return Standing(told[s.force], s.cue, "status.told", s.force)

    def _in_threat(self, h: Happening, found: Standing | None) -> Standing | None:
        """A future inside a threat is the threatened consequence."""
        s = h.statement
        if found is None or found.status != "planned" or s is None or s.force != "threaten":
            return found
        if found.rule in ("status.future", "status.particle"):
            return found._replace(status="hypothetical", rule=found.rule + "+threat")
        return found
