"""What tells whether a sentence reports a happening as news: features of its record, and words of the lexicons.

Structure: how the happenings of the type are told and with what beside them (who, how many, where, by what means),
what else the sentence tells, who says it, and how it begins. No names, no countries: where something happens does not
make it news.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import chain
from typing import Final

from marsad.annotate.event_triggers import readings
from marsad.document import Event, Report, Token, Word
from marsad.evaluate.told import background, counted_party, definite, numbered, tenses, told, verbal
from marsad.lexicon import events, function_words, groups, reporting

_NEAR: Final = 4  # tokens before a trigger in which a carrying or reporting verb stands
_OPENING: Final = 12  # tokens in which the first verb is looked for

_PLACES: Final = (1, 3, 6, 10, 15, 25, 900)
_LENGTHS: Final = (10, 15, 20, 25, 30, 35, 40, 50, 60)
_DENSE: Final = (0.02, 0.04, 0.06, 0.08, 0.1, 0.15)
_SHARES: Final = (0.2, 0.34, 0.5, 0.67, 0.99)
_QUOTED: Final = (0.01, 0.2, 0.5, 0.8)
_DEAD: Final = (1, 2, 5, 10, 30, 100)


class Told:
    """The events of a type in a report, and which of them are told."""

    def __init__(self, report: Report, kind: str) -> None:
        self.report = report
        self.kind = kind
        self.held = [e for e in report.events if e.type == kind]
        self.actual = [e for e in self.held if e.status == "actual"]
        self.told = [e for e in self.actual if told(report, e)]
        self.others = [e for e in report.events if e.type != kind]
        self.tokens = [t for t in report.tokens if t.word.kind != "punct"]


def features(report: Report, kind: str) -> frozenset[str]:
    """The structure of a sentence, about happenings of a type."""
    it = Told(report, kind)
    return frozenset(chain(_counts(it), _triggers(it), _slots(it), _others(it), _speech(it), _beside(it), _opening(it)))


def words(report: Report) -> frozenset[str]:
    """The lemmas of the words that the lexicons of events, reporting verbs and groups of people know."""
    found = {lemma for t in report.tokens if t.word.kind == "word" for lemma in _lemmas(t.word)}
    return frozenset(lemma for lemma in found if not lemma.startswith("carry"))


@lru_cache(maxsize=20_000)
def _lemmas(word: Word) -> tuple[str, ...]:
    frames, said, people = events.load(), reporting.load(), groups.load()
    found: set[str] = set()
    for s in word.splits:
        found.update("event " + frames.frames[i].lemma for i, _ in frames.forms.get(s.stem, ()))
        found.update("carry " + frames.light[i].lemma for i, _ in frames.light_forms.get(s.stem, ()))
        found.update("say " + said.entries[i].lemma for i, _ in said.forms.get(s.stem, ()))
        if group := people.forms.get(s.stem):
            found.add("people " + people.groups[group[0]].lemma)
    return tuple(sorted(found))


def _step(value: float, edges: Iterable[float]) -> int:
    return sum(value >= edge for edge in edges)


def _upto(name: str, count: int, most: int) -> Iterator[str]:
    yield from (f"{name}>={k}" for k in range(1, min(count, most) + 1))


def _counts(it: Told) -> Iterator[str]:
    """How many events, and how they are told: verb or noun, background, definite, of what status."""
    report, held = it.report, it.held
    verbs = [e for e in it.told if verbal(e)]
    yield from _upto("held", len(held), 1)
    yield from _upto("actual", len(it.actual), 4)
    yield from _upto("told", len(it.told), 3)
    yield from _upto("told by verb", len(verbs), 2)
    yield from _upto("told by noun", len(it.told) - len(verbs), 1)
    yield from _upto("words for it", len({_lemma(e) for e in it.actual}), 4)
    yield from (f"status {e.status}" for e in held)
    behind = sum(background(report, e) for e in held)
    known = sum(definite(report, e) for e in held)
    yield from _upto("background", behind, 1)
    yield from _upto("definite", known, 2)
    if held and behind == len(held):
        yield "all background"
    if held and known == len(held):
        yield "all definite"
    if held:
        yield f"dense {_step(len(it.actual) / max(len(it.tokens), 1), _DENSE)}"


def _lemma(event: Event) -> str:
    frame = events.frame(event.frame)
    return frame.lemma if frame else ""


def _triggers(it: Told) -> Iterator[str]:
    """The words that name the actual events, and what stands before them."""
    report = it.report
    for e in it.actual:
        mine = "told" if e in it.told else ""
        if e.why:
            yield f"rule {e.why.rule}"
        if e.mode:
            yield f"mode {e.mode}"
            yield f"means {'verb' if verbal(e) else 'noun'} {mine}"
        yield from (f"context {c}" for c in e.context)
        if e.token < 0:
            continue
        before = report.tokens[max(0, e.token - _NEAR) : e.token]
        yield from (f"{'verb' if verbal(e) else 'noun'} by {by}" for by in _carriers(before))
        yield f"behind {_kind_before(report, e)}"
        if any(f is not e and abs(f.token - e.token) <= 2 * _NEAR - 1 for f in it.actual):
            yield "another near"
        hidden = background(report, e)
        if verbal(e):
            yield "verb in background" if hidden else "verb in front"
            yield from (f"tense {t}" for t in tenses(report, e))
        else:
            which = "definite" if definite(report, e) else "indefinite"
            yield f"noun {which} {'in background' if hidden else 'in front'}"
            yield f"noun {which} {_number(report, e)}"


def _carriers(tokens: tuple[Token, ...]) -> Iterator[str]:
    for t in tokens:
        for lemma in _lemmas(t.word):
            if lemma.startswith(("carry", "say")):
                yield lemma.split()[0]


def _kind_before(report: Report, event: Event) -> str:
    """The kind of the word before a trigger."""
    if event.token == 0:
        return "nothing"
    word = report.tokens[event.token - 1].word
    if word.kind != "word":
        return word.kind
    small = function_words.load()
    return word.letters if word.letters in small.prepositions else "word"


def _number(report: Report, event: Event) -> str:
    forms = events.load().forms
    codes = [
        code
        for s in report.tokens[event.token].word.splits
        for index, code in forms.get(s.stem, ())
        if index == event.frame
    ]
    return next((n for n in ("p", "d") if any(f":{n}" in c for c in codes)), "s")


def _slots(it: Told) -> Iterator[str]:
    """Who, whom, how many, where, when and by what means, and whether all of it is told."""
    report = it.report
    entities = {e.id: e for e in report.entities}
    for e in it.actual:
        filled = [bool(e.actors), bool(e.recipients) or counted_party(report, e), bool(e.mode), bool(e.place)]
        full = sum(filled) + bool(e.date) + bool(e.tolls)
        yield from _upto("slots", full, 4)
        if e in it.told:
            yield from _upto("slots told", full, 4)
            if verbal(e):
                yield from _upto("slots told by verb", full, 3)
            if filled[0] or filled[1]:
                yield "party told"
        if e.actors and e.recipients:
            yield "who whom"
            yield from ["who whom told"] * (e in it.told) + ["who whom means"] * bool(e.mode)
        yield from (f"toll {t}" for t in e.tolls)
        if e.tolls.keys() & {"dead", "injured"}:
            yield f"victims {'verb' if verbal(e) else 'noun'} {'told' if e in it.told else ''}"
        yield from (f"{slot} of {whence}" for slot, whence in e.precision.items())
        for a in e.arguments:
            yield from (f"{a.role}", f"{a.role} {a.how}")
        for role, listed in (("who", e.actors), ("whom", e.recipients)):
            yield from ([role] if listed else [])
            for entity in map(entities.get, listed):
                if entity:
                    yield from (f"{role} {entity.type}", f"{role} {entity.sector}")
                    yield from [f"{role} foreign"] * bool(entity.country)
    dead = [t.value or t.low or 0 for e in it.actual for name, t in e.tolls.items() if name == "dead"]
    if dead:
        yield f"dead {_step(max(dead), _DEAD)}"
    yield from ["numbered"] * numbered(report, it.actual) + ["numbered told"] * numbered(report, it.told)
    yield from ["place"] * any(e.place for e in it.actual) + ["place told"] * any(e.place for e in it.told)
    yield from ["means told"] * any(e.mode for e in it.told)
    yield from ["toll and means"] * (bool(dead) and any(e.mode for e in it.actual))


def _others(it: Told) -> Iterator[str]:
    """What else the sentence tells."""
    yield from (f"other {e.type}" for e in it.others)
    yield from (f"others>={k}" for k in (1, 2, 4) if len(it.others) >= k)
    if it.report.events:
        yield f"share {_step(len(it.actual) / len(it.report.events), _SHARES)}"
        first = min(it.report.events, key=lambda e: e.token if e.token >= 0 else len(it.report.tokens))
        yield f"first {'its' if first.type == it.kind else first.type}"


def _speech(it: Told) -> Iterator[str]:
    """Who says what in which way."""
    report = it.report
    entities = {e.id: e for e in report.entities}
    said = {s.id: s for s in report.statements}
    yield from _upto("statements", len(said), 2)
    for s in report.statements:
        yield from (f"force {s.force}", f"quotation {s.quotation}")
        yield from [f"channel {s.channel}"] * bool(s.channel)
        if speaker := entities.get(s.speaker or ""):
            yield from (f"speaker {speaker.type}", f"speaker {speaker.sector}", f"speaker {speaker.class_}")
    for e in it.actual:
        if s_ := said.get(e.in_ or ""):
            yield from (f"said {s_.quotation}", f"said {s_.force}")
        yield "said" if e.in_ else "not said"
    length = max(len(report.text), 1)
    marked = sum(
        (report.tokens[q.close].end if q.close < len(report.tokens) else length)
        - (report.tokens[q.open].start if q.open >= 0 else 0)
        for q in report.quotations
        if not q.repaired
    )
    yield f"quoted {_step(marked / length, _QUOTED)}"


def _beside(it: Told) -> Iterator[str]:
    """Times, numbers, and whom and where the sentence names."""
    report = it.report
    yield from _upto("times", len(report.times), 2)
    for t in report.times:
        yield f"time {t.type}"
        if t.type == "DATE":
            yield f"date {'relative' if t.value.startswith('XXXX') else 'year' if len(t.value) <= 4 else 'day'}"
    yield from _upto("numbers", len(report.quantities), 3)
    yield from _upto("people numbered", sum(q.unit == "person" for q in report.quantities), 2)
    yield from (f"number {q.unit}" for q in report.quantities)
    for m in report.mentions:
        yield f"{m.kind} {m.type}"
        yield from [f"source {m.source_class}"] * (m.kind == "role" and m.type == "ANON")
    names = [m.type for m in report.mentions if m.kind == "name"]
    yield from _upto("places named", names.count("LOC"), 3)
    yield from _upto("people named", names.count("PER"), 2)


def _opening(it: Told) -> Iterator[str]:
    """Where the events stand, how the sentence begins, how long it is, and its small words."""
    report, small = it.report, function_words.load()
    yield f"stands {_step(min((e.token for e in it.actual if e.token >= 0), default=999), _PLACES)}"
    yield f"stands told {_step(min((e.token for e in it.told), default=999), _PLACES)}"
    yield f"long {_step(len(it.tokens), _LENGTHS)}"
    for place, t in enumerate(report.tokens[:_OPENING]):
        verbs = [r for r in readings(t.word) if r.kind == "verb"]
        says = any(s.stem in reporting.load().forms and not s.enclitic for s in t.word.splits)
        if says or verbs:
            yield f"first verb at {min(place, 4)}"
            yield "first verb says" if says else f"first verb {verbs[0].tense}"
            break
    else:
        yield "no first verb"
    letters = [t.word.letters for t in it.tokens]
    if letters:
        yield from ["opens with و"] * letters[0].startswith("و")
        yield from (f"opens with {lemma.split()[0]}" for lemma in _lemmas(it.tokens[0].word))
        yield from ["opens with كان"] * any(w in small.kana for w in letters[:2])
    for name, listed in (
        ("negation", small.negation),
        ("present negation", small.present_negation),
        ("modal", small.modals | small.future),
        ("first person", small.first_person),
        ("condition", small.conditions),
    ):
        yield from [name] * any(w in listed for w in letters)
    yield from _upto("relative", sum(w in small.relative for w in letters), 2)
    yield from ["question"] * ("؟" in report.text) + ["colon"] * (":" in report.text)
