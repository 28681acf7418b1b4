"""Who tells whom, as GraphML."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from marsad.export import graphs
from marsad.export.parts import Record


def chunks(records: Iterable[Record]) -> Iterator[bytes]:
    """One graph of all records."""
    return graphs.graphml(records, graphs.tells)
