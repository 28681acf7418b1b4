"""What a pronoun or a verb can take up: by gender and number, and by "both" where the text has named no two."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from marsad.document import Entity, Event, Mention, Report
from marsad.folding import fold
from marsad.lexicon import linking

_TALKS = frozenset({"CONSULT", "AGREE", "COOPERATE"})


def gender(report: Report, m: Mention) -> str | None:
    """The gender of a mention; of a body that of its first noun, as far as that shows it."""
    if m.gender is not None or m.type not in ("ORG", "MEDIA"):
        return m.gender
    head = m.head or fold(report.slice(m.span).split(maxsplit=1)[0])
    if head.endswith(("ه", "ات")):
        return "f"
    return "m" if head.removeprefix("ال") in linking.load().masculine else None


def agrees(report: Report, m: Mention, agreement: str) -> bool:
    """Whether a pronoun or a verb of an agreement ("3fs") can go back to a mention."""
    if len(agreement) < 3:
        return True
    wanted, number = agreement[1], agreement[2]
    if number == "p":
        return m.number == "p" or m.type == "ORG"
    if number == "d":
        return m.number == "d"
    if m.number == "p":
        return wanted == "f" and m.type != "PER"  # "الميليشيات ... عناصرها", whatever the gender of one
    if m.type == "PER" or m.type == "ANON":
        return (m.gender or "m") == wanted
    if m.type == "LOC":
        return wanted == "f" and m.country is not None
    shown = gender(report, m)
    return shown is None or shown == wanted


def two_states(report: Report, entities: Mapping[str, Entity], event: Event) -> list[str]:
    """The two states that a report is about before talks of "both"; nobody where three are."""
    if event.type not in _TALKS:
        return []
    counts = Counter(
        m.entity
        for m in report.mentions
        if m.entity is not None
        and m.span.start < event.trigger.start
        and entities[m.entity].kb == m.country is not None
    )
    named = [i for i, n in counts.most_common(3) if n > 1]
    return named if len(named) == 2 else []
