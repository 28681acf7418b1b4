"""Weights by which a sentence reports a happening as news (`arabic/news_weights.yaml`).

Fitted by ``tools/news_weights.py``; features: `marsad.evaluate.news_features`.
"""

from __future__ import annotations

from functools import cache

import msgspec

from marsad.document import EventType
from marsad.lexicon.loader import compiled, data_files, read_yaml

FILES = ("arabic/news_weights.yaml",)


class Weights(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Of one type of event. ``least``: the sum of weights from which on a sentence is news."""

    least: float
    structure: dict[str, float]
    words: dict[str, float]


@cache
def load() -> dict[EventType, Weights]:
    """The weights by type of event; only types of which sentences are labelled."""
    return compiled("news_weights", FILES, dict[EventType, Weights], _build)


def _build() -> dict[EventType, Weights]:
    return read_yaml(data_files(FILES[0])[0], dict[EventType, Weights])
