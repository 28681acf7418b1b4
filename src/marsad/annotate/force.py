"""What a statement does: asserts, denies, threatens, demands, commits, accuses, supports, asks.

The verb says it first (طالب demands, نفى denies). A verb of plain saying takes the force of its content: "يجب على",
"ندعو" demand; the speaker's own future ("سنواصل", "لن نسمح", "أنها سترسل") commits. The words are data
(`arabic/force.yaml`).
"""

from __future__ import annotations

from collections.abc import Sequence

from marsad.annotate.cues import readings
from marsad.annotate.drafts import Draft
from marsad.annotate.scene import Scene
from marsad.document import Channel, Force
from marsad.lexicon import forces

_READ = 40  # tokens of a content that tell its force
_KEPT: frozenset[Channel | None] = frozenset(
    {"phone", "meeting", "interview", "press_conference", "speech", "statement"}
)


def force_of(scene: Scene, draft: Draft, nested: Sequence[Draft] = ()) -> Force:
    """The force of a draft: its verb's unless the verb only says, then what the first words of the content say.

    "بحسب" names on whose word, and does nothing with it. ``nested``: drafts told in this one; from where another
    speaker is named on, the words are that speaker's.
    """
    table = forces.load()
    if draft.force != "assert" and draft.lemma not in table.weakened:
        return draft.force
    if draft.authority or (draft.lemma is None and draft.cue is not None):
        return "assert"
    end = min(draft.content.end, draft.content.first + _READ)
    for other in nested:
        if other.source is not None and not other.authority:
            end = min(end, max(draft.content.first, min(other.token, other.source.first)))
    words = [scene.folded[i] for i in range(draft.content.first, end) if scene.tokens[i].word.kind != "punct"]
    agreements = frozenset(r.agreement for r in readings(scene.tokens[draft.token].word) if r.agreement)
    if draft.force != "assert":  # "استبعد أي حوار" refuses, "استبعد احتمال الحرب" says what he thinks
        return "assert" if table.match(words, draft.lemma, agreements) == "assert" else draft.force
    found = table.match(words, draft.lemma, agreements)
    if found is not None:
        return found
    return "accuse" if table.blames(words) else "assert"


def spread_channels(scene: Scene, drafts: list[Draft]) -> None:
    """A channel that is said once holds for what the same speaker goes on to say ("وأضاف", participles)."""
    last: Draft | None = None
    for draft in drafts:
        kept = last is not None and (last.channel in _KEPT or (last.channel == "post" and draft.goes_on))
        if draft.channel is None and last is not None and kept and draft.parent is last.parent:
            goes_on = draft.participle or draft.goes_on or (draft.source is None and draft.agreement == last.agreement)
            if goes_on and not draft.authority and not draft.headline:
                draft.channel = last.channel
        if not draft.authority and (draft.parent is None or last is None or draft.parent is last.parent):
            last = draft
