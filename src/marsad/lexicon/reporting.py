"""Reporting words: verbs, nouns, phrases of attribution and channels, with the table of their inflected forms.

The knowledge stands in ``arabic/reporting_verbs.yaml``, ``reporting_nouns.yaml``, ``attributions.yaml`` and
``channels.yaml``; the fields of their entries are documented here. `load` gives the table, folded and inflected.
Forms have no attached particles and pronouns: look up the stems of `marsad.text.words.Word.splits`.
"""

from __future__ import annotations

from functools import cache
from typing import Literal

import msgspec

from marsad.document import Channel, Force
from marsad.errors import MarsadError
from marsad.folding import fold
from marsad.lexicon.inflect import dual_forms, noun_forms, verb_forms
from marsad.lexicon.loader import compiled, data_files, read_yaml

FILES = (
    "arabic/reporting_verbs.yaml",
    "arabic/reporting_nouns.yaml",
    "arabic/attributions.yaml",
    "arabic/channels.yaml",
)
Forms = dict[str, list[tuple[int, str]]]

# How the content is given: a clause with أنّ/إنّ, one with أن + subjunctive, a direct quotation (or colon), a noun
# phrase as object, or a preposition. Prepositions as written: ب, على, إلى, عن, من, ل, في ...
CLAUSES = ("anna", "an", "quote", "np")


