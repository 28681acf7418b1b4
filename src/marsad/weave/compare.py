"""Compares what two reports tell, by the named levels of `marsad.weave.levels`."""

from __future__ import annotations

import math
from collections.abc import Iterable
from functools import lru_cache
from typing import Final, NamedTuple

from marsad.folding import fold
from marsad.lexicon import coordinates, knowledge, origins
from marsad.weave.groups import INFERRED, Frequencies, Group
from marsad.weave.levels import EVENTS, STATEMENTS, WITHIN, Level
from marsad.weave.posts import shared

Levels = dict[str, Level]

_NEAR: Final = frozenset(
    frozenset(pair.split())
    for pair in (
        "ASSAULT COERCE|ASSAULT MOBILIZE|ASSAULT SANCTION|COERCE SANCTION|ASSAULT PROTEST|COERCE PROTEST|"
        "ACCUSE REJECT|ACCUSE REQUEST|ACCUSE THREATEN|REQUEST THREATEN|REJECT REQUEST|REJECT THREATEN|"
        "CONSULT AGREE|CONSULT COOPERATE|AGREE COOPERATE|AGREE SUPPORT|SUPPORT COOPERATE|AID SUPPORT|AID COOPERATE|"
        "AGREE CONCEDE|CONCEDE RETREAT|AGREE RETREAT"
    ).split("|")
)
INFERRED_PLACE: Final = (0.7, 0.7)  # share of a place taken from elsewhere in the report: across, within reports
KM: Final = 111.2  # kilometres of a degree of latitude
NEAR_KM: Final = 30.0
MONTH: Final = 31  # days within which a contact is retold, or a question stays open
SENTENCE: Final = 1.0  # what two events that stand side by side in one sentence count for having words in common
DAYS: Final = 3  # an interval that is longer than so many days says too little of when it was
# Acts of speech: who does them is most of what they are.
# Modes that are about one person: another person, another event.
PERSONAL: Final = frozenset({"resign", "release", "arrest", "deport", "execute", "assassinate", "abduct"})
SPOKEN: Final = frozenset({"ACCUSE", "REJECT", "THREATEN", "REQUEST", "SUPPORT"})
# Modes that are told for one another: an attack by explosives may be told as an attempt at somebody's life.
_APART: Final = (
    frozenset({"phone", "visit", "multilateral", "third-party"}),
    frozenset({"aerial", "suicide-attack"}),
    frozenset({"unconventional", "suicide-attack"}),
    frozenset({"unconventional", "aerial"}),
    frozenset({"unconventional", "assassinate"}),
    frozenset({"aerial", "assassinate"}),
    frozenset({"release", "withdraw", "resign", "ceasefire", "return", "disarm", "access"}),
    frozenset({"arrest", "seize", "restrict", "ban", "censor", "deport"}),
    frozenset({"allege", "investigate"}),
    frozenset({"allege", "disapprove"}),
    frozenset({"disapprove", "investigate"}),
)


class Held(NamedTuple):
    """One level that holds, with the share of its weight and what made it."""

    level: Level
    share: float
    what: tuple[str, ...]

    @property
    def weight(self) -> float:
        """What it adds."""
        return self.level.weight * self.share


class Comparison(NamedTuple):
    """The levels of two groups; ``score`` is their sum, ``never`` that they cannot be one."""

    score: float
    steps: tuple[Held, ...]
    never: bool = False


def of_events(a: Group, b: Group, frequencies: Frequencies, *, words: bool = False) -> Comparison:
    """Events of two reports; with the words that made each level where `words` asks for them."""
    return _events(a, b, frequencies, EVENTS, words)


def of_one_report(a: Group, b: Group, frequencies: Frequencies, *, apart: int | None = None) -> Comparison:
    """Events of one report; `apart`: the characters between their triggers where they stand in one sentence."""
    return _events(a, b, frequencies, WITHIN, False, apart)


