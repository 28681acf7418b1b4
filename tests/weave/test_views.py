"""A record as the weave looks at it."""

from __future__ import annotations

import re
from typing import Any

from marsad.folding import fold
from marsad.lexicon import knowledge
from marsad.weave.views import View

TEXT = "قَالَ الوزير\nإنّ 12 شخصا، بينهم «أطفال»، قُتلوا."


def record(text: str) -> dict[str, Any]:
    nothing: dict[str, Any] = {"entities": [], "statements": [], "events": [], "mentions": [], "times": []}
    return {"id": "r", "text": text, "published": None, "outlet": None, "title": None, **nothing}


def test_the_words_of_any_span_are_those_of_its_own_characters() -> None:
    view = View(record(TEXT))
    for start in range(len(TEXT) + 1):
        for end in range(len(TEXT) + 2):
            wanted = [
                (fold(m.group()), start + m.start(), start + m.end()) for m in re.finditer(r"\w+", TEXT[start:end])
            ]
            assert view.words((start, end)) == wanted


def test_a_name_in_english_is_known_without_regard_to_case_and_accents() -> None:
    entry = next(e for e in knowledge.load().entries if e.en == "Egypt")
    assert [e.id for e in knowledge.named("EGYPT")] == [e.id for e in knowledge.named("Égypt")] == [entry.id]
    assert knowledge.named("no such name at all") == knowledge.named("---") == []
