"""What became of threats, demands and commitments: the state of a row on a day, from later reports and its deadline.

``met``, ``broken``: a later report tells that it was done, or that it was refused, put off or let pass. ``expired``:
a term is over, and nothing says that it was kept. ``due``: the day lies in the last day, month or year of the term.
``open``: the term runs, or, without one, the row is younger than `FRESH` days. ``unknown``: all else.
"""

from __future__ import annotations

import bisect
import datetime
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Final, NamedTuple

import msgspec

from marsad.folding import fold
from marsad.lexicon import knowledge
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
TAKEN_UP: Final = 30  # days in which "the deadline" is the one that was told of
TOLD_AGAIN: Final = 2  # days in which "a deadline" for the same addressee is the same
_BEFORE: Final = 5  # words of "قبل ثلاث ساعات من انتهاء المهلة"

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
    homes: frozenset[str] = frozenset()  # countries of the doers


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
        acting = [p for p in event["actors"] if p in view.entities]
        doers = frozenset(view.key(p) for p in acting)
        homes = frozenset(c for p in acting if (c := view.entities[p]["country"]))
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
                homes,
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
            if "قبل" in words[max(0, n - _BEFORE) : n]:
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
    known = Signs(found, rows)
    for row in rows:
        speaking = known.of(row)
        add_signs(row, [sign for sign in speaking if sign.published <= on], on)


def add_signs(row: Entry, speaking: Sequence[Sign], on: str) -> None:
    """Sets a row's state on a day by the signs that speak of it, and adds them as evidence."""
    row.evidence += [Evidence(sign.report, sign.id, sign.span, sign.says) for sign in speaking]
    row.state = state_of(row, [sign.says for sign in speaking], on)


def state_of(row: Entry, says: Sequence[State], on: str) -> State:
    """The state of a row on a day, from what later reports have said by then."""
    if row.ledger not in WAITING:
        return "open" if row.planned and (row.date or "") > on else "unknown"
    return says[-1] if says else _by_term(row, on)


class Signs:
    """Signs by what they are about: a deed by lemma and stem of its sentence, so that few are looked at for a row."""

    def __init__(self, found: Iterable[Sign], rows: Iterable[Entry]) -> None:
        """`rows` are those that will be asked for: what none of them speaks of is not kept."""
        asked: dict[str, set[str]] = {}
        for row in rows:
            if row.ledger in WAITING:
                for key in (*row.acts, _WORDS_ALONE):
                    asked.setdefault(key, set()).update(row.stems)
        self._signs = sorted(found, key=lambda s: (s.published, s.report, s.span))
        self._days = [sign.published for sign in self._signs]
        self._terms: list[int] = []
        self._by_stem: dict[str, dict[str, list[int]]] = {key: {} for key in asked}
        for n, sign in enumerate(self._signs):
            if sign.term:
                self._terms.append(n)
            for key in sign.acts or (() if sign.term else (_WORDS_ALONE,)):
                if key in asked:
                    of = self._by_stem[key]
                    for stem in sign.stems & asked[key]:
                        of.setdefault(stem, []).append(n)

    def of(self, row: Entry) -> list[Sign]:
        """The signs that speak of a row of a ledger that waits for something, oldest first; whenever they came."""
        if row.published is None or row.ledger not in WAITING:
            return []
        begin = row.deadline.interval[1] if row.deadline and row.deadline.interval else row.published
        first = bisect.bisect_left(self._days, row.published)
        last = bisect.bisect_right(self._days, _plus(begin, LONG))
        reports = {e.report for e in row.evidence if e.says == "tells"}
        seen: dict[tuple[str, tuple[int, int]], Sign] = {}
        keys = [*sorted(row.acts), *((_TERM,) if row.kind == "ultimatum" else ()), _WORDS_ALONE]
        for key in keys:
            for n in self._candidates(row, key, first, last):
                sign = self._signs[n]
                if sign.report not in reports and _is_about(row, sign, key):
                    seen.setdefault((sign.report, sign.span), sign)
        # What a report says of the term itself outweighs what it says of single deeds.
        return sorted(seen.values(), key=lambda s: (s.published, s.report, s.term, s.span))

    def _candidates(self, row: Entry, key: str, first: int, last: int) -> list[int]:
        """Signs of a key that share stems enough, in their order."""
        if key == _TERM:
            return self._terms[bisect.bisect_left(self._terms, first) : bisect.bisect_left(self._terms, last)]
        shared: Counter[int] = Counter()
        by_stem = self._by_stem[key]
        for stem in row.stems:
            of = by_stem.get(stem)
            if of:
                shared.update(of[bisect.bisect_left(of, first) : bisect.bisect_left(of, last)])
        return sorted([n for n, number in shared.items() if number >= SHARED])


_TERM: Final = "#term"
_WORDS_ALONE: Final = "#words"


def _is_about(row: Entry, sign: Sign, key: str) -> bool:
    ours = {k for k in (*row.by, *row.to) if not k.startswith("ANON")}
    if not ours & sign.parties and len(row.around & sign.parties) < AROUND:
        return False
    shared = row.stems & sign.stems
    if key == _TERM:
        return bool(ours & sign.parties) and len(row.around & sign.parties) >= AROUND - 1
    if key == _WORDS_ALONE:
        return (
            bool(row.stems)
            and len(shared) >= SHARED
            and (len(shared) > SHARED or len(shared) >= LEAST * len(row.stems))
        )
    if sign.says == "met" and any(fold(w) in lexicon.load().later for w in row.what.split()[:2]):
        return False  # "تأجيل فتح المعبر": that it is done at last is not what was announced
    doers = set(row.to) if row.ledger == "demands" or row.kind == "ultimatum" else set(row.by)
    if sign.doers and doers and not sign.doers & doers and row.ledger != "threats":
        # What a president pledges his state does; then the words must say more that it is the same.
        return bool(sign.homes & _homes(doers)) and len(shared) > SHARED and len(shared) >= LEAST * len(row.stems)
    return len(shared) >= SHARED


