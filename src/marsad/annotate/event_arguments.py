"""Who acts and who suffers: the slots of a frame filled from the clause about its trigger."""

from __future__ import annotations

from collections.abc import Container, Mapping
from typing import NamedTuple

from marsad.annotate.agreement import feminine
from marsad.annotate.event_light import Carried, Part, carried
from marsad.annotate.event_parties import Party, may_act, mentions_of, of_np, party_at
from marsad.annotate.event_slots import Filled, Role, argument, fill, slots_of
from marsad.annotate.event_triggers import Trigger
from marsad.annotate.event_walk import Phrase, noun_phrase, walk
from marsad.annotate.frames import agrees
from marsad.annotate.phrases import COMMAS, STOPS, plain_preposition
from marsad.annotate.scene import Scene
from marsad.annotate.subjects import preverbal
from marsad.document import Argument
from marsad.lexicon import function_words

_PRONOUNS = {"ه": "3ms", "ها": "3fs", "هم": "3mp", "هما": "3md", "هن": "3fp", "نا": "1p", "ي": "1s"}
_AT_LEAST = (["على", "الأقل"], ["على", "الاقل"], ["على", "الأكثر"])
_VIOLENT = frozenset({"ASSAULT", "COERCE", "RETREAT"})
_BEFORE = 8
_TOPIC = 14
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
    for p in held.phrases:
        if p.joined and parts and parts[-1].prep == p.prep and p.party is not None and not p.comma:
            last = parts[-1]
            parts[-1] = last._replace(parties=(*last.parties, p.party))
            continue
        parts.append(_part(p, t.end))
    before = _before(scene, t) if t.verbal else None
    return Clause(tuple(parts), before, held.end)


def _part(p: Phrase, begin: int) -> Part:
    return Part(
        p.prep, (p.party,) if p.party is not None else (), p.first, p.first == begin, p.pronoun, p.comma, p.head
    )


def _before(scene: Scene, t: Trigger) -> Party | None:
    """The subject before a verb."""
    r = t.reading
    if r.proclitic in ("و", "ف", "وس", "فس", "ول", "ل") or r.agreement[:1] == "1":
        return None
    np = preverbal(scene, t.token)
    if np is not None:
        if not agrees(scene, np, r.agreement):
            return None
        return of_np(scene, np) if np.mentions else noun_phrase(scene, np.first, t.token, ()).party
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
    for k in range(max(start, j - _BEFORE), j):
        party = party_at(scene, k, j)
        if party is not None and party.end == j and party.proclitic[-1:] not in ("ب", "ل"):
            return party
    return None


def arguments(
    scene: Scene, t: Trigger, verbs: Container[int], nouns: Mapping[int, Trigger]
) -> tuple[list[Argument], Clause]:
    """The actors and recipients of a trigger. `nouns`: triggers that are nouns, by token; they can be subjects."""
    held = clause(scene, t, verbs, nouns)
    if t.verbal:
        held = held._replace(event=_event_subject(scene, t, held, nouns))
        if held.event >= t.end:
            held = held._replace(parts=_behind_event(scene, nouns[held.event], verbs, nouns))
    out = Filled(scene, t)
    if t.verbal:
        _verb(scene, t, held, out)
    else:
        _noun(scene, t, held, out)
        light = carried(scene, t, verbs)
        if light is not None:
            _light(scene, t, light, out)
        wanted = t.frame.actor and (t.reading.kind == "masdar" or t.frame.symmetric)
        if wanted and (not out.has("actor") or (t.frame.symmetric and len(out.held) == 1)):
            made = out.arguments()
            held_topic = topic(scene, t, verbs)
            if held_topic is not None and not any(
                a.mention == held_topic.mention and a.mention is not None for a in made
            ):
                made.append(held_topic)
            return made, held
    return out.arguments(), held


