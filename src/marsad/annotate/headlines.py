"""Headlines ("بومبيو لرئيس العراق: ...", "ماكرون: ...") and posts under their author's line."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import replace

from marsad.annotate.asides import conjoined
from marsad.annotate.contents import Content, quoted_part
from marsad.annotate.drafts import Draft
from marsad.annotate.scene import NP, Scene
from marsad.document import Span
from marsad.lexicon import function_words

_LONGEST_SPEAKER = 12
_CLAUSE = 4  # words of a clause before "و" and a second speaker
_SUBHEADING = 18
_LONGEST_POST = 70  # words


def headline_statements(scene: Scene, drafts: list[Draft]) -> list[Draft]:
    """A headline with a colon after its speaker, or wholly in quotation marks, is a statement without a cue."""
    if not scene.report.sentences:
        return []
    first = scene.report.sentences[0].first
    paragraph = scene.paragraph[first]
    end = first
    while end < scene.n and scene.paragraph[end] == paragraph:
        end += 1
    if end >= scene.n or end - first > 40:
        return []  # no headline: the report is one line, or begins with its body
    second = _second_speaker(scene, first, end, drafts)
    if second:
        return second
    for i in range(first, min(end, first + _LONGEST_SPEAKER)):
        if scene.letters[i] == ":" and end - i > 2:
            return _colon(scene, first, i, end, drafts)
    lead = scene.mention_np(first)
    if (
        lead is not None
        and lead.speaks
        and lead.type != "LOC"
        and lead.end in scene.opens
        and not any(d.token < end for d in drafts)
    ):
        close = min(scene.opens[lead.end], end)
        if close >= end - 2 and close - lead.end > 4:
            content = Content(lead.end + 1, close, scene.span(lead.end + 1, close), "direct")
            return [_draft(first, lead, content, "headline-quoted-speaker")]
    if first in scene.opens and scene.opens[first] >= end - 2:
        content = Content(
            first + 1, min(scene.opens[first], end), scene.span(first + 1, min(scene.opens[first], end)), "direct"
        )
        if content.end - content.first >= 4 and not any(d.token < end for d in drafts):
            return [_draft(first, None, content, "headline-quoted")]
    return []


def _second_speaker(scene: Scene, first: int, end: int, drafts: list[Draft]) -> list[Draft]:
    """ "الأمم المتحدة تدعو إلى تحقيق.. وتركيا: سنفتش القنصلية": a colon behind a name in the middle of a headline."""
    for i in range(first + 2, end - 2):
        if scene.letters[i] != ":":
            continue
        np = scene.ends.get(i)
        if np is None or np.first <= first or not np.speaks:
            return []
        parted = scene.letters[np.first - 1] in ("..", "...", "…", "-", "–", "—", "؟", "!", "|", "؛", ".")
        if not parted and not (np.proclitic == "و" and np.first - first >= _CLAUSE):
            return []
        return _colon(scene, np.first, i, end, [d for d in drafts if d.token >= np.first])
    return []


def subheading_statements(scene: Scene, drafts: list[Draft]) -> list[Draft]:
    """A short line in the body with a colon behind its speaker, like a headline."""
    out: list[Draft] = []
    starts = [
        s.first for s in scene.report.sentences if s.first and scene.paragraph[s.first] != scene.paragraph[s.first - 1]
    ]
    by_token = sorted(drafts, key=lambda d: d.token)
    for first in starts:
        end = first
        while end < scene.n and scene.paragraph[end] == scene.paragraph[first] and end - first <= _SUBHEADING:
            end += 1
        if end - first > _SUBHEADING or scene.letters[end - 1] in (".", "؟", "!", "،") or scene.skip[first]:
            continue
        lead = scene.mention_np(first)
        if lead is None or lead.type not in ("PER", "ORG") or scene.letters[lead.end : lead.end + 1] != [":"]:
            continue
        k = bisect_left(by_token, first, key=lambda d: d.token)
        if k < len(by_token) and by_token[k].token < end:
            continue
        out += _colon(scene, first, lead.end, end, [])
    return out


def _colon(scene: Scene, first: int, colon: int, end: int, drafts: list[Draft]) -> list[Draft]:
    if any(d.token < colon for d in drafts):
        return []
    speaker: NP | None = None
    others: list[NP] = []
    addressees: list[NP] = []
    pos = first
    while pos < colon:
        np = scene.mention_np(pos)
        if np is None:
            pos += 1
            continue
        if speaker is None and (np.proclitic == "" or (np.proclitic == "و" and pos == first)):
            speaker = np
            pos = conjoined(scene, np, others, colon)  # "بايدن ونتنياهو: ..."
            continue
        if np.proclitic == "ل":
            addressees.append(np)
        pos = max(np.end, pos + 1)
    if speaker is None or not speaker.speaks or speaker.first > first + 1:
        return []
    start = colon + 1
    if speaker.type == "LOC" and not _spoken(scene, start, end):
        return []  # a place as a heading, and the news of it
    stop = end
    if start in scene.opens and scene.opens[start] >= end - 2:
        stop = min(scene.opens[start], end)
        content = Content(start + 1, stop, scene.span(start + 1, stop), "direct")
    else:
        while stop > start and scene.letters[stop - 1] in (".", "!"):
            stop -= 1
        if stop - 1 in scene.closes and stop - 1 > start:
            stop -= 1
        quotation = quoted_part(scene, start, end)
        if start in scene.opens:
            start += 1
            quotation = "mixed"
        if start >= stop:
            return []  # nothing stands behind the colon
        content = Content(start, stop, Span(scene.tokens[start].start, scene.tokens[stop - 1].end), quotation)
    made = _draft(first, speaker, content, "headline-colon")
    made.addressees = addressees
    for d in drafts:
        if content.first <= d.token < content.end and d.parent is None:
            d.parent = made
    return [made, *(replace(made, source=other) for other in others)]


def _spoken(scene: Scene, start: int, end: int) -> bool:
    """Whether a headline behind a country's name is what the country says."""
    words = function_words.load()
    if start in scene.opens:
        return True
    first = scene.letters[start]
    if len(first) > 4 and first.startswith(("سن", "سأ")) and start not in scene.nps:
        return True  # "تركيا: سنفتش"
    if first in words.negation | words.present_negation | words.future or first in (
        "يجب",
        "على",
        "ليس",
        "إذا",
        "قد",
        "أي",
    ):
        return True
    return any(
        scene.letters[j] in words.first_person
        or (len(scene.letters[j]) > 4 and scene.letters[j].endswith("نا") and j not in scene.nps)
        for j in range(start, min(end, start + 10))
    )


