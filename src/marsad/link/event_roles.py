"""Who takes part in an event: of all candidates those whose chance is great enough, each in one role.

The chance is that of a logistic regression over what speaks for and against a candidate (`event_features`); its weights
(`arabic/event_roles.yaml`) are fitted by ``tools/event_weights.py``.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping

import msgspec

from marsad.document import Entity, Event, Report
from marsad.lexicon.event_weights import Weights
from marsad.link.event_features import ROLES, Context, Known, Role, View


def likely(context: Context, k: int, entity: str, role: Role, table: Weights, view: View) -> float:
    """How likely it is that `entity` has the role in event `k`, 0 to 1."""
    weights = table.weights
    score = sum(weights.get(f, 0.0) for f in context.features(k, entity, role, view))
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, score))))


def assign(
    report: Report,
    events: list[Event],
    known: list[list[Known]],
    entities: Mapping[str, Entity],
    tables: Mapping[Role, Weights],
    agrees: Callable[[str, str], bool],
) -> list[Event]:
    """The events with their actors and recipients; a speech act keeps its speaker."""
    context = Context(report, events, known, entities, agrees)
    out = []
    for k, event in enumerate(events):
        speakers = [n.entity for n in known[k] if n.how == "speaker"]
        if speakers and event.speech is not None:  # and with whom he acts: "السعودية والإمارات تؤيدان"
            speakers += [n.entity for n in known[k] if n.how == "mention" and n.role == "actor"]
        view = context.view(k)
        scored: list[tuple[float, str, Role]] = []
        for role in ROLES:
            table = tables[role]
            if speakers and role == "actor":
                continue
            ranked = sorted(
                ((likely(context, k, entity, role, table, view), entity) for entity in context.candidates(k, role)),
                key=lambda pair: -pair[0],
            )
            for n, (chance, entity) in enumerate(ranked):
                if chance >= (table.more if n else table.least):
                    scored.append((chance, entity, role))
        chosen: dict[Role, list[str]] = {"actor": list(speakers), "recipient": []}
        chances: dict[str, float] = {}
        taken: set[str] = set(speakers)
        for chance, entity, role in sorted(scored, key=lambda s: -s[0]):
            if entity not in taken:
                taken.add(entity)
                chosen[role].append(entity)
                chances[entity] = round(chance, 2)
        named = list(dict.fromkeys(n.entity for n in known[k]))
        for listed in chosen.values():  # whom the clause names first, in its order; the rest by their chance
            listed.sort(key=lambda i: named.index(i) if i in named else len(named))
        out.append(
            msgspec.structs.replace(
                event, actors=tuple(chosen["actor"]), recipients=tuple(chosen["recipient"]), chances=chances
            )
        )
    return _of_deeds(out)


def _of_deeds(events: list[Event]) -> list[Event]:
    """Whoever is blamed or praised for a deed whose doer only the weighing tells: "ندد بالهجوم"."""
    at = {e.token: e for e in events if e.speech is None}
    out = []
    for event in events:
        deeds = [at[a.token] for a in event.arguments if a.how == "event" and a.role == "recipient" and a.token in at]
        if deeds and not event.recipients:
            doers = tuple(i for i in deeds[0].actors if i not in event.actors)
            chances = {i: c for i, c in deeds[0].chances.items() if i in doers}
            event = msgspec.structs.replace(event, recipients=doers, chances={**event.chances, **chances})
        out.append(event)
    return out
