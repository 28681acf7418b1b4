"""States by what they are: "المملكة", "السلطنة" is that of the report, or of the paper that prints it."""

from __future__ import annotations

from marsad.lexicon import linking
from marsad.link.clusters import Clusters
from marsad.link.forms import words
from marsad.link.holders import count_countries


def name_short_states(clusters: Clusters) -> None:
    """Says which state "المملكة" is: of those that it can be, the one that the report has most, an outlet's own too.

    Where two are had equally often, or none, it stays open.
    """
    table = linking.load().short_states
    found = [
        (k, table[key])
        for k, m in enumerate(clusters.report.mentions)
        if m.type == "LOC" and clusters.kb[k] is None and (key := " ".join(words(clusters.text(k)))) in table
    ]
    if not found:
        return
    counts = count_countries(clusters.report)
    first: dict[str, int] = {}
    for k, m in enumerate(clusters.report.mentions):
        code = clusters.kb[k]
        if m.type == "LOC" and m.kind == "name" and code is not None:
            first.setdefault(code, k)
    for k, states in found:
        best = sorted(((counts[code], code) for code in states), reverse=True)
        if best[0][0] and (len(best) == 1 or best[0][0] > best[1][0]):
            clusters.identify(k, best[0][1])
            clusters.join(first.setdefault(best[0][1], k), k)
