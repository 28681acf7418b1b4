"""What every reader of input shares: limits, rejections, dates and the making of a `Report`."""

from __future__ import annotations

import datetime as dt
import email.utils
import hashlib
import re

import msgspec

from marsad.document import Report, Warning
from marsad.errors import MESSAGES, MarsadError, message


class Limits(msgspec.Struct, frozen=True):
    """How much is read. All sizes are bytes after decompression; larger input is rejected as ``too-large``."""

    max_report_bytes: int = 4_000_000  # one text, one JSONL line, one HTML page
    max_html_depth: int = 400  # elements inside one another
    max_stream_bytes: int = 64_000_000_000  # one decompressed JSONL or WARC file


DEFAULT_LIMITS = Limits()


class Rejected(msgspec.Struct, frozen=True):
    """An input that gave no report: where it stands (``file`` or ``file:line``) and why."""

    source: str
    code: str
    message: str
    remedy: str


def reject(source: str, code: str, detail: str = "") -> Rejected:
    """A rejection with the message of a code."""
    return Rejected(source, code, message(code, detail), MESSAGES[code][1])


def reject_error(source: str, error: MarsadError) -> Rejected:
    """A rejection from an error that a reader raised."""
    return Rejected(source, error.code, error.message, error.remedy)


_ISO = re.compile(r"\s*([0-9]{4})[-/]([0-9]{1,2})[-/]([0-9]{1,2})(?![0-9])")
_COMPACT = re.compile(r"\s*([0-9]{4})([0-9]{2})([0-9]{2})(?:T[0-9]{4,6}|\Z)")
FIRST_YEAR, LAST_YEAR = 1900, 2100  # fixed, so that the same input always gives the same record


def iso_date(value: str) -> str | None:
    """The ISO date (``2024-08-05``) of a date or date and time in ISO or mail form; None where it is neither.

    The day is the one written: no time zone is converted. Years out of 1900 to 2100 are no publication dates.
    """
    value = value[:100]
    m = _ISO.match(value) or _COMPACT.match(value)
    try:
        day = dt.date(*map(int, m.groups())) if m else email.utils.parsedate_to_datetime(value).date()
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return day.isoformat() if FIRST_YEAR <= day.year <= LAST_YEAR else None


class Defaults(msgspec.Struct, frozen=True):
    """What the caller says of all reports: used where an input does not say it itself."""

    published: str | None = None
    outlet: str | None = None

    @classmethod
    def of(cls, published: str | None, outlet: str | None) -> Defaults:
        """Checks the date; raises ``bad-date``."""
        if published is None:
            return cls(None, outlet)
        day = iso_date(published)
        if day is None:
            raise MarsadError("bad-date", published[:40])
        return cls(day, outlet)


NO_DEFAULTS = Defaults()


def make_report(
    id: str,
    text: str,
    *,
    title: str | None = None,
    apart: bool = False,
    url: str | None = None,
    published: str | None = None,
    outlet: str | None = None,
    author: str | None = None,
    defaults: Defaults = NO_DEFAULTS,
    warnings: tuple[Warning, ...] = (),
) -> Report:
    """A report from what an input gave. A title given apart from the text (``apart``) goes on the first line.

    An unusable date is a ``bad-date`` warning, no date at all a ``no-date`` warning.
    """
    title = clean(title)
    if apart and title and not text.lstrip().startswith(title):
        text = f"{title}\n{text}"
    day = iso_date(published) if published else None
    if published and day is None:
        warnings = (*warnings, Warning("bad-date", message("bad-date", published[:40])))
    day = day or defaults.published
    if day is None:
        warnings = (*warnings, Warning("no-date", message("no-date")))
    return Report(
        id=id,
        text=text,
        url=clean(url),
        title=title or first_line(text),
        published=day,
        outlet=clean(outlet) or defaults.outlet,
        author=clean(author),
        warnings=warnings,
    )


def came_in(report: Report, source: str, data: bytes) -> Report:
    """The report with where it came from, and the SHA-256 of the bytes that it came in."""
    return report.with_(source=source, digest=hashlib.sha256(data).hexdigest())


def clean(value: str | None) -> str | None:
    """A metadata value on one line, None where it is empty."""
    return " ".join(value.split()) or None if value else None


_MAX_TITLE = 250


def first_line(text: str) -> str | None:
    """The headline of a text without metadata: its first line, where more follows and it is short."""
    head, newline, rest = text.lstrip().partition("\n")
    head = head.strip()
    return head if newline and rest.strip() and 0 < len(head) <= _MAX_TITLE else None