def _events(
    a: Group, b: Group, frequencies: Frequencies, levels: Levels, words: bool, apart: int | None = None
) -> Comparison:
    within = levels is WITHIN
    named = _type(a, b)
    if named is None or (within and named == "near"):
        return Comparison(-9.0, (), True)
    steps = [Held(levels[f"type/{named}"], 1.0, tuple(sorted(a.triggers & b.triggers)))]
    # Events of one sentence share its words whatever they are: what counts there is how near they stand.
    share = frequencies.share(a.words, b.words) if apart is None else max(0.0, SENTENCE - apart / 400)
    steps.append(Held(levels["words/shared"], share, _rarest(a.words & b.words, frequencies) if words else ()))
    if not within:
        near = frequencies.share(a.near, b.near)
        # A happening told in passing has less to do with what the report is about.
        weight = 1.0 if a.rank and b.rank else 0.7
        steps.append(
            Held(levels["report/shared"], near * weight, _rarest(a.near & b.near, frequencies) if words else ())
        )
    name, share, what = _who(a, b, frequencies)
    if within and "CONSULT" in a.types & b.types and _by_phone(a) != _by_phone(b) and a.modes and b.modes:
        return Comparison(-9.0, (), True)  # a call, and a meeting or a dialogue that it is told with
    if within and name == "other-person":
        return Comparison(-9.0, (), True)
    if within and name in ("other-actor", "swapped") and a.types & b.types & SPOKEN:
        return Comparison(-9.0, (), True)  # who says it is most of what it is
    steps.append(Held(levels[f"who/{name}"], share, what))
    name, what = _place(a, b)
    # A place taken from elsewhere in a report says less.
    steps.append(Held(levels[f"place/{name}"], 1.0 if a.placed and b.placed else INFERRED_PLACE[within], what))
    time = _time(a, b, within)
    standing = time.startswith("published-") and _standing(a, b)
    if standing:
        time = "unknown"
    if time == "near" and not within and a.rank and b.rank and _on_other_days(a, b):
        time = "next"
    steps.append(Held(levels[f"time/{time}"], 1.0, ()))
    steps.append(Held(levels[f"numbers/{_numbers(a, b)}"], 1.0, ()))
    if not within:
        steps.append(Held(levels["rank/both-main" if a.rank and b.rank else "rank/other"], 1.0, ()))
    status = _status(a, b)
    # What is refused here and planned there is one question, and that they differ is what is to be shown.
    steps.append(Held(levels[f"status/{status}"], 0.0 if standing and status == "contrary" else 1.0, ()))
    # What two reports have as their news long apart is two happenings, however alike they tell it.
    never = not within and bool(a.rank and b.rank) and time in ("far", "published-far")
    return Comparison(-9.0 if never else _sum(steps), tuple(steps), never)


def of_statements(a: Group, b: Group, frequencies: Frequencies, *, words: bool = False) -> Comparison:
    """Statements of two reports."""
    levels = STATEMENTS
    common = a.words & b.words
    if len(common) < 2:
        return Comparison(-9.0, (), True)
    share = frequencies.share(a.words, b.words)
    # A short utterance shares much by chance.
    share *= min(1.0, len(common) / 5)
    steps = [Held(levels["words/shared"], share, _rarest(common, frequencies) if words else ())]
    steps.append(Held(levels["report/shared"], frequencies.share(a.near, b.near), ()))
    who = "unknown" if not a.actors or not b.actors else "same" if shared(a.actors, b.actors) else "other"
    steps.append(Held(levels[f"who/{who}"], 1.0, tuple(sorted(shared(a.actors, b.actors)))))
    gap = _gap(a, b)
    time = "unknown" if gap is None else "near" if gap <= 2 else "apart"
    steps.append(Held(levels[f"time/{time}"], 1.0, ()))
    steps.append(Held(levels["type/same" if a.types & b.types else "type/other"], 1.0, ()))
    return Comparison(_sum(steps), tuple(steps))


def _sum(steps: list[Held]) -> float:
    return sum([level.weight * share for level, share, _ in steps])


def _rarest(words: frozenset[str], frequencies: Frequencies) -> tuple[str, ...]:
    return tuple(sorted(words, key=lambda w: (-frequencies.weight(w), w))[:8])


def _type(a: Group, b: Group) -> str | None:
    """How near two types are; None for those that never tell of one happening."""
    if not a.types & b.types:
        return "near" if any(frozenset((x, y)) in _NEAR for x in a.types for y in b.types) else None
    words = (a.triggers & b.triggers) - origins.load().general
    if a.modes and b.modes and not a.modes & b.modes:
        if any(a.modes & group and b.modes & group for group in _APART):
            return "other-mode"
        return "same-word" if words else "same"
    if words:
        return "same-word"
    if "CONSULT" in a.types & b.types and _by_phone(a) != _by_phone(b):
        return "other-mode"  # a meeting or a dialogue, told beside a call
    return "same-mode" if a.modes & b.modes else "same"


def _by_phone(a: Group) -> bool:
    return "phone" in a.modes