def _draft(token: int, speaker: NP | None, content: Content, rule: str) -> Draft:
    return Draft(token=token, cue=None, source=speaker, content=content, rule=rule, headline=True)


def post_statements(scene: Scene, drafts: list[Draft]) -> list[Draft]:
    """The text above a line such as "— الاسم (@handle)" is a post of the one whom the line names."""
    out = []
    text = scene.text
    furniture = scene.report.furniture
    for f in furniture:
        handle = text.find("(@", f.span.start, f.span.end)
        if f.kind != "byline" or handle < 0:
            continue
        line = text.rfind("\n", 0, f.span.start) + 1
        if not text[line : f.span.start].strip():
            line = text.rfind("\n", 0, max(line - 1, 0)) + 1
        end = f.span.start
        for g in furniture:
            if line <= g.span.start < end and not text[g.span.end : end].strip():
                end = g.span.start  # the picture's link between the words and the byline
        first, stop = scene.after(line), scene.after(end)
        if stop - first > _LONGEST_POST:
            starts = [scene.sentence_start[j] for j in range(stop - _LONGEST_POST, stop)]
            first = max((s for s in starts if s > stop - _LONGEST_POST), default=first)
        while first < stop and scene.skip[first]:
            first += 1
        if stop - first < 2:
            continue
        name = text[f.span.start : handle]
        offset = f.span.start + len(name) - len(name.lstrip("—–- \u00a0"))
        made = _draft(first, None, Content(first, stop, scene.span(first, stop), "direct"), "post-byline")
        made.headline = False
        made.channel = "post"
        made.source_span = Span(offset, f.span.start + len(name.rstrip()))
        for d in drafts:
            if d.parent is None and made.inside(d.token):
                d.parent = made
        out.append(made)
    return out
