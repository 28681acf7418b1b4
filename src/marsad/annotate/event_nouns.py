"""The slots of a verbal noun or an event noun: idafa, nationality, agent phrases, prepositions."""

from __future__ import annotations

from marsad.annotate.event_adjectives import second_nationality
from marsad.annotate.event_clause import PRONOUNS, Clause
from marsad.annotate.event_light import Part, light_reading
from marsad.annotate.event_parties import Party, party_at
from marsad.annotate.event_slots import Filled, fill, slots_of
from marsad.annotate.event_triggers import Trigger
from marsad.annotate.event_walk import pronoun_preposition, walk
from marsad.annotate.phrases import STOPS
from marsad.annotate.scene import Scene
from marsad.lexicon import events, function_words


def fill_noun(scene: Scene, t: Trigger, held: Clause, out: Filled) -> None:
    frame, r = t.frame, t.reading
    by_slot: dict[str, list[Part]] = {}
    for p in held.parts:
        if p.prep not in ("", "agent") and not (p.prep == "في" and not p.parties):
            by_slot.setdefault(p.prep, []).append(p)
    agent = [p for p in held.parts if p.prep == "agent" and p.parties]
    owner: Part | None = None
    nation: Part | None = None
    for p in held.parts:
        if p.prep or p.comma:
            break
        adjective = nation_of(p)
        second = None if adjective else _second_nation(scene, p)
        if second is not None and nation is not None:
            nation = nation._replace(parties=(*nation.parties, second))
            continue
        if adjective:
            if adjectives(scene, t, p):
                # "المحادثات الروسية التركية": both take part
                nation = p if nation is None else nation._replace(parties=(*nation.parties, *p.parties))
                continue
            if frame.type in _ON_THINGS and not frame.symmetric and _things(scene, t, p):
                owner = p  # "استهداف المصالح الأميركية": whose it is
            break
        if p.parties and not r.definite and not r.enclitic and (p.adjacent or nation is None):
            owner = p if p.head or not _befalls(scene, p.first) else None  # "اتهامات طالت"
        break
    if owner is not None and not owner.head and (frame.symmetric or (not frame.verbal and frame.owner == "actor")):
        owner = None  # "مفاوضات تشكيل الحكومة": what owns the noun between
    if r.enclitic in PRONOUNS:
        owner = Part("", (), t.token, pronoun=PRONOUNS[r.enclitic])
    his = _his(scene, t) if owner is None else None
    if his is not None:
        owner = his
        by_slot.pop("ل", None)
    by = by_slot.get("ل", [])[:1]
    if by and owner is None and "ل" in (frame.recipient or ()) and _told_by(scene, t) and _first(held, by[0]):
        owner = by[0]  # "قتل في كمين للمقاومة", but "نصبوا كمينا للقافلة"
        del by_slot["ل"]
    done_to = _object_of_masdar(scene, t, held, owner)
    blamed = _blamed(scene, t)
    if blamed is not None:
        agent = [blamed]
        by_slot.pop("ل", None)
    elif not agent and owner is None and _from_whom(t) and by_slot.get("من") and not r.definite:
        agent = [p for p in by_slot["من"][:1] if p.parties and p.parties[0].np is not None and _first(held, p)]
        if agent:
            del by_slot["من"]
    means = by_slot.pop("means", [])[:1]
    if (
        not agent
        and frame.type in ("ASSAULT", "COERCE")
        and (owner is None or frame.owner == "recipient" or _hit(owner))
    ):
        agent = means  # "اعتقال ثلاثة في حملة للجيش"
    if agent:
        by_slot["agent"] = agent
    actor: Part | None = agent[0] if agent else None
    recipient: Part | None = None
    if frame.verbal:
        theme = by_slot.get("ل", [None])[0] if "object" in slots_of(t) else None
        if theme is not None and (theme.comma or any(p.prep for p in held.parts if p.first < theme.first)):
            theme = None
        transitive = "object" in (frame.recipient or ())
        if owner is not None and done_to is not None:
            actor, recipient = actor or owner, done_to
        elif owner is not None:
            if "subject" in (frame.recipient or ()):
                recipient = owner  # "استشهاد جندي": who suffers is the verb's subject
            elif frame.symmetric or not transitive:
                actor = actor or (owner if "subject" in (frame.actor or ()) else None)
            elif theme is not None and (theme.parties or theme.pronoun or scene.letters[theme.first] in _ALL):
                actor, recipient = actor or owner, theme
            elif (
                agent
                or owner.site
                or frame.owner == "recipient"
                or _accused(t, held, owner)
                or (frame.type == "CONSULT" and _place(owner))
            ):
                recipient = owner  # "زيارة كوريا الشمالية": where one goes
            elif frame.owner == "actor" or (frame.type in ("ASSAULT", "MOBILIZE") and _either(scene, owner)):
                actor = owner
            else:
                recipient = owner
        elif not transitive and not frame.symmetric and by_slot.get("ل") and "ل" not in slots_of(t):
            held_by = by_slot["ل"][0]  # "انسحاب كامل للقوات"
            actor = actor or (
                held_by
                if held_by.parties and _next_to(scene, t, held_by) and "subject" in (frame.actor or ())
                else None
            )
        elif theme is not None and transitive:
            if frame.type == "CONSULT" and theme.parties and theme.parties[0].np and theme.parties[0].np.type == "PER":
                actor = actor or theme  # زيارة لفلان
            elif _by(scene, t, theme):
                actor = actor or theme
                by_slot.pop("ل", None)
            else:
                recipient = theme
        if nation is not None and frame.symmetric:
            out.add("actor", nation)  # "اشتباك أميركي إيراني"
        elif actor is None and nation is not None:
            actor = nation
        by_slot["subject"] = [actor] if actor is not None else []
        by_slot["object"] = [recipient] if recipient is not None else by_slot.get("object", [])
        if recipient is not None and "subject" in (frame.recipient or ()):
            by_slot["subject"] = [recipient]
    else:
        done = [
            p
            for p in by_slot.get("ل", [])[:1]
            if p.parties and not p.comma and "ل" not in slots_of(t) and frame.type == "COERCE"
        ]
        if owner is not None and frame.owner == "recipient" and not agent and done and not owner.site:
            actor, recipient = owner, done[0]  # "توقيف الشرطة لأربعة مهاجرين"
        elif owner is not None and frame.owner == "recipient":
            recipient = owner
        elif owner is not None:
            actor = actor or owner
        if nation is not None and actor is None and frame.lemma != "حرب":
            actor = nation
        elif nation is not None and frame.symmetric:
            out.add("actor", nation)
        of = [p for p in by_slot.get("ل", [])[:1] if "ل" not in slots_of(t) and _first(held, p)]
        by_slot["owner"] = [actor] if actor is not None else of
        by_slot["subject"] = by_slot["owner"]
        if recipient is not None:
            out.add("recipient", recipient)
        if done_to is not None:
            out.add("actor", done_to)  # "لقائه المبعوث"
        if recipient is not None and recipient in done and actor is not None:
            out.add("actor", actor)
            by_slot["owner"] = []
    if frame.phrase is not None and "phrase" in slots_of(t):
        named = party_at(scene, t.end - 1, scene.sentence_end[t.token])
        by_slot["phrase"] = [Part("", (named,), t.end - 1)] if named is not None else []
    if frame.symmetric and not by_slot.get("بين") and not (owner is not None and owner.parties):
        by_slot["بين"] = _met(scene, t)
    fill(t, by_slot, out)


