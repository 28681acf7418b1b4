"""The derivation of one event: trigger and frame, each participant with how it was found, status, date, place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from marsad.lexicon import event_weights
from marsad.lexicon import events as frames
from marsad.library.deriving import Row, Tongue
from marsad.library.deriving_words import HOW, said
from marsad.link.event_features import ROLES, Context, Known
from marsad.link.event_roles import likely
from marsad.link.events import Linker
from marsad.pipeline import STAGES
from marsad.pipeline import run as run_stages

if TYPE_CHECKING:
    from marsad.document import Event, Report, Span
    from marsad.link.event_features import Role

_STRONGEST: Final = 5  # features shown of each participant


class Weighed(NamedTuple):
    """One participant of an event and what spoke for it; `chance` is None where nothing was weighed (a speaker)."""

    entity: str
    role: Role
    how: tuple[str, ...]
    chance: float | None
    features: tuple[tuple[str, float], ...]


class Reading(NamedTuple):
    """A report read to its end, and the participants of each of its events."""

    report: Report
    participants: list[list[Weighed]]


def read(report: Report) -> Reading:
    """Runs all stages and keeps what the participants were chosen by; the report is the one that ``run`` gives."""
    cut = next(k for k, stage in enumerate(STAGES) if stage.name == "happenings")
    before = run_stages(report, stages=STAGES[:cut])
    whole = run_stages(before, stages=STAGES[cut:])
    if not before.events or len(before.events) != len(whole.events):
        return Reading(whole, [[] for _ in whole.events])
    linker = Linker(before)
    known = linker.known()
    context = Context(before, list(before.events), known, linker.entities, linker.agrees)
    return Reading(whole, [_weighed(context, k, event, known[k]) for k, event in enumerate(whole.events)])


def _weighed(context: Context, k: int, event: Event, known: list[Known]) -> list[Weighed]:
    tables, view = event_weights.load(), context.view(k)
    out: list[Weighed] = []
    for role in ROLES:
        for entity in event.actors if role == "actor" else event.recipients:
            how = tuple(dict.fromkeys(n.how for n in known if n.entity == entity and n.role == role))
            if role == "actor" and "speaker" in how:
                out.append(Weighed(entity, role, how, None, ()))
                continue
            weights = tables[role].weights
            features = [(f, weights[f]) for f in context.features(k, entity, role, view) if weights.get(f)]
            features.sort(key=lambda pair: (-abs(pair[1]), pair[0]))
            chance = likely(context, k, entity, role, tables[role], view)
            out.append(Weighed(entity, role, how, chance, tuple(features)))
    return out


def event_rows(reading: Reading, n: int, tongue: Tongue) -> list[Row]:
    """The derivation of event number `n` of the report."""
    report, event = reading.report, reading.report.events[n]
    names = {e.id: e.name.get(tongue.lang) or e.name.get("ar") or e.id for e in report.entities}

    def name(entity: str | None) -> str:
        return f"{tongue.piece(names.get(entity, entity))} {entity}" if entity else tongue.say("none")

    entries = event.why.entries if event.why else ()

    def by(*kinds: str) -> str:
        """The entries of these kinds."""
        found = [e for e in entries if e.startswith(kinds)]
        return f"  {tongue.say('by')} {tongue.listed(found)}" if found else ""

    def words(span: Span | None) -> str:
        return tongue.words(report, span)

    rows = [("trigger", words(event.trigger)), ("frame", _frame(event, tongue))]
    rows.append(("rule", event.why.rule if event.why else tongue.say("no-rule")))
    for role in ROLES:
        held = [w for w in reading.participants[n] if w.role == role]
        rows += [(role, f"{name(w.entity)}: {_how(w, tongue)}") for w in held] or [(role, tongue.say("nobody"))]
    rows += [
        ("status", event.status + (f"  {words(event.status_by)}" if event.status_by else "") + by("status.")),
        ("date", (event.date or tongue.say("none")) + _precision(event, "date", tongue) + by("date.")),
        ("place", name(event.place) + _precision(event, "place", tongue) + by("place.")),
    ]
    for c in event.conditions:
        names_it = f" {tongue.say('names')} {c.event}" if c.event else ""
        rows.append(("condition", words(c.span) + names_it + by(f"condition:{c.word}")))
    if event.deadline is not None:
        rows.append(("deadline", words(event.deadline.span) + by("deadline:")))
    rows += [(kind, f"{_number(t.value, t.low, t.high, tongue)}  {words(t.span)}") for kind, t in event.tolls.items()]
    rows.append(("inside", event.in_ or tongue.say("report")))
    rows.append(("entries", tongue.listed([e for e in entries if not e.startswith(_SHOWN)]) or tongue.say("none")))
    rows.append(("sentence", tongue.piece(_sentence(report, event.trigger))))
    return rows


_SHOWN: Final = ("status.", "date.", "place.", "condition:", "deadline:")


def _frame(event: Event, tongue: Tongue) -> str:
    """The entry of the table of frames: lemma, type, slots."""
    table = frames.load().frames
    if not 0 <= event.frame < len(table):
        return tongue.say("no-frame")
    f = table[event.frame]
    slots = "; ".join(
        f"{role} {tongue.say('in')} {tongue.listed(held)}"
        for role, held in (("actor", f.actor), ("recipient", f.recipient))
        if held
    )
    symmetric = f"  {tongue.say('symmetric')}" if f.symmetric else ""
    return f"{tongue.piece(f.lemma)}  {event.type}{symmetric}" + (f"  {slots}" if slots else "")


def _how(w: Weighed, tongue: Tongue) -> str:
    """How the clause has a participant, its chance and the features that weigh most."""
    how = ", ".join(said(HOW, h, tongue.lang) for h in w.how) or tongue.say("weighed")
    if w.chance is None:
        return how
    strongest = ", ".join(f"{f} {weight:+.2f}" for f, weight in w.features[:_STRONGEST])
    return f"{how}; {tongue.say('chance')} {w.chance:.2f} ({strongest})"


def _precision(event: Event, kind: str, tongue: Tongue) -> str:
    found = event.precision.get(kind)
    return f"  {tongue.say(f'from-{found}')}" if found else ""


def _number(value: int | None, low: int | None, high: int | None, tongue: Tongue) -> str:
    if value is not None:
        return str(value)
    return f"{'?' if low is None else low} {tongue.say('to')} {'?' if high is None else high}"


def _sentence(report: Report, trigger: Span) -> str:
    """The sentence of the trigger, the trigger marked with brackets."""
    start, end = trigger
    for s in report.sentences:
        first, last = report.tokens[s.first].start, report.tokens[s.last - 1].end
        if first <= trigger.start < last:
            start, end = first, max(last, trigger.end)
    text = report.text
    return f"{text[start : trigger.start]}[{report.slice(trigger)}]{text[trigger.end : end]}"
