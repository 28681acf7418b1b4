"""Who acts and who suffers: the slots of a frame filled from the clause about its trigger."""

from __future__ import annotations

from collections.abc import Container, Mapping

from marsad.annotate.event_clause import PRONOUNS, Clause, clause
from marsad.annotate.event_light import Carried, Part, carried
from marsad.annotate.event_nouns import fill_noun
from marsad.annotate.event_owners import owner_before
from marsad.annotate.event_parties import Party, may_act, of_np
from marsad.annotate.event_slots import Filled, Role, argument
from marsad.annotate.event_triggers import Trigger
from marsad.annotate.event_verbs import behind_event, event_subject, fill_verb
from marsad.annotate.event_walk import FIRED_IT, joined_before, walk
from marsad.annotate.frames import agrees
from marsad.annotate.phrases import COMMAS, STOPS, plain_preposition
from marsad.annotate.scene import NP, Scene
from marsad.annotate.subjects import clause_subject
from marsad.document import Argument
from marsad.lexicon import event_participants

_JUDGES = frozenset({"ACCUSE", "SUPPORT", "REJECT"})
_OTHERS = frozenset({"ACCUSE", "REQUEST", "THREATEN"})
_TOPIC = 14  # words before a noun among which its topic is looked for


def arguments(
    scene: Scene, t: Trigger, verbs: Container[int], nouns: Mapping[int, Trigger]
) -> tuple[list[Argument], Clause]:
    """The actors and recipients of a trigger. `nouns`: triggers that are nouns, by token; they can be subjects."""
    held = clause(scene, t, verbs, nouns)
    if t.verbal:
        held = held._replace(event=event_subject(scene, t, held, nouns))
        if held.event >= t.end:
            held = held._replace(parts=behind_event(scene, nouns[held.event], verbs, nouns))
    out = Filled(scene, t)
    if t.verbal:
        fill_verb(scene, t, held, out)
        deed = held.parts[-1].first if held.parts else -1
        if t.frame.type in _JUDGES and not out.has("recipient") and deed in nouns:
            # "رحبت باتفاق السعودية وإيران", "رفضت طلب الأمين العام": whose deed it is
            reports = event_participants.load().reports
            if t.frame.type == "REJECT" and any(scene.folded[j] in reports for j in range(t.end, deed)):
                return out.arguments(), held  # "نفى تقارير عن محادثات": who reports it
            return [*out.arguments(), Argument("recipient", "event", token=deed)], held
    else:
        fill_noun(scene, t, held, out)
        light = carried(scene, t, verbs)
        if light is not None:
            _light(scene, t, light, out)
        alone = t.frame.type == "AID" and out.has("actor") and not out.has("recipient")
        helped = _helped(scene, t, verbs, nouns) if alone else -1
        if helped >= 0:
            out.deeds = (helped,)
        open_ = not out.has("actor") or (t.frame.symmetric and len(out.held) == 1)
        owner = owner_before(scene, t) if open_ and t.frame.actor else None
        says = _declared(scene, t) if owner is None and not out.has("actor") else None
        if says is not None:
            return [*out.arguments(), says], held
        if owner is not None:
            out.add("actor", owner)
        elif open_ and t.frame.symmetric and out.has("actor") and (other := _other_side(scene, t, out)):
            out.add("actor", Part("", other, other[0].first))
        elif open_ and t.frame.actor and (t.reading.kind == "masdar" or t.frame.symmetric):
            made = out.arguments()
            known = {a.mention for a in made if a.mention is not None}
            return [*made, *(a for a in topic(scene, t) if a.mention not in known)], held
    if t.frame.type == "ASSAULT" and not out.has("recipient"):
        _launched(scene, t, held, out)
        if t.frame.lemma in _REPELS:  # "صد هجوما للتنظيم": who attacked
            out.deeds = tuple(p.first for p in held.parts if p.first in nouns and p.prep in ("", "ل"))[:1]
    return out.arguments(), held


