"""Entries of the knowledge base by id."""

from __future__ import annotations

from functools import cache

from marsad.lexicon import knowledge


def entry(kb: str) -> knowledge.Entry | None:
    """The known entity of an id, or None."""
    index = _by_id().get(kb)
    return None if index is None else knowledge.load().entries[index]


@cache
def _by_id() -> dict[str, int]:
    return {e.id: k for k, e in enumerate(knowledge.load().entries)}
