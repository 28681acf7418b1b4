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
Status = Literal["actual", "planned", "hypothetical", "negated"]
EventType = Literal[
    "AGREE",
    "CONSULT",
    "SUPPORT",
    "CONCEDE",
    "COOPERATE",
    "AID",
    "RETREAT",
    "REQUEST",
    "ACCUSE",
    "REJECT",
    "THREATEN",
    "PROTEST",
    "SANCTION",
    "MOBILIZE",
    "COERCE",
    "ASSAULT",
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


class Why(msgspec.Struct, frozen=True, gc=False):
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


class Word(msgspec.Struct, frozen=True, gc=False):
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


class Furniture(msgspec.Struct, frozen=True, gc=False):
    span: Span
    kind: FurnitureKind


class Timex(msgspec.Struct, frozen=True, gc=False):
    span: Span
    type: TimexType
    value: str
    mod: str | None = None
    interval: tuple[str, str] | None = None  # first day, last day
    why: Why | None = None


class Quantity(msgspec.Struct, frozen=True, gc=False):
    span: Span
    value: float | None
    low: float | None = None
    high: float | None = None
    unit: str | None = None
    of: str | None = None
    mod: str | None = None
    why: Why | None = None


class Mention(msgspec.Struct, frozen=True, gc=False):
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


class Entity(msgspec.Struct, frozen=True, gc=False):
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


class Statement(msgspec.Struct, frozen=True, gc=False):
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


class Argument(msgspec.Struct, frozen=True, gc=False):
    """A participant of an event as the clause has it, before it is resolved.

    ``how``: "mention" (index ``mention``), "group" (people or a body without a name: ``type``, ``sector``), "country"
    (a nationality adjective: "غارة إسرائيلية"), "pronoun" (attached or none at all, of agreement ``agreement``: goes
    back to somebody named before), "home" (بلاده: the country of whom the pronoun takes up), "event" (whoever acts in
    the event whose trigger is token ``token``), "speaker" or "addressee" (of the statement ``statement``).
    """

    role: Literal["actor", "recipient", "place", "instrument"]
    how: Literal["mention", "group", "country", "pronoun", "home", "event", "speaker", "addressee"]
    span: Span | None = None
    mention: int | None = None
    type: EntityType | None = None
    sector: str | None = None
    country: str | None = None
    number: Literal["s", "d", "p", None] = None
    agreement: str | None = None  # 3ms, 3fs, 3mp ...
    statement: str | None = None
    token: int = -1
    weak: bool = False  # only the topic of the clause: asked where nothing else tells


class Toll(msgspec.Struct, frozen=True, gc=False):
    """How many: one number of an event. ``value`` is null where only words say so (عشرات: low 20)."""

    value: int | None
    low: int | None = None
    high: int | None = None
    approximate: bool = False
    span: Span | None = None


class Condition(msgspec.Struct, frozen=True, gc=False):
    """On what an event hangs: the clause, the word that opens it, the event that it names, whether that must not be."""

    span: Span
    word: str
    event: str | None = None
    negated: bool = False


class Deadline(msgspec.Struct, frozen=True, gc=False):
    """Until when: the words, the TIMEX3 value, the days from the report or the act to the last one."""

    span: Span
    value: str | None = None
    interval: tuple[str, str] | None = None


class Contact(msgspec.Struct, frozen=True, gc=False):
    """A call, meeting or visit: by which channel, how long (TIMEX3 duration)."""

    channel: Literal["phone", "meeting", "visit", "message", "talks"] | None = None
    length: str | None = None


class Relay(msgspec.Struct, frozen=True, gc=False):
    """A message to be passed on: whose, by whom, to whom (entity ids), and what (a span)."""

    origin: str | None = None
    carrier: str | None = None
    addressee: str | None = None
    content: Span | None = None


class Event(msgspec.Struct, frozen=True, gc=False):
    """One happening, coded in PLOVER 2.0. Entity ids once linked; ``arguments`` is what the linker works from.

    ``in_`` is the innermost statement that reports it. ``negated_by`` is the word that denies it, ``status_by`` the one
    that says the status, whichever it is. ``tolls`` holds dead, injured, arrested, displaced, size.
    ``precision`` says where date and place come from: "clause", "sentence", "report"; of a place also "actors" where no
    word says it and it is the country of those who take part.
    """

    id: str
    trigger: Span
    type: EventType
    mode: str | None = None
    context: tuple[str, ...] = ()
    actors: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
    status: Status = "actual"
    negated_by: Span | None = None
    status_by: Span | None = None
    date: str | None = None
    interval: tuple[str, str] | None = None
    place: str | None = None
    in_: str | None = msgspec.field(default=None, name="in")
    tolls: dict[str, Toll] = {}
    conditions: tuple[Condition, ...] = ()
    deadline: Deadline | None = None
    contact: Contact | None = None
    relay: Relay | None = None
    quad: int | None = None  # 1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict
    score: float | None = None  # Goldstein-style, -10 to 10
    gloss: dict[str, str] = {}  # {"ar": ..., "en": ...}
    precision: dict[str, str] = {}  # {"date": "clause", "place": "report"}
    chances: dict[str, float] = {}  # of the actors and recipients that were weighed: how likely each is right
    why: Why | None = None
    # What the linker needs; not part of the record.
    arguments: tuple[Argument, ...] = ()
    token: int = -1  # of the trigger
    frame: int = -1  # index in the table of frames
    speech: str | None = None  # id of the statement whose act this is


class Warning(msgspec.Struct, frozen=True, gc=False):
    code: str
    message: str
    span: Span | None = None


class Report(msgspec.Struct, frozen=True, gc=False):
    """One report: what came in, and what the stages have added so far."""

    id: str
    text: str
    url: str | None = None
    title: str | None = None
    published: str | None = None  # ISO date
    outlet: str | None = None  # the outlet's name as given
    author: str | None = None
    lang: str = "ar"
    source: str | None = None  # the file, line or address that it came from; not part of the record
    digest: str | None = None  # SHA-256 of the bytes that came in; not part of the record
    own_id: bool = False  # the input itself gave the id
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
    crowds: tuple[Argument, ...] = ()  # people without a name, who may take part in any event; not part of the record
    warnings: tuple[Warning, ...] = ()
    outlet_entity: str | None = None

    def with_(self, **changes: Any) -> Self:
        """A copy with some fields replaced."""
        return msgspec.structs.replace(self, **changes)

    def slice(self, span: Span) -> str:
        """The report's own characters at a span."""
        return self.text[span.start : span.end]
