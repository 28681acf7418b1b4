"""Event frames: verbs and nouns that name a happening, with where its participants stand, and light verbs.

The knowledge stands in ``arabic/events/``, one file a PLOVER type (``assault.yaml`` ...), and in
``light_verbs.yaml`` there; the fields of their entries are documented here. `load` gives the table, folded and
inflected. Forms have no attached particles and pronouns: look up the stems of `marsad.text.words.Word.splits`.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Final, Literal

import msgspec

from marsad.document import EventType, Status
from marsad.errors import MarsadError
from marsad.folding import fold
from marsad.lexicon.inflect import dual_forms, noun_forms, verb_forms
from marsad.lexicon.loader import compiled, data_files, read_yaml

FILES = ("arabic/events/*.yaml",)
LIGHT: Final = "light_verbs"
TYPES: Final[tuple[EventType, ...]] = (
    "AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT", "REQUEST",
    "ACCUSE", "REJECT", "THREATEN", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT",
)  # fmt: skip
_MATERIAL: Final = frozenset({"ASSAULT", "COERCE", "AID", "SANCTION", "RETREAT", "MOBILIZE"})
SLOTS: Final = frozenset({"subject", "object", "owner", "phrase"})
PREPOSITIONS: Final = frozenset(
    {"ب", "ل", "على", "إلى", "عن", "من", "في", "مع", "حول", "بشأن", "ضد", "عند", "بين", "إزاء", "حيال", "تجاه", "نحو"}
    | {"باتجاه", "صوب", "فوق", "داخل", "بحق", "لدى", "أمام", "عبر", "قرب", "وسط", "خلال"}
)


class Frame(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A word for a happening of one type; a verb where ``present`` is given, else a noun.

    ``actor``, ``recipient``: the slots in which they stand, the surest first. A slot is "subject" or "object" (of the
    verb; for its verbal noun and for a noun they are found in the idafa, with لـ, or behind an agent phrase),
    "owner" (nouns: the idafa or the possessive pronoun), "phrase" (whom the last of its fixed words begins to name:
    "إنهاء مهمة التحالف") or a preposition as written (على، ضد، ب). Defaults: a verb's
    actor is its subject, its recipient its object; a noun's actor is its owner, and it has no recipient.
    ``owner``: what the idafa of the verbal noun or noun is where only one phrase stands there: "actor" (هجوم التنظيم),
    "recipient" (اغتيال القائد), or "either" (قصف: who can shoot is the actor).
    ``symmetric``: all participants are actors (لقاء، محادثات، اشتباكات), those behind مع، بين and the object too.
    ``place``, ``instrument``: further prepositions for them, beside the usual ones.
    ``objects``: beginnings of words, one of which must stand among the few words behind (أطلق + النار، قطع + العلاقات;
    the verbal noun the same: إطلاق النار). A beginning that ends in a space or is followed by nothing is a whole word.
    ``needs``: "actor", "recipient": no event without one (a name, a group or a pronoun); "people": the recipient is a
    person, a group or a body; "armed": one participant is armed; "prep": one of the prepositions of its slots follows;
    "clause": a clause with أن or a quotation follows;
    "told": the report tells another happening of this type before ("العملية", which takes it up);
    "pronoun": a pronoun is attached as its object (وقعته: signed it, and not "happened").
    ``before``: beginnings of words, one of which must stand among the few words before (فتحت النيابة + تحقيقا); a
    particle (لن) must stand right before.
    ``not``: words that, standing within three words before or behind, say that it is something else (ended by * for
    beginnings: "كرة*"; two words are a pair in a row: "على الإرهاب").
    ``forms``: which forms are triggers; left out: all. "verb", "masdar", "part" (active participle: مهاجمين), "ppart"
    (passive: معتقلين). Participles are off unless named.
    ``status``: what it is where nothing else says so. ``content``: the status of what its object or content names
    (طالب بوقف: planned; هدد بقصف: hypothetical; نفى: negated; None: untouched).
    ``mode``, ``context``: of PLOVER 2.0. ``masdar``, ``masdar_plural``, ``extra``, ``weak``, ``drop``, ``spelt``: as in
    `marsad.lexicon.reporting.Verb`; ``plural``: of a noun. ``light`` false: a light verb before it gives it no actor.
    ``phrase``: fixed words that must follow at once, as written without ال differences (وقف + "إطلاق النار").
    """

    lemma: str
    present: str | None = None
    type: EventType | None = None  # the file's, unless the entry says otherwise
    mode: str | None = None
    context: tuple[str, ...] = ()
    actor: tuple[str, ...] | None = None
    recipient: tuple[str, ...] | None = None
    owner: Literal["actor", "recipient", "either"] | None = None
    symmetric: bool = False
    place: tuple[str, ...] = ()
    instrument: tuple[str, ...] = ()
    phrase: str | None = None
    objects: tuple[str, ...] = ()
    before: tuple[str, ...] = ()
    needs: tuple[Literal["actor", "recipient", "people", "armed", "prep", "clause", "told", "pronoun"], ...] = ()
    not_: tuple[str, ...] = msgspec.field(default=(), name="not")
    forms: frozenset[Literal["verb", "masdar", "part", "ppart"]] = frozenset({"verb", "masdar"})
    status: Status = "actual"
    content: Status | None = None
    light: bool = True
    masdar: tuple[str, ...] = ()
    masdar_plural: tuple[str, ...] = ()
    plural: tuple[str, ...] = ()
    extra: dict[str, list[str]] = {}
    weak: tuple[str, ...] = ()
    drop: tuple[str, ...] = ()
    spelt: tuple[str, ...] = ()
    note: str | None = None

    @property
    def verbal(self) -> bool:
        """Whether it is a verb."""
        return self.present is not None


