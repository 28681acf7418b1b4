"""Bodies that many states have: "مجلس الشيوخ" in a report on Ireland is not the one known by that."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import msgspec

from marsad.document import Mention, Report
from marsad.folding import fold
from marsad.lexicon import knowledge, linking

_SHARE = 3  # a state named a third as often as the one named most may be meant


def of_their_state(report: Report) -> Report:
    """Takes the known body from names where they, or the report, are about another state, and says which."""
    table = linking.load()
    known = {k: _text(report, m) for k, m in enumerate(report.mentions) if m.kb and m.country}
    bodies = {k: body for k, text in known.items() if (body := _body(text, table.general_bodies))}
    if not bodies:
        return report
    texts = [known.get(k) or _text(report, m) for k, m in enumerate(report.mentions)]
    said = {k: _said(texts[k].removeprefix(body)) for k, body in bodies.items()}
    names = tuple(set(bodies.values()))  # "رئيس مجلس الشيوخ" says no more than the name in it
    free = (m for k, m in enumerate(report.mentions) if k not in bodies and not any(b in texts[k] for b in names))
    counts = Counter(m.country for m in free if m.country)
    mentions = list(report.mentions)
    for k, body in bodies.items():
        m = mentions[k]
        others = {said[n] for n in bodies if bodies[n] == body}
        state = said[k] or _another(m.country, others, counts, table.general_bodies[body])
        if state is not None and state != m.country:
            mentions[k] = msgspec.structs.replace(m, kb=None, country=state)
    return report.with_(mentions=tuple(mentions))


def _text(report: Report, mention: Mention) -> str:
    return fold(report.slice(mention.span).replace("_", " "))


def _body(text: str, general: Iterable[str]) -> str:
    """The general name with which a name begins, "" for none."""
    return next((body for body in general if text == body or text.startswith(body + " ")), "")


def _said(rest: str) -> str | None:
    """The state of an adjective behind the name: "[مجلس الشيوخ] الأيرلندي"."""
    demonyms = knowledge.load().demonyms
    return next((demonyms[w] for w in rest.split() if w in demonyms), None)


def _another(home: str | None, said: set[str | None], counts: Counter[str], states: tuple[str, ...]) -> str | None:
    """Another state than that of the known body, if the report is about it: "مجلس الشيوخ الفرنسي" beside the bare
    name, or hardly a word on the state of the body."""
    others = said - {None}
    if home in others or home is None:
        return None
    if len(others) == 1:
        return next(iter(others))
    most = max(states, key=lambda state: counts[state])
    return most if counts[home] * _SHARE < counts[most] else None
