"""The derivation of one event: trigger and frame, each participant with how it was found, status, date, place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from marsad.cli.labels import Lang
from marsad.cli.terminal import Screen, safe, wrap
from marsad.lexicon import event_weights
from marsad.lexicon import events as frames
from marsad.link.event_roles import ROLES, Context, Known
from marsad.link.events import Linker
from marsad.pipeline import STAGES
from marsad.pipeline import run as run_stages

if TYPE_CHECKING:
    from marsad.document import Event, Report, Span
    from marsad.link.event_roles import Role

_HOW: Final = {
    "mention": "named in the clause",
    "group": "named in the clause by what it is",
    "country": "a nationality adjective of the trigger",
    "home": "the country of whom a pronoun takes up",
    "pronoun": "a pronoun or an unnamed subject takes it up",
    "event": "acts in the event that is the subject",
    "speaker": "speaks: the event is the act of speech itself",
    "addressee": "is addressed by the act of speech",
    "topic": "whom the clause before the noun is about",
    "body": "the armed body that the speaker speaks for",
}
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
            chance = context.chance(k, entity, role, tables[role], view)
            out.append(Weighed(entity, role, how, chance, tuple(features)))
    return out


def derivation(reading: Reading, n: int, screen: Screen, lang: Lang) -> list[str]:
    """The lines that explain event number `n` of the report: label, then words, offsets or entries."""
    report, event = reading.report, reading.report.events[n]
    names = {e.id: safe(e.name.get(lang) or e.name.get("ar") or e.id) for e in report.entities}

    def words(span: Span | None) -> str:
        return f"{screen.arabic(safe(report.slice(span)))}  [{span.start}, {span.end})" if span else "none"

    def name(entity: str | None) -> str:
        return f"{screen.arabic(names.get(entity, entity))} {entity}" if entity else "none"

    entries = event.why.entries if event.why else ()

    def said(*kinds: str) -> str:
        """The entries of these kinds, in brackets."""
        found = [e for e in entries if e.startswith(kinds)]
        return f"  by {', '.join(screen.arabic(e) for e in found)}" if found else ""

    rows = [("trigger", words(event.trigger)), ("frame", _frame(event, screen))]
    rows.append(("rule", event.why.rule if event.why else "none recorded"))
    for role in ROLES:
        held = [w for w in reading.participants[n] if w.role == role]
        rows += [(role, f"{name(w.entity)}: {_how(w)}") for w in held] or [(role, "none found")]
    rows += [
        ("status", event.status + (f"  {words(event.status_by)}" if event.status_by else "") + said("status.")),
        ("date", (event.date or "none") + _precision(event, "date") + said("date.")),
        ("place", name(event.place) + _precision(event, "place") + said("place.")),
    ]
    for c in event.conditions:
        names_it = f" names {c.event}" if c.event else ""
        rows.append(("condition", words(c.span) + names_it + said(f"condition:{c.word}")))
    if event.deadline is not None:
        rows.append(("deadline", words(event.deadline.span) + said("deadline:")))
    rows += [(kind, f"{_number(t.value, t.low, t.high)}  {words(t.span)}") for kind, t in event.tolls.items()]
    rows.append(("inside", event.in_ or "the report itself"))
    others = [e for e in entries if not e.startswith(_SHOWN)]
    rows.append(("entries", ", ".join(screen.arabic(e) for e in others) or "none"))
    rows.append(("sentence", screen.arabic(_sentence(report, event.trigger))))
    lines = [
        screen.style(f"{event.id}  {event.type}  {screen.isolate(safe(event.gloss.get(lang, '')), lang)}", "strong")
    ]
    for label, value in rows:
        for i, part in enumerate(wrap(value, screen.width - 13)):
            lines.append("  " + screen.style(f"{'' if i else label:10} ", "dim") + part)
    return lines


_SHOWN: Final = ("status.", "date.", "place.", "condition:", "deadline:")


def _frame(event: Event, screen: Screen) -> str:
    """The entry of the table of frames: lemma, type, slots."""
    table = frames.load().frames
    if not 0 <= event.frame < len(table):
        return "none: the cue of a statement whose force is an act"
    f = table[event.frame]
    slots = "; ".join(
        f"{role} in {', '.join(screen.arabic(s) for s in held)}"
        for role, held in (("actor", f.actor), ("recipient", f.recipient))
        if held
    )
    return (
        f"{screen.arabic(f.lemma)}  {event.type}"
        + ("  symmetric" if f.symmetric else "")
        + (f"  {slots}" * bool(slots))
    )


def _how(w: Weighed) -> str:
    """How the clause has a participant, its chance and the features that weigh most."""
    how = ", ".join(_HOW.get(h, h) for h in w.how) or "the clause does not say it: weighed from the rest of the report"
    if w.chance is None:
        return how
    strongest = ", ".join(f"{f} {weight:+.2f}" for f, weight in w.features[:_STRONGEST])
    return f"{how}; chance {w.chance:.2f} ({strongest})"


def _precision(event: Event, kind: str) -> str:
    found = event.precision.get(kind)
    return f"  from the {found}" if found else ""


def _number(value: int | None, low: int | None, high: int | None) -> str:
    return str(value) if value is not None else f"{'?' if low is None else low} to {'?' if high is None else high}"


def _sentence(report: Report, trigger: Span) -> str:
    """The sentence of the trigger, the trigger marked with brackets."""
    start, end = trigger
    for s in report.sentences:
        first, last = report.tokens[s.first].start, report.tokens[s.last - 1].end
        if first <= trigger.start < last:
            start, end = first, max(last, trigger.end)
    text = report.text
    return safe(f"{text[start : trigger.start]}[{report.slice(trigger)}]{text[trigger.end : end]}")