def _accused(t: Trigger, held: Clause, owner: Part) -> bool:
    """Whether the only owner of an accusation is whom it is made against: "بعد اتهام [الوزير] بالفساد"."""
    if t.frame.type != "ACCUSE" or t.reading.kind != "masdar" or t.reading.agreement != "s" or t.reading.enclitic:
        return False
    behind = next((p for p in held.parts if p.first > owner.first), None)
    return behind is not None and behind.prep == "ب" and not behind.comma and not (behind.parties and behind.head)


_OF_DEEDS = frozenset("في خلال أثناء إثر جراء".split())


def _told_by(scene: Scene, t: Trigger) -> bool:
    """Whether a preposition has an ambush as what something else happened in: "في كمين", "بكمين"."""
    if t.frame.type != "ASSAULT" or t.reading.definite or t.reading.enclitic:
        return False
    return t.reading.proclitic == "ب" or (
        t.token > scene.sentence_start[t.token] and scene.letters[t.token - 1] in _OF_DEEDS
    )


_MET = 7  # words of a relative clause before those who met


def _met(scene: Scene, t: Trigger) -> list[Part]:
    """ "لقاء عقد بين", "الحوار الذي سينطلق قريبا بين", "جرى بينه وبين": both, behind a verb of taking place."""
    limit, words = scene.sentence_end[t.token], function_words.load()
    verb = False
    for j in range(t.end, min(limit, t.end + _MET)):
        form = scene.letters[j]
        pronoun = pronoun_preposition(form)
        if form == "بين" or (pronoun is not None and pronoun[0] == "بين"):
            if not verb:
                return []
            found = [p for p in walk(scene, j, limit, ()).phrases if p.prep == "بين"]
            return [Part(p.prep, (p.party,) if p.party else (), p.first, pronoun=p.pronoun) for p in found]
        light = light_reading(scene.tokens[j].word)
        if light is not None and events.load().light[light[0]].noun in ("subject", "object"):
            verb = True
        elif not (
            form in words.relative
            or j in scene.inside_times
            or form.startswith("ال")
            or form in words.aspect
            or form.endswith("ا")
        ):
            return []
    return []


