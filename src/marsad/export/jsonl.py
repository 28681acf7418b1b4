"""Records as they are, one a line (schema ``marsad/1``)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from marsad.export.parts import Record, json


def chunks(records: Iterable[Record]) -> Iterator[bytes]:
    """A line for each record."""
    return (json(record) + b"\n" for record in records)
