"""Who or what can take part in an event: a name or role, a group without a name, a nationality."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import NamedTuple

from marsad.annotate.event_adjectives import PROCLITICS, adjectives_end, nationality, second_nationality
from marsad.annotate.phrases import plain_preposition
from marsad.annotate.scene import NP, Scene
from marsad.document import Mention, Span, Word
from marsad.lexicon import event_participants, groups, knowledge
from marsad.lexicon.groups import Group

_AT_LEAST = (["على", "الأقل"], ["على", "الاقل"], ["على", "الأكثر"])
_OF = frozenset({"من", "في", "ب"})


class Party(NamedTuple):
    """A participant. ``np`` where the names stage knows it, ``group`` where only its noun tells what it is.

    ``country``: of a nationality word. ``number``: s, d, p. ``people``: a person, people or a body, not a mere place.
    """

    first: int
    end: int
    span: Span
    proclitic: str
    np: NP | None = None
    group: Group | None = None
    country: str | None = None
    number: str | None = None
    definite: bool = True
    counted: bool = False
    home: str = ""  # agreement of whose country it is: بلاده
    pair: bool = False  # the two who were told of: الجانبان
    owned: str = ""  # agreement of whose forces they are: قواته

    @property
    def people(self) -> bool:
        """Whether it is a person, people or a body."""
        return self.np is None or self.np.type != "LOC"


class GroupReading(NamedTuple):
    group: int
    number: str
    definite: bool
    weak: bool
    proclitic: str
    cut: int


@lru_cache(maxsize=50_000)
def group_readings(word: Word) -> tuple[GroupReading, ...]:
    """The readings of a word type as a noun for people or bodies."""
    if word.kind != "word" or len(word.folded) < 3:
        return ()
    forms = groups.load().forms
    out = []
    for split in word.splits:
        if split.enclitic or split.proclitic not in PROCLITICS:
            continue
        held = forms.get(split.stem)
        if held is not None:
            out.append(GroupReading(*held, split.proclitic, split.cut))
    return tuple(out)


def party_at(scene: Scene, pos: int, limit: int) -> Party | None:
    """The participant whose noun phrase begins at `pos`, a number before it included, or None."""
    if pos >= limit:
        return None
    np = scene.mention_np(pos)
    if np is not None and np.first <= pos and not _sites(scene, np):
        held_np = of_np(scene, np)
        if np.first in _quantities(scene) and np.kind == "role":  # "خمسة جنود"
            return (_counted_of(scene, np.end - 1, limit) or held_np)._replace(first=pos, counted=True, number="p")
        return held_np
    home = _home(scene, pos) or _pair(scene, pos, limit) or _owned(scene, pos)
    if home is not None:
        return home
    counted = _number(scene, pos, limit)
    if counted is not None and counted < limit:
        np = scene.mention_np(counted)
        if np is not None and not np.proclitic and not _sites(scene, np):
            owner = _counted_of(scene, counted, limit) if np.end == counted + 1 else None
            if owner is not None:
                return owner._replace(first=pos, counted=True, number="p")
            return of_np(scene, np)._replace(
                first=pos, span=Span(scene.starts[pos], np.end_offset), counted=True, number="p"
            )
        held = _group(scene, counted, limit, True)
        between = plain_preposition(scene.letters[counted]) in (None, "من")  # not "الآلاف في بغداد"
        between = between and not (scene.letters[counted - 1] == "من" and scene.letters[counted][:1] in ("ي", "ت"))
        if held is None and counted + 1 < limit and scene.tokens[counted].word.kind == "word" and between:
            np = scene.mention_np(counted + 1)  # 7 من أفراد الجيش
            if np is not None and not np.proclitic and not scene.letters[counted].startswith("ال"):
                return of_np(scene, np)._replace(first=pos, counted=True, number="p")
        if held is not None and not held.proclitic:
            return held._replace(
                first=pos,
                span=Span(scene.starts[pos] + _cut(scene, pos), held.span.end),
                counted=True,
                proclitic=_attached(scene, pos),
                number=held.number if held.number == "d" else "p",
            )
        return None
    return _group(scene, pos, limit, False)


def _sites(scene: Scene, np: NP) -> bool:
    """Whether what was read as media are the sites of somebody: "عشرات المواقع التابعة للفيلق"."""
    if np.type != "MEDIA" or np.kind != "role":
        return False
    return any(s.stem.removeprefix("ال") in event_participants.load().sites for s in scene.tokens[np.first].word.splits)


def _counted_of(scene: Scene, pos: int, limit: int) -> Party | None:
    """The body that counted men are of: "ستة مسلحين على الأقل من الحزب"."""
    party = _group(scene, pos, limit, True)
    return party if party is not None and party.np is not None and party.np.first > pos else None


def _attached(scene: Scene, pos: int) -> str:
    form = scene.letters[pos]
    if form[:1] in "بلو" and form[1:2].isdigit():
        return form[0]
    behind = form[1:]
    joined = form[:1] == "و" and (behind in _ABOUT or behind in _COUNTS or behind.startswith(_NUMERALS))
    return "و" if joined and pos + 1 < scene.n else ""


def _cut(scene: Scene, pos: int) -> int:
    return len(_attached(scene, pos))


def of_np(scene: Scene, np: NP) -> Party:
    """The participant that a noun phrase of the names stage is."""
    home = (_home(scene, np.first) or _owned(scene, np.first)) if np.end == np.first + 1 else None
    if home is not None:
        return home  # whatever place the names read in it
    mentions = [scene.report.mentions[k] for k in np.mentions]
    number = next((m.number for m in mentions if m.number), None)
    return Party(np.first, np.end, Span(np.start_offset, np.end_offset), np.proclitic, np=np, number=number)


@cache
def _states() -> frozenset[str]:
    """Places that are states, or capitals that stand for them."""
    kinds = {None, "country", "capital", "territory"}
    return frozenset(e.id for e in knowledge.load().entries if e.type == "LOC" and e.kind in kinds)


def second_nation(scene: Scene, pos: int, start: int) -> Party | None:
    """The second of two nationalities that one noun has: "طائرات سورية [وروسية]", "الطيران الروسي [والسوري]"."""
    if pos <= start or pos in scene.nps:
        return None
    own = second_nationality(scene, pos)
    if own is None or own[1] != "و":
        return None
    token = scene.tokens[pos]
    return Party(pos, pos + 1, Span(token.start + own[3], token.end), "و", country=own[0])


def may_act(scene: Scene, party: Party) -> bool:
    """Whether a participant can act or suffer: of places only states and what stands for them."""
    if party.np is None or party.np.type != "LOC":
        return True
    return party.np.speaks and any(m.kb is None or m.kb in _states() for m in mentions_of(scene, party))


_HOME = {"بلاده": "3ms", "بلادها": "3fs", "بلادهم": "3mp", "بلادنا": "1p", "بلدنا": "1p", "بلده": "3ms", "بلدها": "3fs"}


def _home(scene: Scene, pos: int) -> Party | None:
    """ "بلاده": the country of whom the pronoun takes up."""
    token = scene.tokens[pos]
    form = token.word.letters
    pro = form[0] if form[:1] in "ولب" and form[1:] in _HOME else ""
    agreement = _HOME.get(form[len(pro) :])
    if agreement is None:
        return None
    return Party(pos, pos + 1, Span(token.start + len(pro), token.end), pro, group=_NATION, home=agreement)


def _pair(scene: Scene, pos: int, limit: int) -> Party | None:
    """ "الجانبان", "الوزيران التركي والمصري": two who were told of, or whom two nationalities tell."""
    token = scene.tokens[pos]
    for split in token.word.splits:
        stem = split.stem.removeprefix("ال")
        if stem == split.stem or split.enclitic or split.proclitic not in PROCLITICS:
            continue
        if stem in event_participants.load().pairs and pos not in scene.nps:
            return Party(pos, pos + 1, Span(token.start + split.cut, token.end), split.proclitic, number="d", pair=True)
    return None


_WHOSE = {"ه": "3ms", "ها": "3fs", "هم": "3mp", "نا": "1p"}


def _owned(scene: Scene, pos: int) -> Party | None:
    """ "قواته", "مقاتلوها", "مواقعها": forces and sites of whom the pronoun takes up, who acts and is hit by them."""
    token = scene.tokens[pos]
    table = groups.load()
    for split in token.word.splits:
        whose = _WHOSE.get(split.enclitic)
        if whose is None or split.proclitic not in PROCLITICS:
            continue
        held = table.forms.get(split.stem)
        forces = held is not None and table.groups[held[0]].armed and table.groups[held[0]].belongs
        if forces or split.stem in event_participants.load().sites:
            span = Span(token.start + split.cut, token.end)
            return Party(pos, pos + 1, span, split.proclitic, group=_NATION, number="p", owned=whose)
    return None


def _number(scene: Scene, pos: int, limit: int) -> int | None:
    """The token behind a number and what goes with it (نحو 20, عشرات, ثلاثة من), or None where none begins."""
    starts = _quantities(scene)
    end = starts.get(pos)
    if end is None:
        if scene.letters[pos].removeprefix("و") in _COUNTS:
            end = pos + 1
            if end < limit and scene.letters[end] == "من":
                end += 1
            return end
        if scene.letters[pos].removeprefix("و") in _CROWDS and pos + 1 < limit and scene.letters[pos + 1] == "من":
            return pos + 2  # "حشد من المصلين"
        return None
    if end < limit and scene.letters[end] == "من":
        end += 1
    return end


_COUNTS = frozenset(
    "عدد عددا بعض جميع كل كافة مختلف عشرات مئات آلاف العشرات المئات الآلاف غالبية معظم أحد إحدى سائر كبار "
    "العديد الكثير المزيد".split()
)


_CROWDS = frozenset("حشد حشدا حشود مجموعة مجموعات جمع جموع".split())


def _quantities(scene: Scene) -> dict[int, int]:
    """First token of a number to the token at which what is counted begins."""
    held = scene.numbers
    if held is None:
        held = {}
        for q in scene.report.quantities:
            first = scene.at(q.span.start)
            end = first
            last = scene.at(q.span.end - 1)
            while end <= last and _is_number(scene, end):
                end += 1
            if end > first:
                held[first] = end
        scene.numbers = held
    return held


def _is_number(scene: Scene, i: int) -> bool:
    word = scene.tokens[i].word
    return word.kind == "number" or word.letters in _COUNTS or (not group_readings(word) and _numeral(word.letters))


_NUMERALS = tuple("واحد اثن ثلاث أربع اربع خمس ست سبع ثمان تسع عشر مئة مائة مئت ألف الف مليون".split())
_ABOUT = frozenset("نحو حوالي حوالى قرابة زهاء أكثر من على الأقل ما لا يقل عن بضع".split())


def _numeral(letters: str) -> bool:
    bare = letters[1:] if letters[:1] == "و" and len(letters) > 3 else letters
    return (bare.startswith(_NUMERALS) and not (bare.startswith("الف") and len(bare) > 5)) or bare in _ABOUT


def _group(scene: Scene, pos: int, limit: int, counted: bool) -> Party | None:
    token = scene.tokens[pos]
    form = token.word.letters
    table = groups.load()
    for r in group_readings(token.word):
        group = table.groups[r.group]
        if r.weak and not counted:
            continue
        single = r.number == "s" and not counted
        if group.national and not _national(scene, group, pos, limit):
            held = _owner(scene, group, r, pos + 1, limit) if group.belongs and pos + 1 < limit else None
            if held is not None and held.np is not None and _forces(scene, held):
                return held._replace(first=pos, proclitic=r.proclitic)  # "طائرات التحالف"
            continue
        bare = group.bare and (r.definite or _indefinite_singular(scene, pos, limit))
        if single and not bare and not group.national:
            continue
        if group.plural_only and single:
            continue
        if r.number == "d" and form.endswith("ي") and not (pos + 1 < limit and _owned_by(scene, pos + 1)):
            continue  # "سياسي وشعبي": no two of a people
        end = pos + 1
        if group.then:
            if end >= limit or scene.letters[end] not in group.then:
                continue
            end += 1
        owner = _owner(scene, group, r, end, limit)
        if owner is not None:
            return owner._replace(first=pos, proclitic=r.proclitic)
        if (
            (group.national or group.lemma in _VESSELS)
            and end + 1 < limit
            and nationality(scene.tokens[end].word) is None
        ):
            made = nationality(scene.tokens[end + 1].word)
            if made is not None and not made[1] and end not in scene.nps and not _made_there(scene, end + 1, limit):
                end += 1  # "طائرة استطلاع روسية": what it is for stands before whose it is
        end = adjectives_end(scene, end, limit, r.definite, group.armed)
        country = next((n[0] for n in map(nationality, (scene.tokens[j].word for j in range(pos, end))) if n), None)
        country = country or (_shared(scene, end, limit) if r.number in ("p", "d") else None)
        return Party(
            pos,
            end,
            Span(token.start + r.cut, scene.tokens[end - 1].end),
            r.proclitic,
            group=group,
            country=country,
            number=r.number,
            definite=r.definite,
            counted=counted,
        )
    return _people_of(scene, pos, limit, counted) or _plural(scene, pos, limit)


def _owned_by(scene: Scene, pos: int) -> bool:
    """Whether what stands at `pos` can own the noun before it."""
    return scene.letters[pos].startswith("ال") or pos in scene.nps


def _shared(scene: Scene, pos: int, limit: int) -> str | None:
    """The nationality behind another group that is joined to one: "عسكريين أو دبلوماسيين [أميركيين]"."""
    k = pos + 1 if pos < limit and scene.letters[pos] in ("أو", "و") else pos
    if k + 1 >= limit or not (k > pos or scene.letters[k].startswith("و")):
        return None
    held = nationality(scene.tokens[k + 1].word) if group_readings(scene.tokens[k].word) else None
    several = held is not None and held[2].endswith(("ين", "ون"))
    return held[0] if held is not None and several and not held[2].startswith("ال") else None


def _forces(scene: Scene, party: Party) -> bool:
    """Whether aircraft and guns can be a body's own: not those of an airline or a broadcaster."""
    return all(m.sector not in ("BUS", "MED") and m.type in ("ORG", "LOC") for m in mentions_of(scene, party))


