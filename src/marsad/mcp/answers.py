"""What the tools answer. Every list is bounded, every claim carries the characters that it comes from.

Offsets are code points ``[start, end)`` of the report's text. Texts are shortened to a limit; then ``cut`` is true.
"""

from __future__ import annotations

from typing import Final

from pydantic import BaseModel, ConfigDict, Field

QUOTED: Final = 600  # characters of a quotation
TEXT: Final = 4_000  # characters of a report's text in one answer


class Answer(BaseModel):
    """Base of all answers: nothing but the fields that are declared."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Quote(Answer):
    """Verbatim words of a report and where they stand in it."""

    start: int
    end: int
    text: str
    cut: bool = Field(default=False, description="whether the words go on behind what is shown")


class Party(Answer):
    """Who or what: names in Arabic and English, the id in the knowledge base or across reports, the kind."""

    ar: str | None
    en: str | None
    id: str | None = Field(description="id in the knowledge base, or a key that is the same in every report")
    type: str | None = Field(description="PER, ORG, LOC, MEDIA, or ANON for an unnamed source")


class StatementAnswer(Answer):
    """One act of reported speech."""

    id: str
    speaker: Party | None
    addressees: list[Party]
    force: str = Field(description="assert, deny, threaten, demand, commit, accuse, support or ask")
    quotation: str = Field(description="direct, indirect or mixed")
    channel: str | None
    cue: Quote | None = Field(description="the word that reports")
    source: Quote | None = Field(description="the words that name the speaker there")
    content: Quote = Field(description="what is said")
    chain: list[Party] = Field(description="on whose word, from the outlet down to the speaker")


class EventAnswer(Answer):
    """One happening in PLOVER."""

    id: str
    type: str
    status: str = Field(description="actual, planned, hypothetical or negated")
    actors: list[Party]
    recipients: list[Party]
    date: str | None
    place: Party | None
    tolls: dict[str, int | None] = Field(description="dead, injured, arrested, displaced, size")
    trigger: Quote
    statement: str | None = Field(description="id of the statement that reports it; null: the outlet itself does")
    gloss: str = Field(description="one line in English")


class ReportAnswer(Answer):
    """A report as it was read."""

    id: str
    title: str | None
    outlet: Party | None
    published: str | None
    url: str | None
    text: Quote | None = Field(description="a part of the text, where it was asked for")
    length: int = Field(description="code points of the whole text")
    statements: list[StatementAnswer]
    events: list[EventAnswer]
    statements_total: int
    events_total: int
    warnings: list[str]


class HitAnswer(Answer):
    """A report that was found."""

    id: str
    title: str | None
    outlet: str | None
    published: str | None
    url: str | None
    snippet: str


class SearchAnswer(Answer):
    """One page of what was found."""

    total: int
    hits: list[HitAnswer]


class HappeningRow(Answer):
    """One happening of a list; ask `happening` with its id for the accounts."""

    id: str
    kind: str
    type: str | None
    status: str | None
    date: str | None
    place: Party | None
    actors: list[Party]
    recipients: list[Party]
    reports: int
    outlets: int
    origins: int
    credibility: int = Field(description="Admiralty: 1 confirmed by independent origins, to 6: cannot be judged")
    differing: list[str] = Field(description="slots in which the accounts differ")


class HappeningsAnswer(Answer):
    """One page of happenings."""

    total: int
    happenings: list[HappeningRow]


class Telling(Answer):
    """One account of a happening: which report, which of its events or statements, in which words."""

    report: str
    id: str
    outlet: str | None
    published: str | None
    words: Quote | None


class SlotValue(Answer):
    """A value of one slot and the reports that have it."""

    value: str
    reports: list[str]


class Slot(Answer):
    """What the accounts say of one thing: toll, date, place, who, whether."""

    slot: str
    verdict: str = Field(description="agree, differ, updated (a later report revises), omitted (some do not say)")
    values: list[SlotValue]


class Origin(Answer):
    """Where accounts begin. Five outlets on one unnamed source are one origin."""

    kind: str
    label: str | None
    reports: list[str]


class HappeningAnswer(Answer):
    """One happening as all its reports tell it."""

    id: str
    kind: str
    type: str | None
    status: str | None
    date: str | None
    place: str | None
    actors: list[str]
    recipients: list[str]
    reports: int
    outlets: int
    origins_total: int
    credibility: int
    grade: str = Field(description="the grade in words")
    reasons: list[str] = Field(description="why the grade is what it is")
    slots: list[Slot]
    origins: list[Origin]
    tellings: list[Telling]
    tellings_total: int


class HappeningAnswers(Answer):
    """The happening of an id, or those that a report shares with others."""

    total: int
    happenings: list[HappeningAnswer]


class Evidence(Answer):
    """What a ledger row rests on."""

    report: str
    id: str
    says: str = Field(description="tells, met, broken, expired ...")
    words: Quote | None


class LedgerRow(Answer):
    """One threat, demand, commitment, contact ... and what became of it."""

    kind: str
    date: str | None
    state: str
    by: list[Party]
    to: list[Party]
    what: str
    condition: str | None
    deadline: str | None = Field(description="the last day of the term, or its TIMEX3 value")
    evidence: list[Evidence]


class LedgerAnswer(Answer):
    """One page of a ledger."""

    total: int
    rows: list[LedgerRow]


class Fact(Answer):
    """One line of a derivation: what it is about, and what was made of which words, by which rule."""

    about: str
    value: str


class Explanation(Answer):
    """How one statement, event, entity or word of time was found."""

    report: str
    id: str
    kind: str = Field(description="statement, event, entity or time")
    rule: str | None
    entries: list[str] = Field(description="lexicon entries, as file:entry")
    facts: list[Fact]
    chain: list[Party] = Field(description="on whose word, from the outlet down")
    same: bool = Field(description="whether the engine that explains is the one that made the record")
