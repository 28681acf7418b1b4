"""Nouns that report: "اتهاماته لإيران بدعم", "مطالب المجتمع الدولي ب", "تهديدات الجماعة بإغلاق".

An act noun reports where it says whose act it is (a pronoun, or the name right behind it) and what it is about (one of
its prepositions). Bare nouns ("اتهامات", "مطالب") only name a topic.
"""

from __future__ import annotations

from functools import lru_cache

from marsad.annotate.attributions import near
from marsad.annotate.contents import Breaks, Content, quoted_part
from marsad.annotate.cues import Cue
from marsad.annotate.drafts import Draft
from marsad.annotate.phrases import COMMAS, STOPS, attached, phrase_end, plain_preposition
from marsad.annotate.scene import NP, Scene
from marsad.document import Span, Word
from marsad.lexicon import function_words, reporting
from marsad.lexicon.reporting import Noun

_REACH = 9  # words between the noun and its preposition
_FORCES = frozenset({"accuse", "demand", "threaten"})
_PRONOUNS = {"ه": "3ms", "ها": "3fs", "هم": "3mp", "هما": "3md"}


@lru_cache(maxsize=100_000)
def _act(word: Word) -> tuple[Noun, str] | None:
    """The act noun that a word type is, with its attached pronoun."""
    if word.kind != "word" or len(word.folded) < 3:
        return None
    table = reporting.load()
    for split in word.splits:
        if split.proclitic not in ("", "و", "ب", "ل", "وب", "ول"):
            continue
        for index, _ in table.noun_forms.get(split.stem, ()):
            noun = table.nouns[index]
            if noun.kind == "act" and noun.force in _FORCES and not noun.homograph:
                return noun, split.enclitic
    return None


def noun_drafts(scene: Scene, drafts: list[Draft], breaks: Breaks, found: dict[int, list[Cue]]) -> list[Draft]:
    """Statements of act nouns, nested where they stand."""
    out = []
    by_token = sorted(drafts, key=lambda d: d.token)
    taken = {d.token for d in drafts} | {d.content.first for d in drafts}
    for i in range(scene.n):
        act = _act(scene.tokens[i].word)
        if act is None or i in taken or scene.skip[i]:
            continue
        made = _draft(scene, i, act[0], act[1], near(by_token, i))
        if made is not None:
            out.append(made)
    return out


def _draft(scene: Scene, i: int, noun: Noun, enclitic: str, drafts: list[Draft]) -> Draft | None:
    form = scene.letters[i]
    agreement = _PRONOUNS.get(enclitic)
    owner: NP | None = None
    pos = i + 1
    if agreement is None:
        if enclitic or form.lstrip("وبل").startswith(("ال", "ل")):
            return None
        owner = scene.mention_np(pos)
        if owner is None or owner.proclitic or not owner.speaks:
            return None
        pos = owner.end
        if noun.lemma == "اتهام" and form.endswith("اتهام") and (attached(scene, pos) or " ")[0] == "ب":
            return None  # "اتهام الوزير بالتجسس": who is accused
    holders = [d for d in drafts if d.inside(i) and d.token != i]
    parent = min(holders, key=lambda d: d.content.end - d.content.first) if holders else None
    limit = min(scene.sentence_end[i], i + _REACH + 4, parent.content.end if parent is not None else scene.n)
    begin = content_behind(scene, noun, pos, limit)
    if begin is None:
        return None
    first, offset = begin
    end = content_end(scene, first, min(scene.sentence_end[i], parent.content.end if parent is not None else scene.n))
    if end - first < 1:
        return None
    content = Content(first, end, Span(offset, scene.tokens[end - 1].end), quoted_part(scene, first, end))
    token = scene.tokens[i]
    start = token.start + (1 if form.startswith("و") and not noun.lemma.startswith("و") else 0)
    return Draft(
        token=i,
        cue=Span(start, token.end),
        source=owner,
        content=content,
        force=noun.force,
        lemma=noun.lemma,
        parent=parent,
        agreement=agreement,
        rule="noun+" + ("owner" if owner is not None else "pronoun"),
        entries=[f"reporting_nouns:{noun.lemma}"],
    )


def content_behind(scene: Scene, noun: Noun, pos: int, limit: int) -> tuple[int, int] | None:
    """Behind one of the noun's prepositions, other phrases passed over."""
    while pos < limit:
        form = scene.letters[pos]
        if form in STOPS or form in COMMAS:
            return None
        if pos in scene.time_end:
            pos = max(pos + 1, scene.time_end[pos])
            continue
        name = plain_preposition(form)
        if name is not None:
            if name in noun.content or name == "بشأن":
                first = pos + 1
                if first < limit and scene.particle(first) == "":
                    first += 1
                return (first, scene.tokens[first].start) if first < limit else None
            pos = phrase_end(scene, pos + 1, limit)
            continue
        found = attached(scene, pos)
        if found is not None:
            letter, offset, first = found
            if letter in noun.content and not (
                letter == "ل" and "ل" in (*noun.target, *noun.addressee) and first in scene.nps
            ):
                return first, offset
            pos = phrase_end(scene, first, limit)
            continue
        if scene.particle(pos) == "" and "anna" in noun.content:
            return (pos + 1, scene.tokens[pos + 1].start) if pos + 1 < limit else None
        np = scene.mention_np(pos)
        if np is None:
            return None
        pos = np.end
    return None


def content_end(scene: Scene, first: int, limit: int) -> int:
    """To the next pause, relative clause or clause of the reporter."""
    words = function_words.load()
    j = first
    while j < limit:
        if j in scene.opens:
            j = scene.opens[j] + 1
            continue
        form = scene.letters[j]
        if form in COMMAS or form in STOPS or j in scene.attributions or (j > first and form in words.own_clause):
            return j
        j += 1
    return min(j, limit, scene.n)
