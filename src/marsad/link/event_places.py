"""Where an event took place: a place in its clause, its object where that is a place, its sentence, its other mentions.

Of places that hold one another ("في سوق بمحافظة صعدة شمال اليمن") the first is meant, the innermost.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from marsad.annotate.phrases import plain_preposition
from marsad.annotate.scene import Scene
from marsad.document import Mention, Span
from marsad.folding import fold, letters
from marsad.lexicon import event_participants
from marsad.link.event_clauses import Clauses
from marsad.link.happenings import Happening

_PLACED: Final = frozenset({"ASSAULT", "MOBILIZE", "RETREAT", "COERCE", "PROTEST", "AID"})
_VERBAL: Final = frozenset({"REQUEST", "ACCUSE", "REJECT", "THREATEN", "SUPPORT", "AGREE", "CONCEDE", "SANCTION"})
_NEST: Final = 4
_RIGHT: Final = 16
_AWAY: Final = 8
_OBJECT: Final = 4
_MARKS: Final = frozenset('"«“')
_STOP: Final = frozenset((*".؟?!؛…", "اذا", "واذا", "فاذا"))


class Where(NamedTuple):
    """A place by its mention's index, the words, and how far they stand: clause, sentence, report."""

    mention: int
    entity: str
    span: Span
    precision: str


class _Place(NamedTuple):
    first: int
    end: int
    mention: int
    entity: str
    how: str  # in, to, object, or "" for none of them
    prep: str  # the preposition, folded
    nested: bool  # holds the place named right before it
    seat: bool = False  # the house of a body: "في البيت الأبيض"


