"""Where reported words end, and whether they are quoted.

Indirect speech runs to the end of its sentence, unless the reporter takes the word again: with a participle that goes
on ("، مشيرا إلى"), a further verb of the same speaker ("، ودعا إلى"), an authority ("، بحسب"), a clause of his own
("، في إشارة إلى"). Quoted speech ends with its quotation mark, or goes on after it.
"""

from __future__ import annotations

from typing import NamedTuple

from marsad.annotate.agreement import many
from marsad.annotate.asides import is_document
from marsad.annotate.channels import channel_at
from marsad.annotate.frames import Frame
from marsad.annotate.phrases import COMMAS, plain_preposition
from marsad.annotate.scene import NP, Scene
from marsad.document import QuotationKind, Span
from marsad.lexicon import function_words

_END = frozenset(".؟?!…")
_THEREIN = frozenset("خلاله خلالها فيه فيها".split())
_ASIDE = 9  # tokens of a channel between two commas
_MARKS = frozenset('"”“»«„')
_CONJUNCTIONS = ("و", "ف")


class Content(NamedTuple):
    """Reported words by token range, with their span in the text (outer quotation marks left out)."""

    first: int
    end: int
    span: Span
    quotation: QuotationKind


class Breaks(NamedTuple):
    """What may end a content: cues that could go on for the same speaker, and attributions, by token."""

    participles: frozenset[int]
    verbs: dict[int, tuple[bool, str]]  # token -> (has a subject of its own, agreement)
    attributions: dict[int, int]  # token -> end


def content_of(scene: Scene, found: Frame, breaks: Breaks, limit: int) -> Content | None:
    """The reported words of a frame. `limit` is the end of what it is nested in."""
    first = found.content
    if found.until >= 0:
        return _content(scene, first, found.until, found.offset, quoted_part(scene, first, found.until))
    if first in scene.opens and found.opener != "np-name":
        close = min(scene.opens[first], limit)
        if (found.cue.verb.describes and found.relative) or _quotation_is_all(scene, first, close, breaks, limit):
            return _content(scene, first + 1, close, scene.tokens[first + 1].start, "direct")
        end = clause_end(scene, first, breaks, limit, found)
        return _content(scene, first + 1, end, scene.tokens[first + 1].start, "mixed")
    end = clause_end(scene, first, breaks, limit, found)
    if end <= first:
        return None
    inside = scene.inside[first]
    kind: QuotationKind = "indirect"
    if inside < 0 or inside < found.cue.token:
        kind = quoted_part(scene, first, end)
    if found.opener == "colon" and kind == "indirect" and _first_person(scene, first, end):
        kind = "direct"  # the quotation marks are left out, the words are the speaker's
    return _content(scene, first, end, found.offset, kind)


def _content(scene: Scene, first: int, end: int, offset: int, kind: QuotationKind) -> Content | None:
    while end > first and (
        not scene.letters[end - 1].strip("،,.…؛:-–")
        or (scene.letters[end - 1] in _MARKS and end - 1 not in scene.closes and end - 1 not in scene.opens)
    ):
        end -= 1
    # a quotation that the content ends with, opened inside it, keeps its words and leaves its last mark
    if end - 1 in scene.closes and end - 1 > first:
        end -= 1
    if end <= first:
        return None
    return Content(first, end, Span(offset, scene.tokens[end - 1].end), kind)


def _quotation_is_all(scene: Scene, opened: int, close: int, breaks: Breaks, limit: int) -> bool:
    """Whether nothing of the content follows the closing mark."""
    after = close + 1
    if after >= limit or after >= scene.n:
        return True
    if scene.paragraph[after] != scene.paragraph[opened]:
        return True
    form = scene.letters[after]
    if form in _END or form in COMMAS or form in "؛)-–":
        # «"..."، "..."» goes on
        return not (form in COMMAS and after + 1 in scene.opens)
    if after in breaks.participles or after in breaks.verbs or after in breaks.attributions:
        return True
    return scene.sentence_start[after] == after or (form in ("في", "وذلك", "خلال", "ردا", "رداً") and _own(scene, after))