class LightVerb(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A verb that carries an event noun: "شنّ الجيش هجوما", "تعرّض المقر لهجوم", "أسفر الانفجار عن مقتل".

    ``subject``: what its subject is in the event of the noun: "actor", "recipient", or "event" (another happening).
    ``denies``: of accusations its subject is the recipient, of demands and threats nothing (نفى، رفض).
    ``who``: where those stand who do what the noun says (أجبر الرئيس على الفرار: "object"), instead of the subject.
    ``noun``: where the noun stands: "object", "subject" (وقع هجوم) or a preposition. ``from``: the preposition behind
    which the other participant stands (تلقى اتصالا من). ``to``: the prepositions behind which, before the noun,
    stands whom it befalls (وجّه إلى الحكومة تحذيرا، فرض على إيران عقوبات). ``object``: what its own object is where
    the noun is its subject (لقاء جمع الوزير ونظيره: actor; قصف طال حافلة: recipient). ``nouns``: beginnings of nouns
    carried so.
    """

    lemma: str
    present: str
    subject: Literal["actor", "recipient", "event"] = "actor"
    noun: str = "object"
    denies: bool = False
    who: tuple[str, ...] = ()
    from_: str | None = msgspec.field(default=None, name="from")
    to: tuple[str, ...] = ()
    object: Literal["actor", "recipient"] | None = None
    nouns: tuple[str, ...] = ()
    drop: tuple[str, ...] = ()
    weak: tuple[str, ...] = ()
    note: str | None = None


class EventTable(msgspec.Struct, frozen=True):
    """All frames. ``forms``, ``light_forms``: stem to (index, feature code of `inflect`, ``noun:s`` ... for nouns)."""

    frames: tuple[Frame, ...]
    forms: dict[str, list[tuple[int, str]]]
    light: tuple[LightVerb, ...]
    light_forms: dict[str, list[tuple[int, str]]]


_RARE = re.compile("juss$|:2ms|:2fs|:2d|:2mp|:2fp|:[12][a-z]*:pass|^imp|^part.*bound|^ppart.*bound|:fd|^part:md:bound")
_JUSSIVE = re.compile("^pres:3(ms|fs):juss$|^pres:1p:juss$")


@cache
def load() -> EventTable:
    """The table, from the compiled cache where it is fresh; raises ``bad-lexicon`` if an entry is wrong."""
    return compiled("events", FILES, EventTable, _build)


def frame(index: int) -> Frame | None:
    """The frame that an event has by its index; None for -1, the cue of a statement that no frame has."""
    return load().frames[index] if index >= 0 else None


def _build() -> EventTable:
    frames: list[Frame] = []
    light: tuple[LightVerb, ...] = ()
    for path in data_files(FILES[0]):
        if path.stem == LIGHT:
            light = read_yaml(path, tuple[LightVerb, ...])
            continue
        name = next((t for t in TYPES if t == path.stem.upper()), None)
        if name is None:
            raise MarsadError("bad-lexicon", f"{path.name}: no PLOVER type is called so")
        frames += [_filled(entry, name) for entry in read_yaml(path, tuple[Frame, ...])]
    forms: dict[str, list[tuple[int, str]]] = {}
    for index, frame in enumerate(frames):
        for form, code in forms_of(frame):
            forms.setdefault(form, []).append((index, code))
    light_forms: dict[str, list[tuple[int, str]]] = {}
    for index, verb in enumerate(light):
        dropped = set(map(fold, verb.drop))
        for form, code in verb_forms(verb.lemma, verb.present):
            if code.startswith(("past:3", "pres:3", "past:1", "pres:1")) and form not in dropped:
                light_forms.setdefault(form, []).append((index, code))
    return EventTable(tuple(frames), forms, light, light_forms)


def _filled(frame: Frame, name: EventType) -> Frame:
    """An entry with its type and the defaults of its kind."""
    actor = frame.actor if frame.actor is not None else ("subject",) if frame.verbal else ("owner",)
    recipient = frame.recipient if frame.recipient is not None else ("object",) if frame.verbal else ()
    either = frame.verbal and "object" in recipient and (frame.type or name) in _MATERIAL
    owner = frame.owner or ("either" if either else "actor")
    return msgspec.structs.replace(
        frame,
        type=frame.type or name,
        actor=actor,
        recipient=recipient,
        owner=owner,
        phrase=fold(frame.phrase) if frame.phrase else None,
        objects=tuple(fold(w) for w in frame.objects),
        before=tuple(fold(w) for w in frame.before),
        not_=tuple(fold(w.rstrip("*")) + ("*" if w.endswith("*") else "") for w in frame.not_),
    )


def forms_of(frame: Frame) -> list[tuple[str, str]]:
    """Every form of a frame that is a trigger, folded, with its code; raises ``bad-lexicon`` where lemma and present
    do not fit."""
    found = _pairs(frame)
    dropped, weak, spelt = set(map(fold, frame.drop)), set(map(fold, frame.weak)), {fold(s): s for s in frame.spelt}
    held = set(found)
    out = []
    for form, code in found:
        kind = code.partition(":")[0]
        family = "verb" if kind in ("past", "pres") else kind if kind != "noun" else None
        if family is not None and family not in frame.forms:
            continue
        if form in dropped or (_RARE.search(code) and not _JUSSIVE.search(code)):
            continue
        if ":pass" in code and (form, code.replace(":pass", "")) in held:
            continue
        if form in spelt:
            code += f":spelt={spelt[form]}"
        elif form in weak:
            code += ":weak"
        out.append((form, code))
    return out


def _pairs(frame: Frame) -> list[tuple[str, str]]:
    """All forms of a frame, folded, with their codes."""
    if frame.present is None:
        pairs = noun_forms(frame.lemma, code="noun:s") + [(f, "noun:" + c) for f, c in dual_forms(frame.lemma)]
        for plural in frame.plural:
            pairs += noun_forms(plural, code="noun:p", plural=True)
        return list(dict.fromkeys((fold(form), code) for form, code in pairs))
    try:
        pairs = verb_forms(
            frame.lemma, frame.present, masdar=frame.masdar, masdar_plural=frame.masdar_plural, extra=frame.extra
        )
    except ValueError as error:
        raise MarsadError("bad-lexicon", f"events: {error}") from error
    if frame.masdar_plural:  # what has a plural has a dual: "تفجيران", "انفجارين"
        held = {form for form, _ in pairs}
        duals = [(fold(form), "masdar:" + c) for masdar in frame.masdar for form, c in dual_forms(masdar)]
        pairs += [(form, code) for form, code in duals if not form.endswith("ي") and form not in held]
    return pairs


def problems() -> list[str]:
    """What is wrong in the tables beyond their shape: slots that do not exist, two entries that say the same."""
    table = load()
    found = []
    seen: set[tuple[object, ...]] = set()
    for frame in table.frames:
        slots = (*(frame.actor or ()), *(frame.recipient or ()))
        found += [
            f"{frame.type} {frame.lemma}: no such slot: {slot}"
            for slot in (*slots, *frame.place, *frame.instrument)
            if slot not in SLOTS and slot not in PREPOSITIONS
        ]
        key = (
            frame.type,
            frame.lemma,
            frame.verbal,
            frame.phrase,
            frame.objects,
            frame.before,
            frame.needs,
            frame.forms,
        )
        if key in seen:
            found.append(f"{frame.type} {frame.lemma}: twice")
        seen.add(key)
        made = {form for form, _ in _pairs(frame)}
        marked = (*frame.drop, *frame.weak, *frame.spelt)
        found += [
            f"{frame.type} {frame.lemma}: {form} is none of its forms" for form in marked if fold(form) not in made
        ]
    return found


def check_form(case: dict[str, object], expected: bool) -> str | None:
    """A case: ``form`` (no particles) is a trigger of ``type``; ``lemma`` where given."""
    table = load()
    hits = [(table.frames[i], code) for i, code in table.forms.get(fold(str(case["form"])), ())]
    holds = any(f.type == case["type"] and case.get("lemma") in (None, f.lemma) for f, _ in hits)
    if holds == expected:
        return None
    shown = ", ".join(f"{f.type} {f.lemma} {c}" for f, c in hits) or "-"
    return f"must {'' if expected else 'not '}match; found {shown}"
