"""The clause about the trigger of an event: its parts behind it and its subject before it."""

from __future__ import annotations

from collections.abc import Container
from typing import NamedTuple

from marsad.annotate.event_light import Part
from marsad.annotate.event_parties import Party, of_np, party_at
from marsad.annotate.event_slots import slots_of
from marsad.annotate.event_triggers import Trigger
from marsad.annotate.event_walk import PLACED, Phrase, noun_phrase, parallel, party_before, party_ending, walk
from marsad.annotate.frames import agrees
from marsad.annotate.phrases import COMMAS, STOPS, plain_preposition
from marsad.annotate.scene import Scene
from marsad.annotate.subjects import preverbal
from marsad.lexicon import event_participants, function_words

PRONOUNS = {"ه": "3ms", "ها": "3fs", "هم": "3mp", "هما": "3md", "هن": "3fp", "نا": "1p", "ي": "1s"}
_AT_LEAST = (["على", "الأقل"], ["على", "الاقل"], ["على", "الأكثر"])
_FORCE = frozenset({"ASSAULT", "COERCE"})
_SHORT = 4  # words of a quotation that only marks a word


class Clause(NamedTuple):
    """What stands about a trigger: parts behind it, its subject before it, how its end was reached."""

    parts: tuple[Part, ...]
    before: Party | None
    end: int
    event: int = -1  # token of the event noun that is the subject: غارة استهدفت, استهدفت غارة


def clause(scene: Scene, t: Trigger, verbs: Container[int], nouns: Container[int]) -> Clause:
    """The parts of the clause of a trigger."""
    limit = scene.sentence_end[t.token]
    if scene.inside[t.token] >= 0 and scene.opens[scene.inside[t.token]] - t.token > _SHORT:
        limit = min(limit, scene.opens[scene.inside[t.token]])
    held = walk(scene, t.end, limit, verbs, nouns)
    parts: list[Part] = []
    at: list[int] = []  # the part that each phrase went into
    phrases = _with_owners(scene, t, held.phrases)
    for k, p in enumerate(phrases):
        if p.joined and k and p.party is not None:
            first = parallel(phrases[:k], p.party)
            prep = phrases[first].prep if p.prep == phrases[k - 1].prep else p.prep
            part = parts[at[first]]
            if part.prep == prep and _joins(scene, part, p, p.party):
                parts[at[first]] = part._replace(parties=(*part.parties, p.party))
                at.append(at[first])
                continue
        alone = next((n for n, q in enumerate(parts) if q.prep == "بين" and len(q.parties) == 1), None)
        if p.joined and p.comma and alone is not None and p.party is not None and p.prep in ("", "بين"):
            parts[alone] = parts[alone]._replace(parties=(*parts[alone].parties, p.party))
            at.append(alone)  # "بين روسيا، حليفة دمشق، وتركيا": between takes two
            continue
        if k and p.party is not None and parts and _names_members(scene, parts[at[-1]], phrases[k - 1], p):
            parts[at[-1]] = parts[at[-1]]._replace(parties=(*parts[at[-1]].parties[:-1], p.party))
            at.append(at[-1])
            phrases[k] = p._replace(prep=parts[at[-1]].prep)  # for those that are joined to it
            continue
        if p.joined and not k and p.party is not None and p.first == t.end and not p.prep:
            p = p._replace(prep="و")  # "امرأة تحاكم وطفل": joined to what stands before
        at.append(len(parts))
        parts.append(_part(p, t.end)._replace(site=not p.head and p.party is not None and _sites(scene, p, p.party)))
        if p.party is not None and not p.prep:
            parts += _held_inside(scene, p.party, slots_of(t))
    before = _before(scene, t) if t.verbal else None
    return Clause(tuple(parts), before, held.end)