def topic(scene: Scene, t: Trigger, verbs: Container[int]) -> Argument | None:
    """Whom the clause before a noun is about: "إسرائيل تستعد لاجتياح", "على الوزير الاستقالة"; a weak actor.

    Who stands right before the noun, else the first whom no preposition governs.
    """
    start = max(scene.sentence_start[t.token], t.token - _TOPIC)
    if t.token > start and scene.letters[t.token - 1].removeprefix("و") in _PASSIVE_BY:
        return None
    found: Party | None = None
    for j in range(t.token - 1, start - 1, -1):
        form = scene.letters[j]
        if form in STOPS or form == ":" or form in COMMAS:
            break
        if scene.particle(j) is not None:
            for ending, agreement in _PRONOUNS.items():
                if found is None and form.endswith(ending) and len(form) > len(ending) + 1:
                    return Argument("actor", "pronoun", agreement=agreement, weak=True)
            break
        np = scene.ends.get(j + 1)
        if np is None or np.first < start or not np.mentions:
            continue
        party = of_np(scene, np)
        if not may_act(scene, party):
            continue
        if _speaks_of(scene, party, t):
            return None
        prep = plain_preposition(scene.letters[np.first - 1]) if np.first > scene.sentence_start[t.token] else None
        if np.proclitic[-1:] in ("ب", "ك", "ل") or prep is not None:
            if np.end == t.token and (prep in ("على", "من") or np.proclitic[-1:] == "ل"):
                found = party
                break
            continue
        found = party
        if np.end == t.token:
            break
    if found is None:
        return None
    made = argument("actor", found)
    return Argument(made.role, made.how, made.span, mention=made.mention, type=made.type, weak=True)


_PASSIVE_BY = frozenset("تم تمت يتم سيتم جرى يجري جرت تجري ستتم".split())


def _event_subject(scene: Scene, t: Trigger, held: Clause, nouns: Mapping[int, Trigger]) -> int:
    """The event noun that is a verb's subject: "غارة جوية استهدفت", "القصف الذي طال", "استهدفت غارة"; -1 for none."""
    r = t.reading
    if r.agreement not in ("3ms", "3fs", "3mp") or t.frame.type == "REQUEST":
        return -1
    if r.proclitic in ("", "س"):
        words = function_words.load()
        j = t.token - 1
        stop = max(scene.sentence_start[t.token], j - _BEFORE)
        while j >= stop:
            form = scene.letters[j]
            if j in nouns:
                return j
            if not (
                form in words.relative
                or form in words.aspect
                or j in scene.inside_times
                or (form.startswith("ال") and j not in scene.ends)
                or form.endswith(("ية", "ة", "ي"))
                or form in _OTHER
            ):
                break
            j -= 1
    first = next((p for p in held.parts if p.prep == ""), None)
    if first is not None and first.first in nouns and first.first <= t.end + 1 and not r.enclitic:
        return first.first
    return -1


_OTHER = frozenset("أخرى آخر جديد جديدة واسعة واسع منفصلة منفصل".split())


def _behind_event(scene: Scene, noun: Trigger, verbs: Container[int], nouns: Container[int]) -> tuple[Part, ...]:
    """What follows an event noun that is the subject, but its own adjectives and owner: "استهدفت غارة جوية [مبنى]"."""
    parts = clause(scene, noun, verbs, nouns).parts
    own = [p for p in parts if not p.prep and (p.adjacent or (p.parties and _adjectives(scene, noun, p)))]
    return tuple(p for p in parts if p not in own)


def _speaks_of(scene: Scene, party: Party, t: Trigger) -> bool:
    """Whether it is the source of a statement about the trigger."""
    return any(
        s.source is not None
        and s.source.start < party.span.end
        and party.span.start < s.source.end
        and s.content.start <= t.span.start < s.content.end
        and s.force != "commit"
        for s in scene.report.statements
    )


