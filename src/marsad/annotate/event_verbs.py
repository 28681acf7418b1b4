"""The slots of a verb: who acts and who suffers, by order, agreement and voice."""

from __future__ import annotations

from collections.abc import Container, Mapping

from marsad.annotate.agreement import feminine
from marsad.annotate.event_clause import PRONOUNS, Clause, clause
from marsad.annotate.event_light import Part
from marsad.annotate.event_nouns import adjectives
from marsad.annotate.event_parties import Party, mentions_of, people
from marsad.annotate.event_slots import Filled, fill, slots_of
from marsad.annotate.event_triggers import Trigger
from marsad.annotate.event_walk import BEFORE, PLACED, beside, joined_before, party_ending, pronoun_preposition
from marsad.annotate.scene import Scene
from marsad.lexicon import event_participants, function_words

_CLAUSE = (["وهو", "ما"], ["هو", "ما"], ["الأمر", "الذي"], ["الامر", "الذي"])
_VIOLENT = frozenset({"ASSAULT", "COERCE", "RETREAT", "AID"})


def event_subject(scene: Scene, t: Trigger, held: Clause, nouns: Mapping[int, Trigger]) -> int:
    """The event noun that is a verb's subject: "غارة جوية استهدفت", "القصف الذي طال", "استهدفت غارة"; -1 for none."""
    r = t.reading
    if r.agreement not in ("3ms", "3fs", "3mp") or t.frame.type == "REQUEST":
        return -1
    if r.proclitic in ("", "س"):
        words = function_words.load()
        j = t.token - 1
        stop = max(scene.sentence_start[t.token], j - BEFORE)
        while j >= stop:
            form = scene.letters[j]
            if j in nouns:
                within = any(scene.letters[m] in words.relative for m in range(j + 1, t.token))
                if within and t.frame.type not in _VIOLENT and _taken_up_behind(scene, t):
                    return -1  # "الهدنة التي توسطت فيها الأمم المتحدة"
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


def _taken_up_behind(scene: Scene, t: Trigger) -> bool:
    """Whether a preposition with its pronoun stands right behind a verb: "توسطت فيها"."""
    return t.end < scene.sentence_end[t.token] and pronoun_preposition(scene.letters[t.end]) is not None


_OTHER = frozenset("أخرى آخر جديد جديدة واسعة واسع منفصلة منفصل".split())


def behind_event(scene: Scene, noun: Trigger, verbs: Container[int], nouns: Container[int]) -> tuple[Part, ...]:
    """What follows an event noun that is the subject, but its own adjectives and owner: "استهدفت غارة جوية [مبنى]"."""
    parts = clause(scene, noun, verbs, nouns).parts
    own = [
        p
        for p in parts
        if not p.prep
        and (
            (p.adjacent and not (noun.reading.definite and p.parties and not scene.letters[p.first].startswith("ال")))
            or (p.parties and adjectives(scene, noun, p))
            or (not p.parties and _says_more(scene, p))
        )
    ]
    return tuple(p for p in parts if p not in own)


def _says_more(scene: Scene, part: Part) -> bool:
    """Whether a part is only an adjective with its preposition: "المدعومة من"."""
    word = scene.folded[part.first]
    table = event_participants.load().dependents
    return scene.letters[part.first].startswith("ال") and any(
        event_participants.bare(word) in words for words in table.values()
    )


