"""What each word type can be in a name: looked up once for each type, kept in a memo."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import NamedTuple

import msgspec

from marsad.annotate.name_data import Gender, Head, NameTable, table
from marsad.document import Word
from marsad.lexicon.knowledge import KnowledgeTable, key, load

# What a stem (folded, particles cut off) can be.
DEF = 1  # has the article
DEMONYM = 2  # nationality adjective
ADJ = 4  # adjective that may belong to the name of a body
PORTFOLIO = 8  # definite noun inside names of bodies
INNER = 16  # first term of a construct inside names of bodies
FUNCTION = 32
VERB = 64
COMMON = 128  # everyday noun or adjective
GIVEN = 256
FAMILY = 512
PARTICLE = 1024  # بن, آل, أبو ...
LOOSE = 2048  # a given or family name that is an everyday word as well
FOREIGN = 4096  # has the shape of a transliterated name
NEVER = 8192  # السابق, الحالي: ends a name
TITLE = 16384
SPEECH = 32768
NISBA = 65536  # الـ...ي or الـ...ية
HEAD = 131072  # heads a body or a role
PLACE = 262144  # designator
ENTITY = 524288  # names a place or body in the knowledge base and no person
SHAPE = 1048576  # no word that is known, but shaped as a verb or with particles, rarely a name
CLOSED = FUNCTION | VERB | COMMON
KNOWN = ENTITY | SHAPE | CLOSED | DEMONYM | PORTFOLIO | INNER | ADJ | HEAD | PLACE | NEVER | TITLE
PERSONAL = GIVEN | FAMILY

_PROCLITICS = frozenset(("", "و", "ف", "ب", "ل", "ك", "وب", "ول", "وك", "فب", "فل"))
_SUFFIXES = ("", *"ات ين ون ان ه يه ي ا تين تان يين يون يات تي ها هم ته تها تهم نا اته اتها اتهم هما يا".split())
_OPENED = frozenset(("ات", "تين", "تان", "تي", "ته", "تها", "تهم", "اته", "اتها", "اتهم", "يه"))
_FOREIGN_ENDS = tuple(
    "وف وفا فيتش سكي سون ينكو شتاين بيرغ برغ مان يان وغلو زاده دوتير يفا وفيتش يتش ييف ايف "
    "ايتس ولد فيلد تون لاند هايم باخ ماير ستر اكيس ايدس شفيلي وبولوس ينسكي".split()
)
PARTICLES = frozenset(
    "بن ابن بنت ال ابو ابي ابا ام ولد عبد فان فون دي دو لو دا ديل دير لا بو ماك الحاج سيدي تن اوف دال ذو فن بنو".split()
)


_MEANT = KNOWN & ~FOREIGN | PERSONAL  # a word is this with a particle rather than an unknown name


class HeadAt(NamedTuple):
    """A reading of a word as a head: letters cut off before and after."""

    head: Head
    definite: bool
    proclitic: str
    cut: int
    tail: int


class Reading(NamedTuple):
    """A stem with the letters cut off before it."""

    proclitic: str
    stem: str
    cut: int
    flags: int


class Facts(msgspec.Struct, frozen=True, gc=False):
    """All that a word type can be. ``whole`` are the flags of the word as it stands."""

    folded: str
    word: bool
    whole: int
    joined: int  # flags of what follows an attached و; 0 where there is none
    readings: tuple[Reading, ...]
    kb: tuple[Reading, ...]  # readings that begin a form of the knowledge base
    roles: tuple[HeadAt, ...]
    bodies: tuple[HeadAt, ...]
    place: tuple[Reading, ...]
    title: tuple[Reading, ...]
    speech: bool
    any: bool
    owned: tuple[HeadAt, ...] = ()  # بلاده, عاصمتها


_SAID = ("past:3ms", "past:3fs", "past:3mp", "pres:3ms", "pres:3fs", "pres:3mp")


@cache
def reporting() -> frozenset[str]:
    """Finite third-person forms of the verbs that report, homographs left out."""
    from marsad.lexicon.reporting import load as load_reporting

    loaded = load_reporting()
    return frozenset(
        form
        for form, pairs in loaded.forms.items()
        if any(code.startswith(_SAID) and ":weak" not in code and not loaded.entries[n].homograph for n, code in pairs)
    )


@cache
def knowledge() -> KnowledgeTable:
    """The knowledge base, and the Latin names of its outlets and bodies as forms of their own ("CNN")."""
    kb = load()
    forms, first = dict(kb.forms), dict(kb.first)
    for i, entry in enumerate(kb.entries):
        if entry.en and entry.type in ("MEDIA", "ORG"):
            form = key(entry.en).removeprefix("the ")
            if len(form) > 2 and form not in forms:
                forms[form] = [i]
                head, _, rest = form.partition(" ")
                first[head] = max(first.get(head, 0), 1 + len(rest.split()))
    # السعودية is a country, and in السفارة السعودية an adjective
    demonyms = dict(kb.demonyms)
    for form, code in kb.demonyms.items():
        if form.endswith("ي") and not form.startswith("ال"):
            for feminine in (form + "ه", "ال" + form + "ه"):
                demonyms.setdefault(feminine, code)
    return msgspec.structs.replace(kb, forms=forms, first=first, demonyms=demonyms)


def facts(word: Word) -> Facts:
    """The memoised facts of a word type."""
    return _facts(word)


_memo: dict[str, Facts] = {}


def _facts(word: Word) -> Facts:
    known = _memo.get(word.form)
    if known is None:
        if len(_memo) > 200_000:
            _memo.clear()
        known = _memo[word.form] = _make(word)
    return known


def _make(word: Word) -> Facts:
    t, kb = table(), knowledge()
    if word.kind != "word":
        latin = word.kind != "punct" and word.folded in kb.first
        known = (Reading("", word.folded, 0, 0),) if latin else ()
        return Facts(word.folded, False, 0, 0, (), known, (), (), (), (), False, latin)
    if word.letters in ("فإن", "فأن"):
        # not the particle of فان دير لاين
        return Facts(
            word.letters, True, FUNCTION, 0, (Reading("", word.letters, 0, FUNCTION),), (), (), (), (), (), False, False
        )
    plain = [s for s in word.splits if not s.enclitic and s.proclitic in _PROCLITICS and len(s.stem) > 1]
    readings = tuple(Reading(s.proclitic, s.stem, s.cut, flags(s.stem)) for s in plain)
    whole = readings[0].flags if readings else FUNCTION
    if any(r.flags & DEF and word.letters[r.cut : r.cut + 2] in ("أل", "إل", "آل") for r in readings):
        # ألكسندر, إلهام: no article
        readings = tuple(
            Reading(r.proclitic, r.stem, r.cut, r.flags & ~(DEF | NISBA))
            if word.letters[r.cut : r.cut + 1] in "أإآ"
            else r
            for r in readings
        )
        whole = readings[0].flags
    if word.letters.endswith("على") and word.folded.endswith("علي"):
        # على and علي meet in folding
        readings = tuple(
            Reading(r.proclitic, r.stem, r.cut, FUNCTION if r.stem == "علي" else r.flags) for r in readings
        )
        whole = readings[0].flags
    elif word.letters == "علي":
        whole &= ~FUNCTION
        readings = (Reading("", word.folded, 0, whole), *readings[1:])
    if not whole & (KNOWN | PERSONAL) and word.folded not in kb.forms:
        if any(r.flags & _MEANT for r in readings[1:]) or _inflected(word, t):
            whole |= VERB
        elif _imperfect(word.folded):
            whole |= SHAPE
        readings = (Reading("", word.folded, 0, whole), *readings[1:])
    if whole & COMMON:
        readings = tuple(r for r in readings if r.proclitic != "ك")  # كمين: no "like Min"
    joined = next((r.flags for r in readings if r.proclitic == "و"), 0)
    roles, bodies = _heads(word, t.roles, t), _heads(word, t.bodies, t)
    first = tuple(r for r in readings if r.stem in kb.first)
    place = tuple(
        r
        for r in readings
        if r.flags & PLACE or r.stem in t.contained or r.stem in t.kept_phrases or r.stem in t.place_roles
    )
    title = tuple(r for r in readings if r.flags & TITLE and (len(r.proclitic) < 2 or r.flags & DEF))
    speech = any(r.flags & SPEECH and r.proclitic in ("و", "ف", "") for r in readings)
    anything = bool(
        roles or bodies or first or place or title or any(r.flags & PERSONAL or r.stem in PARTICLES for r in readings)
    )
    owned = _owned(word, t)
    anything = anything or bool(owned) or any(r.flags & DEMONYM and r.flags & DEF for r in readings)
    return Facts(
        word.folded, True, whole, joined, readings, first, roles, bodies, place, title, speech, anything, owned
    )


def _heads(word: Word, forms: dict[str, list[Head]], t: NameTable) -> tuple[HeadAt, ...]:
    out: list[HeadAt] = []
    for s in word.splits:
        if s.proclitic not in _PROCLITICS:
            continue
        definite = s.stem.startswith("ال") and s.stem not in forms
        if forms is t.roles and not s.enclitic and s.stem.removeprefix("ال") in t.left_out:
            continue
        if definite and s.enclitic:
            continue
        for head in forms.get(s.stem[2:] if definite else s.stem, ()):
            if (head.construct and definite) or (head.alif and word.letters.endswith("ي")):
                continue
            if s.enclitic and s.enclitic not in ("ه", "ها", "هم", "هما", "نا", "هن"):
                continue
            if s.enclitic == "نا" and head.lemma == "تجمع":
                continue
            out.append(HeadAt(head, definite, s.proclitic, s.cut, s.tail))
    # the whole word first, then those that need least cut away
    pronoun = word.letters.endswith("ه")  # نائبه, where نائبة is the other word
    out.sort(key=lambda h: ((h.tail == 0) if pronoun else (h.tail > 0), h.cut))
    if word.letters.endswith("ة"):
        out = [h for h in out if h.tail != 1]
    return tuple(out)


def _owned(word: Word, t: NameTable) -> tuple[HeadAt, ...]:
    for s in word.splits:
        if s.enclitic in ("ه", "ها", "هم", "هما", "نا") and s.proclitic in _PROCLITICS and s.stem in t.possessed:
            if word.letters.endswith("ة"):
                continue
            gender: Gender = "f" if s.stem.endswith("ه") else "m"
            return (HeadAt(Head(s.stem, gender, "s", -1), True, s.proclitic, s.cut, s.tail),)
    return ()


@lru_cache(maxsize=200_000)
def flags(stem: str) -> int:
    """What a folded stem without attached particles can be."""
    t, kb = table(), knowledge()
    out = 0
    article = stem.startswith("ال") and (
        len(stem) > 4 or stem[2:] in t.words or stem[2:] in t.left_out or stem[2:] in t.kept or stem[2:] in t.roles
    )
    bare = stem[2:] if article else stem
    if article:
        out |= DEF
        if bare.endswith(("ي", "يه")) and len(bare) > 3:
            out |= NISBA
    if stem in kb.demonyms and not (stem.endswith("يا") and stem in kb.first):
        out |= DEMONYM
    if stem in kb.given:
        out |= GIVEN
    if stem in kb.family:
        out |= FAMILY
    if out & PERSONAL and any(kb.entries[k].kind in ("country", "capital") for k in kb.forms.get(stem, ())):
        out &= ~PERSONAL
    if stem in kb.ambiguous or stem in kb.ambiguous_names:
        out |= LOOSE
    if stem in kb.name_particles or stem in PARTICLES:
        out |= PARTICLE
    if stem in t.function:
        out |= FUNCTION
        if stem != "علي":
            out &= ~PERSONAL  # آن, ما: given names of one report in ten thousand
    if stem in t.verbs:
        out |= VERB
    if stem in t.speech or stem in reporting():
        out |= SPEECH | VERB
    if stem in t.portfolios:
        out |= PORTFOLIO
    if stem in t.inner:
        out |= INNER
    if stem in t.adjectives:
        out |= ADJ
    if stem in t.never:
        out |= NEVER
    if stem in t.titles:
        out |= TITLE
    if bare in t.roles or bare in t.bodies:
        out |= HEAD
    if stem in t.left_out or stem in t.kept:
        out |= PLACE
    if _everyday(bare, t.words) or (article and bare in t.function):
        out |= COMMON
    if not out & (CLOSED | PERSONAL | DEF) and shaped_as_masdar(stem):
        out |= COMMON
    if not out & PERSONAL and stem in kb.forms and all(kb.entries[k].type != "PER" for k in kb.forms[stem]):
        out |= ENTITY
    if not out & (CLOSED | DEF) and (stem.endswith(_FOREIGN_ENDS) and len(stem) > 4):
        out |= FOREIGN
    return out


def _everyday(bare: str, words: frozenset[str]) -> bool:
    for end in _SUFFIXES:
        if bare.endswith(end):
            base = bare[: len(bare) - len(end)]
            if len(base) > 1 and (base in words or (end in _OPENED and base + "ه" in words)):
                return True
    return False


def shaped_as_masdar(stem: str) -> bool:
    """Shapes of verbal nouns and participles that names rarely have: تدمير, استخدام, اختفاء, متنازع, مزدهرة."""
    n = len(stem)
    if stem.startswith("ال"):
        return False
    if n == 4 and stem[0] == "ت" and stem[3] == "ي" and stem[1] not in "وير":
        return True
    if n == 5 and stem[0] == "ت" and (stem[3] == "ي" or stem[2] == "ا"):
        return True
    if n >= 5 and stem[0] == "م" and (stem[1] == "ت" or stem[-1] == "ه"):
        return True
    if n >= 6 and stem.startswith(("است", "مست")):
        return True
    if n == 6 and stem[0] == "ا" and stem[4] == "ا" and (stem[2] == "ت" or stem[1] == "ن"):
        return True
    return n == 5 and stem[0] == "ا" and stem[3] == "ا"


def _imperfect(f: str) -> bool:
    """Shaped as an imperfect, with or without س."""
    if f[0] == "ي" and 4 <= len(f) <= 7 and f[1] not in "اوي":
        return True
    if f[0] in "لوف" and len(f) > 5 and f[1] == "ي" and f[2] not in "اوي":
        return True
    if f.startswith(("تت", "نت", "سن")) and 5 <= len(f) <= 7:
        return True
    return f.startswith(("ست", "سي")) and 5 <= len(f) <= 7 and f[2:3] in "تسن"


def _inflected(word: Word, t: NameTable) -> bool:
    """A verb or function word with particles or pronouns attached, or a word with the shape of an imperfect."""
    for s in word.splits[1:]:
        if s.enclitic in ("ك", "ي", "كم", "كن", "ني") and len(s.stem) < 4:
            continue
        if (
            s.stem in t.verbs
            or s.stem in t.function
            or (s.enclitic and (_everyday(s.stem, t.words) or shaped_as_masdar(s.stem)))
        ):
            return True
    f = word.folded
    if len(f) >= 6 and f.endswith(("ها", "هما", "وا")) and not f.endswith("سوا"):
        return True
    if (f.startswith("لل") and len(f) >= 6) or (f.startswith(("بال", "وال", "كال", "فال")) and len(f) >= 7):
        return True
    # adverbial accusatives: متأثرا, مستغربا
    return f[0] == "م" and f.endswith("ا") and len(f) >= 5
