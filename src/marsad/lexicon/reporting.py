"""Reporting words: verbs, nouns, phrases of attribution and channels, with the table of their inflected forms.

The knowledge stands in ``arabic/reporting_verbs.yaml``, ``reporting_nouns.yaml``, ``attributions.yaml`` and
``channels.yaml``; the fields of their entries are documented here. `load` gives the table, folded and inflected.
Forms have no attached particles and pronouns: look up the stems of `marsad.text.words.Word.splits`.
"""

from __future__ import annotations

import re
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
CONTENTS = frozenset(
    {"anna", "an", "quote", "np"}
    | {"ب", "ل", "على", "إلى", "عن", "من", "في", "مع", "حول", "بشأن", "ضد", "عند", "بين", "إزاء", "حيال"}
)
ATTACHED_PRONOUNS = ("ه", "ها", "هم", "هما", "هن", "نا", "ي")


class Verb(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A reporting verb.

    ``force`` holds when nothing else says otherwise. ``addressee``: "object" where the object is who is told
    (أبلغ X أن), a list of prepositions otherwise. ``target``: the object is who it is about, not who is told
    (اتهم X ب). ``continues``: the former speaker goes on (أضاف). ``needs`` "clause": reports only with أن/إن, a
    quotation or a colon; "colon": only with a colon or quotation right behind it, or with قائلا or بالقول.
    ``thought``: belief, fear, hope. ``denotes_topic``: the content is the topic (تحدث عن). ``factive``: presupposes
    that the content is true. ``describes``: the content is a description (وصفه ب). ``homograph``: the written form is
    more often another word. ``extra``: forms by code that no rule gives. ``weak``: written forms that are usually
    another word (بين, عبر), so that what follows must leave no doubt; ``drop``: forms that practically always are
    (مصر); ``spelt``: forms that count only where the text writes them so, hamza and all (هنأ, not هنا). ``objects``:
    beginnings of words, one of which a noun phrase that is the content must hold (تبنى الهجوم, حمل الحكومة مسؤولية).
    """

    lemma: str
    present: str
    force: Force = "assert"
    content: frozenset[str] = frozenset({"anna", "quote"})
    addressee: Literal["object"] | tuple[str, ...] | None = None
    target: bool = False
    continues: bool = False
    channel: Channel | None = None
    needs: Literal["clause", "colon"] | None = None
    thought: bool = False
    denotes_topic: bool = False
    factive: bool | None = None
    describes: bool = False
    homograph: bool = False
    masdar: tuple[str, ...] = ()
    masdar_plural: tuple[str, ...] = ()
    extra: dict[str, list[str]] = {}
    weak: tuple[str, ...] = ()
    drop: tuple[str, ...] = ()
    spelt: tuple[str, ...] = ()
    objects: tuple[str, ...] = ()
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
    content: frozenset[str] = frozenset()
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
    """A phrase that says on whose word.

    ``follows``: a source (noun phrase), a verb (كما قال), or nothing, where the phrase ends in a pronoun that goes
    back to a speaker (على حد قوله). ``words`` (set when compiled): the folded words; a last ل is its own prefix of
    the next word ("وفقا ل"), so that it is left out of ``words`` and kept in ``joins``. ``cue``: whether the phrase or
    the verb behind it is the word that reports. ``set_off``: only behind a comma or a quotation.
    """

    text: str
    follows: Literal["source", "verb", "pronoun"] = "source"
    joins: str = ""
    force: Force | None = None
    channel: Channel | None = None
    words: tuple[str, ...] = ()
    cue: Literal["phrase", "verb"] = "verb"
    set_off: bool = False


class _AttributionLine(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A line of attributions.yaml. "pronoun" makes one entry for each attached pronoun."""

    phrase: str
    follows: tuple[Literal["source", "verb", "pronoun"], ...]
    force: Force | None = None
    channel: Channel | None = None
    cue: Literal["phrase", "verb"] = "verb"
    set_off: bool = False
    note: str | None = None


class ChannelNoun(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A noun that names the channel ("في بيان"), and the prepositions that introduce it.

    ``needs`` (folded when compiled): beginnings of the next word, one of which must follow ("مؤتمر صحفي").
    ``bare`` false: names a channel only with its preposition ("أمام البرلمان", "للصحفيين"), never on its own.
    """

    noun: str
    channel: Channel
    prepositions: tuple[str, ...] = ("في",)
    needs: tuple[str, ...] = ()
    plural: tuple[str, ...] = ()
    bare: bool = True
    note: str | None = None


class ReportingTable(msgspec.Struct, frozen=True):
    """All reporting words, folded.

    ``forms``, ``noun_forms``: stem to (index in entries or nouns, feature code of `inflect`).
    ``attributions``: first word to phrases, the longest first. ``channels``: stem (any number, without ال) to nouns,
    those that need a second word first; ``channel_prepositions``: all prepositions before them that stand alone.
    """

    entries: tuple[Verb, ...]
    forms: Forms
    nouns: tuple[Noun, ...]
    noun_forms: Forms
    attributions: dict[str, list[Attribution]]
    channels: dict[str, list[ChannelNoun]]
    channel_prepositions: frozenset[str]


# Left out: jussives (they follow لم and لا, where nothing is reported), the second person singular and dual (written
# like others: تقول, قلت), passives of the first and second person, participles with ال or before a pronoun.
_RARE = re.compile(
    "juss|:2ms|:2fs|:2d|:2fp|:[12][a-z]*:pass|^imp.*bound|^part.*(bound|def)|^ppart.*(bound|acc)|^ppart:(md|fd|fp)"
)


@cache
def load() -> ReportingTable:
    """The table, from the compiled cache where it is fresh; raises ``bad-lexicon`` if an entry is wrong."""
    return compiled("reporting", FILES, ReportingTable, _build)


def _build() -> ReportingTable:
    verbs_file, nouns_file, attributions_file, channels_file = (data_files(name)[0] for name in FILES)
    verbs = read_yaml(verbs_file, tuple[Verb, ...])
    nouns = read_yaml(nouns_file, tuple[Noun, ...])
    channels = read_yaml(channels_file, tuple[ChannelNoun, ...])
    return ReportingTable(
        entries=verbs,
        forms=_verb_table(verbs),
        nouns=nouns,
        noun_forms=_noun_table(nouns),
        attributions=_attribution_table(read_yaml(attributions_file, tuple[_AttributionLine, ...])),
        channels=_channel_table(channels),
        channel_prepositions=frozenset(fold(p) for c in channels for p in c.prepositions if len(p) > 1),
    )


def _verb_table(verbs: tuple[Verb, ...]) -> Forms:
    """Every form of every verb that news could hold.

    A passive that is written like the active is not listed apart. Forms that an entry drops are left out; the code
    of forms that are usually another word ends in ``:weak``, of forms that must be written so in ``:spelt=`` and form.
    """
    table: Forms = {}
    for index, verb in enumerate(verbs):
        try:
            pairs = verb_forms(
                verb.lemma, verb.present, masdar=verb.masdar, masdar_plural=verb.masdar_plural, extra=verb.extra
            )
        except ValueError as error:
            raise MarsadError("bad-lexicon", f"reporting_verbs.yaml: {error}") from error
        seen = set(pairs)
        dropped, weak = set(map(fold, verb.drop)), set(map(fold, verb.weak))
        for form, code in pairs:
            if form in dropped or _RARE.search(code) or (":pass" in code and (form, code.replace(":pass", "")) in seen):
                continue
            table.setdefault(form, []).append((index, code + ":weak" if form in weak else code))
        for spelt in verb.spelt:
            form = fold(spelt)
            table.setdefault(form, []).extend((index, f"{code}:spelt={spelt}") for f, code in pairs if f == form)
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


def _attribution_table(lines: tuple[_AttributionLine, ...]) -> dict[str, list[Attribution]]:
    table: dict[str, list[Attribution]] = {}
    for line in lines:
        words = tuple(fold(line.phrase).split())
        joins = words[-1] if words[-1] in ("ل", "ب") else ""
        if joins:
            words = words[:-1]
        for follows in line.follows:
            texts = [words]
            if follows == "pronoun":
                last = joins or (words[-1][:-1] + "ت" if line.phrase.endswith("ة") else words[-1])  # رواية, روايته
                kept = words if joins else words[:-1]
                texts = [(*kept, last + pronoun) for pronoun in ATTACHED_PRONOUNS]
            for form in texts:
                entry = Attribution(
                    line.phrase,
                    follows,
                    joins if follows != "pronoun" else "",
                    line.force,
                    line.channel,
                    form,
                    line.cue,
                    line.set_off,
                )
                table.setdefault(form[0], []).append(entry)
    for entries in table.values():
        entries.sort(key=lambda e: (-len(e.words), e.text))
    return table


def _channel_table(channels: tuple[ChannelNoun, ...]) -> dict[str, list[ChannelNoun]]:
    table: dict[str, list[ChannelNoun]] = {}
    for channel in channels:
        needs = tuple(article + fold(n) for n in channel.needs for article in ("", "ال"))
        channel = msgspec.structs.replace(
            channel, needs=needs, prepositions=tuple(fold(p) for p in channel.prepositions)
        )
        forms = [channel.noun, *channel.plural, *(form for form, code in dual_forms(channel.noun) if code == "d")]
        for form in dict.fromkeys(map(fold, forms)):
            table.setdefault(form, []).append(channel)
    for entries in table.values():
        entries.sort(key=lambda e: not e.needs)
    return table