def _who(a: Group, b: Group, frequencies: Frequencies) -> tuple[str, float, tuple[str, ...]]:
    spoken = bool(a.types & b.types & SPOKEN)
    both = _contact(a, b)
    if len(both) > 1:
        return "shared", 1.0, tuple(sorted(both))
    if "CONSULT" in a.types & b.types and "visit" not in a.modes | b.modes and _other_partner(a.who, b.who):
        return "other-partner", 1.0, ()
    if a.modes & b.modes & PERSONAL and _other_person(_whose(a), _whose(b)):
        return "other-person", 1.0, ()
    if not a.who or not b.who:
        return "unknown", 1.0, ()
    sides = a.sides & b.sides
    posts = frozenset(side for side in sides if side.startswith("office:"))  # the office here, its holder there
    common = shared(a.who, b.who) | posts
    same_actor = bool(posts or shared(a.actors, b.actors))
    if spoken and not same_actor and (a.actors & b.recipients - a.recipients or b.actors & a.recipients - b.recipients):
        return "swapped", 1.0, tuple(sorted(common))  # who accuses here is accused there
    if a.actors and b.actors and not same_actor:
        if a.actors & b.recipients and b.actors & a.recipients and not shared(a.recipients, b.recipients):
            return "swapped", 1.0, tuple(sorted(common))
        if spoken and not sides:
            return "other-actor", 1.0, tuple(sorted(common))
        if spoken:
            # The office for its holder, the state for its minister.
            return "same-side", 1.0, tuple(sorted(sides))
    if not common:
        return ("same-side", 1.0, tuple(sorted(sides))) if sides else ("none-shared", 1.0, ())
    weight = max(frequencies.weight(w) for w in common)
    # One rare participant in common says as much as several frequent ones.
    share = min(1.0, weight / 5.0 + 0.15 * (len(common) - 1))
    return "shared", share, tuple(sorted(common))


def _place(a: Group, b: Group) -> tuple[str, tuple[str, ...]]:
    best = ("unknown", ())
    order = ("other", "same-country", "unknown", "near", "within", "same")
    found: tuple[str, tuple[str, ...]] | None = None
    for x in a.places:
        for y in b.places:
            level = _places(x, y)
            if found is None or order.index(level) > order.index(found[0]):
                found = (level, (x[0],) if x[0] == y[0] else (x[0], y[0]))
    return found or best


def _places(x: tuple[str, ...], y: tuple[str, ...]) -> str:
    if x[0] == y[0]:
        return "same"
    if x[0] in y or y[0] in x:
        return "within"
    if x[-1].startswith("=") and y[-1].startswith("="):
        if x[-1] != y[-1]:
            return "other"
        # A country's own entity and a place in it.
        if len(x) == 1 or len(y) == 1 or _is_country(x) or _is_country(y):
            return "within"
        return "near" if _near(x[0], y[0]) else "same-country"
    return "unknown"


@lru_cache(maxsize=100_000)
def _near(x: str, y: str) -> bool:
    """Whether two places lie so near that reports name the one for the other: a town and its quarter or suburb."""
    a, b = coordinates.point(x), coordinates.point(y)
    if a is None or b is None:
        return False
    east = (a.lon - b.lon) * math.cos(math.radians(a.lat))
    return math.hypot(a.lat - b.lat, east) * KM < NEAR_KM


def _is_country(place: tuple[str, ...]) -> bool:
    return place[0] in (place[-1], place[-1][1:])


def _whose(a: Group) -> frozenset[str]:
    """The persons whom a personal event is about: who resigns, else whom it befalls."""
    return frozenset(k for k in (a.actors if "resign" in a.modes else a.recipients) if k.startswith("per"))


def _other_person(x: frozenset[str], y: frozenset[str]) -> bool:
    """Whether two sets of persons have nobody in common, however their names are spelled or cut short."""
    return bool(x and y) and not shared(x, y) and not _name_words(x) & _name_words(y)


def _other_partner(x: frozenset[str], y: frozenset[str]) -> bool:
    """Whether somebody speaks with one person here and with another there."""
    a, b = (frozenset(k for k in keys if k.startswith("per")) for keys in (x, y))
    common = shared(a, b) | shared(b, a)
    return bool(common) and _other_person(a - common, b - common)


def _name_words(keys: Iterable[str]) -> frozenset[str]:
    """The beginnings of the words of persons' names: spellings differ in the end ("ديفيس", "ديفيز")."""
    found: set[str] = set()
    for key in keys:
        entry = knowledge.by_id(key)
        names = (fold(n) for n in entry.ar) if entry is not None else (key[4:].replace("_", " "),)
        found |= {word.removeprefix("ال")[:4] for name in names for word in name.split()}
    return frozenset(w for w in found if len(w) > 2)


