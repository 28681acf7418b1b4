"""Acts that a light verb carries: "وجّه الوزير اتهامات للحركة ب", "تقدمت بشكوى ضد", "أطلق نداء إلى", "وجّه الشكر ل".

The noun reports, the verb only carries it: the cue is the noun, who speaks is the subject of the verb, who is told or
meant stands behind one of the noun's prepositions, the content behind another.
"""

from __future__ import annotations

from functools import lru_cache

from marsad.annotate.attributions import near
from marsad.annotate.contents import Content, quoted_part
from marsad.annotate.drafts import Draft
from marsad.annotate.frames import agrees
from marsad.annotate.nouns import content_behind, content_end
from marsad.annotate.phrases import STOPS, attached, phrase_end, plain_preposition
from marsad.annotate.scene import NP, Scene
from marsad.annotate.subjects import preverbal
from marsad.document import Span, Word
from marsad.lexicon import function_words, reporting
from marsad.lexicon.reporting import Noun

_CARRIED = 9  # words between the verb and its noun
_REACH = 14  # words between the noun and what it is about
_ADJECTIVES = 3


@lru_cache(maxsize=100_000)
def _act(word: Word) -> tuple[Noun, int] | None:
    """The act noun that a word type may be, with what is attached before it: اتهامات, تحذيرا, الشكر, بشكوى."""
    if word.kind != "word" or len(word.folded) < 3:
        return None
    table = reporting.load()
    for split in word.splits:
        if split.enclitic or split.proclitic not in ("", "ب"):
            continue
        for stem in (split.stem, split.stem.removeprefix("ال"), split.stem.removesuffix("ا")):
            for index, _ in table.noun_forms.get(stem, ()):
                noun = table.nouns[index]
                if noun.kind == "act" and noun.force != "assert":
                    return noun, split.cut
    return None


def carried_drafts(scene: Scene, drafts: list[Draft]) -> list[Draft]:
    """Statements of act nouns that a light verb carries."""
    out = []
    by_token = sorted(drafts, key=lambda d: d.token)
    taken = {d.token for d in drafts} | {d.content.first for d in drafts}
    for i in range(1, scene.n):
        act = _act(scene.tokens[i].word)
        if act is None or i in taken or scene.skip[i]:
            continue
        verb = _verb(scene, i)
        if verb is not None and verb[0] not in taken:
            made = _draft(scene, i, act, verb[1], verb[2], near(by_token, i))
            if made is not None:
                out.append(made)
    return out


def _verb(scene: Scene, i: int) -> tuple[int, NP | None, str] | None:
    """The light verb before the noun at `i`, its subject, and its agreement."""
    forms = function_words.load().light_verbs
    for j in range(i - 1, max(scene.sentence_start[i], i - _CARRIED) - 1, -1):
        form = scene.letters[j]
        if form in STOPS or scene.particle(j) is not None:
            return None
        joined = form not in forms and form[:1] in "وف"
        stem = form[1:] if joined else form
        if stem not in forms:
            continue
        agreement = "3mp" if stem.endswith(("وا", "ون")) else "3fs" if stem[0] == "ت" or stem[-1] == "ت" else "3ms"
        subject = scene.mention_np(j + 1)
        if subject is not None and (subject.proclitic or not subject.speaks or subject.end > i):
            return None
        if subject is None and not joined:
            subject = preverbal(scene, j)
        if subject is not None and not agrees(scene, subject, agreement):
            return None
        return j, subject, agreement
    return None


def _draft(
    scene: Scene, i: int, act: tuple[Noun, int], owner: NP | None, agreement: str, drafts: list[Draft]
) -> Draft | None:
    noun, cut = act
    holders = [d for d in drafts if d.inside(i)]
    parent = min(holders, key=lambda d: d.content.end - d.content.first) if holders else None
    room = min(scene.sentence_end[i], parent.content.end if parent is not None else scene.n)
    limit = min(room, i + _REACH)
    pos = i + 1
    while pos < min(limit, i + 1 + _ADJECTIVES) and _adjective(scene, pos):
        pos += 1
    told = _told(scene, noun, pos, limit)
    begin = content_behind(scene, noun, pos, limit)
    if begin is None and told is not None and not told.speaks:
        begin = told.first, told.start_offset
    if begin is None:
        begin = _thing(scene, noun, pos, limit)
    if begin is None:
        return None
    first, offset = begin
    end = content_end(scene, first, room)
    if end - first < 1:
        return None
    return Draft(
        token=i,
        cue=Span(scene.tokens[i].start + cut, scene.tokens[i].end),
        source=owner,
        content=Content(first, end, Span(offset, scene.tokens[end - 1].end), quoted_part(scene, first, end)),
        force=noun.force,
        lemma=noun.lemma,
        parent=parent,
        channel=noun.channel,
        addressees=[told] if told is not None and told.first != first else [],
        agreement=agreement,
        rule="noun+light-verb",
        entries=[f"reporting_nouns:{noun.lemma}"],
    )


def _adjective(scene: Scene, pos: int) -> bool:
    return (
        scene.tokens[pos].word.kind == "word"
        and pos not in scene.nps
        and plain_preposition(scene.letters[pos]) is None
        and attached(scene, pos) is None
        and scene.particle(pos) is None
    )


def _told(scene: Scene, noun: Noun, pos: int, limit: int) -> NP | None:
    """Whom the act is turned to: behind the first of the noun's prepositions that is not its content's."""
    while pos < limit:
        form = scene.letters[pos]
        if form in STOPS:
            return None
        name = plain_preposition(form)
        if name in (*noun.target, *noun.addressee, "إلى"):
            return scene.mention_np(pos + 1)
        found = attached(scene, pos)
        if found is not None and found[0] == "ل":
            return scene.nps.get(found[2])
        if name is None and found is None:
            return None
        pos = phrase_end(scene, pos + 1, limit) if name is not None else phrase_end(scene, pos, limit)
    return None


def _thing(scene: Scene, noun: Noun, pos: int, limit: int) -> tuple[int, int] | None:
    """ "انتقادات إلى أداء الحكومة": the thing that is blamed or praised is the content."""
    if pos + 1 < limit and plain_preposition(scene.letters[pos]) in (*noun.target, "إلى"):
        return pos + 1, scene.tokens[pos + 1].start
    return None
