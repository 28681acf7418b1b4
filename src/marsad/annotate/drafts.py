"""Statements while the grammar still moves them about: mutable, by token; frozen at the end."""

from __future__ import annotations

from dataclasses import dataclass, field

from marsad.annotate.contents import Content
from marsad.annotate.scene import NP
from marsad.document import Channel, Force, Span


@dataclass(slots=True, eq=False)
class Draft:
    """One statement in the making. ``token`` orders drafts; an authority comes before what it vouches for."""

    token: int
    cue: Span | None
    source: NP | None
    content: Content
    force: Force = "assert"
    lemma: str | None = None
    parent: Draft | None = None
    channel: Channel | None = None
    addressees: list[NP] = field(default_factory=list)
    agreement: str | None = None  # of an implied speaker
    goes_on: bool = False  # a verb that goes on for whoever spoke ("وأضاف")
    same_as: Draft | None = None  # another statement whose speaker this one shares
    rule: str = ""
    entries: list[str] = field(default_factory=list)
    authority: bool = False  # "بحسب": names on whose word, reports nothing itself
    participle: bool = False
    headline: bool = False
    told_pronoun: bool = False
    end: int = -1  # token after an attribution
    relays: bool = False  # reports what another source said, whom ``relayed`` or ``relayed_pronoun`` names
    relayed_pronoun: str = ""
    relayed: NP | None = None  # the source behind the source
    source_span: Span | None = None  # where the source is no noun phrase of the names stage

    def inside(self, token: int) -> bool:
        """Whether a token stands in the reported words."""
        return self.content.first <= token < self.content.end
