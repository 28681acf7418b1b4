"""What kind of participant an entity is, for choosing who takes part in an event."""

from __future__ import annotations

from typing import Final, NamedTuple

from marsad.document import Entity
from marsad.folding import fold
from marsad.lexicon import linking

_ANYBODY: Final = ("شخص", "اشخاص", "اخر", "قتيل", "قتلي", "جريح", "جرحي", "ضحايا", "ضحيه", "مواطن", "مدني")
_NUMERALS: Final = tuple(
    fold(w) for w in "ثلاث أربع خمس ست سبع ثمان تسع عشر مئ مائ عدد بضع عشرات مئات آلاف نحو حوالي أكثر".split()
)


class Side(NamedTuple):
    """What other events of the type say of one role: in the sentence, where last told, next told, in how many."""

    here: frozenset[str]
    topics: frozenset[str]
    last: frozenset[str]
    last_other: frozenset[str]
    tag: str  # "lemma" or "type": what the last event shares; "" where there is none
    after: frozenset[str]
    told: int
    shares: dict[str, int]
    first: frozenset[str]  # of the event of the type that is told first
    alike: frozenset[str]  # of events of the same word
    head: frozenset[str]  # of events of the headline


def crowd_of(e: Entity) -> str:
    """Of a participant that only a description names: whether it is counted, and anybody ("48 شخصا")."""
    named = e.kb is not None or (e.name.get("en") and e.name not in linking.load().kinds.values())
    if named or e.type not in ("ORG", "PER"):
        return ""
    words = fold(e.name.get("ar") or "").split()
    anybody = any(w.startswith(_ANYBODY) for w in words)
    counted = bool(words) and (words[0][0].isdigit() or words[0].startswith(_NUMERALS))
    return ("counted" if counted else "described") + ("-anybody" if anybody else "")


def kind_of(e: Entity) -> str:
    """State, place, armed, people, an unnamed speaker of some class, or the type of the entity."""
    if e.type == "LOC":
        return "state" if e.kb is not None and e.kb == e.country else "place"
    if e.sector in ("MIL", "REB", "COP", "PRM"):
        return "armed"
    if e.type == "ANON":
        return f"anon-{e.class_}"
    return "people" if e.sector == "CVL" and e.type == "ORG" else e.type


def possessed(e: Entity) -> bool:
    """Whether only a word with a pronoun names it: "قواته", which somebody else stands for."""
    name = e.name.get("ar") or ""
    return e.kb is None and e.type == "ORG" and " " not in name and name.endswith(_POSSESSED) and name[:2] != "ال"


_POSSESSED: Final = ("اته", "اتها", "اتهم", "يشه", "يشها", "ياته", "ياتها")
