"""Tellings: what one report says of a happening, or one utterance as it has it, small enough to hold them all.

A telling is made from one event or statement of a record and holds nothing of the record itself, so that the tellings
of a whole archive fit into memory while records stay where they are.
"""

from __future__ import annotations

import bisect
import datetime
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any, Final, Literal

import msgspec

from marsad.folding import fold
from marsad.lexicon import function_words, knowledge, origins
from marsad.text.segment import word_spans
from marsad.weave.posts import posts

Kind = Literal["event", "statement"]
Span = tuple[int, int]

MAX_WORDS: Final = 60  # of one telling that are compared
MAX_STORY: Final = 40  # words and names each that a report comes back to
MAX_TELLINGS: Final = 2_000  # of one report
_OF_DAY: Final = frozenset(map(fold, ("يوم", "مساء", "صباح", "ليلة", "ليل", "فجر", "ظهر")))
STATE_SECTORS: Final = frozenset({"GOV", "MIL", "COP", "SPY"})  # sectors that act for their country
_LEAD: Final = 700  # characters behind the headline in which the lead is looked for
END: Final = re.compile(r"[.!؟?]+(?=[\s,،\"”»)]|$)|\n")
"""Where a sentence ends; some sites part paragraphs by "., "."""
# Light stemming after L. S. Larkey, L. Ballesteros, M. Connell: Light Stemming for Arabic Information Retrieval (2007).
_BEFORE: Final = ("وال", "فال", "بال", "كال", "ولل", "لل", "ال")
_AFTER: Final = ("هما", "ها", "ان", "ات", "ون", "ين", "يه", "هم", "ه", "ي")


class Telling(msgspec.Struct, gc=False, array_like=True):
    """One event or one statement of one report.

    ``type`` is the PLOVER type of an event, the force of a statement; ``mode`` that of the event, for a contact without
    one its channel. ``actors`` and ``recipients`` are keys of who is who across reports (`who`); those of a statement
    are its speaker and its addressees; ``sides`` are the states and offices that the actors act for, ``beside`` who is
    named in the sentence of a contact. ``place`` has the place and then what it lies in, the country (``=ISO``) last.
    ``first`` and ``last`` are ordinals of days (`datetime.date.toordinal`). ``placed`` and ``dated``: how place and
    days are known,
    the record's ``precision``, or empty. ``weekday``: the day is that of the report, said by its name alone, so that
    the one a week before may be meant. ``numbers`` has dead, injured, size. ``trigger`` is the lemma of the word for
    what happened, ``words`` are the stems of the sentence (of a statement: its content), ``near`` what the report is
    about: stems of headline and lead, words and names that it comes back to. ``rank``: 2 in the headline, 1 in the
    lead, else 0. ``chain`` are the speakers on whose word it is told, innermost first.
    """

    report: str
    id: str
    kind: Kind
    type: str
    mode: str | None
    span: Span
    sentence: Span
    status: str
    actors: tuple[str, ...]
    recipients: tuple[str, ...]
    sides: tuple[str, ...]
    place: tuple[str, ...]
    placed: str
    first: int | None
    last: int | None
    dated: str
    published: int | None
    outlet: str | None
    numbers: dict[str, int]
    trigger: str
    beside: tuple[str, ...]
    weekday: bool
    words: tuple[str, ...]
    near: tuple[str, ...]
    rank: int
    chain: tuple[str, ...]

    @property
    def key(self) -> tuple[str, str]:
        """Report and id: what a member of a cluster is known by."""
        return self.report, self.id


def who(entity: Mapping[str, Any], entities: Mapping[str, Mapping[str, Any]]) -> str:
    """Who an entity is across reports: the knowledge base's id, the record's own key, or an unnamed source's class."""
    seen: list[str] = []
    while True:
        if entity["kb"]:
            return "@".join([*seen, entity["kb"]])
        if entity["type"] != "ANON":
            name = entity["name"]["ar"] or entity["name"]["en"] or entity["id"]
            return "@".join([*seen, entity.get("key") or f"{entity['type']}:{fold(name)}"])
        seen.append(f"ANON:{entity['class'] or 'other'}")
        of = entity["of"]
        if of is None or of not in entities or len(seen) > 8:
            return "@".join(seen)
        entity = entities[of]


def is_somebody(key: str) -> bool:
    """Whether a key says who it is: neither a description ("سبعة أشخاص") nor an unnamed source of no body."""
    return "@" in key or not key.startswith(("ANON:", "PER:", "ORG:", "LOC:", "MEDIA:"))