def _national(scene: Scene, group: Group, pos: int, limit: int) -> bool:
    """Whether a noun has a nationality that agrees: "قوة إسرائيلية", "طائرة حربية تركية", not "طيران إيرانية"."""
    feminine = group.lemma.endswith("ة")
    found = (nationality(scene.tokens[j].word) for j in range(pos + 1, min(limit, pos + 3)))
    return any(n is not None and n[2].endswith(("يه", "تان", "تين")) == feminine for n in found)


def _plural(scene: Scene, pos: int, limit: int) -> Party | None:
    """ "المقرضون الدوليون": a definite sound plural in the nominative is people, whoever they are."""
    form = scene.letters[pos]
    if form.endswith("ين"):
        return _indefinite_plural(scene, pos, limit)
    if not (form.startswith(("ال", "وال")) and form.endswith("ون") and len(form) > 6) or pos in scene.time_end:
        return None
    stem = form.removeprefix("و")[2:-2]
    # nisbas, participles with م, active participles: "المانحون", and no "القانون", "التعاون"
    made = stem.endswith("ي") or (stem.startswith("م") and len(stem) > 3) or (stem[1:2] in "ائ" and len(stem) == 4)
    if not made or stem in _NO_PLURAL:
        return None
    token = scene.tokens[pos]
    cut = 1 if form.startswith("و") else 0
    end = adjectives_end(scene, pos + 1, limit, True)
    return Party(pos, end, Span(token.start + cut, scene.tokens[end - 1].end), "و" * cut, group=_NATION, number="p")


