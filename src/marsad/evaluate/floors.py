"""Floors: what the scores of a gold folder must reach, pinned to a hash of the gold that was scored."""

from __future__ import annotations

import pathlib
from collections.abc import Mapping
from typing import Any

import msgspec

from marsad.errors import MarsadError
from marsad.evaluate.gold import digest
from marsad.lexicon.loader import read_yaml

FILE = pathlib.Path(__file__).with_name("floors.yaml")


class FloorSet(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The floors of one gold folder: its name, its hash, and for each measure the least F1 or accuracy."""

    name: str
    gold: str
    floors: dict[str, float]


class Floors(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All sets of floors."""

    sets: tuple[FloorSet, ...]


class Checked(msgspec.Struct, frozen=True):
    """One floor and what was reached; ``ok`` is false below it and where the measure was not taken."""

    measure: str
    floor: float
    reached: float | None
    ok: bool


def load(path: pathlib.Path = FILE) -> Floors:
    """The floors of the project. Raises ``bad-lexicon`` where the file is not in shape."""
    return read_yaml(path, Floors)


def floors_for(folder: pathlib.Path, floors: Floors | None = None) -> FloorSet:
    """The floors pinned to the gold in a folder. Raises ``bad-gold`` where none are: the gold is new or changed."""
    pin = digest(folder)
    for entry in (floors or load()).sets:
        if entry.gold == pin:
            return entry
    raise MarsadError("bad-gold", f"no floors are pinned to {folder} as it is (hash {pin})")


def check(entry: FloorSet, scores: Mapping[str, Mapping[str, Any]]) -> list[Checked]:
    """Each floor against the scores of `Tally.values`."""
    out = []
    for measure, floor in entry.floors.items():
        row = scores.get(measure, {})
        reached = row.get("f1", row.get("acc"))
        out.append(Checked(measure, floor, reached, reached is not None and reached >= floor))
    return out
