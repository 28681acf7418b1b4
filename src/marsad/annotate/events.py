"""Events: triggers with their arguments, and the statements whose force is an act.

Assigns ``events`` with spans and arguments; who the arguments are, where and when it was is work of the linker.
"""

from __future__ import annotations

import msgspec

from marsad.annotate.cues import readings as cue_readings
from marsad.annotate.event_arguments import arguments
from marsad.annotate.event_crowds import crowds
from marsad.annotate.event_general import general
from marsad.annotate.event_speech import speech_events
from marsad.annotate.event_topics import Topics
from marsad.annotate.event_triggers import Trigger, triggers
from marsad.annotate.event_walk import pronoun_preposition
from marsad.annotate.phrases import STOPS, attached, plain_preposition
from marsad.annotate.scene import Scene
from marsad.document import Argument, Event, Report, Statement, Why
from marsad.lexicon.events import SLOTS


def annotate(report: Report) -> Report:
    """Assigns ``events`` and ``crowds``."""
    scene = Scene(report)
    found = triggers(scene)
    verbs = {t.token for t in found if t.verbal} | _cues(scene)
    nouns = {t.token: t for t in found if not t.verbal}
    cues = {scene.at(s.cue.start): s for s in report.statements if s.cue is not None}
    out: list[tuple[int, Event]] = []
    told: set[str | None] = set()
    topics = Topics(scene)
    for t in found:
        if topics.drop(t.token, t.frame):
            continue
        if "told" in t.frame.needs and t.frame.type not in told:
            continue
        said = cues.get(t.token)
        if said is not None and said.force != "assert":
            continue
        args, _ = arguments(scene, t, verbs, nouns)
        if not _enough(scene, t, args) or general(scene, t, args, nouns):
            continue
        out.append((t.token, _event(report, t, args)))
        told.add(t.frame.type)
    out += speech_events(scene, {t.token: t for t in found}, verbs)
    out.sort(key=lambda pair: pair[0])
    events = tuple(msgspec.structs.replace(event, id=f"v{n}") for n, (_, event) in enumerate(out, 1))
    return report.with_(events=events, crowds=crowds(scene) if events else ())


def _cues(scene: Scene) -> set[int]:
    """Tokens of verbs that report, which end a clause."""
    cues = {scene.at(s.cue.start) for s in scene.report.statements if s.cue is not None}
    return {
        i
        for i in cues
        if any(r.tense in ("past", "pres") and not r.weak for r in cue_readings(scene.tokens[i].word))
        and i not in scene.nps
    }


def _enough(scene: Scene, t: Trigger, args: list[Argument]) -> bool:
    """Whether what the frame needs is there."""
    needs = t.frame.needs
    if not needs:
        return True
    given = [a for a in args if a.how != "pronoun" or a.agreement]
    roles = {a.role for a in given}
    if t.frame.symmetric or _counts(scene, t.end):
        roles.add("recipient")
    if ("actor" in needs and "actor" not in roles) or ("recipient" in needs and "recipient" not in roles):
        return False
    if "prep" in needs and not _governs(scene, t):
        return False
    if "people" in needs and not any(_people(scene, a) for a in given if t.frame.symmetric or a.role == "recipient"):
        return False
    return "armed" not in needs or any(_armed(scene, a) for a in given)


def _counts(scene: Scene, i: int) -> bool:
    """Whether a number stands at `i`: "إصابة 8 آخرين"."""
    return i < scene.n and any(scene.starts[i] <= q.span.start < scene.tokens[i].end for q in scene.report.quantities)


_NEAR = 4  # words behind a trigger among which its preposition stands


def _governs(scene: Scene, t: Trigger) -> bool:
    """Whether one of the frame's prepositions stands behind the trigger, by itself or attached."""
    slots = {s for s in (*(t.frame.actor or ()), *(t.frame.recipient or ())) if s not in SLOTS}
    for j in range(t.end, min(scene.sentence_end[t.token], t.end + _NEAR)):
        form = scene.letters[j]
        if form in STOPS:
            return False
        held = pronoun_preposition(form)
        if (plain_preposition(form) or (held[0] if held else None)) in slots:
            return True
        joined = attached(scene, j)
        if joined is not None and joined[0] in slots:
            return True
    return False


def _people(scene: Scene, a: Argument) -> bool:
    return not (a.type == "LOC" or (a.mention is not None and scene.report.mentions[a.mention].type == "LOC"))


_FORCES = frozenset({"MIL", "REB", "PRM", "COP"})


def _armed(scene: Scene, a: Argument) -> bool:
    return (scene.report.mentions[a.mention].sector if a.mention is not None else a.sector) in _FORCES


def _event(report: Report, t: Trigger, args: list[Argument]) -> Event:
    frame = t.frame
    assert frame.type is not None
    holder = innermost(report, t.span.start)
    rule = t.reading.kind + (":passive" if t.reading.passive else "")
    return Event(
        id="",
        trigger=t.span,
        type=frame.type,
        mode=frame.mode,
        context=frame.context,
        status=frame.status,
        in_=holder.id if holder is not None else None,
        why=Why(rule, (f"events/{frame.type.lower()}:{frame.lemma}",)),
        arguments=tuple(args),
        token=t.token,
        frame=t.reading.frame,
    )


def innermost(report: Report, offset: int) -> Statement | None:
    """The statement with the shortest content that holds an offset; of several on one content ("ذكرت X، نقلا عن Y، أن")
    the one under the others."""
    holders = [s for s in report.statements if s.content.start <= offset < s.content.end]
    if not holders:
        return None
    shortest = min(s.content.end - s.content.start for s in holders)
    same = [s for s in holders if s.content.end - s.content.start == shortest]
    above = {s.parent for s in same}
    return next((s for s in same if s.id not in above), same[0])