def _contact(a: Group, b: Group) -> frozenset[str]:
    """Who takes part in one contact as two reports have it: named as participants, or beside the one and beside the
    other; empty for other events, and where the channel is another."""
    if "CONSULT" not in a.types & b.types or not a.modes & b.modes:
        return frozenset()
    return shared(a.who | a.beside, b.who | b.beside) - _countries(a, b)


def _countries(a: Group, b: Group) -> frozenset[str]:
    return frozenset(k for k in a.who | b.who if len(k) == 3 and k.isupper())


def _standing(a: Group, b: Group) -> bool:
    """Whether the time between two reports says nothing: one contact retold weeks later by one that has other news, or
    one question that stays open (a withdrawal refused here, planned there)."""
    gap = _gap(a, b)
    if gap is None or gap > MONTH:
        return False
    if not (a.rank and b.rank) and len(_contact(a, b)) > 1:
        return True
    if not a.modes & b.modes or _past(a) or _past(b):
        return False
    if a.types & b.types & _OF_WILL:  # of which what is only spoken of is often told like what was done
        return bool((a.statuses | b.statuses) & _OPEN)
    return bool(a.statuses & _OPEN and b.statuses & _OPEN)


def _past(a: Group) -> bool:
    return any(a.published is None or d[0] <= a.published for d in a.days)


_OPEN: Final = frozenset({"planned", "hypothetical", "negated"})
_OF_WILL: Final = frozenset({"RETREAT", "CONCEDE", "AGREE", "COOPERATE"})


def _gap(a: Group, b: Group) -> int | None:
    return None if a.published is None or b.published is None else abs(a.published - b.published)


def _time(a: Group, b: Group, within: bool) -> str:
    """How near the days are; where one is not known, how near the reports are to each other and to the day."""
    gap = _gap(a, b)
    apart: int | None = None
    for x in a.days:
        for y in b.days:
            between = max(x[0] - y[1], y[0] - x[1], 0)
            # "In January" says little of what fell into it, but enough of what did not.
            if between > 1 or (x[1] - x[0] <= DAYS and y[1] - y[0] <= DAYS):
                apart = between if apart is None else min(apart, between)
            else:
                apart = -1 if apart is None or apart > 1 else apart
    if _too_early(a, b) or _too_early(b, a):
        return "far"
    if apart is None or apart < 0:
        return "unknown" if within else _published(a, b)
    if apart <= 1:
        return "near" if apart else "same"
    if apart == 7 and gap is not None and gap <= 2:
        return "unknown"  # the same weekday, taken for the one before or behind
    return "apart" if apart <= 4 else "far"


def _on_other_days(a: Group, b: Group) -> bool:
    """Whether both have days that are said beside the tellings, each a single one and none of them in common."""
    x, y = ({d[0] for d in g.days if d[0] == d[1] and d[2] not in ("", INFERRED)} for g in (a, b))
    return bool(x and y) and not x & y


def _too_early(a: Group, b: Group) -> bool:
    """Whether a report is older than the day on which what the other tells took place."""
    if a.published is None or a.statuses != {"actual"} or b.statuses != {"actual"} or not b.days:
        return False
    back = 7 if b.weekday and len(_contact(a, b)) > 1 else 0
    return all(d[0] - back > a.published + 1 for d in b.days)


def _published(a: Group, b: Group) -> str:
    """How near the reports are; a report that says no day has it as news of its own."""
    ends = [
        [(d[0], d[1]) for d in g.days if d[1] - d[0] <= DAYS] or ([(g.published, g.published)] if g.published else [])
        for g in (a, b)
    ]
    between = [max(x[0] - y[1], y[0] - x[1], 0) for x in ends[0] for y in ends[1]]
    if not between:
        return "unknown"
    apart = min(between)
    if apart <= 2:
        return "unknown" if apart == 2 else "published-near"
    return "published-apart" if apart <= 6 else "published-far"


def _numbers(a: Group, b: Group) -> str:
    if not a.numbers or not b.numbers:
        return "unknown"
    if any(n > 2 for _, n in a.numbers & b.numbers):
        return "same"
    return "other" if {k for k, _ in a.numbers} & {k for k, _ in b.numbers} else "unknown"


def _status(a: Group, b: Group) -> str:
    if a.statuses & b.statuses:
        return "same"
    return "contrary" if "negated" in a.statuses | b.statuses else "other"