@lru_cache(maxsize=200_000)
def stem(word: str) -> str | None:
    """The light stem of a folded word; None for one that says nothing of what happened."""
    if word in _empty():
        return None
    if len(word) >= 5 and word[0] == "و" and word[1:3] != "ال":
        word = word[1:]
    for before in _BEFORE:
        if word.startswith(before) and len(word) - len(before) >= 2:
            word = word[len(before) :]
            break
    else:
        if len(word) >= 5 and word[0] in "بلف" and word[1:3] == "ال":
            word = word[3:]
    if word in _empty():
        return None
    for after in _AFTER:
        if word.endswith(after) and len(word) - len(after) >= 3:
            word = word[: -len(after)]
            break
    return word if len(word) >= 2 else None


@lru_cache(maxsize=1)
def _empty() -> frozenset[str]:
    """Words of the clause's grammar, folded."""
    w = function_words.load()
    sets = [w.prepositions, w.relative, w.relative_loose, w.clause_starters, w.negation, w.present_negation, w.future]
    sets += [w.aspect, w.kana, w.emphasis, w.turns, w.adverbs, w.before_after, w.exception, w.about, w.never_cues]
    return frozenset(fold(word) for words in sets for word in words)


def day(value: str | None) -> int | None:
    """The ordinal of the day that an ISO date or TIMEX3 value begins with."""
    if not value or len(value) < 10:
        return None
    try:
        return datetime.date.fromisoformat(value[:10]).toordinal()
    except ValueError:
        return None


