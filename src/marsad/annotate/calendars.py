"""Calendar arithmetic: ISO values of days, weeks, months and years, their intervals, and the Hijri calendar."""

from __future__ import annotations

import calendar
import datetime as dt
from functools import lru_cache

Day = dt.date
SEASONS = {"SP": (3, 5), "SU": (6, 8), "FA": (9, 11), "WI": (12, 2)}
_EPOCH = 1948439.5  # Julian day of 1 Muharram 1 (civil)


def iso(value: str | None) -> Day | None:
    """A day from an ISO date, or None where there is none."""
    try:
        return Day.fromisoformat(value[:10]) if value else None
    except ValueError:
        return None


def week(day: Day) -> str:
    """The ISO week of a day: 2018-W34."""
    year, number, _ = day.isocalendar()
    return f"{year}-W{number:02d}"


def add_months(year: int, month: int, n: int) -> tuple[int, int]:
    """Year and month, ``n`` months on."""
    count = year * 12 + month - 1 + n
    return count // 12, count % 12 + 1


def shift(day: Day, code: str, n: int) -> Day:
    """A day moved by ``n`` units (D W M Y DE CE); the last day of a month where the day does not exist."""
    if code in ("D", "W"):
        days = n if code == "D" else 7 * n
        return Day.fromordinal(min(max(day.toordinal() + days, 1), Day.max.toordinal()))
    months = n if code == "M" else 12 * n * {"Y": 1, "DE": 10, "CE": 100}[code]
    year, month = add_months(day.year, day.month, months)
    if not 1 <= year <= 9999:
        return Day(1, 1, 1) if year < 1 else Day(9999, 12, 31)
    return Day(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def valid(year: int, month: int, day: int) -> Day | None:
    """The day, or None if there is no such day."""
    try:
        return Day(year, month, day)
    except ValueError:
        return None


@lru_cache(maxsize=4096)
def hijri(year: int, month: int, day: int) -> Day | None:
    """A Hijri date (Umm al-Qura; the civil tabular calendar outside its tables) as a Gregorian day."""
    if not (1 <= month <= 12 and 1 <= day <= 30):
        return None
    try:
        from hijridate import Hijri

        made = Hijri(year, month, day).to_gregorian()
        return Day(made.year, made.month, made.day)
    except (OverflowError, ValueError):
        if 1343 <= year <= 1500:
            # a 30th of a month of 29 days: writers follow the sighting, so the day after the 29th
            return None if day != 30 else _next(hijri(year, month, 29))
    julian = day + -(-59 * (month - 1) // 2) + (year - 1) * 354 + (3 + 11 * year) // 30 + _EPOCH - 1
    ordinal = int(julian - 1721424.5)
    return Day.fromordinal(ordinal) if 1 <= ordinal <= Day.max.toordinal() else None


def _next(day: Day | None) -> Day | None:
    return day + dt.timedelta(days=1) if day else None


@lru_cache(maxsize=4096)
def to_hijri(day: Day) -> tuple[int, int, int]:
    """Year, month and day of the Hijri calendar (tabular outside the tables of Umm al-Qura)."""
    try:
        from hijridate import Gregorian

        made = Gregorian(day.year, day.month, day.day).to_hijri()
        return made.year, made.month, made.day
    except (OverflowError, ValueError):
        days = day.toordinal() + 1721424.5 - _EPOCH
        year = int((30 * days + 10646) // 10631)
        start = hijri(year, 1, 1)
        left = day.toordinal() - start.toordinal() if start else 0
        month = min(12, int(left // 29.5) + 1)
        return year, month, max(1, int(left - 29.5 * (month - 1)) + 1)


def hijri_month(year: int, month: int) -> tuple[Day, Day] | None:
    """First and last day of a Hijri month."""
    first = hijri(year, month, 1)
    following = hijri(year + month // 12, month % 12 + 1, 1)
    return (first, following - dt.timedelta(days=1)) if first and following else None


def interval(value: str) -> tuple[Day, Day] | None:
    """First and last day of a resolved TIMEX3 value of a DATE or TIME, or None."""
    try:
        return _interval(value.split("T")[0])
    except ValueError:
        return None


def _interval(value: str) -> tuple[Day, Day] | None:
    if not value[:2].isdecimal():
        return None
    if len(value) == 10 and value[4] == "-" and value[7] == "-":
        day = Day.fromisoformat(value)
        return day, day
    if len(value) == 2:
        century = int(value) * 100
        return Day(max(century, 1), 1, 1), Day(century + 99, 12, 31)
    if len(value) == 3:
        return Day(max(int(value) * 10, 1), 1, 1), Day(int(value) * 10 + 9, 12, 31)
    year = int(value[:4])
    if len(value) == 4:
        return Day(year, 1, 1), Day(year, 12, 31)
    rest = value[5:]
    if rest[0] == "W" and rest[1:3].isdecimal():
        first = Day.fromisocalendar(year, int(rest[1:3]), 1)
        if rest.endswith("-WE"):
            return first + dt.timedelta(days=5), first + dt.timedelta(days=6)
        return first, first + dt.timedelta(days=6)
    if rest in SEASONS:
        begin, end = SEASONS[rest]
        last = year + 1 if rest == "WI" else year
        return Day(year, begin, 1), Day(last, end, calendar.monthrange(last, end)[1])
    if rest[0] in "HQ" and rest[1:].isdecimal():
        months = 6 if rest[0] == "H" else 3
        begin = (int(rest[1:]) - 1) * months + 1
        return Day(year, begin, 1), Day(year, begin + months - 1, calendar.monthrange(year, begin + months - 1)[1])
    if rest.isdecimal():
        month = int(rest)
        return Day(year, month, 1), Day(year, month, calendar.monthrange(year, month)[1])
    return None


def narrow(first: Day, last: Day, mod: str) -> tuple[Day, Day]:
    """The first, middle or last third of an interval; a single day stays as it is."""
    days = (last - first).days + 1
    if days < 3 or mod not in ("START", "MID", "END"):
        return first, last
    third = days // 3
    k = {"START": 0, "MID": third, "END": days - third}[mod]
    begin = first + dt.timedelta(days=k)
    return begin, begin + dt.timedelta(days=(third if mod != "MID" else days - 2 * third) - 1)
