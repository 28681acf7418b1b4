"""A record as HTML: the text with its marks, then who says what on whose word, then what happened."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from marsad.display.markup import block, clean, link, page, run, table

TEXT: Final = 20_000  # characters of the text that are shown
ROWS: Final = 100  # statements and events that are shown, of each
_WORDS: Final = 300  # characters of a content in the table


def record_html(record: Mapping[str, Any]) -> str:
    """The HTML of one record."""
    text: str = record["text"]
    names = {e["id"]: e["name"]["ar"] or e["name"]["en"] or e["id"] for e in record["entities"]}
    title, _, _ = text.partition("\n")
    head = [names.get(record["outlet"] or ""), record["published"], record["id"]]
    meta = " · ".join(clean(h) for h in head if h) + (f" · {link(record['url'])}" if link(record["url"]) else "")
    return page(
        [
            f'<h4 dir="auto">{clean(title[:300])}</h4>',
            f'<p class="meta">{meta}</p>',
            f'<div class="text" dir="auto">{_marked(record, names)}</div>',
            _more(len(text), TEXT, "characters"),
            _statements(record, names),
            _more(len(record["statements"]), ROWS, "statements"),
            _events(record, names),
            _more(len(record["events"]), ROWS, "events"),
            "".join(block(f"{w['code']}: {w['message']}", "dim") for w in record["warnings"][:20]),
        ]
    )


def _more(there: int, shown: int, what: str) -> str:
    return f'<p class="dim">{shown:,} of {there:,} {what} shown</p>' if there > shown else ""


def _marked(record: Mapping[str, Any], names: Mapping[str, str]) -> str:
    """The text cut where marks begin and end; each piece says which marks it stands under."""
    text: str = record["text"][:TEXT]
    kinds = {e["id"]: e["type"] for e in record["entities"]}
    marks: list[tuple[int, int, str, str]] = []
    marks += [(*f["span"], "furniture", f["kind"]) for f in record["furniture"]]
    for s in record["statements"]:
        said = f"{s['id']}: {names.get(s['speaker'] or '', '?')}, {s['force']}"
        marks.append((*s["content"], "said", said))
        if s["cue"]:
            marks.append((*s["cue"], "cue", said))
    marks += [(*e["trigger"], "act", f"{e['id']}: {e['type']}, {e['status']}") for e in record["events"]]
    for m in record["mentions"]:
        if m["kind"] == "name":
            marks.append((*m["span"], "name", f"{names.get(m['entity'], '?')}, {kinds.get(m['entity'], '?')}"))
    marks += [(*t["span"], "time", f"{t['type']} {t['value'] or ''}") for t in record["times"]]
    events: dict[int, list[tuple[bool, int]]] = {}
    for n, (start, end, _, _) in enumerate(marks):
        if start < end and start < len(text):
            events.setdefault(start, []).append((True, n))
            events.setdefault(min(end, len(text)), []).append((False, n))
    out, at, under = [], 0, dict[int, None]()
    for place in [*sorted(events), len(text)]:
        if place > at:
            out.append(_piece(text[at:place], [marks[n] for n in under]))
            at = place
        for opens, n in sorted(events.get(place, ())):
            if opens:
                under[n] = None
            else:
                under.pop(n, None)
    return "".join(out)


def _piece(words: str, under: Sequence[tuple[int, int, str, str]]) -> str:
    if not under:
        return clean(words)
    kinds = list(dict.fromkeys(kind for _, _, kind, _ in under))
    if sum(kind == "said" for _, _, kind, _ in under) > 1:
        kinds.append("deep")
    said = "; ".join(dict.fromkeys(label for _, _, _, label in under))
    return f'<span class="{" ".join(kinds)}" title="{clean(said)}">{clean(words)}</span>'


def _statements(record: Mapping[str, Any], names: Mapping[str, str]) -> str:
    statements = {s["id"]: s for s in record["statements"]}
    text: str = record["text"]
    rows = []
    for s in record["statements"][:ROWS]:
        up, at = [], s["id"]
        while at in statements and statements[at] not in up:
            up.append(statements[at])
            at = up[-1]["parent"]
        chain = " ← ".join(run(names.get(one["speaker"] or "", "?")) for one in reversed(up))
        start, end = s["content"]
        words = text[start : min(end, start + _WORDS)] + ("…" if end - start > _WORDS else "")
        rows.append((clean(s["id"]), chain, run(s["force"], "tag"), block(words)))
    return table(("", "on whose word", "force", "what is said"), rows)


def _events(record: Mapping[str, Any], names: Mapping[str, str]) -> str:
    def who(ids: Sequence[str]) -> str:
        return "، ".join(run(names.get(i, i)) for i in ids[:6])

    rows = []
    for e in record["events"][:ROWS]:
        place = run(names[e["place"]]) if e["place"] in names else ""
        when = clean(e["date"] or "")
        start, end = e["trigger"]
        trigger = run(record["text"][start : min(end, start + 80)])
        kind = f"{run(e['type'], 'tag')} {clean(e['status'])}"
        rows.append((clean(e["id"]), kind, trigger, who(e["actors"]), who(e["recipients"]), f"{when} {place}"))
    return table(("", "event", "word", "who", "to whom", "when and where"), rows)
