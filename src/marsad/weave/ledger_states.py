"""What became of threats, demands and commitments: the state of a row on a day, from later reports and its deadline.

``met``, ``broken``: a later report tells that it was done, or that it was refused, put off or let pass. ``expired``:
a term is over, and nothing says that it was kept. ``due``: the day lies in the last day, month or year of the term.
``open``: the term runs, or, without one, the row is younger than `FRESH` days. ``unknown``: all else.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from marsad.lexicon import ledgers as lexicon
from marsad.weave.ledgers import WAITING, Entry, Evidence, State, acts, everybody, stems
from marsad.weave.views import View, span

FRESH: Final = 30  # days for which a row without a term is open
LONG: Final = 400  # days after a term, or after the row without one, in which later reports are asked
SHARED: Final = 2  # stems that a later sentence must share with the row, where the act is the same
LEAST: Final = 0.5  # share of the row's stems, where only the words are the same
AROUND: Final = 3  # of those named in the row's report that the later one must name, where it names no party
SAME: Final = 0.6  # share of stems from which two rows of the same parties are one
NEAR: Final = 10  # days between two tellings of one row

# A later act of speech about it is no deed.
_WORDS: Final = frozenset({"THREATEN", "REQUEST", "AGREE", "ACCUSE", "CONSULT", "SUPPORT"})
# Nor is what somebody threatens with, asks for or promises.
_NO_FACT: Final = frozenset({"threaten", "demand", "commit", "ask"})


class Sign(NamedTuple):
    """What one later place says: ``met`` or ``broken`` or ``expired``, by whom, on which lemmas and stems."""

    report: str
    id: str
    span: tuple[int, int]
    published: str
    says: State
    acts: frozenset[str]
    stems: frozenset[str]
    doers: frozenset[str]
    term: bool  # speaks of the term itself ("the deadline passed")
    parties: frozenset[str]  # who is named in the report


def signs(view: View) -> list[Sign]:
    """All places of a record that may say what became of something: deeds, refusals, terms that lapsed."""
    found: list[Sign] = []
    named = everybody(view)
    for event in view.events.values():
        if event["type"] in _WORDS or not view.published:
            continue
        told = view.statements.get(event["in"] or "")
        if told is not None and told["force"] in _NO_FACT:
            continue
        at = view.sentence(event["trigger"][0])
        words = [w for w, _, _ in view.words(at)]
        refused = event["type"] == "REJECT" and bool(set(acts(event)) & lexicon.load().refused)
        if event["type"] == "REJECT" and not refused:
            continue
        if event["status"] == "negated" or refused:
            says: State = "broken"
        elif event["status"] == "actual":
            says = "met"
        else:
            continue
        doers = frozenset(view.key(p) for p in event["actors"] if p in view.entities)
        others = [e for e in view.events.values() if refused and view.sentence(e["trigger"][0]) == at]
        about = frozenset(a for e in (event, *others) for a in acts(e))
        found.append(
            Sign(
                view.id,
                event["id"],
                span(event["trigger"]),
                view.published,
                says,
                about,
                stems(words),
                doers,
                False,
                named,
            )
        )
    for number, (start, end) in enumerate(_sentences(view)):
        words = [w for w, _, _ in view.words((start, end))]
        says_term = _term(words)
        if says_term is not None and view.published:
            if says_term == ("met", True) and not _has_deed(view, start, end):
                continue
            inside = [e for e in view.events.values() if start <= e["trigger"][0] < end]
            about = frozenset(a for e in inside for a in acts(e))
            ident = inside[0]["id"] if inside else f"sentence{number}"
            where = (start + len(view.text[start:end]) - len(view.text[start:end].lstrip()), end)
            found.append(
                Sign(
                    view.id, ident, where, view.published, says_term[0], about, stems(words), frozenset(),
                    says_term[1], named,
                )
            )  # fmt: skip
    return found


def _sentences(view: View) -> Iterable[tuple[int, int]]:
    start = 0
    for end in (*view.ends, len(view.text)):
        if end > start:
            yield start, end
        start = end


def _has_deed(view: View, start: int, end: int) -> bool:
    """Whether a stretch tells of something done, and not only of talk."""
    return any(
        start <= e["trigger"][0] < end and e["status"] == "actual" and e["type"] not in _WORDS
        for e in view.events.values()
    )


def _term(words: Sequence[str]) -> tuple[State, bool] | None:
    """What a sentence says of a term or of what was due: (state, whether it speaks of the term itself)."""
    for n, word in enumerate(words):
        near = words[n + 1 : n + 5]
        if lexicon.says(word, "lapsed") and any(lexicon.says(w, "nouns") for w in near):
            if "قبل" in words[max(0, n - 3) : n]:
                return "met", True  # with a deed in it: "minutes before the term was over"
            rest = words[n + 1 :]
            return ("expired", True) if any(lexicon.says(w, "without") for w in rest) else None
        if lexicon.says(word, "late") and words[n - 1] == "من" and "بعد" in words[max(0, n - 5) : n]:
            return "broken", False
        if lexicon.says(word, "put_off"):
            return "broken", False
        if lexicon.says(word, "kept"):
            return "met", False
    return None


def decide(rows: Sequence[Entry], found: Sequence[Sign], on: str) -> None:
    """Sets the state of rows of `WAITING` ledgers on a day, and adds the evidence that decided it.

    Only what was published by then counts. The latest sign outweighs earlier ones; all that speak are kept as evidence.
    """
    by_act: dict[str, list[Sign]] = {}
    for sign in sorted(found, key=lambda s: (s.published, s.report, s.span)):
        for key in sign.acts | ({"#term"} if sign.term else frozenset()) or {"#words"}:
            by_act.setdefault(key, []).append(sign)
    for row in rows:
        if row.ledger not in WAITING:
            row.state = "open" if row.planned and (row.date or "") > on else "unknown"
            continue
        speaking = _speaking(row, by_act, on)
        for sign in speaking:
            row.evidence.append(Evidence(sign.report, sign.id, sign.span, sign.says))
        row.state = speaking[-1].says if speaking else _by_term(row, on)


def _speaking(row: Entry, by_act: dict[str, list[Sign]], on: str) -> list[Sign]:
    """The signs that speak of a row, oldest first."""
    if row.published is None:
        return []
    keys = [*sorted(row.acts), *(("#term",) if row.kind == "ultimatum" else ()), "#words"]
    reports = {e.report for e in row.evidence}
    seen: dict[tuple[str, tuple[int, int]], Sign] = {}
    begin = row.deadline.interval[1] if row.deadline and row.deadline.interval else row.published
    end = _plus(begin, LONG)
    for key in keys:
        for sign in by_act.get(key, ()):
            if sign.report in reports or not row.published <= sign.published <= min(on, end):
                continue
            if _is_about(row, sign, key):
                seen.setdefault((sign.report, sign.span), sign)
    # What a report says of the term itself outweighs what it says of single deeds.
    return sorted(seen.values(), key=lambda s: (s.published, s.report, s.term, s.span))


def _is_about(row: Entry, sign: Sign, key: str) -> bool:
    ours = {k for k in (*row.by, *row.to) if not k.startswith("ANON")}
    if not ours & sign.parties and len(row.around & sign.parties) < AROUND:
        return False
    shared = row.stems & sign.stems
    if key == "#term":
        return bool(ours & sign.parties) and len(row.around & sign.parties) >= AROUND - 1
    if key == "#words":
        return (
            bool(row.stems)
            and len(shared) >= SHARED
            and (len(shared) > SHARED or len(shared) >= LEAST * len(row.stems))
        )
    doers = set(row.to) if row.ledger == "demands" or row.kind == "ultimatum" else set(row.by)
    if sign.doers and doers and not sign.doers & doers and row.ledger != "threats":
        return False
    return len(shared) >= SHARED


def _by_term(row: Entry, on: str) -> State:
    """The state by the calendar alone."""
    begun = row.date if row.date and re.fullmatch(r"\d{4}-\d\d-\d\d", row.date) else row.published
    if row.deadline is not None and row.deadline.interval is not None:
        last = row.deadline.interval[1]
        if on > last:
            return "expired"
        return "due" if on >= _due(row.deadline.value, last) else "open"
    if begun is None:
        return "unknown"
    return "open" if begun <= on <= _plus(begun, FRESH) else "unknown"


def _due(value: str | None, last: str) -> str:
    """The first day of a deadline's own period: of the month of "2025-09", of the year of "2025", else its last day."""
    if value and re.fullmatch(r"\d{4}-\d\d", value):
        return f"{value}-01"
    if value and re.fullmatch(r"\d{4}", value):
        return f"{value}-01-01"
    return last


