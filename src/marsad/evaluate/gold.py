"""Gold annotation, resolved to offsets: from snippets (``ID.gold.json`` beside ``ID.txt``) or from offsets alone.

``ID.offsets.json`` holds no text: offsets and ids for a report of a corpus, whose text is looked up in a folder of
``*.jsonl.gz`` files by file name and id, and checked by its SHA-256.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import pathlib
import re
from collections.abc import Iterator
from typing import Any

import msgspec

from marsad.document import Report
from marsad.errors import MarsadError
from marsad.ingest.base import make_report

Range = tuple[int, int]

_ARABIC = "\u0621-\u064a\u066e-\u06d3"
_MARKED = re.compile(r"(.*?)\[\[(.+?)\]\](.*)", re.S)


class GoldEntity(msgspec.Struct, frozen=True):
    """An entity of the gold: its type, its names, and where its roles stand in the text."""

    type: str
    names: tuple[str, ...]
    roles: tuple[Range, ...]


class GoldMention(msgspec.Struct, frozen=True):
    span: Range
    entity: str
    type: str


class GoldTime(msgspec.Struct, frozen=True):
    span: Range
    type: str
    value: str


class GoldStatement(msgspec.Struct, frozen=True):
    id: str
    cue: Range | None
    source: Range | None
    speaker: str
    content: Range
    addressees: tuple[str, ...] = ()
    parent: str | None = None
    quotation: str | None = None
    channel: str | None = None
    force: str | None = None


class GoldEvent(msgspec.Struct, frozen=True):
    id: str
    trigger: Range | None
    type: str
    status: str
    actors: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
    date: str | None = None
    place: str | None = None


class Gold(msgspec.Struct, frozen=True):
    """One annotated report; all ranges are code points of ``text``."""

    id: str
    text: str
    published: str | None
    outlet: str | None
    author: str | None
    entities: dict[str, GoldEntity]
    mentions: tuple[GoldMention, ...]
    times: tuple[GoldTime, ...]
    statements: tuple[GoldStatement, ...]
    events: tuple[GoldEvent, ...]
    furniture: tuple[Range, ...]

    def report(self) -> Report:
        """The report as a reader gets it."""
        return make_report(self.id, self.text, published=self.published, outlet=self.outlet, author=self.author)


def read_folder(folder: pathlib.Path, *, corpus: pathlib.Path | None = None, only: str | None = None) -> Iterator[Gold]:
    """The gold of a folder, by file name. `only` is a regular expression searched in ids.

    Raises ``bad-gold`` where a snippet is missing or ambiguous, where a text is not the one annotated, and where the
    folder holds no gold at all.
    """
    found = False
    for path in sorted([*folder.glob("*.gold.json"), *folder.glob("*.offsets.json")]):
        found = True
        if only is None or re.search(only, path.name.split(".")[0]):
            yield from_snippets(path) if path.name.endswith(".gold.json") else from_offsets(path, corpus)
    if not found:
        raise MarsadError("bad-gold", f"{folder} holds no *.gold.json and no *.offsets.json")


def has_gold(folder: pathlib.Path) -> bool:
    """Whether a folder holds gold files."""
    return any(True for e in ("*.gold.json", "*.offsets.json") for _ in folder.glob(e))


def digest(folder: pathlib.Path) -> str:
    """A hash of every gold file of a folder and its text, or of one file, to pin floors to."""
    total = hashlib.sha256()
    for path in (
        [folder]
        if folder.is_file()
        else sorted(p for e in ("*.gold.json", "*.offsets.json", "*.txt") for p in folder.glob(e))
    ):
        total.update(path.name.encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()[:24]


def occurrences(text: str, form: str) -> list[Range]:
    """Where a form stands in a text as a word, attached one-letter particles before it allowed."""
    return [m.span(1) for m in _word(form).finditer(text)]


def _word(form: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![{_ARABIC}])(?:[وف]?[بلك]?ـ?)({re.escape(form)})(?![{_ARABIC}\u064b])")


def from_snippets(path: pathlib.Path) -> Gold:
    """The gold of ``ID.gold.json``, its snippets looked up in ``ID.txt``; meta data from ``ID.meta.json`` if there."""
    raw = _json(path)
    text = path.with_name(path.name.replace(".gold.json", ".txt")).read_text("utf-8")
    meta_path = path.with_name(path.name.replace(".gold.json", ".meta.json"))
    meta = _json(meta_path) if meta_path.exists() else {}
    where = _Snippets(raw["id"], text)
    owner = {form: key for key, e in raw["entities"].items() for form in e.get("mentions", [])}
    mentions = [
        GoldMention(span, owner[text[slice(*span)]], raw["entities"][owner[text[slice(*span)]]]["type"])
        for span in _longest_first(text, owner)
    ]
    return Gold(
        id=raw["id"],
        text=text,
        published=meta.get("published") or raw.get("published"),
        outlet=meta.get("outlet"),
        author=meta.get("author"),
        entities={
            key: GoldEntity(
                e["type"],
                tuple(n for n in [e.get("name_ar"), e.get("name_en"), *e.get("mentions", [])] if n),
                tuple(span for role in e.get("roles", []) for span in occurrences(text, role)),
            )
            for key, e in raw["entities"].items()
        },
        mentions=tuple(mentions),
        times=tuple(GoldTime(where.marked(t["at"]), t["type"], t["value"]) for t in raw["times"]),
        statements=tuple(
            _statement(
                s,
                where.marked_or_none(s["cue"]),
                where.marked_or_none(s.get("source")),
                where.stretch(s["content"]),
            )
            for s in raw["statements"]
        ),
        events=tuple(_event(v, where.marked_or_none(v["trigger"])) for v in raw["events"]),
        furniture=tuple(r for d in raw.get("furniture", []) if (r := _loose(text, d))),
    )


def from_offsets(path: pathlib.Path, corpus: pathlib.Path | None) -> Gold:
    """The gold of ``ID.offsets.json``; its text from the folder `corpus`. Raises ``bad-gold`` where it is not there."""
    raw = _json(path)
    if corpus is None:
        raise MarsadError("bad-gold", f"{path.name} holds offsets only: give the folder of the corpus (--corpus)")
    row = _corpus(corpus / raw["corpus"]).get(raw["corpus_id"])
    if row is None:
        raise MarsadError("bad-gold", f"{path.name}: {raw['corpus']} has no report {raw['corpus_id']}")
    text = f"{row['title']}\n{row['text']}" if row.get("title") else row["text"]
    if hashlib.sha256(text.encode()).hexdigest() != raw["sha256"]:
        raise MarsadError("bad-gold", f"{path.name}: the corpus has another text than was annotated")
    entities = {}
    for key, e in raw["entities"].items():
        forms = [
            text[slice(*s)]
            for s in [*e.get("mentions", []), *(m["span"] for m in raw["mentions"] if m["entity"] == key)]
        ]
        names = [n for n in [e.get("name_ar"), e.get("name_en"), *forms] if n]
        roles = dict.fromkeys(text[slice(*r)] for r in e.get("roles", []))
        spans = tuple(s for role in roles for s in occurrences(text, role))
        entities[key] = GoldEntity(e["type"], tuple(dict.fromkeys(names)), spans)
    published = raw.get("published") or row.get("published")
    return Gold(
        id=raw["id"],
        text=text,
        published=published[:10] if published else None,
        outlet=row.get("outlet"),
        author=row.get("author"),
        entities=entities,
        mentions=tuple(
            GoldMention(_range(m["span"]), m["entity"], raw["entities"][m["entity"]]["type"]) for m in raw["mentions"]
        ),
        times=tuple(GoldTime(_range(t["span"]), t["type"], t["value"]) for t in raw["times"]),
        statements=tuple(
            _statement(s, _range_or_none(s["cue"]), _range_or_none(s.get("source")), _range(s["content"]))
            for s in raw["statements"]
        ),
        events=tuple(_event(v, _range_or_none(v["trigger"])) for v in raw.get("events", [])),
        furniture=tuple(_range(f["span"] if isinstance(f, dict) else f) for f in raw.get("furniture", [])),
    )


class _Snippets:
    """Looks verbatim snippets up in a text, each of which must stand there exactly once."""

    def __init__(self, name: str, text: str) -> None:
        self.name, self.text = name, text

    def _once(self, snippet: str) -> int:
        times = self.text.count(snippet)
        if times != 1:
            raise MarsadError("bad-gold", f"{self.name}: snippet found {times} times: {snippet!r}")
        return self.text.index(snippet)

    def marked(self, snippet: str) -> Range:
        """The part of a snippet that stands between ``[[`` and ``]]``."""
        m = _MARKED.fullmatch(snippet)
        if not m:
            raise MarsadError("bad-gold", f"{self.name}: no [[ ]] in {snippet!r}")
        before, target, after = m.groups()
        start = self._once(before + target + after) + len(before)
        return start, start + len(target)

    def marked_or_none(self, snippet: str | None) -> Range | None:
        return None if snippet is None else self.marked(snippet)

    def stretch(self, ends: dict[str, str]) -> Range:
        """From the only place of ``start`` to the end of the first ``end`` after it."""
        start = self._once(ends["start"])
        end = self.text.find(ends["end"], start)
        if end < 0:
            raise MarsadError("bad-gold", f"{self.name}: end not found after start: {ends['end']!r}")
        return start, end + len(ends["end"])


def _longest_first(text: str, forms: dict[str, str]) -> list[Range]:
    """All places of the forms as words, the longest form first, none overlapping; in the order of the text."""
    taken: list[Range] = []
    for form in sorted(forms, key=len, reverse=True):
        for start, end in occurrences(text, form):
            if all(end <= a or start >= b for a, b in taken):
                taken.append((start, end))
    return sorted(taken)


def _loose(text: str, ends: dict[str, str]) -> Range | None:
    start = text.find(ends["start"])
    end = text.find(ends["end"], start)
    return (start, end + len(ends["end"])) if start >= 0 and end >= 0 else None


def _statement(raw: dict[str, Any], cue: Range | None, source: Range | None, content: Range) -> GoldStatement:
    return GoldStatement(
        raw["id"],
        cue,
        source,
        raw["speaker"],
        content,
        tuple(raw.get("addressees", [])),
        raw.get("parent"),
        raw.get("mode"),
        raw.get("channel"),
        raw.get("force"),
    )


def _event(raw: dict[str, Any], trigger: Range | None) -> GoldEvent:
    return GoldEvent(
        raw["id"],
        trigger,
        raw["type"],
        raw["status"],
        tuple(raw.get("actors", [])),
        tuple(raw.get("recipients", [])),
        raw.get("date"),
        raw.get("place"),
    )


def _range(pair: list[int]) -> Range:
    return pair[0], pair[1]


def _range_or_none(pair: list[int] | None) -> Range | None:
    return None if pair is None else _range(pair)


def _json(path: pathlib.Path) -> dict[str, Any]:
    try:
        data = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise MarsadError("bad-gold", f"{path.name}: {error}") from error
    if not isinstance(data, dict):
        raise MarsadError("bad-gold", f"{path.name} is not an object")
    return data


_CORPORA: dict[pathlib.Path, dict[str, dict[str, Any]]] = {}


def _corpus(path: pathlib.Path) -> dict[str, dict[str, Any]]:
    """The reports of one corpus file by id; kept, as many gold files ask for the same one."""
    if path not in _CORPORA:
        if not path.exists():
            raise MarsadError("bad-gold", f"the corpus has no file {path.name}")
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            _CORPORA[path] = {row["id"]: row for row in map(json.loads, lines)}
    return _CORPORA[path]