def fill_verb(scene: Scene, t: Trigger, held: Clause, out: Filled) -> None:
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
    bare = [p for p in bare if p.head or scene.letters[p.first] not in PLACED]  # "شمالي سوريا"
    if t.frame.symmetric:  # "بحث آلية تنفيذ قرار المجلس": whom an idafa names deep down talks to nobody
        bare = [p if p.head or not p.parties else p._replace(parties=()) for p in bare]
    agent = [p for p in held.parts if p.prep == "agent"]
    if held.event >= 0:
        out.event = held.event
        sites = [p for p in held.parts if not p.prep and p.comma and p.site]  # "استهدفت الغارات، مواقع التنظيم"
        bare = [p for p in bare if p.first != held.event] or sites[:1]
        if "object" in slots_of(t) and bare and not r.enclitic:
            owned = next((p for p in held.parts if p.prep == "ل" and not p.comma and p.first > bare[0].first), None)
            out.add("recipient", owned if owned is not None and not bare[0].parties else bare[0])
        elif r.enclitic in PRONOUNS:
            out.add("recipient", Part("", (), t.token, pronoun=PRONOUNS[r.enclitic]))
        return
    if r.enclitic in PRONOUNS and r.agreement == "3ms" and _given(t, held):
        # "ودعمها للجماعات المسلحة": the verbal noun, spelt as the verb
        out.add("actor", Part("", (), t.token, pronoun=PRONOUNS[r.enclitic]))
        out.add("recipient", held.parts[0])
        return
    subject: Part | None = None
    objects: list[Part] = []
    if r.enclitic in PRONOUNS:
        objects.append(Part("", (), t.token, pronoun=PRONOUNS[r.enclitic]))
    first = next((p for p in bare if p.parties), None)
    if first is not None and first.site and not objects and not r.passive and "object" in slots_of(t):
        objects.append(first)  # "استهدفت مواقع للتنظيم": a site does nothing
        bare.remove(first)
    before = Part("", joined_before(scene, held.before), held.before.first) if held.before is not None else None
    if before is not None and held.parts and held.parts[0].prep == "و":
        before = before._replace(parties=(*before.parties, *held.parts[0].parties))
    whole = scene.letters[max(t.token - 2, 0) : t.token] in _CLAUSE
    if whole:  # "اقترح الصدر لجنة، وهو ما رحب به الكاظمي": what was told before is taken up, not who did it
        before, held = None, held._replace(parts=tuple(p for p in held.parts if not p.pronoun))
    relative = before is not None and _relative_between(scene, held.before, t)
    if before is None and not whole and not r.passive and not agent and _behind_relative(scene, t):
        # "الرصاصة التي قتلت الصحفية": what the relative word takes up acts, or is acted on
        if objects or (held.parts and held.parts[0].pronoun and held.parts[0].adjacent):
            subject = bare[0] if bare else None
        else:
            objects += bare[:1]
        fill(t, _by_slot(held, subject, objects), out)
        return
    if relative and not objects and bare and held.parts[0].prep and held.parts[0].pronoun and held.parts[0].adjacent:
        before = None  # "المدينة التي يسيطر عليها التنظيم": the subject stands behind
    described = _described(scene, t) if before is None or not relative else None
    if described is not None and bare and not r.passive and not agent:
        # "فصائل تدعمها طهران": an indefinite noun and a clause that says more of it
        fill(t, _by_slot(held, bare[0], [described]), out)
        return
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
        unknown = not bare and _unknown_before(scene, t)
        subject = bare[0] if bare else None if unknown else Part("", (), t.token, pronoun=r.agreement)
    elif bare and "object" in slots_of(t) and _he(scene, t):
        objects.append(bare[0])  # "قال الجيش إنه حاصر المسلحين"
        subject = Part("", (), t.token, pronoun=r.agreement)
    elif len(bare) >= 2 and "object" in slots_of(t) and not _object_first(scene, t, bare[0]):
        subject = bare[0]
        objects.append(bare[1])
    elif bare:
        only = bare[0]
        if "object" in slots_of(t) and (_suffers(scene, t, only, bare[1:], []) or _object_first(scene, t, only)):
            objects.append(only)
            if not _passive_like(t, only) or _she(scene, t, only):
                subject = Part("", (), t.token, pronoun=r.agreement)
        else:
            subject = only
            if t.frame.symmetric and "object" in slots_of(t) and _one(scene, only):
                objects.append(Part("", (), t.token, pronoun=r.agreement))  # "والتقى الوزير": he who went before, too
    elif not _shown_passive(scene, t) and not _unknown_before(scene, t):
        subject = Part("", (), t.token, pronoun=r.agreement)
    means = next((p for p in held.parts if p.prep == "means"), None)
    if (
        means is not None
        and not agent
        and objects
        and t.frame.type in _VIOLENT
        and (subject is None or _only_pronoun(subject))
    ):
        subject = means  # "قتل مسلحان في عملية للجيش"
    if agent:
        subject = agent[0]
    by_slot = _by_slot(held, subject, objects)
    if held.before is not None and subject is before:
        by_slot.setdefault("with", []).append(Part("with", beside(scene, held.before.end, t.token), t.token))
    # an object that only its idafa or a لـ names: قصف مواقع للحوثيين
    theme = by_slot.get("ل", [None])[0]
    nameless = bool(objects) and not objects[0].parties and not objects[0].pronoun
    if nameless and not t.frame.symmetric and (named := people(scene, objects[0].first)) is not None:
        by_slot["object"] = [objects[0]._replace(parties=(named,))]  # "أجلت البحرية رعاياها"
    elif nameless and theme is not None and theme.head and _next(held, objects[0]) is theme:
        by_slot["object"] = [theme]
    elif nameless and by_slot.get("ب"):
        by_slot.pop("ل", None)  # "اتهم نجله بتسليم أسرار للشركة": of the content
    fill(t, by_slot, out)