def _own(scene: Scene, i: int) -> bool:
    return " ".join(scene.letters[i : i + 2]) in function_words.load().own_phrases


def clause_end(scene: Scene, first: int, breaks: Breaks, limit: int, found: Frame) -> int:
    """The token after the last one of the content that begins at `first`."""
    j = first
    nested = False
    stop = min(limit, scene.sentence_end[first])
    depth_quote = scene.inside[first]
    while j < min(limit, scene.n):
        if j >= stop:
            return j
        if j in scene.opens:
            close = scene.opens[j]
            if close > stop and close < limit:
                stop = min(limit, scene.sentence_end[close] if close < scene.n else scene.n)
                if close + 1 >= stop or scene.sentence_start[min(close, scene.n - 1)] == close:
                    stop = min(limit, close + 1)
            nested = nested or any(breaks.verbs[k][0] for k in range(j + 1, min(close, scene.n)) if k in breaks.verbs)
            j = min(close, scene.n) + 1
            if j > first + 1 and j < stop and not nested and _after_quote(scene, j, breaks, found):
                return j
            continue
        if scene.letters[j] in ("..", "...", "…") and scene.paragraph[j] == 0 and j > first + 2 and depth_quote < 0:
            return j  # a headline of two parts
        if depth_quote >= 0 and j == scene.opens.get(depth_quote):
            return j
        if j > first and j in breaks.attributions and j > found.cue.token:
            return j
        if j > first and scene.letters[j] in COMMAS and j + 1 < stop:
            if _comma_ends(scene, j + 1, breaks, found, nested):
                return j
        elif j > first and _goes_on(scene, j, breaks, found, nested):
            return j
        if j > first and j in breaks.verbs and breaks.verbs[j][0]:
            nested = True
        if found.relative and scene.letters[j] in COMMAS and j > first + 1 and not _same_clause(scene, j + 1, found):
            return j
        j += 1
    return min(j, limit, scene.n)


def _after_quote(scene: Scene, j: int, breaks: Breaks, found: Frame) -> bool:
    """Right after a closing mark a participle or a verb of the reporter takes the word again."""
    return j in breaks.participles or (j in breaks.verbs and scene.letters[j][:1] in _CONJUNCTIONS)


def _comma_ends(scene: Scene, j: int, breaks: Breaks, found: Frame, nested: bool) -> bool:
    """Whether the content ends at the comma before `j`."""
    words = function_words.load()
    form = scene.letters[j]
    if found.cue.verb.lemma in ("طلب", "طالب", "اشترط") and scene.letters[found.content] in words.not_named:
        return True  # why a source is not named ends at its comma
    if j in breaks.participles and nested and found.subject is not None and is_document(scene, found.subject):
        return False  # "أفاد بيان بأن الوزير أكد ...، مشيرا إلى": the minister goes on, and not his paper
    if j in breaks.attributions or j in breaks.participles:
        return True
    if j in breaks.verbs and form.startswith(_CONJUNCTIONS):
        return True
    inside = scene.letters[j + 1 : j + 2] and scene.letters[j + 1] in _THEREIN  # "عن اتصال، قال خلاله": it is told of
    if j in breaks.verbs and breaks.verbs[j][0] and found.opener not in ("clause", "quote", "colon") and not inside:
        return True  # a thing was named, and a new clause begins with a speaker of its own
    if form in words.own_clause or _own(scene, j):
        return True
    fronted = scene.letters[scene.sentence_start[j]] in ("فيما", "وفيما", "بينما", "وبينما")
    if fronted and j in breaks.verbs and breaks.verbs[j][0] and found.cue.token <= scene.sentence_start[j] + 2:
        return True  # "وفيما قال الوزير ...، أعلنت الحركة"
    k = j + 1
    if form in words.kana and form.startswith("و") and scene.mention_np(k) is not None:
        return True  # "، وكانت الحكومة": the reporter tells what was before
    if form in words.turns and k < scene.n and scene.letters[k] in words.negation:
        return form.startswith(("لكنه", "ولكنه"))
    if channel_at(scene, j, min(j + 6, scene.n)) is not None and attached_or_preposition(scene, j):
        return not _between_commas(scene, j)
    if form in words.turns:
        if scene.particle(k) is not None:
            k += 1
        return any(x in breaks.verbs for x in range(k, min(k + 2, scene.n)))
    if form in words.after_which:
        return any(x in breaks.verbs for x in range(j + 1, min(j + 5, scene.n)))
    return False


