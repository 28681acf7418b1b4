"""Words that say whether a happening took place (`arabic/event_status.yaml`): negation, future, possibility, condition.

Forms are folded and have no attached particles; phrases are folded word by word.
"""

from __future__ import annotations

from functools import cache
from typing import Final, Literal

import msgspec

from marsad.errors import MarsadError
from marsad.folding import fold
from marsad.lexicon.inflect import noun_forms, verb_forms
from marsad.lexicon.loader import compiled, data_files, read_yaml

FILE: Final = "arabic/event_status.yaml"
StatusName = Literal["actual", "planned", "hypothetical", "negated"]
OVER: Final = frozenset({"an", "np", "ب", "ل", "إلى", "على", "عن", "من", "في", "حول", "بشأن", "دون", "عدم"})


class _Verb(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A verb of the data file; ``tense`` restricts it to the imperfect (``pres``)."""

    lemma: str
    present: str
    status: StatusName
    over: frozenset[str]
    masdar: tuple[str, ...] = ()
    plural: tuple[str, ...] = ()
    types: frozenset[str] = frozenset()
    flip: StatusName | None = None
    tense: Literal["pres"] | None = None
    drop: tuple[str, ...] = ()


class _Carrier(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    lemma: str
    present: str


class _Phrases(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    words: tuple[str, ...]
    status: StatusName
    over: frozenset[str]


class _BeforeVerb(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    negated: tuple[str, ...]
    planned: tuple[str, ...]
    hypothetical: tuple[str, ...]


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The shape of the data file; see its comments."""

    before_verb: _BeforeVerb
    may: frozenset[str]
    exception: frozenset[str]
    conditionals: tuple[str, ...]
    if_before: frozenset[str]
    not_conditionals: tuple[str, ...]
    verbs: tuple[_Verb, ...]
    phrases: tuple[_Phrases, ...]
    talks: frozenset[str]
    talks_types: frozenset[str]
    stops: frozenset[str]
    light_nouns: frozenset[str]
    going_on: frozenset[str]
    behind: dict[StatusName, tuple[str, ...]]
    denied_behind: tuple[str, ...]
    means: tuple[str, ...]
    no_purpose: frozenset[str]
    background: tuple[str, ...]
    refusing: frozenset[str]
    carriers: tuple[_Carrier, ...]
    not_future: tuple[str, ...]
    not_future_words: frozenset[str]


class Marker(msgspec.Struct, frozen=True):
    """A word that gives its complement a status. ``kind``: verb (or its verbal noun) or phrase."""

    entry: str
    status: StatusName
    over: frozenset[str]
    kind: Literal["verb", "phrase"]
    types: frozenset[str] = frozenset()
    flip: StatusName | None = None


class StatusTable(msgspec.Struct, frozen=True):
    """``forms``: folded form to (marker, code); ``phrases``: first folded word to (words, marker), longest first."""

    markers: tuple[Marker, ...]
    forms: dict[str, list[tuple[int, str]]]
    phrases: dict[str, list[tuple[tuple[str, ...], int]]]
    before_verb: dict[str, StatusName]
    may: frozenset[str]
    exception: frozenset[str]
    conditionals: dict[str, list[tuple[str, ...]]]
    not_conditionals: dict[str, list[tuple[str, ...]]]
    if_before: frozenset[str]
    talks: frozenset[str]
    talks_types: frozenset[str]
    stops: frozenset[str]
    light_nouns: frozenset[str]
    going_on: frozenset[str]
    behind: dict[str, StatusName]
    denied_behind: dict[str, list[tuple[str, ...]]]
    means: dict[str, list[tuple[str, ...]]]
    no_purpose: frozenset[str]
    background: dict[str, list[tuple[str, ...]]]
    refusing: frozenset[str]
    carriers: dict[str, str]
    not_future: tuple[str, ...]
    not_future_words: frozenset[str]


@cache
def load() -> StatusTable:
    """The table, from the cache; raises ``bad-lexicon``."""
    return compiled("event_status", [FILE], StatusTable, _build)


def _build() -> StatusTable:
    raw = read_yaml(data_files(FILE)[0], _File)
    markers: list[Marker] = []
    forms: dict[str, list[tuple[int, str]]] = {}
    for verb in raw.verbs:
        if verb.over - OVER:
            raise MarsadError("bad-lexicon", f"event_status.yaml: {verb.lemma}: over {sorted(verb.over - OVER)}")
        index = len(markers)
        markers.append(Marker(verb.lemma, verb.status, verb.over, "verb", verb.types, verb.flip))
        for form, code in _forms(verb):
            forms.setdefault(form, []).append((index, code))
    phrases: dict[str, list[tuple[tuple[str, ...], int]]] = {}
    for group in raw.phrases:
        for text in group.words:
            index = len(markers)
            markers.append(Marker(text, group.status, group.over, "phrase"))
            words = _words(text)
            phrases.setdefault(words[0], []).append((words, index))
    for options in phrases.values():
        options.sort(key=lambda pair: -len(pair[0]))
    before: dict[str, StatusName] = {}
    for status in ("negated", "planned", "hypothetical"):
        for word in getattr(raw.before_verb, status):
            before[fold(word)] = status
    return StatusTable(
        markers=tuple(markers),
        forms=forms,
        phrases=phrases,
        before_verb=before,
        may=_folded(raw.may),
        exception=_folded(raw.exception),
        conditionals=_phrase_table(raw.conditionals),
        not_conditionals=_phrase_table(raw.not_conditionals),
        if_before=_folded(raw.if_before),
        talks=_folded(raw.talks),
        stops=_folded(raw.stops),
        talks_types=raw.talks_types,
        light_nouns=_folded(raw.light_nouns),
        going_on=_folded(raw.going_on),
        behind={fold(w): status for status, words in raw.behind.items() for w in words},
        denied_behind=_phrase_table(raw.denied_behind),
        means=_phrase_table(raw.means),
        no_purpose=_folded(raw.no_purpose),
        background=_phrase_table(raw.background),
        refusing=_folded(raw.refusing),
        carriers={
            form: carrier.lemma
            for carrier in raw.carriers
            for form, code in verb_forms(carrier.lemma, carrier.present)
            if code.startswith(("past:3", "pres:3", "past:1p", "pres:1p")) and "bound" not in code
        },
        not_future=tuple(fold(w) for w in raw.not_future),
        not_future_words=frozenset(fold(w) for w in raw.not_future_words),
    )


def _forms(verb: _Verb) -> list[tuple[str, str]]:
    """The forms of a marker: third and first person, active participles that go on with a sentence, verbal nouns."""
    dropped = {fold(w) for w in verb.drop}
    try:
        made = verb_forms(verb.lemma, verb.present, masdar=verb.masdar)
    except ValueError as error:
        raise MarsadError("bad-lexicon", f"event_status.yaml: {error}") from error
    for plural in verb.plural:
        made += [(fold(form), "masdar:p") for form, _ in noun_forms(plural, plural=True)]
    kept = []
    for form, code in made:
        family = code.split(":")[0]
        finite = code.startswith(("past:3", "pres:3", "past:1", "pres:1", "masdar"))
        wanted = finite or code in ("part:ms:acc", "part:fs", "part:mp", "part:fp", "part:ms")
        if form in dropped or not wanted or (verb.tense and family != verb.tense):
            continue
        kept.append((form, code))
    return kept


def _words(text: str) -> tuple[str, ...]:
    return tuple(fold(w) for w in text.split())


def _folded(words: frozenset[str]) -> frozenset[str]:
    return frozenset(fold(w) for w in words)


def _phrase_table(texts: tuple[str, ...]) -> dict[str, list[tuple[str, ...]]]:
    table: dict[str, list[tuple[str, ...]]] = {}
    for text in texts:
        words = _words(text)
        if words not in table.setdefault(words[0], []):
            table[words[0]].append(words)
    for options in table.values():
        options.sort(key=lambda words: -len(words))
    return table
