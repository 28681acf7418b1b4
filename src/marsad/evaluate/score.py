"""Scores one record against the gold of its report: names, times, statements and their chains, events, furniture.

Spans match by overlap, one to one. A system's entity counts as the gold entity whose places in the text, or whose
name, it shares most; speakers, addressees and chains are compared through that map. What stands in the gold's furniture
is left out of every measure but furniture's own.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import Any, Final

from marsad.evaluate.gold import Gold, GoldMention, GoldStatement
from marsad.evaluate.measure import AnySpan, Tally, likeness, match, overlap, plain, sentence_ends, word_f1, words

COARSE: Final = {"PER": "PER", "ORG": "ORG", "MEDIA": "ORG", "LOC": "LOC", "GPE": "LOC", "FAC": "LOC"}
NAME_WEIGHT: Final = 2.5  # a shared name, in votes; a shared place in the text is worth up to 1
CLOSE: Final = 0.8

Record = dict[str, Any]
Note = Callable[..., None]
Who = Callable[[str | None], Any]


class Scorer:
    """Sums measures over reports; with `errors`, lists what was missed, wrong or too much."""

    def __init__(self, *, errors: bool = False) -> None:
        self.tally = Tally()
        self.reports = 0
        self.errors: list[tuple[Any, ...]] | None = [] if errors else None

    def add(self, gold: Gold, record: Record) -> None:
        """Scores one record. A record of another text counts as an empty one."""
        if record.get("text", "").rstrip() != gold.text.rstrip():
            record = {"text": gold.text}
        self.reports += 1

        def note(*what: Any) -> None:
            if self.errors is not None:
                self.errors.append((gold.id, *what))

        _furniture(gold, record, self.tally)
        who = _who(gold, record)
        _names(gold, record, self.tally, who, note)
        _times(gold, record, self.tally, note)
        _statements(gold, record, self.tally, who, note)
        _events(gold, record, self.tally, who, note)


def entity_map(gold: Gold, record: Record) -> dict[str, str]:
    """For each entity of the record the gold entity that it stands for, where it shares a place or a name with one."""
    ours: defaultdict[str, list[Sequence[int]]] = defaultdict(list)
    for mention in gold.mentions:
        ours[mention.entity].append(mention.span)
    for key, entity in gold.entities.items():
        if entity.roles:
            ours[key] += entity.roles
    for statement in gold.statements:
        if statement.source:
            ours[statement.speaker].append(statement.source)
    theirs: defaultdict[str, list[Sequence[int]]] = defaultdict(list)
    for m in record.get("mentions", []):
        theirs[m["entity"]].append(m["span"])
    for s in record.get("statements", []):
        if s.get("source") and s.get("speaker"):
            theirs[s["speaker"]].append(s["source"])
    named: defaultdict[str, dict[str, None]] = defaultdict(dict)
    for key, entity in gold.entities.items():
        for name in entity.names:
            named[plain(name)][key] = None
    out: dict[str, str] = {}
    for e in record.get("entities", []):
        votes: defaultdict[str, float] = defaultdict(float)
        for span in theirs.get(e["id"], []):
            for key, places in ours.items():
                best = max(likeness(span, place) for place in places)
                if best:
                    votes[key] += best
        for name in (e.get("name") or {}).values():
            for key in named.get(plain(name or ""), ()):
                votes[key] += NAME_WEIGHT
        if votes:
            out[e["id"]] = max(votes, key=votes.__getitem__)
    return out


def _who(gold: Gold, record: Record) -> Who:
    mapped = entity_map(gold, record)
    return lambda e: None if e is None else mapped.get(e, ("?", e))


def _outside(gold: Gold, span: AnySpan) -> bool:
    """Whether a span is no part of the gold's furniture."""
    return not any(overlap(span, f) for f in gold.furniture)


