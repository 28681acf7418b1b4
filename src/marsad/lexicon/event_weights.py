"""Weights of the features by which participants of events are chosen (`arabic/event_roles.yaml`).

Fitted by ``tools/event_weights.py``; features: `marsad.link.event_roles.Context.features`.
"""

from __future__ import annotations

from functools import cache
from typing import Literal

import msgspec

from marsad.lexicon.loader import compiled, data_files, read_yaml

FILES = ("arabic/event_roles.yaml",)
Role = Literal["actor", "recipient"]


class Weights(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Weights of features. ``least``: the chance at which the best candidate is taken, ``more`` at which others are."""

    least: float
    more: float
    weights: dict[str, float]


@cache
def load() -> dict[Role, Weights]:
    """The weights of both roles."""
    return compiled("event_roles", FILES, dict[Role, Weights], _build)


def _build() -> dict[Role, Weights]:
    return read_yaml(data_files(FILES[0])[0], dict[Role, Weights])
