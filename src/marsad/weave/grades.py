"""How credible a cluster is: Admiralty's 1 to 6, proposed by rules that are stated, with reasons and words.

The rules, the first that fits (NATO AJP-2.1, "information credibility"):

1. Nobody says it happened, or only that it did not: 5; it is planned or supposed: 6.
2. Somebody denies it, or the accounts contradict each other on whether it happened: 4.
3. Two or more independent origins, of which one at least is an office, a person or a document, and no slot differs: 1.
   Origins that an analyst gave D or E do not count.
4. Two or more origins otherwise: 2.
5. One origin that is an office, a named person or a document, or an outlet with the letter A or B: 2 with an A or B,
   else 3.
6. One outlet that names nobody: 3. Unnamed sources alone: 4 with D or E, else 6.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from marsad.lexicon import grades as lexicon

Letters = Mapping[str, str]
"""Letters A to F that analysts gave, by who the source is across reports."""

_STRONG: Final = frozenset({"office", "named", "document"})
# Slots in which accounts of one happening contradict each other, and do not only look at other sides of it.
_CORE: Final = frozenset({"dead", "injured", "date", "place", "actor", "recipient", "status"})
_BAD: Final = frozenset("DE")
_GOOD: Final = frozenset("AB")


def grade(cluster: Mapping[str, Any], letters: Letters | None = None) -> dict[str, Any]:
    """``grade`` of a cluster as RECORD.md has it; `cluster` has ``status``, ``slots`` and ``origins`` made.

    ``words`` are whole sentences: one of likelihood (none where nothing can be judged), then one of confidence.
    ``source`` is the best letter among the origins, F where none was given.
    """
    given = {o["id"]: _letter(o, letters or {}) for o in cluster["origins"]}
    counted = [o for o in cluster["origins"] if given[o["id"]] not in _BAD]
    best = min(given.values(), default="F")
    differing = [s["slot"] for s in cluster["slots"] if s["verdict"] == "differ" and s["slot"] in _CORE]
    value, why = _judged(cluster, counted, differing, best)
    if best != "F":
        why.append(_reason("letter", n=best))
    table = lexicon.load()
    likely = table.likelihood.get(value)
    sure = table.confidence[_confidence(counted, differing, best)]
    term = table.credibility[value]
    words = {
        "ar": " ".join(f"{part}." for part in (likely.ar if likely else term.ar, sure.ar)),
        "en": " ".join(f"{part}." for part in (likely.en if likely else _capital(term.en), sure.en)),
    }
    return {
        "credibility": value,
        "term": {"ar": term.ar, "en": term.en},
        "source": best,
        "words": words,
        "why": why,
    }


def _judged(
    cluster: Mapping[str, Any], counted: list[dict[str, Any]], differing: list[str], best: str
) -> tuple[int, list[dict[str, str]]]:
    if cluster["status"] == "negated":
        return 5, [_reason("denied")]
    if cluster["status"] in ("planned", "hypothetical"):
        return 6, [_reason("planned")]
    if "status" in differing:
        return 4, [_reason("denied"), _reason("contradicted", slots="status")]
    strong = [o for o in counted if o["kind"] in _STRONG]
    why = [_reason("contradicted", slots=", ".join(differing))] if differing else []
    if len(counted) > 1:
        reason = _reason("several" if differing else "independent", n=str(len(counted)))
        return (1, [reason, _reason("official")]) if strong and not differing else (2, [reason, *why])
    why = [_reason("single"), *why]
    if strong:
        return (2 if best in _GOOD else 3), [*why, _reason("official")]
    if any(o["kind"] == "outlet" for o in counted):
        return (2 if best in _GOOD else 3), [*why, _reason("outlet")]
    if any(o["kind"] == "unnamed" for o in cluster["origins"]):
        why.append(_reason("unnamed"))
    return (4 if best in _BAD else 6), why


def _confidence(counted: list[dict[str, Any]], differing: list[str], best: str) -> str:
    """Confidence in the sources: by how many there are, of what kind, and whether they differ."""
    strong = any(o["kind"] in _STRONG for o in counted)
    if len(counted) > 2 and strong and not differing:
        return "high"
    return "moderate" if (len(counted) > 1 and strong) or best in _GOOD else "low"


def _letter(origin: Mapping[str, Any], letters: Letters) -> str:
    return min((letters[k] for k in origin.get("keys", ()) if k in letters), default="F")


def _reason(rule: str, **parts: str) -> dict[str, str]:
    row = lexicon.load().reasons[rule]
    return {"rule": rule, "ar": row.ar.format(**parts), "en": row.en.format(**parts)}


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