class _Reader:
    """One record while its tellings are made."""

    def __init__(self, record: Mapping[str, Any]) -> None:
        self.record = record
        self.text: str = record["text"]
        self.entities = {e["id"]: e for e in record["entities"]}
        self.who = {id: who(e, self.entities) for id, e in self.entities.items()}
        self.statements = {s["id"]: s for s in record["statements"]}
        self.published = day(record["published"])
        self.ends = [m.end() for m in END.finditer(self.text)]
        self.headline = self.text.find("\n") + 1 if record["title"] else 0
        self.lead = self._lead()
        self.outlet = self.who.get(record["outlet"])
        self.tokens = [(s, e, w.folded) for s, e, w in word_spans(self.text) if w.kind in ("word", "number")]
        self.starts = [s for s, _, _ in self.tokens]
        self.near = self.story()

    def _lead(self) -> int:
        at = self.headline
        while at < min(len(self.text), self.headline + _LEAD):
            end = self.sentence(at)[1]
            if end - at > 60:
                return end
            at = max(end, at + 1)
        return min(at, len(self.text))

    def sentence(self, at: int) -> Span:
        n = bisect.bisect_right(self.ends, at)
        return (self.ends[n - 1] if n else 0, self.ends[n] if n < len(self.ends) else len(self.text))

    def words(self, span: Span) -> tuple[str, ...]:
        """The stems of a span, each once, in their order."""
        found: dict[str, None] = {}
        for n in range(bisect.bisect_left(self.starts, span[0]), len(self.tokens)):
            start, _, folded = self.tokens[n]
            if start >= span[1] or len(found) >= MAX_WORDS:
                break
            if (made := stem(folded)) is not None:
                found[made] = None
        return tuple(found)

    def story(self) -> tuple[str, ...]:
        """The words of headline and lead, those that the text comes back to, and whom it names more than once."""
        found = dict.fromkeys(self.words((0, self.lead)))
        counted = Counter(made for _, _, folded in self.tokens if (made := stem(folded)) is not None)
        often = [w for w, n in counted.most_common(MAX_STORY) if n >= 3]
        named = Counter(m["entity"] for m in self.record["mentions"])
        who = [self.who[e] for e, n in named.most_common(MAX_STORY) if n >= 2 and e in self.who]
        return tuple(dict.fromkeys([*found, *sorted(often), *sorted(k for k in who if is_somebody(k))]))

    def keys(self, ids: Iterable[str | None]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(self.who[i] for i in ids if i is not None and i in self.who))

    def place(self, id: str | None) -> tuple[str, ...]:
        """A place and what it lies in."""
        entity = self.entities.get(id or "")
        if entity is None:
            return ()
        found = [self.who[entity["id"]]]
        entry = knowledge.by_id(found[0])
        while entry is not None and entry.of is not None and entry.of not in found:
            found.append(entry.of)
            entry = knowledge.by_id(entry.of)
        if entity["country"]:
            found.append(f"={entity['country']}")
        return tuple(found)

    def sides(self, ids: Iterable[str | None]) -> tuple[str, ...]:
        """The states that act, and the offices; a party or an armed group is no side of its country."""
        acting = [self.entities[i] for i in ids if i is not None and i in self.entities]
        states = (row["country"] for row in acting if row["sector"] in STATE_SECTORS and row["country"])
        held = (post for row in acting for post in sorted(posts(row, self.record["published"])))
        return tuple(dict.fromkeys([*states, *held]))

    def chain(self, statement: str | None) -> tuple[str, ...]:
        found: list[str] = []
        passed: set[str] = set()
        while statement is not None and statement in self.statements and statement not in passed:
            passed.add(statement)
            row = self.statements[statement]
            found += self.keys([row["speaker"]])
            statement = row["parent"]
        return tuple(dict.fromkeys(found))

    def lemma(self, row: Mapping[str, Any]) -> str:
        """The lemma of what happened, by the entry that found it: a verb and its verbal noun are one."""
        entry = next((e for e in row["why"]["entries"] if e.startswith("events/")), "")
        return fold(entry.partition(":")[2])

    def named(self, sentence: Span) -> tuple[str, ...]:
        """Persons named in a sentence."""
        found = (m["entity"] for m in self.record["mentions"] if sentence[0] <= m["span"][0] < sentence[1])
        keys = self.keys(e for e in found if e in self.entities and self.entities[e]["type"] == "PER")
        return tuple(k for k in keys if is_somebody(k))

    def by_weekday(self, sentence: Span, day_: int) -> bool:
        """Whether a sentence says a day by the name of a weekday and nothing else."""
        names = origins.load().weekdays
        for row in self.record["times"]:
            start, end = row["span"]
            if sentence[0] <= start < sentence[1] and day(row["value"]) == day_:
                said = set(fold(self.text[start:end]).split()) - _OF_DAY
                if len(said) == 1 and said <= names:
                    return True
        return False

    def rank(self, at: int) -> int:
        # Where a report has no headline its lead stands for it.
        return 2 if at < (self.headline or self.lead) else 1 if at < self.lead else 0

    def event(self, row: Mapping[str, Any]) -> Telling:
        span: Span = (row["trigger"][0], row["trigger"][1])
        interval = row["interval"] or (None, None)
        first, last = day(interval[0]), day(interval[1])
        if first is None or last is None:
            first = last = day(row["date"])
        sentence = self.sentence(span[0])
        precision = row.get("precision") or {}
        return Telling(
            report=self.record["id"],
            id=row["id"],
            kind="event",
            type=row["type"],
            mode=row["mode"] or (row.get("contact") or {}).get("channel"),
            span=span,
            sentence=sentence,
            status=row["status"],
            actors=self.keys(row["actors"]),
            recipients=self.keys(row["recipients"]),
            sides=self.sides([*row["actors"]]),
            place=self.place(row["place"]) if precision.get("place") != "actors" else (),
            placed=str(precision.get("place") or ""),
            first=first,
            last=last,
            dated=str(precision.get("date") or ""),
            published=self.published,
            outlet=self.outlet,
            numbers={k: int(row[k]) for k in ("dead", "injured", "size") if row[k] is not None},
            trigger=self.lemma(row) or next(iter(self.words(span)), ""),
            beside=self.named(sentence) if row["type"] == "CONSULT" else (),
            weekday=first is not None and first == last == self.published and self.by_weekday(sentence, first),
            words=self.words(sentence),
            near=self.near,
            rank=self.rank(span[0]),
            chain=self.chain(row["in"]),
        )

    def statement(self, row: Mapping[str, Any]) -> Telling:
        span: Span = (row["content"][0], row["content"][1])
        at = row["cue"][0] if row["cue"] else span[0]
        return Telling(
            report=self.record["id"],
            id=row["id"],
            kind="statement",
            type=row["force"],
            mode=row["channel"],
            span=span,
            sentence=self.sentence(at),
            status="actual",
            actors=self.keys([row["speaker"]]),
            recipients=self.keys(row["addressees"]),
            sides=self.sides([row["speaker"]]),
            place=(),
            placed="",
            first=None,
            last=None,
            dated="",
            published=self.published,
            outlet=self.outlet,
            numbers={},
            trigger=row["lemma"] or "",
            beside=(),
            weekday=False,
            words=self.words(span),
            near=self.near,
            rank=self.rank(at),
            chain=self.chain(row["parent"]),
        )


def tellings(record: Mapping[str, Any]) -> list[Telling]:
    """The tellings of a record (RECORD.md, ``marsad/1``): its events, then its statements."""
    reader = _Reader(record)
    made = [reader.event(row) for row in record["events"]]
    made += [reader.statement(row) for row in record["statements"]]
    return made[:MAX_TELLINGS]