def _given(t: Trigger, held: Clause) -> bool:
    """Whether ل right behind a word names who gets what it gives: "دعمها للجماعات"."""
    p = held.parts[0] if held.parts else None
    if p is None or p.prep != "ل" or not p.adjacent or not p.parties:
        return False
    return {"object", "ل"} <= {*(t.frame.recipient or ())}


def _only_pronoun(part: Part) -> bool:
    """Whether a subject is only understood."""
    return bool(part.pronoun) and not part.parties and part.pronoun[:1] != "1"


def _next(held: Clause, part: Part) -> Part | None:
    """The next part of a clause behind another."""
    return next((p for p in held.parts if p.first > part.first), None)


def _by_slot(held: Clause, subject: Part | None, objects: list[Part]) -> dict[str, list[Part]]:
    """The parts of a clause by the slot that they can fill."""
    out = {"subject": [subject] if subject is not None else [], "object": objects}
    for p in held.parts:
        if p.prep not in ("", "agent"):
            out.setdefault(p.prep, []).append(p)
    return out


def _described(scene: Scene, t: Trigger) -> Part | None:
    """The indefinite noun right before a verb whose pronoun takes it up: "جماعة يقودها", "مجموعتين تدعمهما"."""
    r = t.reading
    agreement = PRONOUNS.get(r.enclitic, "")
    if agreement[:1] != "3" or r.proclitic or not t.token:
        return None
    party = party_ending(scene, t.token, max(scene.sentence_start[t.token], t.token - _DESCRIBED))
    if party is None or (party.group is None and (party.np is None or party.np.kind == "name")) or party.definite:
        return None
    several = party.number == "p" or party.counted
    wanted = {"d": "3md"}.get(party.number or "", "")
    if party.number == "d" and agreement != wanted:
        return None
    if several and agreement not in ("3fs", "3mp"):
        return None
    return Part("", (party,), party.first)


_DESCRIBED = 4  # words of an indefinite noun with its adjectives


def _behind_relative(scene: Scene, t: Trigger) -> bool:
    """Whether a relative word stands before a verb: التي قتلت, الذي لم يهاجم."""
    j = _before_particles(scene, t)
    return j >= 0 and scene.letters[j] in function_words.load().relative


def _before_particles(scene: Scene, t: Trigger) -> int:
    """The token before a verb and its particles of aspect, negation and time: "التي [لم] تهاجم", "أنها [لن] تهاجم"."""
    words = function_words.load()
    j = t.token - 1
    while j > scene.sentence_start[t.token] and scene.letters[j] in words.aspect | words.negation | words.future:
        j -= 1
    return j


