"""Quotations before their cue: «"لن نركع"، هكذا رد الرئيس», «"..."، قال الوزير», «"..".. بهذه العبارة حذر»."""

from __future__ import annotations

from marsad.annotate.contents import Content, is_name
from marsad.annotate.cues import Cue
from marsad.annotate.drafts import Draft
from marsad.annotate.scene import NP, Scene
from marsad.document import Span
from marsad.lexicon import function_words
from marsad.text.words import stem_span

_REACH = 8  # tokens between the closing mark and the cue
_LEAST = 2  # quoted words


def quoted_before(scene: Scene, found: dict[int, list[Cue]], drafts: list[Draft]) -> list[Draft]:
    """Statements whose words stand in quotation marks at the beginning of their sentence, the cue behind them."""
    taken = {d.token: d for d in drafts}
    held = {j for d in drafts for j in (d.content.first, d.content.first - 1)}
    out = []
    for opened, close in scene.opens.items():
        start = scene.sentence_start[opened]
        if opened != start or close - opened <= _LEAST or opened in held or opened + 1 in held:
            continue
        if scene.inside[opened] >= 0 or scene.skip[opened] or is_name(scene, opened, close):
            continue
        cue = _cue(scene, close + 1, found)
        if cue is None or (cue.token in taken and not taken[cue.token].rule.endswith("+np")):
            continue
        made = _draft(scene, opened, close, cue)
        if made is None:
            continue
        if cue.token in taken:
            drafts.remove(taken[cue.token])
        out.append(made)
    return out


def _cue(scene: Scene, pos: int, found: dict[int, list[Cue]]) -> Cue | None:
    """The verb behind the closing mark: nothing but marks and words such as "هكذا", "بهذه العبارة" between."""
    words = function_words.load()
    for j in range(pos, min(pos + _REACH, scene.n)):
        if scene.paragraph[j] != scene.paragraph[pos - 1]:
            return None
        for cue in found.get(j, ()):
            if cue.reading.tense in ("past", "pres") and cue.reading.agreement[:1] == "3":
                return cue
        if scene.tokens[j].word.kind != "punct" and scene.letters[j] not in words.quotation_links:
            return None
    return None


def _draft(scene: Scene, opened: int, close: int, cue: Cue) -> Draft | None:
    subject: NP | None = None
    told: list[NP] = []
    pos = cue.token + 1
    while pos < min(scene.sentence_end[cue.token], cue.token + 20):
        np = scene.mention_np(pos)
        if np is None:
            pos += 1
            continue
        if subject is None and not np.proclitic and np.speaks:
            subject = np
        elif (cue.verb.addressee == "object" and not np.proclitic and not told) or (
            np.proclitic == "ل" and isinstance(cue.verb.addressee, tuple)
        ):
            told.append(np)
        pos = np.end
    if subject is None:
        return None
    token = scene.tokens[cue.token]
    split = next(
        (s for s in token.word.splits if s.cut == cue.reading.cut and s.tail == cue.reading.tail), token.word.splits[0]
    )
    first, end = opened + 1, min(close, scene.n)
    return Draft(
        token=cue.token,
        cue=Span(stem_span(token, split)[0], token.end),
        source=subject,
        content=Content(first, end, scene.span(first, end), "direct"),
        force=cue.verb.force,
        lemma=cue.verb.lemma,
        addressees=told,
        agreement=cue.reading.agreement,
        rule="quotation-first",
        entries=[f"reporting_verbs:{cue.verb.lemma}"],
    )