def _verb(scene: Scene, t: Trigger, held: Clause, out: Filled) -> None:
    r = t.reading
    bare = [
        p for p in held.parts if p.prep == "" and not p.comma and (p.parties or p.first < max(t.end, held.event) + 3)
    ]
    bare = [
        p
        for p in bare
        if not (
            p.parties and p.parties[0].country is not None and p.parties[0].group is None and p.parties[0].np is None
        )
    ]
    agent = [p for p in held.parts if p.prep == "agent"]
    if held.event >= 0:
        out.event = held.event
        bare = [p for p in bare if p.first != held.event]
        if "object" in slots_of(t) and bare and not r.enclitic:
            owned = next((p for p in held.parts if p.prep == "ل" and not p.comma and p.first > bare[0].first), None)
            out.add("recipient", owned if owned is not None and not bare[0].parties else bare[0])
        elif r.enclitic in _PRONOUNS:
            out.add("recipient", Part("", (), t.token, pronoun=_PRONOUNS[r.enclitic]))
        return
    subject: Part | None = None
    objects: list[Part] = []
    if r.enclitic in _PRONOUNS:
        objects.append(Part("", (), t.token, pronoun=_PRONOUNS[r.enclitic]))
    before = Part("", (held.before,), held.before.first) if held.before is not None else None
    relative = before is not None and _relative_between(scene, held.before, t)
    if r.passive or agent or _shown_passive(scene, t):
        objects += [before] if before is not None else bare[:1]
    elif before is not None and relative and objects and bare:
        # الهجوم الذي شنه، الرجل الذي قتله الجيش: the pronoun takes up what stands before
        subject, objects = bare[0], [before]
    elif before is not None:
        if _suffers(scene, t, before, bare, objects):
            objects.append(before)
        else:
            subject = before
            objects += bare[:1]
    elif r.agreement[:1] == "1":
        subject = Part("", (), t.token, pronoun=r.agreement)
        objects += bare[:1]
    elif objects:
        subject = bare[0] if bare else Part("", (), t.token, pronoun=r.agreement)
    elif len(bare) >= 2 and "object" in slots_of(t) and not _object_first(scene, t, bare[0]):
        subject = bare[0]
        objects.append(bare[1])
    elif bare:
        first = bare[0]
        if "object" in slots_of(t) and (_suffers(scene, t, first, bare[1:], []) or _object_first(scene, t, first)):
            objects.append(first)
            if not _passive_like(t, first):
                subject = Part("", (), t.token, pronoun=r.agreement)
        else:
            subject = first
    elif not _shown_passive(scene, t):
        subject = Part("", (), t.token, pronoun=r.agreement)
    if agent:
        subject = agent[0]
    by_slot: dict[str, list[Part]] = {"subject": [subject] if subject is not None else [], "object": objects}
    for p in held.parts:
        if p.prep not in ("", "agent"):
            by_slot.setdefault(p.prep, []).append(p)
    # an object that only its idafa or a لـ names: قصف مواقع للحوثيين
    if objects and not objects[0].parties and not objects[0].pronoun and by_slot.get("ل"):
        by_slot["object"] = [by_slot["ل"][0]]
    fill(t, by_slot, out)


def _shown_passive(scene: Scene, t: Trigger) -> bool:
    """A passive that the ḍamma shows: قُتل, يُعتقل."""
    form = scene.tokens[t.token].word.form[t.reading.cut :]
    return t.reading.passive or form[1:2] == "ُ"


def _relative_between(scene: Scene, party: Party | None, t: Trigger) -> bool:
    words = function_words.load()
    return party is not None and any(scene.letters[j] in words.relative for j in range(party.end, t.token))


def _object_first(scene: Scene, t: Trigger, part: Part) -> bool:
    """A feminine verb before a masculine body, a masculine one before a feminine: its subject is somebody else."""
    if not part.parties or part.parties[0].np is None:
        return False
    gender = feminine(scene, part.parties[0].np)
    if t.reading.agreement == "3ms" and gender is True:
        return True
    np = part.parties[0].np
    form = scene.letters[np.first]
    return (
        t.reading.agreement == "3fs"
        and gender is not True
        and np.type in ("ORG", "PER")
        and np.kind == "role"
        and form.startswith("ال")
        and not form.endswith(("ة", "ات", "اء", "ى", "ين", "ون"))
    )


def _suffers(scene: Scene, t: Trigger, part: Part, rest: list[Part], objects: list[Part]) -> bool:
    """Whether the only phrase of a violent verb is who suffers: people who are not armed, or who are counted."""
    if t.frame.type not in _VIOLENT or "object" not in (t.frame.recipient or ()) or objects:
        return False
    if any(p.parties for p in rest) or not part.parties:
        return False
    party = part.parties[0]
    return _victim(scene, party)


def _victim(scene: Scene, party: Party) -> bool:
    if party.counted:
        return True
    if party.group is not None:
        return not party.group.armed
    if party.np is None:
        return False
    if party.np.type == "PER":
        return True
    return any(m.sector in ("CVL", "MED") for m in mentions_of(scene, party))


def _passive_like(t: Trigger, part: Part) -> bool:
    """Who suffers stands as the only phrase: the verb is a passive that its letters do not show."""
    return bool(part.parties) and t.frame.type in _VIOLENT