def _plus(day: str, days: int) -> str:
    try:
        return (datetime.date.fromisoformat(day[:10]) + datetime.timedelta(days=days)).isoformat()
    except (ValueError, OverflowError):
        return "9999-12-31"


def merged(rows: Sequence[Entry]) -> list[Entry]:
    """Rows that are one in several reports, or twice in one: same ledger, same speaker and addressee, and the same
    term or the same words, not more than `NEAR` days apart. The evidence of all is kept, the earliest first.
    """
    kept: list[Entry] = []
    terms: dict[tuple[str, str] | None, Entry] = {}
    by_parties: dict[tuple[object, ...], list[Entry]] = {}
    for row in sorted(rows, key=lambda r: (r.published or "", r.evidence[0].report, r.evidence[0].span)):
        group = by_parties.setdefault((row.ledger, row.by), [])
        term = None
        if row.kind == "ultimatum" and row.deadline and row.deadline.interval:
            # Headline and text of a report set one term, whoever they name for it.
            term = (row.evidence[0].report, row.deadline.interval[1])
        same = next((k for k in reversed(group[-40:]) if _same(k, row)), None) or terms.get(term)
        if same is None:
            group.append(row)
            kept.append(row)
            if term is not None:
                terms[term] = row
            continue
        same.evidence += row.evidence
        same.names |= row.names
        same.acts |= row.acts
        same.stems |= row.stems if term is not None else frozenset()
        same.by += tuple(k for k in row.by if term is not None and k not in same.by)
        same.to = same.to or row.to
        same.condition = same.condition or row.condition
        same.deadline = same.deadline or row.deadline
        if "ultimatum" in (same.kind, row.kind):
            same.kind = "ultimatum"
    return kept


def _same(a: Entry, b: Entry) -> bool:
    if a.to and b.to and not set(a.to) & set(b.to):
        return False
    if a.published and b.published and _plus(a.published, NEAR) < b.published:
        return False
    if a.ledger in ("contacts", "incidents"):
        return a.date == b.date and a.kind == b.kind and bool(a.to or a.by) and _words_same(a, b)
    if a.deadline and b.deadline and a.deadline.interval and b.deadline.interval:
        if a.deadline.interval[1] != b.deadline.interval[1]:
            return False
        return bool(a.by) and len(a.stems & b.stems) >= SHARED
    return _words_same(a, b)


def _words_same(a: Entry, b: Entry) -> bool:
    least = min(len(a.stems), len(b.stems))
    return least > 0 and len(a.stems & b.stems) >= SAME * least