_ON_THINGS = frozenset({"ASSAULT", "COERCE", "SANCTION"})


def _things(scene: Scene, t: Trigger, part: Part) -> bool:
    """Whether a thing with a nationality owns a verbal noun: a noun with its article right behind one without."""
    r = t.reading
    return (
        (r.kind == "masdar" or t.frame.owner in ("recipient", "either"))
        and not r.definite
        and not r.enclitic
        and part.adjacent
        and scene.letters[part.first].startswith("ال")
        and part.parties[0].first > part.first
    )


def _next_to(scene: Scene, t: Trigger, part: Part) -> bool:
    """Whether only adjectives stand between a noun and a part: "الانسحاب الكامل للقوات", but "يشكل إنجازا للعراق"."""
    between = range(t.end, part.first)
    if part.comma or not t.reading.definite:
        return not part.comma
    return all(scene.letters[j].startswith("ال") or scene.tokens[j].word.kind != "word" for j in between)


def _from_whom(t: Trigger) -> bool:
    """Whether من behind an indefinite noun names who acts: "غارة من التحالف", "طلب من الرئيس", but "تحرير قرية من"."""
    return "من" not in slots_of(t) or t.frame.type == "REQUEST"


def _befalls(scene: Scene, pos: int) -> bool:
    """Whether a verb stands at `pos` that has a noun as subject and whom it befell as object: "طالت"."""
    held = light_reading(scene.tokens[pos].word)
    return held is not None and events.load().light[held[0]].object is not None


_ALL = frozenset("لكل لجميع لكافة لمختلف لسائر".split())  # "إغلاقه لكل المعابر": his, as with any object behind ل
_DONE_BY = frozenset({"CONSULT", "MOBILIZE", "PROTEST"})  # "اتهامات له" are against him
_HIS = {"له": "3ms", "لها": "3fs", "لهم": "3mp"}


def _his(scene: Scene, t: Trigger) -> Part | None:
    """ "خلال زيارة له إلى بغداد": whose act it is, where the noun has no article."""
    r = t.reading
    if (
        t.frame.type not in _DONE_BY
        or r.definite
        or r.enclitic
        or r.kind == "verb"
        or t.end >= scene.sentence_end[t.token]
    ):
        return None
    agreement = _HIS.get(scene.letters[t.end])
    return Part("", (), t.end, pronoun=agreement) if agreement is not None else None


def _first(held: Clause, part: Part, owner: Part | None = None) -> bool:
    """Whether nothing but nationalities, and the owner, stands between a trigger and a part."""
    return all(p in (part, owner) or p.first >= part.first or nation_of(p) for p in held.parts)


def nation_of(part: Part) -> bool:
    """Whether a part is a nationality adjective and nothing else."""
    return bool(part.parties) and part.parties[0].np is None and part.parties[0].group is None


