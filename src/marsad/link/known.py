"""Entries of the knowledge base by id."""

from __future__ import annotations

from marsad.lexicon import knowledge


def entry(kb: str) -> knowledge.Entry | None:
    """The known entity of an id, or None."""
    return knowledge.by_id(kb)
