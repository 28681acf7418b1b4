"""Which way a bare weekday or month points: by the words of its sentence.

"سيعقد الاجتماع الاثنين" is the coming Monday, "عقد الاجتماع الاثنين" the last one. Each word type is classed once.
"""

from __future__ import annotations

from marsad.annotate.times_words import SETS, Reader
from marsad.document import Word

FUTURE, SCHEDULED, PAST, NONE = "future", "scheduled", "past", ""
_FAR = 26
_memo: dict[str, str] = {}
_SCHEDULED = frozenset(prefix + verb[1:] for verb in SETS["scheduled_verbs"] for prefix in "يتن")
_PAST = frozenset(verb + end for verb in SETS["past_verbs"] for end in ("", "ت", "وا", "ا", "تا", "نا"))
# a plain alef at the end of a weak verb becomes ت or ت + ...: التقى التقت, رأى رأت, تبنى تبنت, نفى نفت
_PAST_WEAK = frozenset(verb[:-1] + end for verb in SETS["past_verbs"] if verb[-1] in "يا" for end in ("ت", "وا"))
_FUTURE_PREFIXES = ("سي", "ست", "سن")
_NOT_FUTURE = frozenset(("سيناء", "سياسه", "سياسي", "سياسيه", "سيده", "سيد", "سياره", "سيارات", "سيطره", "سيطر", "سيطرت", "سيادة", "سيادة", "سنوات", "سنه", "سنويا", "ستين", "سته", "ستون", "سيول", "سينما", "سيرته", "سيره", "سيناتور", "ستيفن", "سنجار", "سيرغي", "سياده", "سيما", "سياق", "سيارته", "سياسات", "سنويه", "سيئه", "سيل", "سيف", "ستار", "ستيف", "ستراسبورغ", "ستوكهولم", "سنغافوره", "سيدني"))


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
            elif stem in SETS["past_words"] or stem in _PAST or stem in _PAST_WEAK:
                result = PAST
            elif stem in _SCHEDULED:
                result = SCHEDULED
            elif stem.startswith(_FUTURE_PREFIXES) and len(stem) > 4 and stem not in _NOT_FUTURE:
                result = FUTURE
            if result:
                break
    if len(_memo) > 200_000:
        _memo.clear()
    _memo[word.form] = result
    return result


def around(reader: Reader, first: int, last: int, i: int, end: int) -> str:
    """The tense about tokens ``[i, end)`` of the sentence ``[first, last)``: the nearest sign before, else after."""
    tokens = reader.tokens
    for k in range(i - 1, max(first, i - _FAR) - 1, -1):
        found = classify(tokens[k].word)
        if found == SCHEDULED and k > first and reader.folded(k - 1) in ("كان", "كانت", "ان", "لم"):
            return PAST if reader.folded(k - 1) != "ان" else SCHEDULED
        if found:
            return found
    for k in range(end, min(last, end + 8)):
        found = classify(tokens[k].word)
        if found:
            return found
    return NONE
