"""The data objects that a report is made of on its way to a record.

All objects are immutable: a stage returns a new `Report` (see `Report.with_`), it never changes its input.
Every position is an offset in Unicode code points into `Report.text`, half-open: ``[start, end)``.
"""

from __future__ import annotations

from typing import Any, Literal, NamedTuple, Self

import msgspec

EntityType = Literal["PER", "ORG", "LOC", "MEDIA", "ANON"]
MentionKind = Literal["name", "role", "pronoun"]
TimexType = Literal["DATE", "TIME", "DURATION", "SET"]
QuotationKind = Literal["direct", "indirect", "mixed"]
Force = Literal["assert", "deny", "threaten", "demand", "commit", "accuse", "support", "ask"]
Channel = Literal[
    "phone",
    "meeting",
    "statement",
    "post",
    "interview",
    "press_conference",
    "speech",
    "message",
    "media",
]
SourceClass = Literal["source", "official", "diplomat", "military", "witness", "expert", "other"]
FurnitureKind = Literal[
    "reading_time",
    "read_also",
    "related",
    "share",
    "comments",
    "byline",
    "dateline",
    "caption",
    "embed_label",
    "advert",
    "pull_quote",
]
TokenKind = Literal["word", "number", "latin", "punct"]


class Span(NamedTuple):
    """A stretch of `Report.text`: ``text[start:end]``."""

    start: int
    end: int


class Why(msgspec.Struct, frozen=True):
    """What made an annotation: the rule's name and the lexicon entries it used."""

    rule: str
    entries: tuple[str, ...] = ()


class Split(NamedTuple):
    """One way to take a word apart: attached particles, stem, attached pronoun (all folded).

    ``cut`` and ``tail`` count the letters of the word before and after the stem as it is written
    (``للرئيس`` has the proclitic ``ل``, the stem ``الرئيس`` and a cut of 1).
    """

    proclitic: str
    stem: str
    enclitic: str
    cut: int
    tail: int


class Word(msgspec.Struct, frozen=True):
    """What is known of a word type, whatever its place: worked out once, shared by its tokens."""

    form: str  # as it stands in the text
    letters: str  # marks, tatweel and controls gone, Persian letters Arabic; hamza, ى and ة kept
    folded: str  # the key of every look-up: see marsad.folding.fold
    kind: TokenKind
    splits: tuple[Split, ...] = ()  # the whole word first


class Token(msgspec.Struct, frozen=True, gc=False):
    start: int
    end: int
    word: Word


class Sentence(NamedTuple):
    """Token range ``[first, last)`` of one sentence; ``paragraph`` counts lines that hold text."""

    first: int
    last: int
    paragraph: int


class Quotation(NamedTuple):
    """A pair of quotation marks by token index. ``repaired`` says that one of them was put right.

    ``open`` or ``close`` is the index of the token that is the mark; where a mark is missing
    (``repaired``), ``open`` is the index before the first quoted token, ``close`` the one after the last.
    """

    open: int
    close: int
    repaired: bool = False


class Furniture(msgspec.Struct, frozen=True):
    span: Span
    kind: FurnitureKind


class Timex(msgspec.Struct, frozen=True):
    span: Span
    type: TimexType
    value: str
    mod: str | None = None
    interval: tuple[str, str] | None = None  # first day, last day
    why: Why | None = None


class Quantity(msgspec.Struct, frozen=True):
    span: Span
    value: float | None
    low: float | None = None
    high: float | None = None
    unit: str | None = None
    of: str | None = None
    mod: str | None = None
    why: Why | None = None


class Mention(msgspec.Struct, frozen=True):
    """A place where an entity is named.

    Mentions that stand together as one noun phrase ("وزير الخارجية الأميركي" + "مايك بومبيو", a name and its
    acronym in brackets) share a ``group``: the linker gives them one entity.
    ``head`` is the folded noun that heads a role (وزير, متحدث, مصدر ...), ``number`` and ``gender`` its agreement.
    """

    span: Span
    kind: MentionKind
    type: EntityType
    entity: str | None = None
    group: int = -1
    head: str | None = None
    definite: bool = True
    gender: Literal["m", "f", None] = None
    number: Literal["s", "d", "p", None] = None
    kb: str | None = None
    country: str | None = None  # ISO 3166-1 alpha-3
    sector: str | None = None  # PLOVER sector
    source_class: SourceClass | None = None
    of: Span | None = None  # the body or person that a role belongs to or is close to
    why: Why | None = None


class Entity(msgspec.Struct, frozen=True):
    """Who or what mentions name. ``kb`` is the id in the knowledge base.

    ``office`` is the id of the office that a title names or that its holder has on the report's date. ``candidates``
    are ids of the knowledge base between which the report does not decide. ``key`` is the same for the same entity in
    every report, whether or not the knowledge base has it.
    """

    id: str
    type: EntityType
    name: dict[str, str | None]  # {"ar": ..., "en": ...}
    kb: str | None = None
    country: str | None = None
    sector: str | None = None
    class_: SourceClass | None = msgspec.field(default=None, name="class")
    of: str | None = None
    roles: tuple[str, ...] = ()
    office: str | None = None
    candidates: tuple[str, ...] = ()
    key: str | None = None


class Statement(msgspec.Struct, frozen=True):
    """One act of reported speech. ``speaker`` and ``addressees`` are entity ids once linked."""

    id: str
    cue: Span | None
    source: Span | None
    content: Span
    parent: str | None = None
    speaker: str | None = None
    addressees: tuple[str, ...] = ()
    quotation: QuotationKind = "indirect"
    channel: Channel | None = None
    force: Force = "assert"
    lemma: str | None = None
    why: Why | None = None
    # What the linker needs; not part of the record.
    addressee_spans: tuple[Span, ...] = ()
    told_pronoun: bool = False  # whom it is told is a pronoun on the cue ("أبلغه")
    goes_on: str | None = None  # id of the statement whose speaker goes on ("وأضاف")
    pronoun: str | None = None  # agreement of an implied speaker: "3ms", "3fs", "3mp", "1s" ...
    of_source: str | None = None  # id of the statement on whose authority ("بحسب") this one stands


class Event(msgspec.Struct, frozen=True):
    """A PLOVER event. Coding is work of a later stage; the shape stands in the record contract."""

    id: str
    trigger: Span
    type: str
    why: Why | None = None


class Warning(msgspec.Struct, frozen=True):
    code: str
    message: str
    span: Span | None = None


class Report(msgspec.Struct, frozen=True):
    """One report: what came in, and what the stages have added so far."""

    id: str
    text: str
    url: str | None = None
    title: str | None = None
    published: str | None = None  # ISO date
    outlet: str | None = None  # the outlet's name as given
    author: str | None = None
    lang: str = "ar"
    furniture: tuple[Furniture, ...] = ()
    tokens: tuple[Token, ...] = ()
    sentences: tuple[Sentence, ...] = ()
    quotations: tuple[Quotation, ...] = ()
    times: tuple[Timex, ...] = ()
    quantities: tuple[Quantity, ...] = ()
    entities: tuple[Entity, ...] = ()
    mentions: tuple[Mention, ...] = ()
    statements: tuple[Statement, ...] = ()
    events: tuple[Event, ...] = ()
    warnings: tuple[Warning, ...] = ()
    outlet_entity: str | None = None

    def with_(self, **changes: Any) -> Self:
        """A copy with some fields replaced."""
        return msgspec.structs.replace(self, **changes)

    def slice(self, span: Span) -> str:
        """The report's own characters at a span."""
        return self.text[span.start : span.end]
