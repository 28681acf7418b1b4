"""People and armed men without a name, wherever the report has them: whoever is told of may take part in what follows.

"وصل مسلحان ... وأطلقا النار": the two stand in no slot of an event and yet act in the next.
"""

from __future__ import annotations

from marsad.annotate.event_parties import Party, group_readings, party_at
from marsad.annotate.event_slots import argument
from marsad.annotate.scene import Scene
from marsad.document import Argument
from marsad.lexicon.groups import kind_of


def crowds(scene: Scene) -> tuple[Argument, ...]:
    """The groups of a report in the order of the text, as arguments without an event (their role says nothing)."""
    numbers = {scene.at(q.span.start) for q in scene.report.quantities}
    out: list[Argument] = []
    pos = 0
    while pos < scene.n:
        if pos in scene.nps or not (pos in numbers or group_readings(scene.tokens[pos].word)):
            pos += 1
            continue
        party = party_at(scene, pos, scene.sentence_end[pos])
        if party is not None and _crowd(scene, party):
            held = argument("recipient", party)
            if held.how == "group":
                out.append(held)
        pos = max(pos + 1, party.end if party is not None else 0)
    return tuple(out)


def _crowd(scene: Scene, party: Party) -> bool:
    if party.np is not None or party.group is None or party.home or party.owned or party.pair:
        return False
    return party.counted or party.group.armed or kind_of(scene.report.slice(party.span)) is not None
