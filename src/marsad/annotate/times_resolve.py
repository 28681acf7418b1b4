"""From what an expression says (`Node`) to TIMEX3 type, value and interval, against the day of publication.

Without a publication day, values of relative expressions keep X in the unknown places and have no interval.
"""

from __future__ import annotations

import datetime as dt

from marsad.annotate import calendars, times_tense
from marsad.annotate.calendars import Day
from marsad.annotate.times_nodes import Node
from marsad.annotate.times_spans import span_value
from marsad.annotate.times_words import SETS, Reader
from marsad.document import Span, Timex, TimexType, Why

_UNKNOWN = {"D": "XXXX-XX-XX", "W": "XXXX-WXX", "M": "XXXX-XX", "Y": "XXXX", "DE": "XXX", "CE": "XX"}
_NEWS_DAYS = 3  # days that a report speaks of as its news
_HOURS = {"MO": (0, 12), "MI": (11, 16), "AF": (12, 20), "EV": (12, 24), "DT": (6, 18)}


class Context:
    """What has been resolved so far in one report."""

    def __init__(self, reader: Reader) -> None:
        self.reader = reader
        published = calendars.iso(reader.report.published)
        # a year such as 0001 is a placeholder, and days could not be counted from it
        self.published = published if published and 1700 < published.year < 2300 else None
        self.last: str | None = None  # value of the last date mentioned that is not the publication day
        self.last_then: str | None = None  # the last of them that is older than the news: what آنذاك means
        self.last_past: str | None = None  # the last of them that does not lie ahead
        self.sentence_day: str | None = None
        self.sentence_clock = -1  # minutes of the last clock time of the sentence
        self.sentence_night = False
        self.parts: dict[str, str] = {}
        self.sentence = (0, 0)

    def enter(self, first: int, last: int) -> None:
        """A new sentence begins."""
        self.sentence, self.sentence_day, self.sentence_night = (first, last), None, False
        self.sentence_clock = -1

    def resolve(self, node: Node, i: int, end: int) -> Timex | None:
        """The Timex of a node at tokens ``[i, end)``, or None if it names no possible time."""
        tense = _Tense(self, i, end)
        made = getattr(self, "_" + node.kind)(node, tense)
        if made is None:
            return None
        kind, value, interval = made
        if node.pod and kind == "DATE" and node.kind != "clock":
            if node.pod == "MIDNIGHT":
                kind, value = "TIME", _midnight(value)
            else:
                if node.kind == "same" and node.pod in self.parts and self.sentence_day is None:
                    value = self.parts[node.pod]
                if len(value) == 10:
                    self.parts[node.pod] = value
                kind, value = "TIME", f"{value}T{node.pod}"
            day = calendars.interval(value)
            interval = day or interval
        if node.edge and interval is not None and kind == "DATE":
            if node.calendar == "hijri" and node.edge == "START" and node.kind == "date" and node.m and not node.d:
                value = interval[0].isoformat()
                interval = (interval[0], interval[0])
            else:
                interval = calendars.narrow(interval[0], interval[1], node.edge)
        self._remember(kind, value)
        token = self.reader.tokens[end - 1]
        return Timex(
            span=Span(node.start, node.end_char if node.end_char > 0 else token.end),
            type=kind,
            value=value,
            mod=(node.edge or node.mod.upper()) or None,
            interval=(interval[0].isoformat(), interval[1].isoformat())
            if interval and kind in ("DATE", "TIME", "DURATION")
            else None,
            why=Why(f"times.{node.kind}{'.' + tense.used if tense.used else ''}", node.entries),
        )

    def _remember(self, kind: str, value: str) -> None:
        date = value.split("T")[0]
        if kind not in ("DATE", "TIME") or not date[:2].isdecimal():
            return
        if len(date) == 10 and date[5] != "W":
            self.sentence_day, self.sentence_night = date, value.endswith("TNI")
        if self.published is None or date != self.published.isoformat():
            self.last = date
            if self.published is None or date <= self.published.isoformat():
                self.last_past = date
                both = calendars.interval(date)
                if both is None or self.published is None or (self.published - both[0]).days > _NEWS_DAYS:
                    self.last_then = date

    def _made(self, value: str) -> tuple[TimexType, str, tuple[Day, Day] | None]:
        return "DATE", value, calendars.interval(value)

    def _day(self, node: Node, tense: _Tense) -> tuple[TimexType, str, tuple[Day, Day] | None]:
        if self.published is None:
            return "DATE", f"XXXX-WXX-{node.wd}" if node.wd else _UNKNOWN["D"], None
        day = self.published + dt.timedelta(days=node.offset)
        if node.wd and day.isoweekday() != node.wd:
            # the given day of publication is late: the weekday beside أمس or اليوم decides
            for step in (-1, 1, -2, -3):
                if (day + dt.timedelta(days=step)).isoweekday() == node.wd:
                    day += dt.timedelta(days=step)
                    break
        return self._made(day.isoformat())

    def _night(self, node: Node, tense: _Tense) -> tuple[TimexType, str, tuple[Day, Day] | None]:
        return self._day(node, tense)

    def _weekday(self, node: Node, tense: _Tense) -> tuple[TimexType, str, tuple[Day, Day] | None]:
        if self.published is None:
            return "DATE", f"XXXX-WXX-{node.wd}", None
        back = (self.published.isoweekday() - node.wd) % 7
        ahead = (7 - back) % 7
        if node.rel is None:
            coming = ahead and tense.coming(ahead)
            days = ahead if coming else -back
        elif node.rel == 0:
            days = node.wd - self.published.isoweekday()
        elif node.rel < 0:
            days = -(back or 7) + 7 * (node.rel + 1)
        else:
            days = (ahead or 7) + 7 * (node.rel - 1)
        return self._made((self.published + dt.timedelta(days=days)).isoformat())

    def _date(self, node: Node, tense: _Tense) -> tuple[TimexType, str, tuple[Day, Day] | None] | None:
        if node.calendar == "hijri":
            return self._hijri(node, tense)
        if node.base is not None:
            anchor = self._anchor(node.base)
            if anchor is None:
                return "DATE", f"XXXX-{node.m:02d}" if node.m else _UNKNOWN["D"], None
            year = anchor.year
            month = node.m or anchor.month
            return self._calendar(year, month, node.d)
        if node.m is None:
            if node.calendar == "bce":
                return "DATE", f"BC{node.y:04d}", None
            return self._made(f"{node.y:04d}") if node.y else None
        if node.y is not None:
            return self._calendar(node.y, node.m, node.d)
        if self.published is None:
            return "DATE", f"XXXX-{node.m:02d}" + (f"-{node.d:02d}" if node.d else ""), None
        return self._calendar(self._known_year(node, tense) or self._year_of(node, tense), node.m, node.d)

    def _calendar(self, year: int, month: int, day: int | None) -> tuple[TimexType, str, tuple[Day, Day] | None] | None:
        if day is None:
            return self._made(f"{year:04d}-{month:02d}")
        made = calendars.valid(year, month, day)
        return self._made(made.isoformat()) if made else None

    def _known_year(self, node: Node, tense: _Tense) -> int | None:
        """The year of a day that is known by its date: "هجمات 11 سبتمبر"."""
        words = SETS.get(f"known{node.m:02d}-{node.d:02d}") if node.d and node.rel is None and not node.wd else None
        if words is None or self.published is None or self.reader.folded(tense.first - 1) not in words:
            return None
        year = int(next(w for w in words if w.isdecimal()))
        return year if Day(year, node.m or 1, node.d or 1) <= self.published else None

    def _year_of(self, node: Node, tense: _Tense) -> int:
        """The year of a month, with or without a day, that has none: by الماضي and المقبل, the tense, the distance."""
        pub, month = self.published, node.m or 1
        assert pub is not None
        same = pub.year
        here, there = (pub.month, pub.day), (month, node.d or pub.day)
        if node.rel is not None and node.rel < 0:
            base = same if there < here else same - 1
            return base + node.rel + 1
        if node.rel is not None and node.rel > 0:
            return same if there > here else same + 1
        if node.rel == 0:
            return same
        if node.d and node.wd:
            for year in (same, same - 1, same + 1):
                day = calendars.valid(year, month, node.d)
                if day is not None and day.isoweekday() == node.wd and abs((day - pub).days) < 330:
                    return year
        if there == here:
            return same
        ahead = (month - pub.month) % 12 if there[0] != here[0] else (0 if there > here else 12)
        if there < here:  # this year's is over
            back = pub.month - month
            return same + 1 if back >= 6 and tense.coming(None) else same
        if tense.since():
            return same - 1
        if (ahead > 1 or (ahead == 1 and not node.d)) and tense.happened():
            return same - 1
        # "في نوفمبر", written in August of the past year's, would have الماضي or its year
        return same if ahead <= 4 or (ahead == 5 and not tense.past()) or tense.coming(None) else same - 1

    def _hijri(self, node: Node, tense: _Tense) -> tuple[TimexType, str, tuple[Day, Day] | None] | None:
        year = node.y
        if node.m is None:
            first, last = calendars.hijri(year or 1, 1, 1), calendars.hijri((year or 1) + 1, 1, 1)
            if first is None or last is None:
                return None
            middle = Day.fromordinal((first.toordinal() + last.toordinal()) // 2)
            return "DATE", f"{middle.year:04d}", (first, last - dt.timedelta(days=1))
        if year is None:
            if self.published is None:
                return "DATE", "XXXX-XX-XX" if node.d else "XXXX-XX", None
            now, now_month, now_day = calendars.to_hijri(self.published)
            if node.base is not None:
                now += node.base.offset
                year = now
            elif node.rel is not None and node.rel:
                before = (node.m, node.d or 0) < (now_month, now_day)
                year = (now if before else now - 1) if node.rel < 0 else (now + 1 if before else now)
            else:
                distance = node.m - now_month
                year = now - 1 if distance > 6 or (distance > 2 and tense.past()) else now + (1 if distance < -6 else 0)
        if year > 1700:  # a Gregorian year beside a Hijri month: رمضان 2018
            start = calendars.to_hijri(Day(year, 1, 1))[0]
            months = [calendars.hijri_month(y, node.m) for y in (start, start + 1)]
            year = next((start + k for k, m in enumerate(months) if m and m[0].year == year), start)
        if node.d is not None:
            day = calendars.hijri(year, node.m, node.d)
            return self._made(day.isoformat()) if day else None
        both = calendars.hijri_month(year, node.m)
        if both is None:
            return None
        middle = Day.fromordinal((both[0].toordinal() + both[1].toordinal()) // 2)
        return "DATE", f"{middle.year:04d}-{middle.month:02d}", both

    def _named(self, node: Node, tense: _Tense) -> tuple[TimexType, str, tuple[Day, Day] | None] | None:
        return self._date(node, tense)

    def _anchor(self, node: Node) -> Day | None:
        """A day inside a period such as العام الماضي, or None without a publication day."""
        if node.kind == "date" and node.y is not None:
            return Day(node.y, node.m or 1, 1)
        if node.kind == "same":
            last = self.last_past or self.last
            both = calendars.interval(last) if last else None
            base = both[0] if both else self.published
            return calendars.shift(base, node.unit, node.offset) if base else None
        if self.published is None:
            return None
        if node.kind == "date" and node.m is not None:
            return Day(self.published.year, node.m, 1)
        return calendars.shift(self.published, node.unit or "Y", node.offset)

    def _unit(self, node: Node, tense: _Tense) -> tuple[TimexType, str, tuple[Day, Day] | None]:
        day = self._anchor(node)
        if day is None:
            return "DATE", _UNKNOWN[node.unit], None
        return self._made(_grain(day, node.unit))

    def _same(self, node: Node, tense: _Tense) -> tuple[TimexType, str, tuple[Day, Day] | None]:
        if node.pod and self.sentence_day and node.unit == "D":
            return self._made(self.sentence_day)
        if node.pod:
            return self._made(self.published.isoformat()) if self.published else ("DATE", _UNKNOWN["D"], None)
        return self._unit(node, tense)

    def _weekend(self, node: Node, tense: _Tense) -> tuple[TimexType, str, tuple[Day, Day] | None]:
        if self.published is None:
            return "DATE", "XXXX-WXX-WE", None
        return self._made(calendars.week(calendars.shift(self.published, "W", node.offset)) + "-WE")

    def _season(self, node: Node, tense: _Tense) -> tuple[TimexType, str, tuple[Day, Day] | None]:
        year = node.y
        if node.base is not None:
            anchor = self._anchor(node.base)
            year = anchor.year if anchor else None
        elif year is None and self.published is not None:
            first, last = calendars.SEASONS[node.code]
            month = self.published.month
            year = self.published.year
            if node.rel == -1 and month <= (last if last > first else 12):
                year -= 1
            elif node.rel == 1 and month >= first:
                year += 1
            elif node.rel == 0 and node.code == "WI" and month <= 2:
                year -= 1
        if year is None:
            return "DATE", f"XXXX-{node.code}", None
        return self._made(f"{year:04d}-{node.code}")

    def _part(self, node: Node, tense: _Tense) -> tuple[TimexType, str, tuple[Day, Day] | None]:
        anchor = self._anchor(node.base) if node.base else None
        return self._made(f"{anchor.year:04d}-{node.code}") if anchor else ("DATE", f"XXXX-{node.code}", None)

    def _decade(self, node: Node, tense: _Tense) -> tuple[TimexType, str, tuple[Day, Day] | None]:
        century = 19
        if node.base is not None:
            century = int(self._century_of(node.base))
        return self._made(f"{century}{node.code}")

    def _century_of(self, node: Node) -> str:
        if node.count is not None:
            return f"{int(node.count) - 1:02d}"
        year = self.published.year if self.published else 2000
        return f"{year // 100 + node.offset:02d}"

    def _century(self, node: Node, tense: _Tense) -> tuple[TimexType, str, tuple[Day, Day] | None]:
        return self._made(self._century_of(node))

    def _ref(self, node: Node, tense: _Tense) -> tuple[TimexType, str, tuple[Day, Day] | None]:
        value = node.value
        if value == "LATER":
            value = "FUTURE_REF" if tense.coming(None) else "PAST_REF"
        if value == "ANAPHOR":
            return self._made(self.last_then) if self.last_then else ("DATE", "PAST_REF", None)
        now = (self.published, self.published) if value == "PRESENT_REF" and self.published else None
        return "DATE", value, now

    def _set(self, node: Node, tense: _Tense) -> tuple[TimexType, str, None]:
        return "SET", node.value or span_value(node.unit, node.count), None

    def _span(self, node: Node, tense: _Tense) -> tuple[TimexType, str, tuple[Day, Day] | None]:
        if node.anchored == "before":
            return self._back(node)
        value = node.value or span_value(node.unit, node.count)
        interval = None
        if (
            node.anchored == "around"
            and node.count is not None
            and self.published is not None
            and node.unit not in ("S", "MIN")
        ):
            sign = -1 if (node.rel or -1) < 0 else 1
            other = _moved(self.published, node.unit, sign * node.count)
            interval = (min(other, self.published), max(other, self.published))
        return "DURATION", value, interval

    def _back(self, node: Node) -> tuple[TimexType, str, tuple[Day, Day] | None]:
        if node.count is None:
            return "DATE", "PAST_REF", None
        code = node.unit if node.unit not in ("S", "MIN", "H") else "D"
        grain = {"W": "D", "DE": "Y", "CE": "Y"}.get(code, code)
        if node.count != int(node.count) and code == "Y":
            grain = "M"
        if self.published is None:
            return "DATE", _UNKNOWN[grain], None
        return self._made(_grain(_moved(self.published, node.unit, -node.count), grain))

    def _clock(self, node: Node, tense: _Tense) -> tuple[TimexType, str, tuple[Day, Day] | None]:
        hour = node.hour or 0
        if node.pod in _HOURS:
            low, high = _HOURS[node.pod]
            if hour == 12 and node.pod in ("MO", "EV"):
                hour = 0 if node.pod == "MO" else 24
            elif hour < low and hour + 12 <= high and not (node.pod == "MI" and hour == 11):
                hour += 12
        elif node.pod == "NI":
            hour = 24 if hour == 12 else (hour + 12 if 6 <= hour < 12 else hour)
        day = "XXXX-XX-XX"
        shift = 0
        if node.base is not None:
            made = getattr(self, "_" + node.base.kind)(node.base, tense)
            day = made[1].split("T")[0] if made else day
        elif self.sentence_day:
            day = self.sentence_day
            shift = 1 if self.sentence_night and hour < 10 else 0
        elif self.published is not None:
            day = self.published.isoformat()
        minutes = 60 * hour + node.minute
        before = self.reader.folded(tense.first - 1)
        if node.base is None and before in ("حتي", "الي", "وحتي", "غايه") and minutes < self.sentence_clock:
            shift += 1  # "من الثامنة مساء حتى الخامسة صباحا"
        self.sentence_clock = minutes
        if hour == 24:
            hour, shift = 0, shift + 1
        known = calendars.iso(day) if day[:1].isdecimal() else None
        if known and shift:
            known += dt.timedelta(days=shift)
            day = known.isoformat()
        return "TIME", f"{day}T{hour:02d}:{node.minute:02d}", (known, known) if known else None


class _Tense:
    """The direction of a bare weekday or month, worked out only when asked."""

    __slots__ = ("_context", "_end", "_i", "_sign", "used")

    def __init__(self, context: Context, i: int, end: int) -> None:
        self._context, self._i, self._end = context, i, end
        self._sign: str | None = None
        self.used = ""

    def _about(self, near: bool = False) -> str:
        if self._sign is None:
            reader = self._context.reader
            first, last = self._context.sentence
            if reader.folded(self._i - 1) in SETS["since_after"]:
                self._sign = times_tense.PAST
            else:
                self._sign = times_tense.around(reader, first, last, self._i, self._end, near)
                if self._sign != times_tense.PAST and reader.folded(self._i - 1) in SETS["coming_after"]:
                    self._sign = times_tense.FUTURE
            self.used = self._sign
        return self._sign

    @property
    def first(self) -> int:
        """The token at which the time begins."""
        return self._i

    def coming(self, days: int | None) -> bool:
        """Whether the time lies ahead; a present tense counts only for the next five days."""
        sign = self._about(days is None)
        return sign == times_tense.FUTURE or (sign == times_tense.SCHEDULED and days is not None and days <= 5)

    def past(self) -> bool:
        """Whether a word says that the time is past."""
        return self._about() == times_tense.PAST

    def happened(self) -> bool:
        """Whether a verb just before it tells what happened then ("استولى على البلدة في سبتمبر")."""
        return times_tense.happened(self._context.reader, self._context.sentence[0], self._i, self._end)

    def since(self) -> bool:
        """Whether منذ stands before it."""
        return self._context.reader.folded(self._i - 1) in SETS["since_after"]


def _grain(day: Day, unit: str) -> str:
    """The value of the period of a unit that holds a day."""
    if unit == "W":
        return calendars.week(day)
    return {
        "D": day.isoformat(),
        "M": f"{day.year:04d}-{day.month:02d}",
        "Y": f"{day.year:04d}",
        "DE": f"{day.year // 10:03d}",
        "CE": f"{day.year // 100:02d}",
    }[unit]


def _moved(day: Day, unit: str, count: float) -> Day:
    """A day moved by a count of units that need not be whole."""
    if unit in ("S", "MIN", "H"):
        return day + dt.timedelta(days=int(count / 24)) if unit == "H" else day
    if count == int(count):
        return calendars.shift(day, unit, int(max(-9999, min(9999, count))) if unit != "D" else int(count))
    if unit in ("Y", "DE", "CE"):
        return calendars.shift(day, "M", int(count * 12 * {"Y": 1, "DE": 10, "CE": 100}[unit]))
    return day + dt.timedelta(days=int(count * {"D": 1, "W": 7, "M": 30}[unit]))


def _midnight(value: str) -> str:
    """Midnight at the end of a day: the first minute of the next."""
    day = calendars.iso(value) if value[:1].isdecimal() else None
    return f"{(day + dt.timedelta(days=1)).isoformat()}T00:00" if day else "XXXX-XX-XXT00:00"