def _with_owners(scene: Scene, t: Trigger, phrases: list[Phrase]) -> list[Phrase]:
    """The phrases, each site with whose it is in place of the owner's own phrase: "أهدافا [لتنظيم داعش]"."""
    if "ل" in slots_of(t) and t.frame.type not in _FORCE:
        return phrases  # "سلم مواقع للجيش"
    out: list[Phrase] = []
    owned = False  # the last phrase is a site with its owner, or joined to one
    for p in phrases:
        site = out[-1] if out else None
        if site is None or p.prep != "ل" or p.party is None:
            owned = False
            out.append(p)
        elif owned and p.joined:  # "أهدافا للتنظيم والحزب"
            out.append(p._replace(prep=site.prep))
        elif site.party is None and site.end == p.first and not site.pronoun and _of_site(scene, site):
            owned = True
            out[-1] = site._replace(party=p.party, head=False, end=p.end)
        else:
            owned = False
            out.append(p)
    return out


def _of_site(scene: Scene, p: Phrase) -> bool:
    """Whether the head of a phrase is a site, its preposition and a number looked through: "على عدة مواقع"."""
    return any(_site(scene, j) for j in range(p.first, min(p.end, p.first + 3)))


def _sites(scene: Scene, p: Phrase, party: Party) -> bool:
    """Whether a phrase is of a site, numbers before it looked through: "عشرات المواقع"."""
    return any(_site(scene, j) for j in range(p.first, min(party.first, p.first + 2)))


def _site(scene: Scene, pos: int) -> bool:
    """Whether a noun stands for whose it is when it is hit: "مواقع", "معسكرا"."""
    sites = event_participants.load().sites | event_participants.load().site
    return any(
        not s.enclitic and (s.stem.removeprefix("ال") in sites or s.stem.removesuffix("ا") in sites)
        for s in scene.tokens[pos].word.splits
    )


_BODIES = frozenset("تنظيمات منظمات جماعات فصائل حركات ميليشيات مليشيات أحزاب دول".split())


def _names_members(scene: Scene, part: Part, before: Phrase, p: Phrase) -> bool:
    """Whether a name stands right behind the bodies that it is one of: "المنظمات الإرهابية داعش وجبهة النصرة"."""
    if not part.parties or p.prep or p.joined or p.comma or before.end != p.first or p.party is None:
        return False
    held, name = part.parties[-1], p.party
    return (
        scene.letters[held.first].lstrip("بلو").removeprefix("ال") in _BODIES
        and held.end == p.first == name.first
        and name.np is not None
        and name.np.kind == "name"
        and name.np.type in ("ORG", "LOC")
        and not name.proclitic
    )


def _joins(scene: Scene, part: Part, p: Phrase, party: Party) -> bool:
    """Whether و joins a phrase to a part: behind a comma only one of its kind that no predicate follows."""
    if not p.comma or part.comma:
        return not p.comma
    if not part.parties or _kind(part.parties[-1]) != _kind(party) or _title(part.parties[-1], party):
        return False
    if p.end >= scene.sentence_end[p.first]:
        return True
    form = scene.letters[p.end]
    return (
        form in STOPS
        or form in COMMAS
        or form[:1] == "و"
        or p.end in scene.time_end
        or plain_preposition(form) is not None
        or form in PLACED
        or form in function_words.load().relative
    )


def _title(name: Party, party: Party) -> bool:
    """Whether a role behind a name rather says more of it: "فلان، ولي العهد ووزير الدفاع"."""
    return (
        name.np is not None
        and party.np is not None
        and party.np.type == "PER"
        and (name.np.kind, party.np.kind) == ("name", "role")
    )


def _kind(party: Party) -> str:
    """What a participant is to lists: a person, a body or people, a place."""
    if party.np is None:
        return "ORG"
    return party.np.type if party.np.type in ("PER", "LOC") else "ORG"


def _held_inside(scene: Scene, party: Party, slots: Container[str]) -> list[Part]:
    """What a preposition of the frame governs inside a role: "سفيرها لدى أستراليا"."""
    for j in range(party.first + 1, party.end - 1):
        prep = plain_preposition(scene.letters[j])
        if prep is not None and prep != "في" and prep in slots:
            inner = party_at(scene, j + 1, party.end)
            return [Part(prep, (inner,), j)] if inner is not None else []
    return []