def _noun(scene: Scene, t: Trigger, held: Clause, out: Filled) -> None:
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
        adjective = bool(p.parties) and p.parties[0].group is None and p.parties[0].np is None
        if adjective:
            if _adjectives(scene, t, p):
                nation = nation or p
                continue
            break
        if p.parties and not r.definite and not r.enclitic and (p.adjacent or nation is None):
            owner = p
        break
    if r.enclitic in _PRONOUNS:
        owner = Part("", (), t.token, pronoun=_PRONOUNS[r.enclitic])
    done_to = _object_of_masdar(t, held, owner)
    blamed = _blamed(scene, t)
    if blamed is not None:
        agent = [blamed]
        by_slot.pop("ل", None)
    elif not agent and owner is None and "من" not in slots_of(t) and by_slot.get("من") and not r.definite:
        agent = [p for p in by_slot["من"][:1] if p.parties and p.parties[0].np is not None]
    if agent:
        by_slot["agent"] = agent
    actor: Part | None = agent[0] if agent else None
    recipient: Part | None = None
    if frame.verbal:
        theme = by_slot.get("ل", [None])[0] if "object" in slots_of(t) else None
        transitive = "object" in (frame.recipient or ())
        if owner is not None and done_to is not None:
            actor, recipient = actor or owner, done_to
        elif owner is not None:
            if frame.symmetric or not transitive:
                actor = actor or (owner if "subject" in (frame.actor or ()) else None)
            elif theme is not None and (theme.parties or theme.pronoun):
                actor, recipient = actor or owner, theme
            elif agent or frame.owner == "recipient":
                recipient = owner
            elif frame.owner == "actor" or (frame.type in ("ASSAULT", "MOBILIZE") and _either(scene, owner)):
                actor = owner
            else:
                recipient = owner
        elif theme is not None and transitive:
            if frame.type == "CONSULT" and theme.parties and theme.parties[0].np and theme.parties[0].np.type == "PER":
                actor = actor or theme  # زيارة لفلان
            else:
                recipient = theme
        if actor is None and nation is not None and not frame.symmetric:
            actor = nation
        by_slot["subject"] = [actor] if actor is not None else []
        by_slot["object"] = [recipient] if recipient is not None else by_slot.get("object", [])
    else:
        if owner is not None and frame.owner == "recipient" and not agent:
            recipient = owner
        elif owner is not None:
            actor = actor or owner
        if nation is not None and actor is None and frame.lemma != "حرب":
            actor = nation
        elif nation is not None and frame.symmetric:
            out.add("actor", nation)
        by_slot["owner"] = [actor] if actor is not None else by_slot.get("ل", [])[:1] if r.definite else []
        by_slot["subject"] = by_slot["owner"]
        if recipient is not None:
            out.add("recipient", recipient)
    fill(t, by_slot, out)


def _object_of_masdar(t: Trigger, held: Clause, owner: Part | None) -> Part | None:
    """ "شتم الرئيس السفير", "مبايعته التنظيم", "اعتقال الشرطة عشرين عاملا": the object behind a subject."""
    if owner is None or not t.frame.verbal or t.frame.symmetric or "object" not in (t.frame.recipient or ()):
        return None
    if t.reading.kind != "masdar":
        return None
    for p in held.parts:
        if p.prep or p.comma:
            return None
        if p is owner:
            continue
        if not p.parties or (p.parties[0].np is None and p.parties[0].group is None):
            return None
        return p
    return None


def _adjectives(scene: Scene, t: Trigger, part: Part) -> bool:
    """Whether from the trigger to a nationality only adjectives of the trigger stand."""
    for j in range(t.end, part.parties[0].first):
        form = scene.letters[j]
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


def _light(scene: Scene, t: Trigger, light: Carried, out: Filled) -> None:
    """What a light verb gives the noun."""
    role: Role = "actor" if light.verb.subject == "actor" else "recipient"
    if light.verb.subject != "event" and light.part is not None and not out.has(role):
        out.add(role, light.part)
    if light.verb.object is not None and light.object is not None and not out.has(light.verb.object):
        out.add(light.verb.object, light.object)
    if light.other is not None:
        out.add("actor" if role == "recipient" else "recipient", light.other)