def people(scene: Scene, pos: int) -> Party | None:
    """Whom only their noun names, where somebody must stand: "المانحين", "أنصاره", "العالم"."""
    token = scene.tokens[pos]
    form = token.word.letters
    plural = form.startswith("ال") and form.endswith("ين") and len(form) > 5
    owned = form.endswith(("ه", "ها", "هم")) and any(
        s.enclitic in _WHOSE and s.stem in event_participants.load().crowds for s in token.word.splits
    )
    if not plural and not owned and form.removeprefix("ال") not in event_participants.load().crowds:
        return None
    end = adjectives_end(scene, pos + 1, scene.sentence_end[pos], True)
    return Party(pos, end, Span(token.start, scene.tokens[end - 1].end), "", group=_NATION, number="p")


def _indefinite_plural(scene: Scene, pos: int, limit: int) -> Party | None:
    """ "صحافيين", "مهندسين": an indefinite sound plural that begins a phrase; behind another it is an adjective."""
    form = scene.letters[pos]
    stem = form[:-2]
    made = (stem.endswith("ي") and len(stem) > 3) or (stem.startswith("م") and len(stem) > 3)
    if not made or form.startswith("ال") or pos in scene.time_end or stem in _NO_PLURAL or pos in scene.nps:
        return None
    before = scene.letters[pos - 1] if pos else ""
    if before.endswith(("ين", "ان", "ات", "ون")) or nationality(scene.tokens[pos].word) is not None:
        return None
    token = scene.tokens[pos]
    end = adjectives_end(scene, pos + 1, limit, False)
    return Party(pos, end, Span(token.start, scene.tokens[end - 1].end), "", group=_NATION, number="p", definite=False)