def _part(p: Phrase, begin: int) -> Part:
    return Part(
        p.prep, (p.party,) if p.party is not None else (), p.first, p.first == begin, p.pronoun, p.comma, p.head
    )


_BACK = 8  # words before a verb among which another that it is joined to stands


def _adjoined(scene: Scene, t: Trigger) -> Party | None:
    """The indefinite group right before a verb that says more of it: "أي فصيل يهاجم", "مسلحين خطفوا"."""
    party = party_ending(scene, t.token, max(scene.sentence_start[t.token], t.token - _GROUP))
    if party is None or party.np is not None or party.group is None or party.definite or party.counted:
        return None
    several = party.number == "p"
    return party if t.reading.agreement in (("3fs", "3mp") if several else ("3ms",)) else None


_GROUP = 3  # words of an indefinite group


def _before_purpose(scene: Scene, t: Trigger) -> Party | None:
    """Who acts to some purpose: the nearest subject before, "الرئيس جاهز ليوقع", where it agrees."""
    start = scene.sentence_start[t.token]
    for j in range(t.token, max(start, t.token - _BACK), -1):
        if scene.letters[j] in STOPS or scene.letters[j] in COMMAS or scene.particle(j) is not None:
            return None
        np = scene.ends.get(j)
        if np is None or np.first < start or not np.mentions:
            continue
        before = scene.letters[np.first - 1] if np.first > start else ""
        if np.proclitic[-1:] in ("ب", "ل", "ك") or plain_preposition(before) is not None:
            continue
        return of_np(scene, np) if agrees(scene, np, t.reading.agreement) else None
    return None


def _of_other(scene: Scene, t: Trigger) -> Party | None:
    """The subject of the verb to which أو joins one: "أي فصيل يهدد مصالحنا أو [يساند] إيران"."""
    first = t.reading.agreement == "3fs"
    start = max(scene.sentence_start[t.token], t.token - _BACK)
    for j in range(t.token - 2, start, -1):
        form = scene.letters[j]
        if form in STOPS or form in COMMAS or scene.particle(j) is not None:
            return None
        like = form.startswith("ت") if first else form.startswith("ي")
        if like and j not in scene.nps and not form.endswith(("ة", "ات")):
            return party_before(scene, j, start)
    return None


def _before(scene: Scene, t: Trigger) -> Party | None:
    """The subject before a verb."""
    r = t.reading
    if r.proclitic == "ل" and r.tense == "pres" and party_at(scene, t.end, scene.sentence_end[t.token]) is None:
        return _before_purpose(scene, t)
    if r.proclitic in ("و", "ف", "وس", "فس", "ول", "ل") or r.agreement[:1] == "1":
        return None
    if t.token and scene.letters[t.token - 1] in ("أو", "ثم") and r.tense == "pres":
        either = _of_other(scene, t)
        if either is not None:
            return either
    if t.token and scene.letters[t.token - 1] in ("فقد", "وقد", "ولقد", "لقد"):
        return None  # a clause of its own
    np = preverbal(scene, t.token)
    adjoined = _adjoined(scene, t)
    if adjoined is not None and (np is None or np.end <= adjoined.first):
        return adjoined
    if np is not None:
        if not agrees(scene, np, r.agreement):
            return None
        if not np.mentions:
            return noun_phrase(scene, np.first, t.token, ()).party
        party = party_at(scene, np.first, t.token)  # a number too: "ثلاثة جنود جرحوا"
        return party if party is not None and party.np is not None and party.end == np.end else of_np(scene, np)
    words = function_words.load()
    j = t.token
    start = scene.sentence_start[t.token]
    between = words.aspect | words.relative | words.future | words.negation | words.present_negation
    while j > start:
        if scene.letters[j - 1] in between:
            j -= 1  # "بلاده لم تطرد", "قواته سوف تهاجم"
        elif j - 1 > start and scene.letters[j - 2 : j] in _AT_LEAST:
            j -= 2  # "29 طفلا على الأقل قتلوا"
        else:
            break
    return party_before(scene, j, start)
