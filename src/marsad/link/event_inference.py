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
    last: dict[tuple[str, str], Event] = {}
    for k, event in enumerate(out):
        out[k] = event = _again(event, last, frames)
        _remember(event, last, frames)
    first: dict[tuple[str, str], Event] = {}
    for k in range(len(out) - 1, -1, -1):
        if place[k] == 0:
            out[k] = _again(out[k], first, frames)
        _remember(out[k], first, frames)
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
    if event.speech is not None or (event.why is not None and event.why.rule.startswith("verb")):
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


def _again(event: Event, last: dict[tuple[str, str], Event], frames: tuple[lexicon.Frame, ...]) -> Event:
    if event.type not in _AGAIN or (event.actors and (event.recipients or event.type in _TWO_SIDED)):
        return event
    lemma = frames[event.frame].lemma if event.frame >= 0 else ""
    for key in ((event.type, lemma), (event.type, "")):
        held = last.get(key)
        if held is None:
            continue
        if not event.actors and held.actors and not set(held.actors) & set(event.recipients):
            event = _with(event, actors=held.actors)
        same = set(held.actors) == set(event.actors)
        if not event.recipients and held.recipients and same and event.type not in _TWO_SIDED:
            event = _with(event, recipients=held.recipients)
    return event


def _remember(event: Event, last: dict[tuple[str, str], Event], frames: tuple[lexicon.Frame, ...]) -> None:
    if event.actors:
        lemma = frames[event.frame].lemma if event.frame >= 0 else ""
        last[event.type, lemma] = event
        last[event.type, ""] = event


def _with(event: Event, *, actors: tuple[str, ...] = (), recipients: tuple[str, ...] = ()) -> Event:
    if actors:
        actors = tuple(a for a in actors if a not in event.recipients)
        return msgspec.structs.replace(event, actors=actors) if actors else event
    recipients = tuple(r for r in recipients if r not in event.actors)
    return msgspec.structs.replace(event, recipients=recipients) if recipients else event
