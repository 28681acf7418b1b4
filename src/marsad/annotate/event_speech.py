"""Statements whose force is an act: the cue is the trigger, the speaker the actor."""

from __future__ import annotations

from collections.abc import Container, Mapping
from typing import Final

import msgspec

from marsad.annotate.event_arguments import arguments
from marsad.annotate.event_parties import Party, may_act, of_np, party_at, people
from marsad.annotate.event_slots import argument
from marsad.annotate.event_triggers import Trigger
from marsad.annotate.event_walk import joined_before, noun_phrase, walk
from marsad.annotate.phrases import COMMAS, attached, plain_preposition
from marsad.annotate.scene import Scene
from marsad.document import Argument, Event, EventType, Force, Span, Statement, Why
from marsad.lexicon import event_participants, function_words

FORCES: Final[dict[Force, EventType]] = {
    "threaten": "THREATEN",
    "accuse": "ACCUSE",
    "demand": "REQUEST",
    "commit": "AGREE",
    "support": "SUPPORT",
    "deny": "REJECT",
}


def speech_events(scene: Scene, found: Mapping[int, Trigger], verbs: Container[int]) -> list[tuple[int, Event]]:
    """The events of statements, by token; several speakers of one cue are one event."""
    nouns = {i: t for i, t in found.items() if not t.verbal}
    out: list[tuple[int, Event]] = []
    taken: dict[int, int] = {}
    for s in scene.report.statements:
        kind = FORCES.get(s.force)
        if kind is None or s.cue is None:
            continue
        token = scene.at(s.cue.start)
        actor = Argument("actor", "speaker", s.source, statement=s.id)
        if token in taken:
            held = out[taken[token]][1]
            out[taken[token]] = (token, _with(held, actor))
            continue
        taken[token] = len(out)
        out.append((token, _event(scene, s, kind, token, actor, found.get(token), verbs, nouns)))
    return out


def _with(event: Event, argument: Argument) -> Event:
    return msgspec.structs.replace(event, arguments=(*event.arguments, argument))


def _event(
    scene: Scene,
    s: Statement,
    kind: EventType,
    token: int,
    actor: Argument,
    t: Trigger | None,
    verbs: Container[int],
    nouns: Mapping[int, Trigger],
) -> Event:
    recipients = [Argument("recipient", "addressee", statement=s.id)] if s.addressee_spans or s.told_pronoun else []
    frame = t.frame if t is not None and t.frame.type == kind else None
    if s.force != "demand":
        recipients = []
    bound = _bound(scene, s) if s.force == "demand" else None
    if bound is not None:
        recipients = [argument("recipient", bound)]
    if t is not None and recipients and s.addressee_spans:
        recipients = _whole(s, arguments(scene, t, verbs, nouns)[0]) or recipients
    if kind in ("ACCUSE", "SUPPORT"):
        recipients = _whose_deed(scene, s, token, nouns)
    if t is not None and not recipients:
        held, _ = arguments(scene, t, verbs, nouns)
        recipients = [a for a in held if a.role == "recipient"] or _object(s, t, held)
    if not recipients and t is None and kind in ("ACCUSE", "SUPPORT", "THREATEN"):
        recipients = _between(scene, s, token)
    if not recipients and kind in ("REQUEST", "THREATEN"):
        recipients = _asked(scene, s, token)
    if not recipients and kind == "REQUEST" and scene.letters[min(token + 1, scene.n - 1)] in _YOU:
        recipients = [Argument("recipient", "addressee", statement=s.id)]  # "نطلب منكم": who is told by him
    if not recipients and (kind == "THREATEN" or (kind == "REQUEST" and s.quotation != "direct")):
        # "أمهل الفصيل؛ الحكومة 48 ساعة", "حذر الرئيس، الميليشيات": who is told is warned
        told = s.addressee_spans and not any(_apposed(scene, a) for a in s.addressee_spans)
        recipients = [Argument("recipient", "addressee", statement=s.id)] if told else []
    if not recipients:
        recipients = _meant(scene, s, kind)
    entries = (f"force:{s.force}",) if frame is None else (f"events/{kind.lower()}:{frame.lemma}",)
    return Event(
        id="",
        trigger=s.cue or Span(0, 0),
        type=kind,
        mode=frame.mode if frame is not None else None,
        context=frame.context if frame is not None else (),
        in_=s.parent,
        why=Why("speech", (*entries, *(s.why.entries if s.why is not None else ()))),
        arguments=(actor, *_beside(scene, s, token), *recipients),
        token=token,
        frame=t.reading.frame if t is not None and frame is not None else -1,
        speech=s.id,
    )


