"""Dates of holding: days, months and years, and a `Tenure` of an office."""

from __future__ import annotations

import calendar
import datetime
import re
from typing import Any, Final

import msgspec

FIRST_DAY: Final = "0001-01-01"
LAST_DAY: Final = "9999-12-31"
_PARTIAL = re.compile(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?")


class HolderItem(msgspec.Struct, forbid_unknown_fields=True, rename={"from_": "from"}):
    """A tenure as written. ``concurrent`` says that it is meant to overlap another (joint or rival holders)."""

    who: str | None
    from_: Any = None
    to: Any = None
    acting: bool = False
    concurrent: bool = False
    note: str | None = None


class Tenure(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """Who held an office from the first to the last day, both counted. ``who`` is a knowledge id, None in a gap.

    ``first`` to ``last`` is the longest stretch that the dates as written allow, ``sure_first`` to ``sure_last`` the
    shortest. ``open`` is true where no end is known.
    """

    office: str
    who: str | None
    first: str
    last: str
    sure_first: str
    sure_last: str
    acting: bool = False
    concurrent: bool = False
    note: str | None = None

    @property
    def open(self) -> bool:
        """Whether it still runs as far as is known."""
        return self.last == LAST_DAY

    def covers(self, first: str, last: str) -> bool:
        """Whether some day of ``[first, last]`` may be one of the tenure's."""
        return self.first <= last and first <= self.last

    def surely(self, first: str, last: str) -> bool:
        """Whether every day of ``[first, last]`` is one of the tenure's."""
        return self.sure_first <= first and last <= self.sure_last


def period(date: object) -> tuple[str, str]:
    """First and last day of a date that may be a day, a month or a year; raises ``ValueError``."""
    if isinstance(date, datetime.date):
        return date.isoformat(), date.isoformat()
    found = _PARTIAL.fullmatch(str(date).strip())
    if found is None:
        raise ValueError(f"{date!r} is no date: write 2006-05-20, 2006-05 or 2006")
    year, month, day = found.groups()
    if month is None:
        return f"{year}-01-01", f"{year}-12-31"
    if not 1 <= int(month) <= 12 or int(year) < 1:
        raise ValueError(f"{date!r} is no date: there is no such month")
    if day is None:
        return f"{year}-{month}-01", f"{year}-{month}-{calendar.monthrange(int(year), int(month))[1]:02}"
    datetime.date.fromisoformat(f"{year}-{month}-{day}")
    return f"{year}-{month}-{day}", f"{year}-{month}-{day}"


def stretch(written: str) -> tuple[str, str]:
    """``2004..2010``, ``2004..``, ``..2010-05`` to first and last day; raises ``ValueError``."""
    begin, dots, end = str(written).partition("..")
    if not dots:
        begin = end = str(written)
    first = period(begin)[0] if begin.strip() else FIRST_DAY
    last = period(end)[1] if end.strip() else LAST_DAY
    if first > last:
        raise ValueError(f"{written!r} ends before it begins")
    return first, last
