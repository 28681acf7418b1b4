"""What the formats share: who is who in a record and across records, words, places, days, cells, digests."""

from __future__ import annotations

import csv
import functools
import hashlib
import io
import pathlib
import re
import uuid
from collections.abc import Iterable, Iterator
from typing import Any, Final

import msgspec
import yaml

from marsad.folding import fold
from marsad.lexicon.coordinates import Point, point

Record = dict[str, Any]
DATA: Final = pathlib.Path(__file__).parent / "data"
NAMESPACE: Final = uuid.uuid5(uuid.NAMESPACE_DNS, "marsad")  # of all ids that are UUIDs
UNDATED: Final = "1970-01-01"  # where a format demands an instant and the report has no date

# What a spreadsheet takes for the beginning of a formula, and what it may cut off before it looks.
_FORMULA: Final = re.compile(r"[\s\x00-\x20\ufeff\u200b-\u200f\u202a-\u202e\u2066-\u2069]*[=+\-@＝＋－＠]|[\t\r\n]")
_NUMBER: Final = re.compile(r"-?[0-9]{1,18}(?:\.[0-9]{1,18})?\Z")


class Facts:
    """A record with its entities at hand."""

    def __init__(self, record: Record) -> None:
        self.record = record
        self.id: str = record["id"]
        self.text: str = record["text"]
        self.entities: dict[str, Record] = {e["id"]: e for e in record["entities"]}
        self.statements: dict[str, Record] = {s["id"]: s for s in record["statements"]}
        self.day: str | None = record["published"]

    def words(self, span: list[int] | None) -> str | None:
        """The words of a span, on one line."""
        return None if span is None else " ".join(self.text[span[0] : span[1]].split())

    def raw(self, span: list[int] | None) -> str | None:
        """The characters of a span, untouched."""
        return None if span is None else self.text[span[0] : span[1]]

    def entity(self, id: str | None) -> Record | None:
        """An entity of the record, or None."""
        return None if id is None else self.entities.get(id)

    def named(self, ids: Iterable[str]) -> list[Record]:
        """The entities of ids that the record has."""
        return [self.entities[id] for id in ids if id in self.entities]

    def who(self, entity: Record, depth: int = 0) -> str:
        """A key by which an entity is known across reports; no judgement that two are one."""
        if entity["kb"] or entity.get("key"):
            return str(entity["kb"] or entity["key"])
        if entity["type"] == "ANON":
            of = self.entity(entity["of"])
            whose = self.who(of, depth + 1) if of is not None and depth < 4 else f"report:{self.id}#{entity['id']}"
            return f"ANON:{entity['class'] or 'other'}@{whose}"
        name = fold(label(entity, "ar") or "").strip()
        return f"{entity['type']}:{name}" if name else f"report:{self.id}#{entity['id']}"

    def outlet(self) -> str | None:
        """What the outlet is called."""
        entity = self.entity(self.record["outlet"])
        return None if entity is None else label(entity, "en")

    def sentence(self, event: Record) -> str:
        """The paragraph's words about a trigger: from the full stop or line before it to the one after it."""
        start, end = event["trigger"]
        before = max(self.text.rfind(mark, 0, start) + 1 for mark in ("\n", ". ", "؟", "!"))
        ends = [at + 1 for mark in (". ", "؟", "!") if (at := self.text.find(mark, end)) >= 0]
        line = self.text.find("\n", end)
        after = min([*ends, line if line >= 0 else len(self.text)])
        return " ".join(self.text[before:after].split())

    def chain(self, event: Record) -> list[Record]:
        """The statements that report an event, the innermost first."""
        out: list[Record] = []
        at = event["in"]
        while at in self.statements and self.statements[at] not in out:
            out.append(self.statements[at])
            at = out[-1]["parent"]
        return out

    def point(self, id: str | None) -> Point | None:
        """Where a place is, as far as the gazetteer knows."""
        entity = self.entity(id)
        if entity is None:
            return None
        return next((p for key in (entity.get("key"), entity["kb"]) if key and (p := point(key))), None)


def label(entity: Record, lang: str = "en") -> str | None:
    """An entity's name in a language, else in the other."""
    name = entity["name"]
    found: str | None = name[lang] or name["en" if lang == "ar" else "ar"]
    return found


def days(event: Record) -> tuple[str | None, str | None]:
    """First and last day of an event."""
    interval = event["interval"]
    if interval:
        return interval[0], interval[1]
    date = event["date"]
    return (date, date) if date and re.fullmatch(r"\d{4}-\d\d-\d\d", date) else (None, None)


def gloss(event: Record, lang: str = "en") -> str:
    """The line that an event has, or its codes."""
    said: str | None = (event.get("gloss") or {}).get(lang)
    return said or ("-".join(part for part in (event["type"], event["mode"]) if part))


def digest(*parts: str) -> str:
    """A stable short name for what several texts together name."""
    return hashlib.blake2b("\x1f".join(parts).encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()


def cell(value: Any) -> str:
    """A cell of a table: one line, and never the beginning of a formula; an apostrophe stands before such text.

    Numbers stay as they are, also negative ones.
    """
    if value is None:
        return ""
    text = " ".join(str(value).replace("\x00", " ").split()) if not isinstance(value, float) else repr(value)
    if _NUMBER.match(text):
        return text
    return f"'{text}" if _FORMULA.match(text) else text


def table(header: Iterable[str], rows: Iterable[Iterable[Any]], *, delimiter: str) -> Iterator[bytes]:
    """The lines of a table, its cells guarded."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=delimiter, lineterminator="\n")
    writer.writerow(header)
    for row in rows:
        yield _drained(buffer)
        writer.writerow([cell(value) for value in row])
    yield _drained(buffer)


def _drained(buffer: io.StringIO) -> bytes:
    data = buffer.getvalue().encode("utf-8", "replace")
    buffer.seek(0)
    buffer.truncate()
    return data


def json(value: Any) -> bytes:
    """JSON, keys in the order given."""
    return msgspec.json.encode(value)


def array(head: bytes, items: Iterable[Any], tail: bytes) -> Iterator[bytes]:
    """A JSON document whose one long list is streamed, an item a line."""
    yield head
    first = True
    for item in items:
        yield (b"\n" if first else b",\n") + json(item)
        first = False
    yield tail


@functools.cache
def data(name: str) -> Any:
    """A data file of this package."""
    return yaml.safe_load((DATA / name).read_text("utf-8"))


def alpha2(code: str | None) -> str | None:
    """ISO 3166-1 alpha-2 of an alpha-3 code."""
    found = data("countries.yaml").get(code) if code else None
    return None if found is None else str(found["alpha2"])