_YOU: Final = frozenset({"منكم", "منك", "إليكم", "إليك", "لكم", "عليكم", "بكم"})


def _apposed(scene: Scene, span: Span) -> bool:
    """Whether a person behind a comma is rather who speaks: "حذر اللواء فلان، رئيس الأركان، من"."""
    first = scene.at(span.start)
    np = scene.mention_np(first)
    return first > 0 and scene.letters[first - 1] in COMMAS and np is not None and np.type == "PER"


def _building(scene: Scene, party: Party) -> bool:
    """Whether a participant is a house of a state or body, that is threatened by nobody: "السفارة"."""
    return event_participants.bare(scene.folded[party.first]) in event_participants.load().buildings


def _beside(scene: Scene, s: Statement, token: int) -> list[Argument]:
    """With whom a speaker acts who stands right before the verb: "[السعودية] والإمارات تؤيدان"."""
    np, start = scene.ends.get(token), scene.sentence_start[token]
    if np is None or np.proclitic != "و" or not np.mentions or np.first <= start:
        return []
    if s.source is None or s.source.end != np.end_offset:
        return []  # somebody else speaks: "العقوبات التي تفرضها فرنسا وألمانيا"
    parties = joined_before(scene, of_np(scene, np))
    first = parties[0].first
    if first > start and plain_preposition(scene.letters[first - 1]) is not None:
        return []  # "زوجان من سوريا وأيرلندا"
    return [argument("actor", p) for p in parties[:-1] if may_act(scene, p)]


_MUST: Final = frozenset("يجب ويجب ينبغي وينبغي يتعين ويتعين يتوجب بد لابد حتما لزاما إن أن بأن وأن وإن".split())
_BEFORE_WHOM: Final = frozenset({"إلى", "الى", "لدى", "أمام"})  # "شكوى إلى المجلس": he only hears it
_DEED: Final = 3  # words of a content among which the deed that it is about stands
_NEAR: Final = 12  # words of a content among which participants are looked for


def _bound(scene: Scene, s: Statement) -> Party | None:
    """Who must act: "قال إنه يجب على إيران أن", "على الحكومة وقف": whom a demand without an addressee is made to."""
    first, end = scene.at(s.content.start), scene.at(s.content.end - 1) + 1  # ب of a content is written onto its word
    for j in range(first, min(end, first + _NEAR)):
        if scene.letters[j] in ("على", "وعلى") and (j == first or scene.letters[j - 1] in _MUST):
            party = party_at(scene, j + 1, end)
            return party if party is not None and may_act(scene, party) else None
    return None


def _whose_deed(scene: Scene, s: Statement, token: int, nouns: Mapping[int, Trigger]) -> list[Argument]:
    """ "ندد بالهجمات التي شنتها", "رحبت باتفاق السعودية": who did what is blamed or praised."""
    first = max(token + 1, scene.at(s.content.start))
    for j in range(first, min(first + _DEED, scene.n)):
        if j in nouns:
            return [Argument("recipient", "event", token=j)]
        if scene.mention_np(j) is not None:
            break
        doer = _made_by(scene, j, s) if j == first else None
        if doer is not None:
            return [argument("recipient", doer)]
    return []


def _made_by(scene: Scene, pos: int, s: Statement) -> Party | None:
    """ "رحبوا بالجهود التي بذلها الوزير": the subject of a relative clause that tells whose it is."""
    words = function_words.load()
    rel = next((j for j in range(pos + 1, min(pos + 3, scene.n - 2)) if scene.letters[j] in words.relative), None)
    if rel is None or not scene.letters[rel - 1].startswith(("ال", "بال", "لل")):
        return None
    verb, end = rel + 1, scene.after(s.content.end)
    if not scene.letters[verb].endswith(("ها", "ه")) or scene.mention_np(verb) is not None:
        return None
    party = party_at(scene, verb + 1, end)
    return party if party is not None and not party.proclitic and may_act(scene, party) else None


