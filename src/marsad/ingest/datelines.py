"""Datelines and bylines: "القاهرة - أ ف ب:", "دبي، الإمارات العربية المتحدة (CNN)--", "سبق- وكالات:", "واس – جدة"."""

from __future__ import annotations

import re
from typing import NamedTuple

from marsad.document import FurnitureKind
from marsad.ingest.lines import CLOSERS, Line, Table, folded, key

_DASHES = "-–—−―ـ"
_SEPARATOR = re.compile('[-–—−―/|:،,()«»"“”\\[\\]•*]+')
_DASH = re.compile("[-–—−―]+")
_HEAD = 110  # characters in which a dateline ends
_CNN = re.compile(r"\(\s?CNN(?: بالعربية)?\s?(?:\)[ \xa0]{0,2}[-–—−―]*|[-–—−―]+)", re.IGNORECASE)
_BRACKET = re.compile("\\(([^()]{2,24})\\)[ \xa0]{0,2}[-–—−―:]+")
_ADDRESSED = re.compile("(?:^| )لـ")  # "فلان لـ«الشروق»:" says to whom somebody speaks
_MAX_NAME = 4


class Head(NamedTuple):
    """A dateline that ends at ``end``; the outlet's and the author's name where it holds them."""

    end: int
    kind: FurnitureKind
    outlet: str | None = None
    author: str | None = None


def dateline(line: Line, table: Table) -> Head | None:
    """The dateline with which a paragraph begins, separator included; None where it begins with none."""
    head = line.text[line.start : min(line.end, line.start + _HEAD)]
    return _agency_in_brackets(line, head, table) or _before_colon(line, head, table) or _dashes(line, head, table)


def _agency_in_brackets(line: Line, head: str, table: Table) -> Head | None:
    m = _CNN.search(head)
    if m and not any(c in head[: m.start()] for c in '.؟!:"«“'):
        dashes = m.group().rstrip()[-1] in _DASHES
        if (dashes or m.start() > 0) and len(head[: m.start()].split()) <= 10:
            return Head(line.start + m.end(), "dateline", table.outlets.get("cnn"))
    m = _BRACKET.search(head[:70])
    if m and key(m[1]) in table.agencies:
        place = re.split("[،,]", head[: m.start()])[0]
        if key(place) in table.places or not place.strip():
            return Head(line.start + m.end(), "dateline", table.outlets.get(key(m[1])))
    return None


def _before_colon(line: Line, head: str, table: Table) -> Head | None:
    colon = head.find(":", 0, 90)
    if colon <= 0 or _ADDRESSED.search(head[:colon]) or head[colon - 1].isdigit() or colon + 1 >= line.end - line.start:
        return None
    if any(c in head[:colon] for c in '.؟!"«“') and not key(head[:colon]).startswith(("افب", "دبا")):
        quoted = re.split("[-–—/]", head[:colon])[-1]
        if key(quoted) not in table.agencies:
            return None
    parts = _parts(head[:colon])
    known = [p for p in parts if key(p) in table.agencies]
    if not parts or not known or any(len(p.split()) > _MAX_NAME for p in parts):
        return None
    if len(parts) == 1 and key(parts[0]) not in table.alone:
        return None
    return Head(line.start + colon + 1, "dateline", _outlet(known, table), _author(parts, table))


def _dashes(line: Line, head: str, table: Table) -> Head | None:
    best: int | None = None
    parts: list[str] = []
    start = 0
    for m in _DASH.finditer(head):
        before, after = head[m.start() - 1 : m.start()], head[m.end() : m.end() + 1]
        if before and after and not before.isspace() and not after.isspace():
            continue  # السعودية-الأميركية
        if not after.strip(")") and m.end() < len(head) and before.isspace() and not after.isspace():
            break
        part = head[start : m.start()]
        pieces = _parts(part)
        known = [p for p in pieces if key(p) in table.places or key(p) in table.agencies]
        if len(known) < len(pieces) and (parts or len(part.split()) > 3 or any(c in part for c in "،:")):
            break
        parts += pieces
        start = m.end()
        places = [p for p in parts if key(p) in table.places]
        last = parts[-1] if parts else ""
        if parts and (places or key(last) in table.alone):
            best = m.end()
    if best is None or not head[best:].strip():
        return None
    named = _parts(head[:best])
    return Head(line.start + best, "dateline", _outlet(named, table), _author(named, table))


def whole_line(line: Line, table: Table, first: bool) -> Head | None:
    """A line that is a dateline or a byline from end to end. ``first``: it stands right after the headline."""
    n = len(line.words)
    if n > 14 or line.closed or line.text[line.end - 1] in "،؛" or _ADDRESSED.search(line.raw):
        return None
    parts = _parts(line.raw)
    if not parts:
        return None
    if n > 9:
        # the news agency's "Riyadh, 25 Shawwal 1436 H, that is 10 August 2015, SPA"
        dated = any(w.isdigit() for w in line.words) and line.words[-1] in table.agencies
        return Head(line.end, "dateline") if dated and key(_form(line, 0)) in table.places else None
    keys = [key(p) for p in parts]
    known = [p for p, k in zip(parts, keys, strict=True) if k in table.agencies]
    places = [k for k in keys if k in table.places]
    digits = any(w.isdigit() for w in line.words)
    if len(parts) == 1:
        words = line.words
        from_place = len(words) >= 3 and words[-2] == "من" and key(_form(line, len(words) - 1)) in table.places
        if from_place and key(" ".join(words[:-2])) in table.agencies:
            return Head(line.end, "byline", table.outlets.get(key(" ".join(words[:-2]))))
        if known and (first is False or keys[0] in table.alone):
            return Head(line.end, "byline", _outlet(known, table))
        if 2 <= n <= _MAX_NAME and words[0] in table.given_names and not digits:
            return Head(line.end, "byline", None, " ".join(line.raw.split()))
        return None
    if any(len(p.split()) > _MAX_NAME for p in parts) or (digits and not known):
        return None
    if known and len(parts) <= 4:
        return Head(line.end, "dateline" if places else "byline", _outlet(known, table), _author(parts, table))
    if first and places and len(parts) == 2 and n <= 6 and keys[0] in table.places:
        author = _author(parts, table)
        return Head(line.end, "byline", None, author) if author else None
    return None


def _form(line: Line, i: int) -> str:
    return line.text[slice(*line.places[i])]


def _parts(text: str) -> list[str]:
    return [p.strip(" \t\xa0." + CLOSERS) for p in _SEPARATOR.split(text) if p.strip(" \t\xa0." + CLOSERS)]


def _outlet(parts: list[str], table: Table) -> str | None:
    return next((table.outlets[key(p)] for p in parts if key(p) in table.outlets), None)


def _author(parts: list[str], table: Table) -> str | None:
    for part in parts:
        words = part.split()
        if 2 <= len(words) <= _MAX_NAME and folded(words[0]) in table.given_names and key(part) not in table.places:
            return " ".join(words)
    return None