_NO_PLURAL = frozenset("تلفزي تليفزي ملي ماراث ميكروف مايكروف مليار مئت معاد منذ".split())  # التلفزيون، المليون


def _people_of(scene: Scene, pos: int, limit: int, counted: bool) -> Party | None:
    """ "12 عراقيا", "الفلسطينيون", "روس": people by their nationality."""
    token = scene.tokens[pos]
    held = nationality(token.word)
    if held is None:
        return None
    code, pro, stem, cut = held
    plural = stem.endswith(("ون", "ين")) or (not stem.endswith(("ي", "يه", "ا", "ان")) and not counted)
    if not counted and not plural:
        return None
    end = adjectives_end(scene, pos + 1, limit, stem.startswith("ال"))
    return Party(
        pos,
        end,
        Span(token.start + cut, scene.tokens[end - 1].end),
        pro,
        group=_NATION,
        country=code,
        number="p",
        definite=stem.startswith("ال"),
        counted=counted,
    )


_NATION = Group("", "ORG", sector="CVL")


_VESSELS = frozenset({"ناقلة", "سفينة", "زورق", "قارب"})


def _made_there(scene: Scene, pos: int, limit: int) -> bool:
    """Whether a nationality only says who built it: "صينية الصنع"."""
    return pos + 1 < limit and scene.letters[pos + 1] in ("الصنع", "المنشأ", "الطراز")