def _whole(s: Statement, held: list[Argument]) -> list[Argument]:
    """The recipients of the clause where one holds what was taken as addressee: "دعت المجتمع [الدولي]"."""
    found = [a for a in held if a.role == "recipient" and a.how in ("mention", "group") and a.span is not None]
    whole = any(
        a.span is not None and a.span.start <= b.start and b.end <= a.span.end and a.span != b
        for a in found
        for b in s.addressee_spans
    )
    return found if whole else []


def _between(scene: Scene, s: Statement, token: int) -> list[Argument]:
    """ "تحمل حماس مسؤولية", "وصف إيران بأنها": whom a verb without a frame has between itself and the content."""
    end = scene.at(s.content.start)
    for p in walk(scene, token + 1, end, ()).phrases:
        party = p.party
        if party is None or p.prep or not may_act(scene, party) or (party.np is None and party.group is None):
            continue
        if s.source is None or party.span.end <= s.source.start or s.source.end <= party.span.start:
            return [argument("recipient", party)]
    return []


def _asked(scene: Scene, s: Statement, token: int) -> list[Argument]:
    """Whom a demand is made to, right behind who makes it: "حضت المنسقة [المانحين]", "دعا الزعيم، مساء، [أنصاره]"."""
    end = scene.at(s.content.start)
    i = token + 1 if s.source is None or s.source.end <= scene.starts[token] else scene.after(s.source.end)
    if i < end and scene.letters[i] in COMMAS:
        i = next((j + 1 for j in range(i + 1, min(end, i + _NEAR)) if scene.letters[j] in COMMAS), end)
    if i < end and scene.letters[i] == "من":
        i += 1  # "طلبت من الجميع"
    elif i < end and (plain_preposition(scene.letters[i]) is not None or attached(scene, i) is not None):
        return []
    if i >= end or scene.particle(i) is not None or (i in scene.nps and scene.nps[i].proclitic == "و"):
        return []  # "دعت مصر وقطر إلى": one more who asks
    party = noun_phrase(scene, i, end, ()).party or people(scene, i)
    if party is None or party.first != i or not may_act(scene, party):
        return []
    parties = [party]
    for p in walk(scene, party.end, end, ()).phrases:
        if not p.joined or p.party is None:
            break
        parties.append(p.party)
    return [argument("recipient", p) for p in parties]


def _object(s: Statement, t: Trigger, held: list[Argument]) -> list[Argument]:
    """ "يتهم فيها مصر": the only phrase of a verb whose speaker stands elsewhere is its object."""
    if not t.verbal or "object" not in (t.frame.recipient or ()):
        return []
    actors = [a for a in held if a.role == "actor" and a.how in ("mention", "group") and a.span is not None]
    if len(actors) != 1 or actors[0].span is None or actors[0].span.start < t.span.end:
        return []
    if s.source is not None and s.source.start < actors[0].span.end and actors[0].span.start < s.source.end:
        return []
    return [msgspec.structs.replace(actors[0], role="recipient")]


def _meant(scene: Scene, s: Statement, kind: EventType) -> list[Argument]:
    """Whom an act means where nobody is told: the first participant that the content names.

    Of a denial the one who would have acted: "نفى أن يكون الرئيس طلب".
    """
    first, end = scene.after(s.content.start), scene.at(s.content.end - 1) + 1
    if kind in ("AGREE", "REQUEST") or (kind == "REJECT" and scene.letters[first] not in ("يكون", "تكون")):
        return []
    found = [
        p.party
        for p in sorted(walk(scene, first, min(end, first + _NEAR), ()).phrases, key=lambda p: p.prep != "ضد")
        if p.party is not None
        and p.party.people
        and not p.party.home
        and not (kind == "THREATEN" and _building(scene, p.party))
        and (p.party.np is not None or p.party.group is not None)
        and p.prep in ("", "ل", "ب", "على", "من", "ضد")
        and not (p.first == first and first and scene.letters[first - 1] in _BEFORE_WHOM)
    ]
    return [argument("recipient", found[0])] if found else []
