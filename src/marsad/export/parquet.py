"""Events as Parquet, a row each, a group of rows at a time. Needs pyarrow (extra ``parquet``)."""

from __future__ import annotations

import datetime
import io
from collections.abc import Iterable, Iterator
from typing import Any, Final

from marsad.errors import MarsadError
from marsad.export.cameo import code
from marsad.export.parts import Facts, Record, days, gloss, label

GROUP: Final = 2_000  # rows that are held at once


class _Pipe(io.RawIOBase):
    """What a writer writes, to be taken away; counts where it stands."""

    def __init__(self) -> None:
        self._parts: list[bytes] = []
        self._at = 0

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        piece = bytes(data)
        self._parts.append(piece)
        self._at += len(piece)
        return len(piece)

    def tell(self) -> int:
        return self._at

    def taken(self) -> bytes:
        """All that was written since the last time."""
        out = b"".join(self._parts)
        self._parts.clear()
        return out


def chunks(records: Iterable[Record]) -> Iterator[bytes]:
    """The file. Raises ``no-extra``."""
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ImportError as error:
        raise MarsadError("no-extra", "pyarrow") from error
    return _written(records, pa, pq)


def _written(records: Iterable[Record], pa: Any, pq: Any) -> Iterator[bytes]:
    words, number = pa.list_(pa.string()), pa.int64()
    kinds = {
        **dict.fromkeys(("contexts", "actors", "recipients", "actor_keys", "recipient_keys"), words),
        **dict.fromkeys(("reported_by", "actor_countries", "recipient_countries"), words),
        **dict.fromkeys(("quad", "dead", "injured", "size", "geonames", "trigger_start", "trigger_end"), number),
        **{name: pa.float64() for name in ("score", "latitude", "longitude")},
        **{name: pa.date32() for name in ("published", "first", "last", "deadline")},
    }
    schema = pa.schema([(name, kinds.get(name, pa.string())) for name in COLUMNS])
    pipe = _Pipe()
    with pq.ParquetWriter(pipe, schema, compression="zstd") as writer:
        rows: list[dict[str, Any]] = []
        for record in records:
            facts = Facts(record)
            rows += [_row(facts, event) for event in record["events"]]
            while len(rows) >= GROUP:
                writer.write_table(pa.Table.from_pylist(rows[:GROUP], schema=schema))
                del rows[:GROUP]
                yield pipe.taken()
        if rows:
            writer.write_table(pa.Table.from_pylist(rows, schema=schema))
    yield pipe.taken()


COLUMNS: Final = (
    *(
        "event_id",
        "report",
        "url",
        "outlet",
        "published",
        "title",
        "type",
        "mode",
        "contexts",
        "status",
        "quad",
        "score",
    ),
    *("cameo", "first", "last", "actors", "actor_keys", "actor_countries", "recipients", "recipient_keys"),
    *("recipient_countries", "place", "country", "latitude", "longitude", "geonames", "dead", "injured", "size"),
    *("deadline", "reported_by", "trigger", "trigger_start", "trigger_end", "sentence", "gloss_ar", "gloss_en"),
)


def _row(facts: Facts, event: Record) -> dict[str, Any]:
    first, last = days(event)
    place, at = facts.entity(event["place"]), facts.point(event["place"])
    actors, recipients = facts.named(event["actors"]), facts.named(event["recipients"])
    deadline = event["deadline"].get("interval") if isinstance(event["deadline"], dict) else None
    speakers = [facts.entity(s["speaker"]) for s in facts.chain(event)]
    return {
        "event_id": f"{facts.id}_{event['id']}",
        "report": facts.id,
        "url": facts.record["url"],
        "outlet": facts.outlet(),
        "published": _day(facts.day),
        "title": facts.record["title"],
        **{name: event[name] for name in ("type", "mode", "status", "dead", "injured", "size")},
        "contexts": event["context"],
        "quad": event.get("quad"),
        "score": event.get("score"),
        "cameo": code(event),
        "first": _day(first),
        "last": _day(last),
        "actors": [label(e) for e in actors],
        "actor_keys": [facts.who(e) for e in actors],
        "actor_countries": [e["country"] for e in actors],
        "recipients": [label(e) for e in recipients],
        "recipient_keys": [facts.who(e) for e in recipients],
        "recipient_countries": [e["country"] for e in recipients],
        "place": None if place is None else label(place),
        "country": None if place is None else place["country"],
        "latitude": None if at is None else at.lat,
        "longitude": None if at is None else at.lon,
        "geonames": None if at is None else at.geonames,
        "deadline": _day(deadline[1]) if deadline else None,
        "reported_by": [label(e) or "" for e in speakers if e is not None],
        "trigger": facts.raw(event["trigger"]),
        "trigger_start": event["trigger"][0],
        "trigger_end": event["trigger"][1],
        "sentence": facts.sentence(event),
        "gloss_ar": gloss(event, "ar"),
        "gloss_en": gloss(event, "en"),
    }


def _day(value: str | None) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat(value[:10]) if value else None
    except ValueError:
        return None
