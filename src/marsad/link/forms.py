"""Keys by which two spellings, or a long and a short form, are one name."""

from __future__ import annotations

import re
from functools import lru_cache

from marsad.folding import fold

_WORDS = re.compile(r"[^\W_]+")
# Letters that transliterations of foreign names leave out or change: long vowels, doubled hamza.
_WEAK = str.maketrans("", "", "اويهءئؤ")
_SOUNDS = str.maketrans(
    {"غ": "ج", "ق": "ك", "گ": "ك", "ڤ": "ف", "ذ": "د", "ظ": "ض", "ث": "ت", "ش": "س", "ز": "س", "ص": "س", "ط": "ت"}
)


@lru_cache(maxsize=50_000)
def words(form: str) -> tuple[str, ...]:
    """Folded words of a form, articles of personal names kept."""
    return tuple(_WORDS.findall(fold(form)))


def bare(word: str) -> str:
    """A folded word without its article."""
    return word[2:] if word.startswith("ال") and len(word) > 4 else word


@lru_cache(maxsize=50_000)
def person_key(form: str) -> tuple[str, ...]:
    """Words of a personal name without articles: غندور and الغندور are one."""
    return tuple("بن" if w == "ابن" else bare(w) for w in words(form))


@lru_cache(maxsize=50_000)
def skeleton(word: str) -> str:
    """What transliterations of one name share: بلينكن and بليكن differ by a letter, ترامب and ترمب by none."""
    base = bare(word).translate(_SOUNDS)
    return (base[:1] + base[1:].translate(_WEAK)) or base


def alike(a: str, b: str) -> bool:
    """Whether two folded words are spellings of one name."""
    if a == b or bare(a) == bare(b):
        return True
    if min(len(a), len(b)) < 4:
        return False
    x, y = skeleton(a), skeleton(b)
    if x == y:
        return len(x) >= 3
    return len(x) >= 4 and len(y) >= 4 and abs(len(x) - len(y)) <= 1 and _one_edit(x, y) and a[:2] == b[:2]


def _one_edit(a: str, b: str) -> bool:
    if len(a) > len(b):
        a, b = b, a
    for i, char in enumerate(a):
        if char != b[i]:
            return a[i + 1 :] == b[i + 1 :] or a[i:] == b[i + 1 :]
    return len(b) - len(a) <= 1


def person_within(short: str, long: str) -> bool:
    """Whether `short` names the person of `long`: all its words stand in it, in order, the last ones at best."""
    a, b = person_key(short), person_key(long)
    if not a or len(a) > len(b):
        return False
    at = 0
    for word in a:
        while at < len(b) and not alike(word, b[at]):
            at += 1
        if at == len(b):
            return False
        at += 1
    if len(a) == 1 and len(b) > 1:
        # a single word is a family name, or a given name that stands alone; never the father's in the middle
        return alike(a[0], b[-1]) or alike(a[0], b[0]) or len(b) == 3
    return True


_ADJECTIVES = frozenset(
    {
        "الدولي",
        "العالمي",
        "العربي",
        "الاسلامي",
        "الاسلاميه",
        "الوطني",
        "الوطنيه",
        "العام",
        "العامه",
        "الاتحادي",
        "المتحده",
    }
)


def body_within(short: str, long: str) -> bool:
    """Whether a body's shorter form goes with a longer one: the same beginning, or the same without its head noun."""
    a, b = words(short), words(long)
    if not a or len(a) >= len(b):
        return a == b
    if len(a) >= 2 and b[: len(a)] == a:
        return True
    # الخارجية العراقية: وزارة الخارجية العراقية; الشعب الجمهوري: حزب الشعب الجمهوري
    return b[1:] == a and len(a) >= 1 and (len(a) > 1 or len(a[0]) > 4)