def _indefinite_singular(scene: Scene, pos: int, limit: int) -> bool:
    """A bare singular ("جندي", "رجل") counts where nothing owns it."""
    return pos + 1 >= limit or not scene.letters[pos + 1].startswith("ال")


_UNITS = frozenset({"دورية", "كتيبة", "عنصر", "فوج", "وحدة", "طائرة", "مسيرة"})


def _owner(scene: Scene, group: Group, r: GroupReading, end: int, limit: int) -> Party | None:
    """ "عناصر التنظيم", "مقاتلين من الحركة": the body that they are of."""
    if not group.belongs or end >= limit:
        return None
    j = end
    if scene.letters[j : j + 2] in _AT_LEAST and j + 3 < limit:
        j += 2  # "ستة مسلحين على الأقل من الحزب"
    if scene.letters[j] in _OF and j + 1 < limit:
        j += 1
    elif r.definite:
        return None
    np = scene.mention_np(j)
    unit = np is not None and np.proclitic == "ل" and np.type == "ORG" and group.lemma in _UNITS  # "دورية للجيش"
    if np is None or np.type not in ("ORG", "LOC") or (np.type == "LOC" and j > end):
        return None
    if np.proclitic and j == end and not unit:
        return None
    counted = r.number == "d" and not r.definite  # "عنصران من التنظيم" like "ثلاثة عناصر"
    return of_np(scene, np)._replace(number="p", counted=counted)


def mentions_of(scene: Scene, party: Party) -> list[Mention]:
    """The mentions of a participant that has some."""
    return [] if party.np is None else [scene.report.mentions[k] for k in party.np.mentions]