class Verb(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A reporting verb.

    ``force`` holds when nothing else says otherwise. ``addressee``: "object" where the object is who is told
    (أبلغ X أن), a list of prepositions otherwise. ``target``: the object is who it is about, not who is told
    (اتهم X ب). ``continues``: the former speaker goes on (أضاف). ``needs`` "clause": reports only with أن/إن, a
    quotation or a colon. ``thought``: belief, fear, hope. ``denotes_topic``: the content is the topic (تحدث عن).
    ``factive``: presupposes that the content is true. ``describes``: the content is a description (وصفه ب).
    ``homograph``: the written form is more often another word. ``extra``: forms by code that no rule gives.
    """

    lemma: str
    present: str
    force: Force = "assert"
    content: tuple[str, ...] = ("anna", "quote")
    addressee: Literal["object"] | tuple[str, ...] | None = None
    target: bool = False
    continues: bool = False
    channel: Channel | None = None
    needs: Literal["clause"] | None = None
    thought: bool = False
    denotes_topic: bool = False
    factive: bool | None = None
    describes: bool = False
    homograph: bool = False
    masdar: tuple[str, ...] = ()
    masdar_plural: tuple[str, ...] = ()
    extra: dict[str, list[str]] = {}
    note: str | None = None


class Noun(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A noun that reports.

    ``kind``: document (بيان، تقرير: can itself be named as the source), speech (كلمة، مقابلة), act (اتهام، تهديد).
    ``speaks``: may stand as the subject of a reporting verb. ``content`` and ``addressee``: as in `Verb`; the act
    nouns take these prepositions (اتهامه لـX بـ: target ل, content ب). ``verb``: lemma of the verb it belongs to.
    """

    lemma: str
    kind: Literal["document", "speech", "act"]
    force: Force = "assert"
    plural: tuple[str, ...] = ()
    content: tuple[str, ...] = ()
    addressee: tuple[str, ...] = ()
    target: tuple[str, ...] = ()
    channel: Channel | None = None
    speaks: bool = False
    thought: bool = False
    homograph: bool = False
    gender: Literal["m", "f"] | None = None
    verb: str | None = None
    note: str | None = None


class Attribution(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A phrase that says on whose word. The last word may be a bare ل or ب, written together with what follows.

    ``words`` (set when compiled): the folded words. ``follows``: source, verb, pronoun (attached to the last word),
    none (the phrase is whole).
    """

    phrase: str
    follows: tuple[Literal["source", "verb", "pronoun", "none"], ...]
    force: Force | None = None
    channel: Channel | None = None
    words: tuple[str, ...] = ()
    note: str | None = None


class ChannelNoun(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A noun (one or more words) that names the channel, and the prepositions that introduce it ("في بيان").

    ``words`` (set when compiled): the folded words of the singular.
    """

    noun: str
    channel: Channel
    by: tuple[str, ...] = ("في",)
    plural: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    note: str | None = None


class ReportingTable(msgspec.Struct, frozen=True):
    """All reporting words. ``forms`` maps a folded stem to (index in entries, feature code of `inflect`)."""

    entries: tuple[Verb, ...]
    forms: Forms
    nouns: tuple[Noun, ...]
    noun_forms: Forms
    attributions: tuple[Attribution, ...]
    attributions_by_first: dict[str, list[int]]  # folded first word: indexes, longest phrase first
    channels: tuple[ChannelNoun, ...]
    channels_by_first: dict[str, list[int]]  # folded first word in any number: indexes, longest phrase first


@cache
def load() -> ReportingTable:
    """The table, from the compiled cache where it is fresh; raises ``bad-lexicon`` if an entry is wrong."""
    return compiled("reporting", FILES, ReportingTable, _build)


def _build() -> ReportingTable:
    verbs_file, nouns_file, attributions_file, channels_file = (data_files(name)[0] for name in FILES)
    verbs = read_yaml(verbs_file, tuple[Verb, ...])
    nouns = read_yaml(nouns_file, tuple[Noun, ...])
    attributions = tuple(
        msgspec.structs.replace(a, words=tuple(fold(a.phrase).split()))
        for a in read_yaml(attributions_file, tuple[Attribution, ...])
    )
    channels = tuple(
        msgspec.structs.replace(c, words=tuple(fold(c.noun).split()))
        for c in read_yaml(channels_file, tuple[ChannelNoun, ...])
    )
    return ReportingTable(
        entries=verbs,
        forms=_verb_table(verbs),
        nouns=nouns,
        noun_forms=_noun_table(nouns),
        attributions=attributions,
        attributions_by_first=_by_first([(i, (a.words,)) for i, a in enumerate(attributions)]),
        channels=channels,
        channels_by_first=_by_first([(i, _channel_words(c)) for i, c in enumerate(channels)]),
    )


def _verb_table(verbs: tuple[Verb, ...]) -> Forms:
    """Every form of every verb. A passive that is written like the active is not listed apart."""
    table: Forms = {}
    for index, verb in enumerate(verbs):
        try:
            pairs = verb_forms(
                verb.lemma, verb.present, masdar=verb.masdar, masdar_plural=verb.masdar_plural, extra=verb.extra
            )
        except ValueError as error:
            raise MarsadError("bad-lexicon", f"reporting_verbs.yaml: {error}") from error
        seen = set(pairs)
        for form, code in pairs:
            if ":pass" in code and (form, code.replace(":pass", "")) in seen:
                continue
            table.setdefault(form, []).append((index, code))
    return table


def _noun_table(nouns: tuple[Noun, ...]) -> Forms:
    table: Forms = {}
    for index, noun in enumerate(nouns):
        pairs = noun_forms(noun.lemma) + dual_forms(noun.lemma)
        for plural in noun.plural:
            pairs += noun_forms(plural, code="p", plural=True)
        for form, code in dict.fromkeys((fold(form), code) for form, code in pairs):
            table.setdefault(form, []).append((index, code))
    return table


def _channel_words(channel: ChannelNoun) -> tuple[tuple[str, ...], ...]:
    return channel.words, *(tuple(fold(plural).split()) for plural in channel.plural)


def _by_first(phrases: list[tuple[int, tuple[tuple[str, ...], ...]]]) -> dict[str, list[int]]:
    found: dict[str, dict[int, int]] = {}
    for index, variants in phrases:
        for words in variants:
            found.setdefault(words[0], {})[index] = len(words)
    return {first: sorted(of, key=lambda i: -of[i]) for first, of in found.items()}