def _second_nation(scene: Scene, part: Part) -> Party | None:
    """A nationality that is written like its country, behind another: "غارات روسية [سورية]"."""
    party = part.parties[0] if len(part.parties) == 1 else None
    if party is None or party.np is None or party.np.type != "LOC" or party.end != party.first + 1:
        return None
    own = second_nationality(scene, party.first)
    return None if own is None else Party(party.first, party.end, party.span, party.proclitic, country=own[0])


def _hit(part: Part) -> bool:
    """Whether an owner is a number of people."""
    return bool(part.parties) and part.parties[0].counted


def _place(part: Part) -> bool:
    """Whether a part is a country or another place."""
    return bool(part.parties) and part.parties[0].np is not None and part.parties[0].np.type == "LOC"


def _object_of_masdar(scene: Scene, t: Trigger, held: Clause, owner: Part | None) -> Part | None:
    """ "شتم الرئيس السفير", "مبايعته التنظيم", "اعتقال الشرطة عشرين عاملا": the object behind a subject."""
    if owner is None or owner.site or not (t.frame.symmetric or "object" in (t.frame.recipient or ())):
        return None
    if t.reading.kind != "masdar" and not (t.frame.symmetric and t.reading.enclitic):
        return None
    if not t.frame.verbal and not t.frame.symmetric:
        return None
    for p in held.parts:
        if p.prep or p.comma:
            return None
        if p is owner:
            continue
        if not p.head and scene.letters[p.first].startswith("و"):
            return None  # "إغلاق السفارة وخروج البعثات"
        if not p.parties or (p.parties[0].np is None and p.parties[0].group is None):
            return None
        return p
    return None


def adjectives(scene: Scene, t: Trigger, part: Part) -> bool:
    """Whether from the trigger to a nationality only adjectives of the trigger stand."""
    for j in range(t.end, part.parties[0].first):
        form = scene.letters[j]
        if form in ("-", "–"):
            continue
        if t.reading.definite != form.startswith("ال") or not form.endswith(("ة", "ي", "ا", "ه")):
            return False
    return True


_BLAMED = frozenset("نسب نسبت ونسب ونسبت منسوب منسوبة المنسوب المنسوبة نسبها نسبه نسبتها نسبته".split())


def _blamed(scene: Scene, t: Trigger) -> Part | None:
    """ "هجمات نسبت إلى التنظيم": whom an act is laid to."""
    limit = scene.sentence_end[t.token]
    for j in range(t.end, min(limit, t.end + 12)):
        if scene.letters[j] in STOPS:
            return None
        if scene.letters[j] in _BLAMED:
            for p in walk(scene, j + 1, limit, ()).phrases[:2]:
                if p.party is not None and p.prep in ("إلى", "ل"):
                    return Part("agent", (p.party,), p.first)
    return None


def _by(scene: Scene, t: Trigger, part: Part) -> bool:
    """Whether ل right behind an indefinite act names who does it: "قصف لطيران التحالف", but "قصف لمواقع التنظيم"."""
    near = part.first - t.end <= 1  # an adjective may stand between: "قصف عنيف لقوات النظام"
    return (
        t.frame.owner == "either"
        and not t.reading.definite
        and near
        and not part.site
        and (_planes(scene, part) or _either(scene, part))
    )


_PLANES = frozenset("طيران طائرات مقاتلات مروحيات مدفعية".split())


def _planes(scene: Scene, part: Part) -> bool:
    """Whether ل stands before the planes or guns of somebody: "لطيران التحالف"."""
    return bool(part.parties) and scene.letters[part.first].removeprefix("ل") in _PLANES


def _either(scene: Scene, part: Part) -> bool:
    """Whether the only owner of قصف, استهداف is rather who does it: armed, an army, a state's body."""
    if not part.parties:
        return part.pronoun in ("1p", "1s")
    party = part.parties[0]
    if not part.head or party.counted:
        return False
    if party.group is not None:
        return party.group.armed
    if party.np is None or party.np.type in ("LOC", "PER"):
        return False
    return party.np.type == "ORG"