def _between_commas(scene: Scene, j: int) -> bool:
    """Whether the phrase at `j` only stands within a clause that goes on: "أطلعهم، في اجتماع مغلق، على الرسالة"."""
    end = next((k for k in range(j, min(j + _ASIDE, scene.sentence_end[j])) if scene.letters[k] in COMMAS), -1)
    return end > 0 and end + 1 < scene.n and scene.letters[end + 1] in ("على", "إلى", "عن")


def attached_or_preposition(scene: Scene, j: int) -> bool:
    """Whether a phrase of channel at `j` opens with a preposition of its own ("، في بيان", "، عبر حسابه")."""
    return plain_preposition(scene.letters[j]) is not None and scene.letters[j] != "من"


def _goes_on(scene: Scene, j: int, breaks: Breaks, found: Frame, nested: bool) -> bool:
    """Without a comma: "وأوصت بتأجيلها" goes on for the speaker, unless somebody inside the content spoke before."""
    if j in breaks.participles:
        return not nested
    if j not in breaks.verbs or nested:
        return False
    has_subject, agreement = breaks.verbs[j]
    form = scene.letters[j]
    if not form.startswith("و") or agreement[:1] != "3":
        return False
    main = found.cue.reading.agreement
    if found.cue.reading.tense == "part":
        main = {"ms": "3ms", "fs": "3fs", "mp": "3mp"}.get(main, main)
    if agreement == "3mp" and main == "3ms" and found.subject is not None and found.subject.first > found.cue.token:
        return not has_subject and _people(scene, found.subject)  # "رحب الناشطون بها ووصفوها"
    return not has_subject and agreement == main


def _people(scene: Scene, np: NP) -> bool:
    """Whether a subject behind its singular verb is several people."""
    return many(scene, np) or scene.letters[np.first].endswith(("ون", "اء"))


def quoted_part(scene: Scene, first: int, end: int) -> QuotationKind:
    """``direct`` where one quotation is all of it, ``mixed`` where a quotation of words (not of a name) is part."""
    kind: QuotationKind = "indirect"
    j = first
    while j < end:
        close = scene.opens.get(j)
        if close is None:
            j += 1
            continue
        if j == first and close >= end - 1:
            return "direct"
        if not is_name(scene, j, close):
            kind = "mixed"
        j = close + 1
    return kind


def is_name(scene: Scene, opened: int, close: int) -> bool:
    """Whether a quotation only marks a name: it is one mention, or a word such as "movement" stands before it."""
    length = close - opened - 1
    if length <= 6:
        np = scene.nps.get(opened + 1)
        if np is not None and np.end >= close - 1:
            return True
        if any(w in function_words.load().names_before_quotation for w in scene.letters[max(0, opened - 2) : opened]):
            return True
    return False


def _first_person(scene: Scene, first: int, end: int) -> bool:
    words = function_words.load().first_person
    return any(
        scene.letters[j] in words or (scene.letters[j].endswith("نا") and len(scene.letters[j]) > 4)
        for j in range(first, min(end, first + 40))
    )


def _same_clause(scene: Scene, j: int, found: Frame) -> bool:
    """After a comma in a relative clause: whether the reported words go on."""
    if found.opener not in ("clause", "quote", "colon") or j >= scene.n:
        return False
    form = scene.letters[j]
    return form.startswith(("و", "لكن", "ف")) or form in ("إذ", "بل", "ثم", "حيث", "كي", "حتى", "لأن", "لأنه", "لأنها")