def _furniture(gold: Gold, record: Record, tally: Tally) -> None:
    if not gold.furniture:
        return
    right = set().union(*(words(gold.text, f) for f in gold.furniture))
    given = set().union(*(words(gold.text, f["span"]) for f in record.get("furniture", [])))
    tally.found("furniture (words)", len(right & given), len(given), len(right))


def _names(gold: Gold, record: Record, tally: Tally, who: Who, note: Note) -> None:
    text = gold.text
    ours, theirs = _comparable_names(gold, record)
    exact = [
        (float(list(g.span) == list(s["span"])), i, j)
        for i, g in enumerate(ours)
        for j, s in enumerate(theirs)
        if COARSE[g.type] == COARSE[s["type"]] and overlap(g.span, s["span"])
    ]
    tally.found("names, exact", len(match(exact)), len(theirs), len(ours))
    pairs = match((likeness(ours[i].span, theirs[j]["span"]), i, j) for _, i, j in exact)
    tally.found("names, overlap", len(pairs), len(theirs), len(ours))
    for i, g in enumerate(ours):
        if i not in pairs:
            note("name missed", g.type, text[slice(*g.span)])
    for j, s in enumerate(theirs):
        if j not in pairs.values():
            note("name extra", s["type"], text[slice(*s["span"])])
    pairs = match((overlap(g.span, s["span"]), i, j) for i, g in enumerate(ours) for j, s in enumerate(theirs))
    same = sum(who(theirs[j]["entity"]) == ours[i].entity for i, j in pairs.items())
    tally.share("names resolved to the right entity", same, len(pairs))


def _comparable_names(gold: Gold, record: Record) -> tuple[list[GoldMention], list[dict[str, Any]]]:
    """Names of gold and record. A generic noun with a nationality may be name or role: neither counts against."""
    text = gold.text
    kinds = {e["id"]: e["type"] for e in record.get("entities", [])}
    ours = [m for m in gold.mentions if m.type in COARSE and _outside(gold, m.span)]
    theirs = [
        {**m, "type": kinds[m["entity"]]}
        for m in record.get("mentions", [])
        if m.get("kind") == "name" and kinds.get(m["entity"]) in COARSE and _outside(gold, m["span"])
    ]
    roles = [span for e in gold.entities.values() for span in e.roles]
    their_roles = [m["span"] for m in record.get("mentions", []) if m.get("kind") == "role"]
    names = [m.span for m in ours]
    theirs = [m for m in theirs if not _close(m["span"], roles) or any(overlap(m["span"], n) for n in names)]
    ours = [
        m
        for m in ours
        if COARSE[m.type] != "ORG"
        or " " not in text[slice(*m.span)]
        or not _close(m.span, their_roles)
        or any(overlap(m.span, s["span"]) for s in theirs)
    ]
    return ours, theirs


def _close(span: Any, others: list[Any]) -> bool:
    return any(overlap(span, o) >= CLOSE * max(span[1] - span[0], o[1] - o[0]) for o in others)


def _times(gold: Gold, record: Record, tally: Tally, note: Note) -> None:
    ours = [t for t in gold.times if _outside(gold, t.span)]
    theirs = [t for t in record.get("times", []) if _outside(gold, t["span"])]
    pairs = match((likeness(g.span, s["span"]), i, j) for i, g in enumerate(ours) for j, s in enumerate(theirs))
    tally.found("times, overlap", len(pairs), len(theirs), len(ours))
    right = {i for i, j in pairs.items() if ours[i].value == theirs[j].get("value")}
    tally.found("times, overlap and value", len(right), len(theirs), len(ours))
    for i, g in enumerate(ours):
        if i not in right:
            got = theirs[pairs[i]] if i in pairs else None
            given = (gold.text[slice(*got["span"])], got.get("value")) if got else "missed"
            note("time", gold.text[slice(*g.span)], g.value, given)
    for j, s in enumerate(theirs):
        if j not in pairs.values():
            note("time extra", gold.text[slice(*s["span"])], s.get("value"))