def _launched(scene: Scene, t: Trigger, held: Clause, out: Filled) -> None:
    """Whose missile is met or shot down: "اعترضت صاروخا أطلقه [الحوثيون]"."""
    if held.end < scene.sentence_end[t.token] and scene.letters[held.end] in FIRED_IT and t.frame.lemma != _FIRES:
        behind = walk(scene, held.end + 1, scene.sentence_end[t.token], ()).phrases[:1]
        for p in behind:
            if p.party is not None and not p.prep and p.first == held.end + 1:
                out.add("recipient", Part("", (p.party,), p.first))


_FIRES = "أطلق"
_REPELS = frozenset({"صدّ", "تصدّى", "اعترض"})
_HELPED = 12  # words between who is helped and the help


def _helped(scene: Scene, t: Trigger, verbs: Container[int], nouns: Mapping[int, Trigger]) -> int:
    """The act that is done with somebody's help, whose actor gets it: "[تقدم] الجيش بإسناد من الطيران"; -1 for none."""
    if t.reading.proclitic != "ب" and scene.letters[t.token - 1] not in ("وسط", "تحت"):
        return -1
    for j in range(t.token - 1, max(scene.sentence_start[t.token], t.token - _HELPED) - 1, -1):
        if scene.letters[j] in STOPS:
            break
        if j in verbs or (j in nouns and not nouns[j].frame.symmetric and nouns[j].frame.type != "AID"):
            return j
    return -1


def _declared(scene: Scene, t: Trigger) -> Argument | None:
    """ "شدد على رفض أي اعتداء", "أكد دعم الجهود": a stand that is the head of what is said is the speaker's own."""
    if (
        t.frame.lemma not in event_participants.load().stands
        or t.reading.kind != "masdar"
        or t.reading.definite
        or t.reading.enclitic
    ):
        return None
    begin = scene.starts[t.token]
    if t.token and scene.particle(t.token - 1) is not None:
        return None  # "قال إن رفض الاتفاق سيؤدي"
    for s in scene.report.statements:
        if s.cue is not None and s.force in ("assert", "support") and s.content.start in (begin, t.span.start):
            return Argument("actor", "speaker", s.source, statement=s.id)
    return None


def topic(scene: Scene, t: Trigger) -> list[Argument]:
    """Whom the clause before a noun is about: "إسرائيل تستعد لاجتياح", "على الوزير الاستقالة"; weak actors.

    Who stands right before the noun, else the first whom no preposition governs, with those joined to it.
    """
    start = max(scene.sentence_start[t.token], t.token - _TOPIC)
    if t.token > start and scene.letters[t.token - 1].removeprefix("و") in _PASSIVE_BY:
        return []
    found: Party | None = None
    near = t.token  # before words that say only whether and how long: "على ألمانيا [وقف] تسليح"
    while near > start + 1 and scene.folded[near - 1] in event_participants.load().aspects:
        near -= 1
    for j in range(t.token - 1, start - 1, -1):
        form = scene.letters[j]
        if form in STOPS or form == ":" or form in COMMAS:
            break
        if scene.particle(j) is not None:
            for ending, agreement in PRONOUNS.items():
                if found is None and form.endswith(ending) and len(form) > len(ending) + 1:
                    return [Argument("actor", "pronoun", agreement=agreement, weak=True)]
            break
        np = scene.ends.get(j + 1)
        if np is None or np.first < start or not np.mentions:
            continue
        party = of_np(scene, np)
        if not may_act(scene, party):
            continue
        if _speaks_of(scene, party, t):
            return []
        prep = plain_preposition(scene.letters[np.first - 1]) if np.first > scene.sentence_start[t.token] else None
        if np.proclitic[-1:] in ("ب", "ك", "ل") or prep is not None:
            if np.end == near and (prep in ("على", "من") or np.proclitic[-1:] == "ل"):
                found = party
                break
            continue
        if np.end == near and _taken_up(scene, np, t):
            continue
        found = party
        if np.end == near:
            break
    if found is None:
        found = _of_purpose(scene, t)
    if found is None or _speaks_of(scene, found, t):
        return []
    made = [argument("actor", p) for p in joined_before(scene, found) if may_act(scene, p)]
    if t.reading.proclitic == "ب" and found.end == t.token and not found.proclitic and _accused(scene, found, start):
        return made
    return [Argument(a.role, a.how, a.span, mention=a.mention, type=a.type, weak=True) for a in made]


