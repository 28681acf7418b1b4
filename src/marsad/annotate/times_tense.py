"""Which way a bare weekday or month points: by the words of its sentence.

"سيعقد الاجتماع الاثنين" is the coming Monday, "عقد الاجتماع الاثنين" the last one. Each word type is classed once.
"""

from __future__ import annotations

import re

from marsad.annotate.times_words import SETS, Reader
from marsad.document import Word

FUTURE, SCHEDULED, PAST, NONE = "future", "scheduled", "past", ""
_FAR, _NEAR = 26, 12
# ستاثاكيس, ستيفن, سياسة: no verb has a plain alef or ya there ("ستأتي" has hamza)
_SAYING = frozenset(
    verb + end for verb in SETS["saying_and_planning"] for end in ("", "ت", "وا", "ا", "تا", "نا")
) | frozenset(verb[:-1] + end for verb in SETS["saying_and_planning"] if verb[-1] in "يا" for end in ("ت", "وا"))
_NAME = re.compile("^[وف]?س(?:ت[اي]|ي[اي]|ن[اي])")
_memo: dict[str, str] = {}
_PAST = frozenset(verb + end for verb in SETS["past_verbs"] for end in ("", "ت", "وا", "ا", "تا", "نا"))
# a plain alef at the end of a weak verb becomes ت or ت + ...: التقى التقت, رأى رأت, تبنى تبنت, نفى نفت
_PAST_WEAK = frozenset(verb[:-1] + end for verb in SETS["past_verbs"] if verb[-1] in "يا" for end in ("ت", "وا"))
_SCHEDULED = frozenset(prefix + verb[1:] for verb in SETS["scheduled_verbs"] for prefix in "يتن") - _PAST - _PAST_WEAK
_FUTURE_PREFIXES = ("سي", "ست", "سن")
_NOT_FUTURE = SETS["not_future"]
_AMBIGUOUS = SETS["also_nouns"]


def classify(word: Word) -> str:
    """future, scheduled (an imperfect of something fixed beforehand), past, or nothing."""
    found = _memo.get(word.form)
    if found is not None:
        return found
    folded = word.folded
    result = NONE
    if word.kind == "word":
        stems = [folded, folded[1:]] if folded[:1] in "وف" and len(folded) > 3 else [folded]
        for stem in stems:
            if stem in SETS["future_words"]:
                result = FUTURE
            elif stem in SETS["past_words"] or (stem in _PAST and stem not in _AMBIGUOUS) or stem in _PAST_WEAK:
                result = PAST
            elif stem in _SCHEDULED:
                result = SCHEDULED
            elif (
                stem.startswith(_FUTURE_PREFIXES)
                and len(stem) > 3
                and stem not in _NOT_FUTURE
                and not _NAME.search(word.letters)
            ):
                result = FUTURE
            elif _feminine_past(stem):
                result = PAST
            if result:
                break
    if len(_memo) > 200_000:
        _memo.clear()
    _memo[word.form] = result
    return result


def happened(reader: Reader, first: int, i: int, end: int) -> bool:
    """Whether a past verb that is neither saying nor planning stands in the six words before tokens ``[i, end)``.

    At the head of a sentence ("وفي ديسمبر، أعلنت الولاية ...") any past verb just after them serves.
    """
    if i - first <= 2:
        for k in range(end, min(reader.last, end + 3)):
            if classify(reader.tokens[k].word) == PAST:
                return True
    for k in range(i - 1, max(first, i - 7) - 1, -1):
        folded = reader.folded(k)
        if folded in SETS["complementizers"]:
            return False
        found = classify(reader.tokens[k].word)
        if found == PAST:
            return folded not in _SAYING and folded[1:] not in _SAYING and folded not in SETS["past_words"]
        if found:
            return False
    return False


def _feminine_past(stem: str) -> bool:
    """A word such as جمعت or حددت: a past verb of a feminine subject by its form."""
    return (
        3 < len(stem) < 8
        and stem.endswith("ت")
        and stem[-2] not in "اويت"
        and stem[0] not in "يل"
        and not stem.startswith("ال")
        and stem not in SETS["not_past"]
    )


def around(reader: Reader, first: int, last: int, i: int, end: int, near: bool = False) -> str:
    """The tense about tokens ``[i, end)`` of the sentence ``[first, last)``: the nearest sign before, else after."""
    tokens = reader.tokens
    for k in range(i - 1, max(first, i - (_NEAR if near else _FAR)) - 1, -1):
        found = classify(tokens[k].word)
        if found == SCHEDULED and k > first and reader.folded(k - 1) in ("كان", "كانت", "ان", "لم"):
            return PAST if reader.folded(k - 1) != "ان" else SCHEDULED
        if found:
            return found
    for k in range(end, min(last, end + 8)):
        folded = reader.folded(k)
        if folded in SETS["complementizers"]:
            break
        found = classify(tokens[k].word)
        if found and folded not in SETS["future_words"]:
            return found
    return NONE
