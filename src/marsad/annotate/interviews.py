"""Question and answer: lines that ask, each followed by a line that answers, are what the interviewed person says."""

from __future__ import annotations

from bisect import bisect_left
from itertools import pairwise

from marsad.annotate.contents import Content
from marsad.annotate.drafts import Draft
from marsad.annotate.scene import NP, Scene

_ASKS = frozenset("■▪*•●◆○«؟-–—")
_ANSWERS = frozenset("-–—•")
_ANSWER_WORDS = frozenset({"ج", "جواب", "الجواب"})
_QUESTION_WORDS = frozenset({"س", "سؤال", "السؤال"})
_INTERVIEWER = ("حاور", "أجرى", "أجرت", "حوار")
_LEAD = 120  # tokens in which the interviewed person is named


def interview_statements(scene: Scene, drafts: list[Draft]) -> list[Draft]:
    """One direct statement for each answer; what is reported inside it becomes its children."""
    answers = _answers(scene)
    if not answers:
        return []
    who = _interviewed(scene)
    if who is None:
        return []
    first = next((d for d in drafts if d.source is not None and d.source.mentions == who.mentions), None)
    by_token = sorted(drafts, key=lambda d: d.token)
    out = []
    for start, end in answers:
        made = Draft(
            token=start,
            cue=None,
            source=None if first is not None else who,
            content=Content(start, end, scene.span(start, end), "direct"),
            rule="interview",
            channel="interview",
            same_as=first,
        )
        k = bisect_left(by_token, start, key=lambda d: d.token)
        while k < len(by_token) and by_token[k].token < end:
            if by_token[k].parent is None:
                by_token[k].parent = made
            k += 1
        out.append(made)
    return out


def _answers(scene: Scene) -> list[tuple[int, int]]:
    """Token ranges of lines that answer a line with a question mark right before them, marks left out."""
    lines: list[tuple[int, int]] = []
    for s in scene.report.sentences:
        if lines and scene.paragraph[lines[-1][0]] == s.paragraph:
            lines[-1] = (lines[-1][0], s.last)
        else:
            lines.append((s.first, s.last))
    out = []
    for (qa, qb), (aa, ab) in pairwise(lines):
        asked = scene.letters[qb - 1] in ("؟", "?") and (
            scene.letters[qa] in _ASKS or scene.letters[qa] in _QUESTION_WORDS
        )
        if not asked or scene.skip[aa]:
            continue
        if scene.letters[aa] in _ANSWERS:
            first = aa + 1
        elif scene.letters[aa] in _ANSWER_WORDS and aa + 1 < ab:
            first = aa + 2 if scene.letters[aa + 1] in (":", "-", "–") else aa + 1
        else:
            continue
        if ab - first >= 2:
            out.append((first, ab - 1 if scene.letters[ab - 1] == "." else ab))
    return out


def _interviewed(scene: Scene) -> NP | None:
    """The first person of the headline, else the first named in the lead; never who asked ("حاوره فلان")."""
    lead: NP | None = None
    for i in range(min(scene.n, _LEAD)):
        np = scene.nps.get(i)
        if np is None or np.type != "PER" or (i and scene.letters[i - 1].startswith(_INTERVIEWER)):
            continue
        if i > 1 and scene.letters[i - 1] == ":" and scene.letters[i - 2].startswith(_INTERVIEWER):
            continue
        if scene.paragraph[i] == 0:
            return np
        if lead is None and np.kind == "name":
            lead = np
    return lead
