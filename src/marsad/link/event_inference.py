"""What the clause of an event leaves unsaid, from the events about it.

A verbal noun that another act governs has that act's participants (طالب الحركة بوقف: the movement stops; هدد بقصف: who
threatens shells). Words for one happening in one sentence share its participants (مقتل 5 في غارة شنها). What is told
of again has those of the last time.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Mapping
from typing import Final

import msgspec

from marsad.document import Entity, Event, Report, Statement
from marsad.lexicon import events as lexicon

_BY_RECIPIENT: Final = frozenset({"REQUEST", "ACCUSE"})
_BY_ACTOR: Final = frozenset({"THREATEN", "AGREE", "REJECT", "CONCEDE"})
_AGAIN: Final = frozenset({"ASSAULT", "COERCE", "CONSULT", "SANCTION", "AGREE", "AID", "RETREAT", "MOBILIZE"})
_TWO_SIDED: Final = frozenset({"CONSULT", "AGREE", "COOPERATE"})


def infer(
    report: Report,
    events: list[Event],
    entities: Mapping[str, Entity],
    statements: Mapping[str, Statement],
    topics: Mapping[int, list[str]],
    body: Callable[[str], str | None],
) -> list[Event]:
    """The events with participants that their own clauses do not name; those in the order of the text."""
    out = [_forces(e, entities, statements, body) for e in events]
    named = [bool(e.actors) for e in out]
    place = _sentences(report, out)
    frames = lexicon.load().frames
    for k, event in enumerate(out):
        if not event.actors:
            event = _governed(out, k, place)
        event = _same_sentence(out, k, event, place)
        about = topics.get(k)
        if about and (not event.actors or frames[event.frame].symmetric):
            event = _with(event, actors=(*event.actors, *about))
        out[k] = event
    _recall(out, named, frames)
    return out


def _forces(
    event: Event,
    entities: Mapping[str, Entity],
    statements: Mapping[str, Statement],
    body: Callable[[str], str | None],
) -> Event:
    """ "أعلن الجيش مقتل": an armed body that tells of force used, without saying whose, used it."""
    if event.actors or event.type not in ("ASSAULT", "COERCE") or event.in_ is None:
        return event
    who = statements[event.in_].speaker
    if who is None:
        return event
    speaker = entities.get(who)
    if speaker is not None and speaker.type in ("ANON", "PER"):
        who = body(who)
        speaker = entities.get(who or "")
    if speaker is None or speaker.type != "ORG" or speaker.sector not in ("MIL", "COP"):
        return event
    return _with(event, actors=(speaker.id,)) if speaker.id not in event.recipients else event


def _sentences(report: Report, events: list[Event]) -> list[int]:
    firsts = [s.first for s in report.sentences]
    return [bisect_right(firsts, e.token) - 1 for e in events]


def _governed(events: list[Event], k: int, place: list[int]) -> Event:
    """The actor of an act that another act is about."""
    event = events[k]
    if event.speech is not None or event.type == "ACCUSE" or (event.why is not None and event.why.rule.startswith("verb")):
        return event
    for j in range(k - 1, max(-1, k - 4), -1):
        other = events[j]
        if place[j] != place[k]:
            break
        if other.type == event.type:
            continue
        if other.type in _BY_RECIPIENT and other.recipients:
            return _with(event, actors=other.recipients)
        if other.type in _BY_ACTOR and other.actors:
            return _with(event, actors=other.actors)
    return event


def _same_sentence(events: list[Event], k: int, event: Event, place: list[int]) -> Event:
    """Participants of another word for the same happening in the sentence, the nearest first."""
    if event.actors and event.recipients:
        return event
    near = sorted((j for j in range(len(events)) if j != k and place[j] == place[k]), key=lambda j: abs(j - k))
    for j in near:
        other = events[j]
        if other.type != event.type or other.speech is not None:
            continue
        if not event.actors and other.actors:
            event = _with(event, actors=other.actors)
        if not event.recipients and other.recipients and event.type == "ASSAULT":
            event = _with(event, recipients=other.recipients)
    return event


def _recall(events: list[Event], named: list[bool], frames: tuple[lexicon.Frame, ...]) -> None:
    """What is told of again has the participants of where they are named: the last such place, else the next."""
    for k, event in enumerate(events):
        if event.type not in _AGAIN or (event.actors and (event.recipients or event.type in _TWO_SIDED)):
            continue
        order = [*range(k - 1, -1, -1), *range(k + 1, len(events))]
        kin = [j for j in order if named[j] and events[j].type == event.type and events[j].actors]
        lemma = _lemma(event, frames)
        kin.sort(key=lambda j: _lemma(events[j], frames) != lemma)
        if not event.actors:
            held = next((events[j] for j in kin if not set(events[j].actors) & set(event.recipients)), None)
            if held is not None:
                event = _with(event, actors=held.actors)
        if not event.recipients and event.type not in _TWO_SIDED:
            same = [j for j in kin if set(events[j].actors) & set(event.actors) and events[j].recipients]
            if same:
                event = _with(event, recipients=events[same[0]].recipients)
        events[k] = event


def _lemma(event: Event, frames: tuple[lexicon.Frame, ...]) -> str:
    return frames[event.frame].lemma if event.frame >= 0 else ""


def _with(event: Event, *, actors: tuple[str, ...] = (), recipients: tuple[str, ...] = ()) -> Event:
    if actors:
        actors = tuple(a for a in actors if a not in event.recipients)
        return msgspec.structs.replace(event, actors=actors) if actors else event
    recipients = tuple(r for r in recipients if r not in event.actors)
    return msgspec.structs.replace(event, recipients=recipients) if recipients else event