class PlaceReader:
    """Gives happenings of one report their places."""

    def __init__(self, scene: Scene, clauses: Clauses, happenings: Sequence[Happening]) -> None:
        self.scene, self.clauses, self.happenings = scene, clauses, happenings
        self.words = clauses.words
        self.dependents = event_participants.load().dependents
        self.named: set[int] = set()
        for m in scene.report.mentions:
            if m.type == "LOC" and m.kind != "pronoun":
                self.named.update(range(scene.at(m.span.start), scene.at(m.span.end - 1) + 1))
        self.acts: dict[int, list[Happening]] = {}
        for h in happenings:
            self.acts.setdefault(scene.sentence_start[h.first], []).append(h)
        self.by_sentence: dict[int, list[_Place]] = {}
        for place in self._places():
            self.by_sentence.setdefault(scene.sentence_start[place.first], []).append(place)

    def read(self, actors: Sequence[frozenset[str]]) -> list[Where | None]:
        """The places by happening, of clause and sentence. `actors`: who acts is not where it is."""
        return [self._of(h, who) for h, who in zip(self.happenings, actors, strict=True)]

    def _places(self) -> list[_Place]:
        out: list[_Place] = []
        scene = self.scene
        known = {e.id for e in scene.report.entities if e.kb is not None}
        kb = {e.id: e.kb for e in scene.report.entities}
        for k, m in enumerate(scene.report.mentions):
            seat = m.type == "ORG" and m.kind == "name" and kb.get(m.entity or "") in self.words.seats
            if (m.type != "LOC" and not seat) or m.entity is None or m.kind == "pronoun":
                continue
            if m.kind == "role" and m.why is not None and m.why.rule == "nationality":
                continue
            first, end = scene.at(m.span.start), scene.at(m.span.end - 1) + 1
            if scene.skip[first]:
                continue
            if m.kind == "role" and m.kb is None and m.entity not in known:
                continue  # "في المنطقة", "قوات بلاده": which, other words say
            how, prep = self._how(first, m)
            if seat and (how != "in" or plain_preposition(scene.letters[first - 1]) != "في"):
                continue  # a body that speaks or acts
            inner = out[-1] if out else None
            nested = (
                inner is not None
                and how == "in"
                and 0 < first - inner.end <= _NEST
                and all(self._joins(p) for p in range(inner.end, first))
            )
            out.append(_Place(first, end, k, m.entity, how, prep, nested, seat))
        return out

    def _joins(self, p: int) -> bool:
        """Whether a token only joins a place to the one that holds it: "بيت لاهيا شمال قطاع غزة"."""
        form = self.scene.folded[p]
        return (
            form in self.words.place_in
            or form in self.words.place_over
            or form.removeprefix("ب") in self.words.place_over
            or form in ("،", ",", "(", '"', "”", "»", "من", "الي")
            or (form.startswith("ال") and form.endswith(("يه", "ي")))  # "قاعدة الملح العراقية غربي البلاد"
        )

    def _how(self, first: int, m: Mention) -> tuple[str, str]:
        """How a place is linked and by what: "in", "to" (towards, on, from), "object" (nothing before it), ""."""
        scene = self.scene
        start = scene.sentence_start[first]
        attached = letters(scene.text[scene.tokens[first].start : m.span.start]).rstrip("ـ")
        if attached[-1:] in ("ب", "ل"):
            return ("in" if attached[-1] == "ب" else "to"), attached[-1]
        over = True  # only nouns that say what kind of place it is have been passed
        for p in range(first - 1, max(start, first - 7) - 1, -1):
            form = scene.folded[p]
            bare = form.removeprefix("و")
            if form in self.words.place_in or bare in self.words.place_in:
                return "in", bare
            if p > start and event_participants.bare(scene.folded[p - 1]) in self.dependents.get(bare, ()):
                return "", ""  # "المدعومة من فرنسا": whose they are
            if form in self.words.place_to or bare in self.words.place_to:
                return "to", {"الى": "الي"}.get(bare, bare)
            if bare in self.words.place_over or bare.removeprefix("ال") in self.words.place_over:
                continue
            if bare[:1] in ("ب", "ل") and (
                bare[1:] in self.words.place_over or bare[1:].removeprefix("ال") in self.words.place_over
            ):
                return ("in" if bare[0] == "ب" else "to"), bare[0]
            if p in self.named:
                if p > start and event_participants.bare(scene.folded[p - 1]) in self.dependents.get(form[:1], ()):
                    break  # "مسلحين موالين لإيران القاعدة"
                over = False
                continue  # the place that this one holds
            if form in ("#", "(", '"', "«", "“"):
                continue
            if form in ("،", ","):
                listed = p in scene.ends and scene.ends[p].type == "LOC"
                return ("in" if listed else ""), ""  # "في بغداد، والموصل"
            return ("object" if over and plain_preposition(scene.letters[p]) is None else ""), ""
        return ("object" if over else ""), ""

    def _of(self, h: Happening, actors: frozenset[str]) -> Where | None:
        scene, clauses = self.scene, self.clauses
        places = self.by_sentence.get(scene.sentence_start[h.first], [])
        met = h.type in ("CONSULT", "AGREE")
        places = [p for p in places if not p.seat or (met and p.first >= h.end)]
        if not places:
            return None
        if h.said is not None or h.type in _VERBAL:
            return self._beside(h, places)
        if h.mode == "phone":
            return None  # a call is nowhere
        visit = h.type == "CONSULT" and (fold(h.lemma) in self.words.visits or h.mode == "visit")
        host = self._host(h, places) if h.type == "CONSULT" else None
        if host is not None:
            return host
        limit = self._limit(h)
        if visit:
            to = next((p for p in places if p.prep == "الي" and h.end <= p.first < h.end + _RIGHT), None)
            if to is not None and not self._stop(h.end, to.first):
                return self._where(to, "clause")
        if h.form in ("masdar", "past", "pres") and h.type in _PLACED and self._taken_up(h):
            known = [p for p in places if p.end <= h.first and p.how in ("in", "object", "to")]
            if known:
                outer = [p for p in known if not p.nested] or known
                return self._where(outer[-1], "clause")  # "محاصرة الرمادي تمهيدا لاقتحامها"
        for place in places:
            if place.first < h.end or place.first >= limit:
                continue
            near = place.first - h.end <= (2 * _OBJECT if self._designated(h.end, place) else _OBJECT)
            if self._nearer(h, place):
                continue  # "حكم بالإعدام بحق أربعة على خلفية تفجير سيارة في الرمادي"
            if place.entity in actors and place.how != "in":
                continue
            if place.how == "object" and self._acts(h.end, place):
                continue
            if place.how == "in" or (visit and near and place.how in ("to", "object")):
                return self._where(place, "clause")
            if h.type in _PLACED and near and place.how == "object":
                return self._where(place, "clause")
            if h.type in _PLACED and place.how == "to" and self._aimed(h, place):
                return self._where(place, "clause")
        talk = h.type == "CONSULT"
        before = [
            p for p in places if p.end <= h.first and not p.nested and (p.how == "in" or (talk and p.prep == "الي"))
        ]
        for place in reversed(before):
            if clauses.same(place.first, h.first):
                return self._where(place, "clause")
        if h.type not in _PLACED and h.type != "CONSULT":
            return None
        if before and self._opens(before[0]):
            return self._where(before[0], "clause")
        after = [p for p in places if p.first >= h.end and p.how == "in"]
        if not talk and after and after[0].first - h.end <= _RIGHT and not self._stop(h.end, after[0].first):
            return self._where(after[0], "sentence")
        if before and h.first - before[-1].end <= _RIGHT and not self._stop(before[-1].end, h.first):
            return self._where(before[-1], "sentence")
        return None

    def _opens(self, place: _Place) -> bool:
        """Whether a sentence opens with a place, which holds for all that follows: "وفي ديالى، أفاد مصدر بأن"."""
        start = self.scene.sentence_start[place.first]
        return place.first - start <= _OBJECT and all(self._joins(p) for p in range(start, place.first))

    def _nearer(self, h: Happening, place: _Place) -> bool:
        """Whether another act stands between, close to the place and far from this one."""
        if place.first - h.end < _AWAY:
            return False
        return any(
            o.first - h.end >= _AWAY // 2 and o.type in _PLACED and o.end <= place.first <= o.end + _OBJECT
            for o in self.acts.get(self.scene.sentence_start[h.first], ())
            if o.first > h.first and o.first < place.first
        )

    def _acts(self, first: int, place: _Place) -> bool:
        """Whether a place behind token `first` stands for who acts: "التي شنتها واشنطن", "بقيادة السعودية"."""
        scene, words = self.scene, self.words
        if place.first > first and scene.folded[place.first - 1] in words.led_by:
            return True
        for p in range(first, place.first):
            if scene.folded[p] in ("،", ","):
                return True  # of the next clause: "الهجمات التي استهدفت سفارتها، أقدمت واشنطن"
            if p > first and p == place.first - 1 and self._finite(p):
                return True  # "عمل تحدد واشنطن وقته"
            if scene.folded[p] in words.relative and p + 1 < place.first:
                verb = scene.folded[p + 1]
                return verb.endswith(("ه", "ها", "هم")) and not verb.startswith(words.witnesses)
        return False

    def _designated(self, first: int, place: _Place) -> bool:
        """Whether a word says that it is a place, and only names stand between: "قصف فصائل مسلحة قاعدة «القلعة»"."""
        if any(plain_preposition(self.scene.letters[p]) is not None for p in range(first, place.first)):
            return False
        p = place.first - 1
        while p > self.scene.sentence_start[place.first] and self.scene.folded[p] in _MARKS:
            p -= 1
        return self.scene.folded[place.first] in self.words.place_over or self.scene.folded[p] in self.words.place_over

    def _finite(self, p: int) -> bool:
        """Whether a word looks like a verb of the present and like no verbal noun (تحرير، تعاون) or place."""
        form = self.scene.folded[p]
        looks = len(form) >= 4 and form[0] in "يت" and form[-2] not in "يا" and form[-1] != "ه" and "ا" not in form[1:3]
        return looks and p not in self.scene.nps and form not in self.words.place_over

    def _taken_up(self, h: Happening) -> bool:
        """Whether "ها" behind the trigger takes up a place: what is stormed, freed, left."""
        letters_ = self.scene.letters[h.first]
        return letters_.endswith(("ها", "هما")) and self.scene.tokens[h.first].end > h.span.end

    def _host(self, h: Happening, places: list[_Place]) -> Where | None:
        """ "محادثات تستضيفها الرياض": who hosts is where it is."""
        scene = self.scene
        for p in range(scene.sentence_start[h.first], scene.sentence_end[h.first]):
            if scene.folded[p].lstrip("وف").startswith(self.words.hosts) and abs(p - h.first) <= _RIGHT:
                for place in places:
                    if 0 < place.first - p <= 2 or 0 <= p - place.end <= 1:
                        return self._where(place, "clause")
        return None

    def _aimed(self, h: Happening, place: _Place) -> bool:
        """ "هجوم على بغداد", "العدوان على سوريا", "الانسحاب من سوريا": what an act is aimed at is where it is."""
        form = place.prep
        if h.type == "RETREAT":
            return form == "من" and place.first - h.end <= _OBJECT
        if h.type == "ASSAULT":
            return form in self.words.place_aim and place.first - h.end <= 2 * _OBJECT
        return h.type in ("MOBILIZE", "AID") and form in ("الي", "نحو") and place.first - h.end <= 2 * _OBJECT

    def _limit(self, h: Happening) -> int:
        """The token behind the clause of a happening, a relative clause of its own included."""
        scene, clauses = self.scene, self.clauses
        end = scene.sentence_end[h.first]
        p = h.end
        while p < end and p - h.end < _RIGHT:
            if not clauses.same(p, h.first):
                form = scene.folded[p]
                if form not in ("الذي", "التي", "الذين") or p - h.end > 3:
                    return p
                own = p
                while p < end and clauses.same(p, own) and p - h.end < _RIGHT:
                    p += 1
                return p
            p += 1
        return p

    def _beside(self, h: Happening, places: list[_Place]) -> Where | None:
        """Of an act of speech: only a place between the cue and what is said."""
        limit = h.end + _OBJECT
        if h.said is not None:
            first = self.scene.after(h.said.content.start)
            limit = min(h.end + 2 * _RIGHT, first) if first > h.first else limit
        for place in places:
            if h.end <= place.first < limit and place.how == "in":
                return self._where(place, "clause")
        return None

    def _stop(self, a: int, b: int) -> bool:
        return any(self.scene.folded[p] in _STOP or p in self.clauses.cues for p in range(a, b))

    def _where(self, place: _Place, precision: str) -> Where:
        m = self.scene.report.mentions[place.mention]
        return Where(place.mention, place.entity, m.span, precision)
