"""Events: triggers with their arguments, and the statements whose force is an act.

Assigns ``events`` with spans and arguments; who the arguments are, where and when it was is work of the linker.
"""

from __future__ import annotations

import msgspec

from marsad.annotate.cues import readings as cue_readings
from marsad.annotate.event_arguments import arguments
from marsad.annotate.event_speech import speech_events
from marsad.annotate.event_triggers import Trigger, triggers
from marsad.annotate.scene import Scene
from marsad.document import Argument, Event, Report, Statement, Why


def annotate(report: Report) -> Report:
    """Assigns ``events``."""
    scene = Scene(report)
    found = triggers(scene)
    verbs = {t.token for t in found if t.verbal} | _cues(scene)
    nouns = {t.token: t for t in found if not t.verbal}
    cues = {scene.at(s.cue.start): s for s in report.statements if s.cue is not None}
    out: list[tuple[int, Event]] = []
    for t in found:
        said = cues.get(t.token)
        if said is not None and said.force != "assert":
            continue
        args, _ = arguments(scene, t, verbs, nouns)
        if not _enough(t, args):
            continue
        out.append((t.token, _event(report, t, args)))
    out += speech_events(scene, {t.token: t for t in found}, verbs)
    out.sort(key=lambda pair: pair[0])
    return report.with_(events=tuple(msgspec.structs.replace(event, id=f"v{n}") for n, (_, event) in enumerate(out, 1)))


def _cues(scene: Scene) -> set[int]:
    """Tokens of verbs that report, which end a clause."""
    return {
        i
        for i, token in enumerate(scene.tokens)
        if any(r.tense in ("past", "pres") and not r.weak for r in cue_readings(token.word)) and i not in scene.nps
    } & {scene.at(s.cue.start) for s in scene.report.statements if s.cue is not None}


def _enough(t: Trigger, args: list[Argument]) -> bool:
    """Whether what the frame needs is there."""
    roles = {a.role for a in args if a.how != "pronoun" or a.agreement}
    if "actor" in t.frame.needs and "actor" not in roles:
        return False
    return not ("recipient" in t.frame.needs and "recipient" not in roles)


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
    """The statement with the shortest content that holds an offset."""
    holders = [s for s in report.statements if s.content.start <= offset < s.content.end]
    return min(holders, key=lambda s: s.content.end - s.content.start) if holders else None
