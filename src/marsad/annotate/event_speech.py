"""Statements whose force is an act: the cue is the trigger, the speaker the actor."""

from __future__ import annotations

from collections.abc import Container, Mapping
from typing import Final

from marsad.annotate.event_arguments import arguments
from marsad.annotate.event_slots import argument
from marsad.annotate.event_triggers import Trigger
from marsad.annotate.event_walk import walk
from marsad.annotate.scene import Scene
from marsad.document import Argument, Event, EventType, Force, Span, Statement, Why

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
        out.append((token, _event(scene, s, kind, token, actor, found.get(token), verbs)))
    return out


def _with(event: Event, argument: Argument) -> Event:
    import msgspec

    return msgspec.structs.replace(event, arguments=(*event.arguments, argument))


def _event(
    scene: Scene,
    s: Statement,
    kind: EventType,
    token: int,
    actor: Argument,
    t: Trigger | None,
    verbs: Container[int],
) -> Event:
    recipients = [Argument("recipient", "addressee", statement=s.id)] if s.addressee_spans or s.told_pronoun else []
    frame = t.frame if t is not None and t.frame.type == kind else None
    if s.force != "demand":
        recipients = []
    if t is not None and not recipients:
        held, _ = arguments(scene, t, verbs, {})
        recipients = [a for a in held if a.role == "recipient"]
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
        arguments=(actor, *recipients),
        token=token,
        frame=t.reading.frame if t is not None and frame is not None else -1,
        speech=s.id,
    )


def _meant(scene: Scene, s: Statement, kind: EventType) -> list[Argument]:
    """Whom an act means where nobody is told: the first participant that the content names."""
    if kind in ("AGREE", "REJECT", "REQUEST"):
        return []
    first, end = scene.after(s.content.start), scene.at(s.content.end - 1) + 1
    found = [
        p.party
        for p in sorted(walk(scene, first, min(end, first + 12), ()).phrases, key=lambda p: p.prep != "ضد")
        if p.party is not None and p.party.people and p.prep in ("", "ل", "ب", "على", "من", "ضد")
    ]
    return [argument("recipient", found[0])] if found else []
