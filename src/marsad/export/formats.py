"""The formats by name, and how records are written in one of them.

A format's module has ``chunks(records)``: records as plain data (schema ``marsad/1``) in, the bytes of one file out, a
piece at a time. Nothing in the bytes depends on the time, the machine or the order of a set.
"""

from __future__ import annotations

import contextlib
import importlib
import os
import pathlib
import tempfile
from collections.abc import Iterable, Iterator
from typing import IO, Any, Final

import msgspec

from marsad.errors import MarsadError

Record = dict[str, Any]


class Format(msgspec.Struct, frozen=True):
    """A format: the module that writes it, what it is, and which statuses of events it takes unless told otherwise.

    ``statuses`` is empty where all are taken. Formats that have no field for the status take actual events only: who
    counts their rows counts happenings.
    """

    module: str
    about: str
    statuses: tuple[str, ...] = ()
    whole: bool = False  # the record as it is: events are never left out of it


_ACTUAL: Final = ("actual",)
FORMATS: Final[dict[str, Format]] = {
    "jsonl": Format("jsonl", "records, one a line", whole=True),
    "plover": Format("plover", "events, PLOVER 2.0, one JSON object a line"),
    "polecat": Format("polecat", "events, the columns of POLECAT, tab-separated", _ACTUAL),
    "cameo": Format("cameo", "events by CAMEO code, tab-separated", _ACTUAL),
    "acled": Format("acled", "events of violence and protest, the columns of ACLED, CSV", _ACTUAL),
    "ftm": Format("ftm", "FollowTheMoney entities, one a line"),
    "stix": Format("stix", "a STIX 2.1 bundle"),
    "jsonld": Format("jsonld", "Web Annotation and PROV-O, JSON-LD"),
    "graphml": Format("graphml", "who does what to whom, GraphML"),
    "graphml-tells": Format("graphml_tells", "who tells whom, GraphML"),
    "gexf": Format("gexf", "who does what to whom, GEXF"),
    "gexf-tells": Format("gexf_tells", "who tells whom, GEXF"),
    "geojson": Format("geojson", "events by place, GeoJSON"),
    "parquet": Format("parquet", "events, Parquet (extra parquet)"),
    "ics": Format("ics", "deadlines, iCalendar"),
}


def chunks(
    name: str, records: Iterable[Record], *, types: tuple[str, ...] = (), statuses: tuple[str, ...] = ()
) -> Iterator[bytes]:
    """The bytes of a format; a stream. `types` and `statuses` choose events.

    Raises ``no-such-format`` and ``no-extra``, both before any record is asked for.
    """
    form = FORMATS.get(name)
    if form is None:
        raise MarsadError("no-such-format", name[:40])
    module = importlib.import_module(f"marsad.export.{form.module}")
    kept = statuses or form.statuses
    if form.whole or not (kept or types):
        given = iter(records)
    else:
        wanted = frozenset(t.upper() for t in types)
        given = (_narrowed(record, wanted, frozenset(kept)) for record in records)
    made: Iterator[bytes] = module.chunks(given)
    return made


def _narrowed(record: Record, types: frozenset[str], statuses: frozenset[str]) -> Record:
    events = [
        event
        for event in record["events"]
        if (not types or event["type"] in types) and (not statuses or event["status"] in statuses)
    ]
    return {**record, "events": events}


@contextlib.contextmanager
def replaced(path: pathlib.Path) -> Iterator[IO[bytes]]:
    """A file to write into, beside `path`, that takes its place only when it is whole. Raises ``unwritable``."""
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    except OSError as error:
        raise MarsadError("unwritable", f"{path}: {error.strerror}") from error
    try:
        with open(handle, "wb") as file:
            yield file
        umask = os.umask(0)
        os.umask(umask)
        os.chmod(name, 0o666 & ~umask)  # as any new file; a temporary one is for its owner alone
        os.replace(name, path)
    except BaseException as error:
        with contextlib.suppress(FileNotFoundError):
            os.unlink(name)
        if isinstance(error, OSError):
            raise MarsadError("unwritable", f"{path}: {error.strerror}") from error
        raise
