"""iCalendar (RFC 5545): the deadlines of ultimatums, threats and pledges, an all-day event each."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from typing import Final

from marsad.export.parts import UNDATED, Facts, Record, digest, gloss, label

_HEAD: Final = ("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Marsad//Deadlines//EN", "CALSCALE:GREGORIAN")


def chunks(records: Iterable[Record]) -> Iterator[bytes]:
    """A calendar."""
    yield from _lines(_HEAD)
    for record in records:
        facts = Facts(record)
        for event in record["events"]:
            day = _last(event)
            if day is not None:
                yield from _lines(_deadline(facts, event, day))
    yield from _lines(["END:VCALENDAR"])


def deadlines(rows: Iterable[tuple[Record, str | None, str]]) -> Iterator[bytes]:
    """A calendar of rows of ledgers that have a deadline: the row, who told it, and when that was published (ISO)."""
    yield from _lines(_HEAD)
    for row, outlet, published in rows:
        day = _day(row["deadline"]["interval"]) if row["deadline"] else None
        if day is None:
            continue
        first = row["evidence"][0]
        by, to = (", ".join(_called(party) for party in row[side]) for side in ("by", "to"))
        told = f"{outlet or ''} {first['report']}#{first['id']}".strip()
        about = [row["what"], row["condition"], f"{row['kind']}, {row['state']}", told]
        yield from _lines(
            [
                "BEGIN:VEVENT",
                f"UID:{digest('ledger', row['kind'], first['report'], first['id'], str(first['span']))}@marsad",
                f"DTSTAMP:{(published or UNDATED)[:10].replace('-', '')}T000000Z",
                f"DTSTART;VALUE=DATE:{day:%Y%m%d}",
                f"SUMMARY:{_text(' → '.join(part for part in (by, to) if part) or row['kind'])}",
                f"DESCRIPTION:{_text(chr(10).join(part for part in about if part))}",
                f"CATEGORIES:{row['ledger'].upper()},{row['state'].upper()}",
                "TRANSP:TRANSPARENT",
                "END:VEVENT",
            ]
        )
    yield from _lines(["END:VCALENDAR"])


def _called(party: Record) -> str:
    return str(party["name"]["ar"] or party["name"]["en"] or party["id"])


def _last(event: Record) -> datetime.date | None:
    """The day on which a deadline runs out."""
    deadline = event["deadline"]
    return _day(deadline.get("interval") if isinstance(deadline, dict) else deadline)


def _day(interval: object) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat(interval[1]) if isinstance(interval, list) else None
    except (ValueError, IndexError):
        return None


def _deadline(facts: Facts, event: Record, day: datetime.date) -> list[str]:
    stamp = f"{(facts.day or UNDATED)[:10].replace('-', '')}T000000Z"
    said = facts.words(event["deadline"]["span"]) if isinstance(event["deadline"], dict) else None
    about = [gloss(event, "en"), gloss(event, "ar"), said, facts.sentence(event), facts.outlet()]
    url = facts.record["url"]
    lines = [
        "BEGIN:VEVENT",
        f"UID:{digest('deadline', facts.id, event['id'])}@marsad",
        f"DTSTAMP:{stamp}",
        f"DTSTART;VALUE=DATE:{day:%Y%m%d}",
        f"SUMMARY:{_text(gloss(event))}",
        f"DESCRIPTION:{_text(chr(10).join(part for part in about if part))}",
        f"CATEGORIES:{event['type']},{event['status'].upper()}",
        "TRANSP:TRANSPARENT",
    ]
    place = facts.entity(event["place"])
    if place is not None:
        lines.append(f"LOCATION:{_text(label(place) or '')}")
    if str(url or "").startswith(("http://", "https://")) and str(url).isprintable() and " " not in str(url):
        lines.append(f"URL:{url}")
    return [*lines, "END:VEVENT"]


def _text(value: str) -> str:
    clean = "".join(c if c >= " " or c == "\n" else " " for c in value)
    return clean.replace("\\", "\\\\").replace("\n", "\\n").replace(";", "\\;").replace(",", "\\,")


def _lines(lines: Iterable[str]) -> Iterator[bytes]:
    """Lines folded to 75 octets, never inside a character."""
    for line in lines:
        piece = b""
        for char in line:
            octets = char.encode("utf-8", "replace")
            if len(piece) + len(octets) > 75:
                yield piece + b"\r\n"
                piece = b" "
            piece += octets
        yield piece + b"\r\n"
