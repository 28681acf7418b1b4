"""Who acts in what the clause gives to nobody: both sides of a fight that lose men, those who tell of their inquiry."""

from __future__ import annotations

from collections.abc import Mapping

from marsad.document import Entity, Event
from marsad.lexicon import events
from marsad.link.event_features import SOFT, Known

_STATE = frozenset({"MIL", "COP", "PRM"})


def investigates(event: Event, found: list[Known]) -> bool:
    """Whether an event is an inquiry of nobody: that of the police or prosecutors who tell of it."""
    frame = events.frame(event.frame)
    asked = frame is not None and frame.mode == "investigate" and not frame.verbal
    return asked and not any(n.role == "actor" and n.how not in SOFT for n in found)


def both_sides(event: Event, found: list[Known], entities: Mapping[str, Entity]) -> list[Known]:
    """ "مقتل 71 مسلحا و7 عسكريين": where both sides lose men and nobody is named as the doer, each acts."""
    hit = [n for n in found if n.role == "recipient" and n.how in ("mention", "group")]
    frame = events.frame(event.frame)
    dead = frame is not None and (frame.owner == "recipient" or frame.verbal)
    if not dead or event.type != "ASSAULT" or len(hit) < 2:
        return found
    if any(n.role == "actor" and n.how not in SOFT for n in found):
        return found  # who did it is told
    sectors = {entities[n.entity].sector for n in hit}
    if not (sectors & _STATE and "REB" in sectors and sectors <= {*_STATE, "REB"}):
        return found
    return [n._replace(role="actor") if n in hit else n for n in found]
