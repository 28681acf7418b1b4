"""A component for spaCy: ``nlp.add_pipe("marsad")`` reads a document and sets its spans.

>>> import spacy
>>> nlp = spacy.blank("ar")
>>> nlp.add_pipe("marsad", config={"published": "2024-05-02"})  # doctest: +ELLIPSIS
<marsad.spacy_component.Component object at ...>
>>> doc = nlp("قال وزير الخارجية إن المحادثات ستستأنف غدا.")
>>> [(span.text, span.label_, span._.speaker) for span in doc.spans["marsad_statements"]]
[('المحادثات ستستأنف غدا', 'assert', 'وزير الخارجية')]
"""

from __future__ import annotations

import functools
import warnings
from collections.abc import Sequence
from typing import Any, Final

from spacy.language import Language
from spacy.tokens import Doc, Span

import marsad
from marsad.errors import MarsadError

GROUPS: Final = ("marsad_statements", "marsad_events", "marsad_names", "marsad_times")
_ASSIGNS: Final = ["doc._.marsad", "doc.spans"]


@Language.factory("marsad", assigns=_ASSIGNS, default_config={"published": None, "outlet": None, "strict": False})
def make(nlp: Language, name: str, published: str | None, outlet: str | None, strict: bool) -> Component:
    """The component of a pipeline. `published` (an ISO date) and `outlet` serve documents that do not say their own."""
    return Component(published, outlet, strict=strict)


class Component:
    """Reads each document that comes.

    It sets ``doc._.marsad``, the record in the schema ``marsad/1`` (None where the text cannot be read), and four
    groups of ``doc.spans``. In each, ``label_`` is the kind and ``id_`` the id in the record:

    - ``marsad_statements``: contents of statements, labelled by force;
    - ``marsad_events``: triggers of events, labelled by PLOVER type;
    - ``marsad_names``: names, labelled PER, ORG, LOC, MEDIA; ``kb_id_`` where the knowledge base has them;
    - ``marsad_times``: times, labelled DATE, TIME, DURATION, SET; ``id_`` is the TIMEX3 value.

    A span that cuts a token of spaCy's is widened to whole tokens; the record keeps the exact characters.
    ``doc._.marsad_published`` and ``doc._.marsad_outlet``, set before, go before the configuration. A text that cannot
    be read gives a warning, or with `strict` the error.
    """

    def __init__(self, published: str | None = None, outlet: str | None = None, *, strict: bool = False) -> None:
        self.published, self.outlet, self.strict = published, outlet, strict

    def __call__(self, doc: Doc) -> Doc:
        """Reads the document. Raises `marsad.errors.MarsadError` where it is strict or a date is wrong."""
        record = self._record(doc)
        doc._.marsad = record
        for group in GROUPS:
            doc.spans[group] = []
        if record is None:
            return doc
        entities = {e["id"]: e for e in record["entities"]}
        add = functools.partial(_add, doc)
        for s in record["statements"]:
            add("marsad_statements", s["content"], s["force"], s["id"])
        for e in record["events"]:
            add("marsad_events", e["trigger"], e["type"], e["id"])
        for m in record["mentions"]:
            if m["kind"] == "name":
                entity = entities[m["entity"]]
                add("marsad_names", m["span"], entity["type"], entity["id"], entity["kb"] or "")
        for t in record["times"]:
            add("marsad_times", t["span"], t["type"], t["value"] or "")
        return doc

    def _record(self, doc: Doc) -> dict[str, Any] | None:
        if not doc.text.strip():
            return None
        published, outlet = doc._.marsad_published or self.published, doc._.marsad_outlet or self.outlet
        try:
            return marsad.read(doc.text, published=published, outlet=outlet).record
        except MarsadError as error:
            if self.strict or error.code == "bad-date":
                raise
            warnings.warn(f"marsad: {error}", UserWarning, stacklevel=3)
            return None


def _add(doc: Doc, group: str, at: Sequence[int], label: str, id: str, kb: str = "") -> None:
    """Adds a span of the record, whose text is the document's, to a group."""
    made = doc.char_span(at[0], at[1], label=label, kb_id=kb, span_id=id, alignment_mode="expand")
    if made is not None:
        doc.spans[group].append(made)


def _of(span: Span) -> dict[str, Any] | None:
    """The statement or event of the record that a span was made of."""
    record = span.doc._.marsad
    if record is None or not span.id_:
        return None
    rows = record["statements"] if span.id_.startswith("s") else record["events"]
    return next((row for row in rows if row["id"] == span.id_), None)


def _names(span: Span) -> dict[str, str]:
    return {e["id"]: e["name"]["ar"] or e["name"]["en"] or e["id"] for e in span.doc._.marsad["entities"]}


def speaker(span: Span) -> str | None:
    """Who says a statement, or on whose word an event is told; None where the outlet itself tells it."""
    chain_ = chain(span)
    return chain_[-1] if chain_ else None


def chain(span: Span) -> list[str]:
    """On whose word, from the outermost source down to the speaker; the outlet is left out."""
    row = _of(span)
    if row is None:
        return []
    record = span.doc._.marsad
    statements = {s["id"]: s for s in record["statements"]}
    at, up = (row["id"] if "content" in row else row["in"]), []
    while at in statements and statements[at] not in up:
        up.append(statements[at])
        at = up[-1]["parent"]
    names = _names(span)
    return [names.get(s["speaker"] or "", "?") for s in reversed(up)]


def type_(span: Span) -> str | None:
    """The PLOVER type of an event, the force of a statement."""
    row = _of(span)
    return None if row is None else row.get("type", row.get("force"))


def status(span: Span) -> str | None:
    """Whether an event is actual, planned, hypothetical or negated; None for a statement."""
    row = _of(span)
    return None if row is None else row.get("status")


for _name in ("marsad", "marsad_published", "marsad_outlet"):
    if not Doc.has_extension(_name):
        Doc.set_extension(_name, default=None)
for _name, _getter in (("speaker", speaker), ("chain", chain), ("type", type_), ("status", status)):
    if not Span.has_extension(_name):
        Span.set_extension(_name, getter=_getter)
