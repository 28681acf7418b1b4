"""Checkers of the reporting words' case files, and what can be wrong in their tables."""

from __future__ import annotations

from collections import Counter
from typing import Any

from marsad.folding import fold
from marsad.lexicon.inflect import verb_forms
from marsad.lexicon.reporting import CONTENTS, ReportingTable, load


def problems(table: ReportingTable | None = None) -> list[str]:
    """What contradicts itself in the tables: a lemma twice, an unknown content, a weak or dropped form that is none."""
    table = table if table is not None else load()
    found = [f"the verb {lemma} stands twice" for lemma in _twice([v.lemma for v in table.entries])]
    nouns = _twice([(n.lemma, n.kind) for n in table.nouns])
    found += [f"the noun {lemma} stands twice as {kind}" for lemma, kind in nouns]
    contents = [(v.lemma, v.content) for v in table.entries] + [(n.lemma, n.content) for n in table.nouns]
    for lemma, content in contents:
        if content - CONTENTS:
            found.append(f"{lemma}: no such content: {', '.join(sorted(content - CONTENTS))}")
    for verb in table.entries:
        if not verb.content:
            found.append(f"{verb.lemma}: no content")
        pairs = verb_forms(
            verb.lemma, verb.present, masdar=verb.masdar, masdar_plural=verb.masdar_plural, extra=verb.extra
        )
        forms = {form for form, _ in pairs}
        marked = (*verb.weak, *verb.drop, *verb.spelt)
        found += [f"{verb.lemma}: {form} is none of its forms" for form in marked if fold(form) not in forms]
    lemmas = {v.lemma for v in table.entries}
    found += [f"{n.lemma}: no such verb: {n.verb}" for n in table.nouns if n.verb is not None and n.verb not in lemmas]
    return found


def _twice(items: list[Any]) -> list[Any]:
    return [item for item, count in Counter(items).items() if count > 1]


def check_form(case: dict[str, Any], expected: bool) -> str | None:
    """A verb form without particles: ``form``, ``lemma``; ``code`` where given must be among its codes."""
    table = load()
    codes = [c for i, c in table.forms.get(fold(case["form"]), ()) if table.entries[i].lemma == case["lemma"]]
    code = case.get("code")
    holds = bool(codes) if code is None else code in codes or f"{code}:weak" in codes
    return _verdict(holds, expected, f"codes for {case['lemma']}: {', '.join(codes) or 'none'}")


def check_noun(case: dict[str, Any], expected: bool) -> str | None:
    """A noun form: ``form``, ``lemma``; ``code`` and ``kind`` where given."""
    table = load()
    found = [(table.nouns[i], c) for i, c in table.noun_forms.get(fold(case["form"]), ())]
    holds = any(
        noun.lemma == case["lemma"] and case.get("code") in (None, code) and case.get("kind") in (None, noun.kind)
        for noun, code in found
    )
    return _verdict(holds, expected, f"found: {', '.join(f'{n.lemma} {c}' for n, c in found) or 'nothing'}")


def check_attribution(case: dict[str, Any], expected: bool) -> str | None:
    """The words ``phrase`` begin with a phrase of attribution: the longest is ``is``, and ``follows`` comes next."""
    words = fold(case["phrase"]).split()
    for entry in load().attributions.get(words[0], ()):
        end = len(entry.words)
        if tuple(words[:end]) != entry.words:
            continue
        if entry.joins and not (end < len(words) and words[end].startswith(entry.joins)):
            continue
        holds = case.get("is") in (None, entry.text) and case.get("follows") in (None, entry.follows)
        return _verdict(holds, expected, f"found {entry.text}, followed by {entry.follows}")
    return _verdict(False, expected, "no phrase of attribution")


def check_channel(case: dict[str, Any], expected: bool) -> str | None:
    """The words ``phrase`` (a preposition and a noun, or the noun) name the channel ``channel``."""
    table = load()
    words = fold(case["phrase"]).split()
    preposition = ""
    if words[0] in table.channel_prepositions and len(words) > 1:
        preposition, *words = words
    first = words[0].removeprefix("ال")
    for channel in table.channels.get(words[0], []) + table.channels.get(first, []):
        if channel.needs and not (len(words) > 1 and words[1].startswith(channel.needs)):
            continue
        if preposition and preposition not in channel.prepositions:
            continue
        return _verdict(case.get("channel") in (None, channel.channel), expected, f"found {channel.channel}")
    return _verdict(False, expected, "no channel")


def _verdict(holds: bool, expected: bool, detail: str) -> str | None:
    if holds == expected:
        return None
    return f"must {'' if expected else 'not '}match; {detail}"