def _accused(scene: Scene, party: Party, start: int) -> bool:
    """Whether a verb of accusing stands before who is accused: "يتهم التحالف ... [إيران] بتزويد"."""
    return any(scene.letters[j].lstrip("وف").startswith(_ACCUSES) for j in range(start, party.first))


_ACCUSES = ("اتهم", "يتهم", "تتهم")


def _other_side(scene: Scene, t: Trigger, out: Filled) -> tuple[Party, ...]:
    """The subject of the clause in which a talk or a battle with somebody came before: "سيطر الجيش بعد معارك مع"."""
    start = scene.sentence_start[t.token]
    if t.token == start or scene.letters[t.token - 1] not in _BEFORE_OR_WHILE:
        return ()
    at = next((j for j in range(t.token - 1, start - 1, -1) if scene.particle(j) is not None), -1)
    np = scene.mention_np(at + 1) if at >= 0 else clause_subject(scene, t.token - 1, True)
    if np is None or not np.mentions or np.proclitic:
        return ()
    party = of_np(scene, np)
    taken = any(
        not isinstance(who, str) and who.np is not None and who.np.mentions == np.mentions for _, who in out.held
    )
    if taken or not may_act(scene, party) or _speaks_of(scene, party, t):
        return ()
    joined = [p.party for p in walk(scene, np.end, t.token, ()).phrases[:1] if p.joined and not p.prep]
    return (party, *(p for p in joined if p is not None and may_act(scene, p)))


_BEFORE_OR_WHILE = frozenset("بعد خلال إثر عقب أثناء".split())


def _of_purpose(scene: Scene, t: Trigger) -> Party | None:
    """The subject of the clause before a word of purpose: "قامت القوات ...، بهدف القضاء على"."""
    start = scene.sentence_start[t.token]
    purposes = event_participants.load().purposes
    for j in range(t.token - 1, max(start, t.token - _PURPOSE) - 1, -1):
        if scene.folded[j] in purposes or scene.folded[j].removeprefix("و") in purposes:
            np = clause_subject(scene, j, True)
            party = of_np(scene, np) if np is not None and np.mentions else None
            return party if party is not None and may_act(scene, party) else None
    return None


def _taken_up(scene: Scene, np: NP, t: Trigger) -> bool:
    """Whether the pronoun of a purpose takes up who stands right before it: "استدعت رئيس الحزب لاستجوابه"."""
    r = t.reading
    return r.proclitic == "ل" and r.enclitic in PRONOUNS and agrees(scene, np, PRONOUNS[r.enclitic])


_PURPOSE = 3  # words between a word of purpose and its act
_PASSIVE_BY = frozenset("تم تمت يتم سيتم جرى يجري جرت تجري ستتم".split())


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


def _light(scene: Scene, t: Trigger, light: Carried, out: Filled) -> None:
    """What a light verb gives the noun."""
    role: Role = "actor" if light.verb.subject == "actor" else "recipient"
    if light.verb.denies and t.frame.type in _OTHERS:
        if t.frame.type == "ACCUSE" and light.part is not None and not out.has("recipient"):
            out.add("recipient", light.part)
        return
    if light.verb.subject != "event" and light.part is not None and (t.frame.symmetric or not out.has(role)):
        out.add(role, light.part)
    if light.verb.object is not None and light.object is not None and not out.has(light.verb.object):
        out.add(light.verb.object, light.object)
    if light.other is not None and not (light.verb.to and out.has("recipient")):
        out.add("actor" if role == "recipient" else "recipient", light.other)
