"""Words that the grammar of participants of events knows one by one (`arabic/event_participants.yaml`)."""

from __future__ import annotations

from functools import cache

import msgspec

from marsad.folding import fold
from marsad.lexicon.inflect import dual_forms
from marsad.lexicon.loader import compiled, data_files, read_yaml

FILES = ("arabic/event_participants.yaml",)


class Participants(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """As the data file has it; in the table all words are forms, folded, without ال.

    ``dependents``: preposition to words that govern it. ``belongs``: those of them that name an owner.
    ``blocs``: adjective to the id of the body. ``pairs``: duals, without ال as all. ``laid``: participles whose
    preposition names whom an act weighs on. ``carriers``: preposition ("" for the idafa) to nouns whose owner does the
    act behind it: مشاركة فرنسا في ضربات. ``sites``: nouns that stand for their owner, who is hit there: مواقعها.
    ``site``: the same in the singular, and only where ل names the owner: معسكرا للتنظيم.
    ``lays``: nouns that lay a deed to somebody: اتهام لقطر بدعم. ``purposes``: words behind which the subject of the
    clause does what follows: بهدف القضاء. ``crowds``: nouns for people who are asked: أنصاره, العالم.
    ``fighters``: nouns for those who fight a state: المسلحين. ``reports``: what is denied with its words: تقارير عن.
    ``ground``: lemmas of frames in which ground changes hands: تحرير المدينة. ``operations``: nouns of force whose
    owner behind ل does what happens in them: في عملية للجيش. ``aspects``: nouns between an act and who is to do it:
    على ألمانيا وقف تسليح.
    ``buildings``: houses that are closed and do not close:
    السفارة. ``bars``: preposition to nouns whose object does not get to the act behind it: منع إيران من الهجوم.
    ``absence``, ``absents``, ``presence``: words and verbs behind which those stand who were not there, and words that
    end it. ``stands``: lemmas of verbs whose verbal noun is the speaker's own stand: أكد رفض.
    """

    dependents: dict[str, frozenset[str]]
    belongs: frozenset[str]
    blocs: dict[str, str]
    pairs: frozenset[str]
    laid: frozenset[str]
    carriers: dict[str, frozenset[str]]
    sites: frozenset[str]
    site: frozenset[str]
    lays: frozenset[str]
    purposes: frozenset[str]
    crowds: frozenset[str]
    fighters: frozenset[str]
    reports: frozenset[str]
    ground: frozenset[str]
    operations: frozenset[str]
    aspects: frozenset[str]
    buildings: frozenset[str]
    bars: dict[str, frozenset[str]]
    absence: frozenset[str]
    absents: frozenset[str]
    presence: frozenset[str]
    stands: frozenset[str]


@cache
def load() -> Participants:
    """The table, from the compiled cache."""
    return compiled("event_participants", FILES, Participants, _build)


def _build() -> Participants:
    raw = read_yaml(data_files(FILES[0])[0], Participants)
    return Participants(
        {prep: frozenset(f for w in words for f in _forms(w)) for prep, words in raw.dependents.items()},
        frozenset(f for w in raw.belongs for f in _forms(w)),
        {form: name for w, name in raw.blocs.items() for form in _forms(w)},
        frozenset(fold(f) for w in raw.pairs for f, _ in dual_forms(w)),
        frozenset(f for w in raw.laid for f in _forms(w)),
        {prep: frozenset(fold(w) for w in words) for prep, words in raw.carriers.items()},
        frozenset(fold(w) for w in raw.sites),
        frozenset(fold(w) for w in raw.site),
        frozenset(fold(w) for w in raw.lays),
        frozenset(fold(w) for w in raw.purposes),
        frozenset(fold(w) for w in raw.crowds),
        frozenset(f for w in raw.fighters for f in _men(w)),
        frozenset(fold(w) for w in raw.reports),
        raw.ground,
        frozenset(fold(w) for w in raw.operations),
        frozenset(fold(w) for w in raw.aspects),
        frozenset(fold(w) for w in raw.buildings),
        {prep: frozenset(fold(w) for w in words) for prep, words in raw.bars.items()},
        frozenset(fold(w) for w in raw.absence),
        frozenset(fold(w) for w in raw.absents),
        frozenset(fold(w) for w in raw.presence),
        raw.stands,
    )


def _forms(lemma: str) -> set[str]:
    """Both genders and all numbers of an adjective, defective ones (موال, مناد) too."""
    stems = {lemma, lemma + "ة", lemma + "ون", lemma + "ين", lemma + "ات", lemma + "ا", lemma + "ي", lemma + "ية"}
    return {fold(s) for s in stems}


def _men(lemma: str) -> set[str]:
    """A noun for a man in all numbers, or a plural as it is; no feminine, which is another thing (مقاتلة)."""
    return {fold(lemma + ending) for ending in ("", "ون", "ين", "ان", "و", "ي")}


def bare(form: str) -> str:
    """A folded word without و and ال."""
    if form.startswith("وال"):
        return form[3:]
    return form.removeprefix("ال")


def check_case(case: dict[str, object], expected: bool) -> str | None:
    """A case: ``word`` as written governs ``prep``, carries an act by ``carries``, or means the ``bloc`` of that id."""
    table = load()
    word = bare(fold(str(case["word"])))
    if "carries" in case:
        holds = word in table.carriers.get(str(case["carries"]), ())
    elif "prep" in case:
        holds = word in table.dependents.get(str(case["prep"]), ())
    else:
        holds = table.blocs.get(word) == case["bloc"]
    return None if holds == expected else f"must {'' if expected else 'not '}match"