def chain(statements: dict[str, Any], start: str, get: Callable[[Any], tuple[Any, str | None]]) -> tuple[Any, ...]:
    """The speakers from a statement to the top, by `get`: speaker and parent id of a statement."""
    out: list[Any] = []
    seen: set[str] = set()
    at: str | None = start
    while at is not None and at not in seen and at in statements:
        seen.add(at)
        speaker, at = get(statements[at])
        out.append(speaker)
    return tuple(out)


def _statements(gold: Gold, record: Record, tally: Tally, who: Who, note: Note) -> None:
    text = gold.text
    ours_by_id = {s.id: s for s in gold.statements}
    theirs_by_id = {s["id"]: s for s in record.get("statements", [])}
    ours = list(ours_by_id.values())
    theirs = [s for s in theirs_by_id.values() if _outside(gold, s.get("content") or s.get("cue"))]
    pairs = _statement_pairs(text, ours, theirs)

    def our_chain(i: int) -> tuple[Any, ...]:
        return chain(ours_by_id, ours[i].id, lambda s: (s.speaker, s.parent))

    def their_chain(j: int) -> tuple[Any, ...]:
        return chain(theirs_by_id, theirs[j]["id"], lambda s: (who(s.get("speaker")), s.get("parent")))

    sizes = len(theirs), len(ours)
    exact = sum(word_f1(text, ours[i].content, theirs[j].get("content")) >= CLOSE for i, j in pairs.items())
    spoken = {i for i, j in pairs.items() if who(theirs[j].get("speaker")) == ours[i].speaker}
    chained = {i for i, j in pairs.items() if their_chain(j) == our_chain(i)}
    deep = [i for i, s in enumerate(ours) if s.parent]
    tally.found("statements found", len(pairs), *sizes)
    tally.found("statements found, content exact to 0.8", exact, *sizes)
    tally.found("statements found with the right speaker", len(spoken), *sizes)
    tally.found("statements found with the whole chain right", len(chained), *sizes)
    tally.share("nested statements with the whole chain right (recall)", sum(i in chained for i in deep), len(deep))
    _statement_slots(ours, theirs, pairs, tally, who, note, text)

    for i, g in enumerate(ours):
        cue = text[slice(*g.cue)] if g.cue else None
        if i not in pairs:
            note("statement missed", cue, text[slice(*g.content)][:80])
        elif i not in spoken:
            note("speaker", text[slice(*g.content)][:60], g.speaker, who(theirs[pairs[i]].get("speaker")))
        elif i not in chained:
            note("chain", text[slice(*g.content)][:60], our_chain(i), their_chain(pairs[i]))
    for j, s in enumerate(theirs):
        if j not in pairs.values():
            cue = text[slice(*s["cue"])] if s.get("cue") else None
            note("statement extra", cue, text[slice(*(s.get("content") or s["cue"]))][:80])


def _statement_pairs(text: str, ours: list[GoldStatement], theirs: list[dict[str, Any]]) -> dict[int, int]:
    """Statements match by half of their content, or by some of it where the cues overlap."""
    pairs = []
    for i, g in enumerate(ours):
        for j, s in enumerate(theirs):
            content = word_f1(text, g.content, s.get("content"))
            cue = overlap(g.cue, s.get("cue")) > 0
            if content >= 0.5 or (cue and content > 0):
                pairs.append((content + cue, i, j))
    return match(pairs)