def _unknown_before(scene: Scene, t: Trigger) -> bool:
    """Whether a noun with its article that is no participant stands right before a verb: "الشعب يرفض"."""
    j = t.token - 1
    return (
        j >= scene.sentence_start[t.token]
        and t.reading.proclitic in ("", "س")
        and scene.letters[j].startswith("ال")
        and j not in scene.inside_times
        and j + 1 not in scene.ends
    )


_HE = {"3ms": "ه", "3fs": "ها", "3mp": "هم"}


def _he(scene: Scene, t: Trigger) -> bool:
    """Whether a clause particle before a verb has its subject as pronoun: "إنه حاصر", "أنها لن تهاجم"."""
    j = _before_particles(scene, t)
    ending = _HE.get(t.reading.agreement)
    return j >= 0 and ending is not None and scene.particle(j) is not None and scene.folded[j].endswith("ن" + ending)


def _one(scene: Scene, part: Part) -> bool:
    """Whether a part is one person, with nobody joined."""
    party = part.parties[0] if len(part.parties) == 1 else None
    return party is not None and party.np is not None and party.np.type == "PER" and party.number not in ("p", "d")


def _shown_passive(scene: Scene, t: Trigger) -> bool:
    """A passive that the ḍamma shows: قُتل, يُعتقل."""
    form = scene.tokens[t.token].word.form[t.reading.cut :]
    return t.reading.passive or form[1:2] == "ُ"


def _relative_between(scene: Scene, party: Party | None, t: Trigger) -> bool:
    words = function_words.load()
    return party is not None and any(scene.letters[j] in words.relative for j in range(party.end, t.token))


def _object_first(scene: Scene, t: Trigger, part: Part) -> bool:
    """A feminine verb before a masculine body, a masculine one before a feminine: its subject is somebody else."""
    if not part.parties or part.parties[0].np is None or not part.head:
        return False  # "قصفت طائرات التحالف": the verb agrees with the planes
    if part.parties[0].first < part.parties[0].np.first:
        return False  # the same where the planes are the body's own
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
    if t.frame.type == "SANCTION" and not objects and not any(p.parties for p in rest) and part.parties:
        return event_participants.bare(scene.folded[part.parties[0].first]) in event_participants.load().buildings
    if t.frame.type not in _VIOLENT or "object" not in (t.frame.recipient or ()) or objects:
        return False
    if any(p.parties or _accusative(scene, t, p) for p in rest) or not part.parties:
        return False
    party = part.parties[0]
    if party.counted and any(p.first == t.end and not p.prep for p in rest):
        return False  # "خمسة رجال هاجموا المقر"
    return _victim(scene, party)


def _accusative(scene: Scene, t: Trigger, part: Part) -> bool:
    """Whether a part right behind the verb is shown to be its object: "مجهولون خطفوا عميدا"."""
    return part.first == t.end and not part.prep and scene.letters[part.first].endswith("ا")


def _victim(scene: Scene, party: Party) -> bool:
    if party.owned:  # "قواتهم أسقطت": forces act, sites do not
        sites = event_participants.load().sites
        return any(s.stem in sites for s in scene.tokens[party.first].word.splits)
    if party.counted:
        return True
    if party.group is not None:
        return not party.group.armed or (party.number == "s" and not party.definite and not party.group.national)
    if party.np is None:
        return False
    if party.np.type == "PER":
        return True
    return any(m.sector in ("CVL", "MED") for m in mentions_of(scene, party))


_OF_MEN = frozenset("ثلاثة أربعة خمسة ستة سبعة ثمانية تسعة عشرة".split())


def _she(scene: Scene, t: Trigger, part: Part) -> bool:
    """Whether a feminine verb cannot have men who are counted as subject of its passive: "اعتقلت ثلاثة مسلحين"."""
    return t.reading.agreement == "3fs" and scene.letters[part.first] in _OF_MEN


def _passive_like(t: Trigger, part: Part) -> bool:
    """Who suffers stands as the only phrase: the verb is a passive that its letters do not show."""
    return bool(part.parties) and (t.frame.type in _VIOLENT or t.frame.type == "SANCTION")