def begun(row: Entry) -> str | None:
    """The day on which a row was said, or else published."""
    return row.date if row.date and re.fullmatch(r"\d{4}-\d\d-\d\d", row.date) else row.published


def fresh_until(row: Entry) -> str | None:
    """The last day on which a row without a term is open."""
    first = begun(row)
    return None if first is None else _plus(first, FRESH)


def _homes(parties: Iterable[str]) -> set[str]:
    """The countries of parties."""
    found = set()
    for key in parties:
        entry = knowledge.by_id(key)
        country = key if len(key) == 3 and key.isupper() else entry.country if entry is not None else None
        if country:
            found.add(country)
    return found


def _by_term(row: Entry, on: str) -> State:
    """The state by the calendar alone."""
    if row.deadline is not None and row.deadline.interval is not None:
        last = row.deadline.interval[1]
        if on > last:
            return "expired"
        return "due" if on >= _due(row.deadline.value, last) else "open"
    first, last_fresh = begun(row), fresh_until(row)
    return "open" if first is not None and last_fresh is not None and first <= on <= last_fresh else "unknown"


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


class Stand(msgspec.Struct):
    """How a row stood from the day of one report on (``since``; empty where none is known) until that of the next."""

    row: Entry
    first: Entry  # the earliest of the rows that became this one
    since: str
    until: str = "9999-99-99"


def merged(rows: Sequence[Entry], stands: list[Stand] | None = None) -> list[Entry]:
    """Rows that are one in several reports, or twice in one: same ledger, same speaker and addressee, and the same
    term or the same words, not more than `NEAR` days apart. The evidence of all is kept, the earliest first.

    With `stands`, it is filled with how each row stood between the days of its reports, the latest ones included: what
    came out had only the reports up to some day been there.
    """
    kept: list[Entry] = []
    latest: dict[int, Stand] = {}  # by the identity of a row in `kept`
    terms: dict[object, Entry] = {}
    ultimatums: dict[str, Entry] = {}  # the last one of each party
    by_parties: dict[tuple[object, ...], list[Entry]] = {}

    def goes_on(same: Entry, row: Entry) -> None:
        """The row goes on with a later one; its stand so far is kept as it is."""
        if stands is not None and (row.published or "") > latest[id(same)].since:
            before = latest[id(same)]
            before.until = row.published or ""
            before.row = _copy(same)
            latest[id(same)] = Stand(same, same, row.published or "")
            stands.append(latest[id(same)])

    for row in sorted(rows, key=lambda r: (r.published or "", r.evidence[0].report, r.evidence[0].span)):
        group = by_parties.setdefault((row.ledger, row.by), [])
        told, says = _taken_up(row, ultimatums)
        if told is not None:
            goes_on(told, row)
            told.evidence += [Evidence(e.report, e.id, e.span, says) for e in row.evidence]
            continue
        term = addressed = None
        if row.kind == "ultimatum" and row.deadline and row.deadline.interval:
            # Headline and text of a report set one term, whoever they name for it; so do all reports to one addressee.
            term = (row.evidence[0].report, row.deadline.interval[1])
            addressed = (frozenset(row.to), row.deadline.interval[1]) if row.to else None
        same = (
            next((k for k in reversed(group[-40:]) if _same(k, row)), None) or terms.get(term) or terms.get(addressed)
        )
        if same is None:
            group.append(row)
            kept.append(row)
            if stands is not None:
                latest[id(row)] = Stand(row, row, row.published or "")
                stands.append(latest[id(row)])
            if term is not None:
                terms[term] = row
            if addressed is not None:
                terms[addressed] = row
            if row.kind == "ultimatum":
                ultimatums |= dict.fromkeys((*row.by, *row.to), row)
            continue
        goes_on(same, row)
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


def _copy(row: Entry) -> Entry:
    return msgspec.structs.replace(row, evidence=list(row.evidence), names=dict(row.names))


def _taken_up(row: Entry, ultimatums: Mapping[str, Entry]) -> tuple[Entry | None, str]:
    """The ultimatum that this one is, told of before, and what this one does to it.

    A definite noun takes it up ("مهلة الـ72 ساعة التي حددتها الحكومة"); words without a term, to the same addressee,
    tell it once more.
    """
    if row.kind != "ultimatum" or row.published is None:
        return None, ""
    first, second = (*row.what.split()[:2], "", "")[:2]
    definite = fold(first) in lexicon.load().nouns and (first.startswith("ال") or second.startswith("ال"))
    if not definite and row.deadline is not None:
        return None, ""
    parties, days = ((*row.by, *row.to), TAKEN_UP) if definite else (row.to, TOLD_AGAIN)
    found = [u for key in parties if (u := ultimatums.get(key)) is not None]
    found = [u for u in found if u.published and row.published <= _plus(u.published, days)]
    return max(found, key=lambda u: u.published or "", default=None), "mentions" if definite else "tells"


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