def _statement_slots(
    ours: list[GoldStatement],
    theirs: list[dict[str, Any]],
    pairs: dict[int, int],
    tally: Tally,
    who: Who,
    note: Note,
    text: str,
) -> None:
    quoted = sum(ours[i].quotation == theirs[j].get("quotation") for i, j in pairs.items())
    forced = sum(ours[i].force == theirs[j].get("force") for i, j in pairs.items())
    tally.share("statement quotation", quoted, len(pairs))
    tally.share("statement force", forced, len(pairs))
    with_channel = [i for i in pairs if ours[i].channel]
    right = sum(ours[i].channel == theirs[pairs[i]].get("channel") for i in with_channel)
    tally.share("statement channel, where there is one", right, len(with_channel))
    addressed = sum(
        len({who(a) for a in theirs[j].get("addressees", [])} & set(ours[i].addressees)) for i, j in pairs.items()
    )
    tally.found(
        "addressees", addressed, sum(len(s.get("addressees", [])) for s in theirs), sum(len(g.addressees) for g in ours)
    )
    for i, j in pairs.items():
        content = text[slice(*ours[i].content)][:60]
        for slot in ("quotation", "force", "channel"):
            right_value, given = getattr(ours[i], slot), theirs[j].get(slot)
            if right_value != given and (right_value or slot != "channel"):
                note(slot, content, right_value, given)
        if word_f1(text, ours[i].content, theirs[j].get("content")) < CLOSE:
            note("content", text[slice(*ours[i].content)], text[slice(*theirs[j]["content"])])


def _events(gold: Gold, record: Record, tally: Tally, who: Who, note: Note) -> None:
    ours, theirs = gold.events, [v for v in record.get("events", []) if _outside(gold, v["trigger"])]
    strict = match(
        (overlap(g.trigger, s["trigger"]), i, j)
        for i, g in enumerate(ours)
        for j, s in enumerate(theirs)
        if g.type == s["type"]
    )
    anything = match((overlap(g.trigger, s["trigger"]), i, j) for i, g in enumerate(ours) for j, s in enumerate(theirs))
    tally.found("events, trigger and type", len(strict), len(theirs), len(ours))
    tally.found("events, trigger", len(anything), len(theirs), len(ours))
    ends = sentence_ends(gold.text)

    def sentence(span: AnySpan) -> int:
        return bisect_right(ends, span[0]) if span else -1

    taken = set(strict.values())
    near = strict | match(
        (1, i, j)
        for i, g in enumerate(ours)
        if i not in strict
        for j, s in enumerate(theirs)
        if j not in taken and g.type == s["type"] and sentence(g.trigger) == sentence(s["trigger"])
    )
    tally.found("events, type in the sentence", len(near), len(theirs), len(ours))
    for role in ("actors", "recipients"):
        both = {i: ({who(a) for a in theirs[j].get(role, [])}, set(getattr(ours[i], role))) for i, j in near.items()}
        given = sum(len(s.get(role, [])) for s in theirs)
        tally.found(
            f"event {role}", sum(len(a & b) for a, b in both.values()), given, sum(len(getattr(g, role)) for g in ours)
        )
        tally.share(f"event {role} right, on events found", sum(a == b for a, b in both.values()), len(near))
    tally.share("event status", sum(ours[i].status == theirs[j].get("status") for i, j in near.items()), len(near))
    dated = [i for i in near if ours[i].date]
    right = sum(_same_date(ours[i].date, theirs[near[i]].get("date")) for i in dated)
    tally.share("event date, where there is one", right, len(dated))
    placed = [i for i in near if ours[i].place]
    right = sum(who(theirs[near[i]].get("place")) == ours[i].place for i in placed)
    tally.share("event place, where there is one", right, len(placed))
    for i, g in enumerate(ours):
        if i not in near and theirs:
            note("event missed", g.type, gold.text[slice(*g.trigger)] if g.trigger else None)
    for j, s in enumerate(theirs):
        if j not in near.values():
            note("event extra", s["type"], gold.text[slice(*s["trigger"])])


def _same_date(ours: str | None, theirs: str | None) -> bool:
    """Equal, or one names the month (or more) in which the other lies."""
    if not ours or not theirs:
        return False
    return (ours.startswith(theirs) and len(theirs) >= len("2020-12")) or theirs.startswith(ours)
