"""The grammar of days and months: أمس, الأربعاء الماضي, 5 مايو/أيار 2018, 25/10/1436."""

from __future__ import annotations

import msgspec

from marsad.annotate import numbers
from marsad.annotate.times_nodes import Found, Node, relative, shared
from marsad.annotate.times_words import SETS, Item, Reader
from marsad.annotate.times_years import period, year_tail

_OPEN = frozenset('"«“(')
_CLOSE = frozenset('"»”)')


def day_level(r: Reader, i: int, first: bool) -> Found | None:
    """A day, deictic or by weekday or by date."""
    return deictic(r, i, first) or weekday(r, i, first) or date(r, i, first)


def deictic(r: Reader, i: int, first: bool) -> Found | None:
    """أمس، أمس (الجمعة)، اليوم السبت، غد الأحد."""
    item = r.get(i, "dday", first=first)
    if item is None or _not_today(r, item):
        return None
    node = Node("day", item.start, offset=item.val, entries=(item.entry,))
    end, wd = _apposed(r, item.end)
    if wd is not None:
        node.wd = wd.val
        node.entries += (wd.entry,)
        if r.folded(end - 1) == ")":
            node.end_char = r.tokens[end - 1].end
    return end, node


def _apposed(r: Reader, i: int) -> tuple[int, Item | None]:
    """A weekday in apposition, bare or in brackets; the index after it."""
    wd = r.get(i, "wd")
    if wd is not None:
        return wd.end, wd
    if r.folded(i) == "(":
        k = i + 2 if r.folded(i + 1) == "يوم" else i + 1
        wd = r.get(k, "wd")
        if wd is not None and r.folded(wd.end) == ")":
            return wd.end + 1, wd
    return i, None


def _not_today(r: Reader, item: Item) -> bool:
    """Whether اليوم is here a name ("روسيا اليوم") or a plain noun ("اليوم الأول", "في اليوم نفسه")."""
    if item.entry != "اليوم":
        return item.entry == "الغد" and r.folded(item.i - 1) in ("حزب", "قناه", "تيار", "صحيفه")
    if not item.pro:
        if r.folded(item.i - 1) in SETS["today_not_after"]:
            return True
        if r.folded(item.i - 2) in SETS["today_media"] or (
            r.folded(item.i - 2) in _OPEN and r.folded(item.end) in _CLOSE
        ):
            return True
    after = r.folded(item.end)
    if after in SETS["today_not_before"] or r.get(item.end, "same1") or r.get(item.end, "wd0"):
        return True
    rel = r.get(item.end, "rel")
    if rel is not None and rel.defn and rel.val[1] == "s":
        return True
    before = r.folded(item.i - 1)
    return before in ("نفس", "ذلك", "ذات", "هذا") or (
        item.pro in ("ل", "ول", "فل") and after.startswith("ال") and not r.get(item.end, "wd")
    )


def weekday(r: Reader, i: int, first: bool) -> Found | None:
    """[يوم] الأربعاء [الماضي] [24 مارس]."""
    start, k = -1, i
    entries: tuple[str, ...] = ()
    head = r.get(i, "u", first=first)
    if (
        head is not None
        and head.val[0] == "D"
        and head.val[1] in ("one", "construct")
        and not head.defn
        and head.entry not in ("يوما", "ليله")
    ):
        start, k, entries = head.start, head.end, (head.entry,)
    wd = r.get(k, "wd", first=first and k == i)
    if wd is None:
        wd = r.get(k, "wd0") if k > i else None
        if wd is None or r.get(wd.end, "mon"):
            return None
    if r.folded(i - 1) == "ايام" or (k == i and r.folded(i - 1) in SETS["weekday_not_after"]):
        return None
    if wd.pro in ("ل", "ول") and numbers.ordinal(r.tokens, wd.end, r.last) and r.folded(wd.end + 1) != "من":
        return None  # "للجمعة الثالثة على التوالي"
    node = Node("weekday", start if start >= 0 else wd.start, wd=wd.val, entries=(*entries, wd.entry))
    end = wd.end
    rel = relative(r, end, "s") or relative(r, end, "d")
    if rel is not None and abs(rel[1]) <= 2 and not (rel[2].val[0] == 2 or rel[2].val[2]):
        end, node.rel = rel[0], rel[1]
        node.entries += (rel[2].entry,)
    else:
        joint = shared(r, end, "wd")
        if joint is not None and abs(joint.val[0]) == 1:
            node.rel = joint.val[0]
    comma = end + 1 if r.folded(end) in ("،", ",") else end
    for k in dict.fromkeys((end, comma)):
        if r.among(k, "date_words"):
            k += 1
        dated = date(r, k, False)
        if dated is not None and dated[1].d is not None:
            found, inner = dated
            inner.start, inner.entries = node.start, node.entries + inner.entries
            inner.wd = node.wd
            return found, inner
    if r.folded(end) == "(":
        dated = date(r, end + 1, False)
        if dated is not None and dated[1].d is not None and r.folded(dated[0]) == ")":
            inner = dated[1]
            inner.start, inner.entries = node.start, node.entries + inner.entries
            inner.wd, inner.end_char = node.wd, r.tokens[dated[0]].end
            return dated[0] + 1, inner
    return end, node


def date(r: Reader, i: int, first: bool) -> Found | None:
    """[يوم] 5 [من] [شهر] مايو [/ أيار] [الماضي] [2018]; without a day a month; "20 من الشهر الجاري"; 25/10/1436."""
    numeric = _numeric(r, i)
    if numeric is not None:
        return numeric
    start, k = -1, i
    entries: tuple[str, ...] = ()
    head = r.get(i, "u", first=first)
    named = False
    if head is not None and not head.defn and head.entry in ("يوم", "يومي"):
        start, k, entries, named = head.start, head.end, (head.entry,), True
    number = _day_number(r, k, first and k == i)
    if (
        number is not None
        and not named
        and (
            r.folded(i - 1) in SETS["date_not_after"]
            or (r.folded(i - 1) == "و" and r.folded(i - 3) in SETS["date_not_after"])
        )
    ):
        return None
    if number is not None:
        end, value, begin, words = number
        found = _in_month(r, end, value, words)
        if found is not None:
            node = found[1]
            node.start = start if start >= 0 else begin
            node.entries = entries + node.entries
            return found[0], node
        if not words and named and value <= 31 and r.folded(end) in ("و", "الي"):
            return None
        return None
    if named:
        return None
    return month(r, i, first)


def _day_number(r: Reader, k: int, first: bool) -> tuple[int, int, int, bool] | None:
    """A day of the month in digits or as ordinal: index after it, value, first character, in words."""
    if r.folded(k) == "ال" and r.glued(k + 1) and r.integer(k + 1) is not None:
        day = r.integer(k + 1) or 0
        return (k + 2, day, r.tokens[k].start, True) if 1 <= day <= 31 else None
    value = r.integer(k)
    if r.folded(k) in ("فاتح", "غره") and r.get(k + 1, "mon") is not None:
        return k + 1, 1, r.tokens[k].start, True
    if value is not None:
        return (k + 1, value, r.tokens[k].start, False) if 1 <= value <= 31 else None
    if k >= r.last:
        return None
    word = r.tokens[k].word
    if word.kind != "word":
        return None
    ordinal = numbers.ordinal(r.tokens, k, r.last)
    if ordinal is None:
        return None
    if not word.folded.startswith("ال") and not first:
        return None
    cut = (
        word.folded.find("ال")
        if "ال" in word.folded[:3]
        else next((s.cut for s in word.splits if s.stem.startswith("ال")), 0)
    )
    return ordinal[1], ordinal[0], r.tokens[k].start + max(cut, 0), True


def _in_month(r: Reader, i: int, day: int, words: bool) -> Found | None:
    """What follows a day of the month: [من] month, or من الشهر الجاري, or a range to another day."""
    k = i
    if day > 31:
        return None
    of = r.folded(k) in ("من", "شهر", "لشهر")
    if r.folded(k) == "من":
        k += 1
    if r.folded(k) in ("شهر", "لشهر"):
        k += 1
        of = True
    found = month(r, k, False, numbered=True)
    if found is not None and found[1].d is None and found[1].m is not None:
        found[1].d = day
        return found
    if of:
        unit = period(r, k if r.folded(k - 1) != "شهر" else k - 1, False)
        if unit is not None and unit[1].kind in ("unit", "same") and unit[1].unit == "M":
            node = Node("date", d=day, base=unit[1], entries=unit[1].entries)
            return unit[0], node
        return None
    # "3 و5 مايو", "من 3 إلى 5 مايو", "3 - 5 مايو": the first day takes the month of the second
    if r.folded(i) in ("و", "الي", "-", "حتي", "او", "–") or (words and r.folded(i).startswith("وال")):
        k = i if words and r.folded(i).startswith("وال") else i + 1
        if r.folded(k) in ("يوم",):
            k += 1
        second = _day_number(r, k, True)
        if second is not None and second[1] > day:
            rest = _in_month(r, second[0], second[1], second[3])
            if rest is not None:
                node = msgspec.structs.replace(rest[1], d=day, end_char=-1)
                return i, node
    return None


def month(r: Reader, i: int, first: bool, numbered: bool = False) -> Found | None:
    """[شهر] مايو [/ أيار] [الماضي] [عام] [2018]."""
    start, k = -1, i
    head = r.get(i, "u", first=first)
    if head is not None and (head.val == ["M", "construct"] or (head.entry == "شهر" and not head.defn)):
        start, k = head.start, head.end
    item = r.get(k, "mon", first=first and k == i)
    if item is None:
        return None
    if item.defn and not item.entry.startswith("ال"):
        return None
    if r.integer(i - 1) is not None and r.folded(i - 2) in SETS["date_not_after"]:
        return None  # "قوى 14 آذار"
    calendar, number, strict = item.val
    sure = numbered or start >= 0 or not strict
    end = item.end
    node = Node("date", start if start >= 0 else item.start, m=number, calendar=calendar, entries=(item.entry,))
    end, paired = _pair(r, end, item)
    if paired:
        sure = True
        if r.folded(end - 1) == ")":
            node.end_char = r.tokens[end - 1].end
    if r.folded(end) in ("المبارك", "المعظم", "الكريم", "الفضيل") and calendar == "hijri":
        end, sure, node.end_char = end + 1, True, -1
    rel = relative(r, end, "s")
    if rel is not None and abs(rel[1]) <= 2 and rel[2].val[0] != 2 and not rel[2].val[2]:
        end, node.rel, sure, node.end_char = rel[0], rel[1], True, -1
        node.entries += (rel[2].entry,)
    elif (joint := _dual_after(r, end) or shared(r, end, "mon")) is not None:
        node.rel, sure = joint.val[0], True
        if joint.i == end:
            end = joint.end
            node.end_char = -1
    year = year_tail(r, end, calendar)
    if year is not None:
        end, sure, node.end_char = year[0], True, -1
        if year[1].kind == "date":
            node.y, node.calendar = year[1].y, node.calendar
        else:
            node.base = year[1]
        node.entries += year[1].entries
    if item.entry.isascii() and not numbered:
        return _english(r, end, node) or ((end, node) if node.y else None)
    if not sure:
        if len(item.entry) < 3 and (item.pro or not r.tokens[item.i].word.letters.startswith("آ")):
            return None  # "باب" is no ب with آب, "إب" a town
        listed = (
            r.get(i - 1, "mon") is not None or r.folded(end) in ("و", "او") or r.get(end, "mon", first=True) is not None
        )
        if (
            not (listed or (item.pro in ("ل", "ب") and len(item.entry) > 3) or r.among(i - 1, "month_after"))
            or r.folded(end) in SETS["month_not_before"]
        ):
            return None
        if item.val[0] == "hijri" and item.entry != "رمضان":
            return None
    return end, node


def _dual_after(r: Reader, i: int) -> Item | None:
    """ "أو أكتوبر المقبلين": the adjective of two months on the second of them."""
    rel = r.get(i, "rel")
    return rel if rel is not None and rel.defn and rel.val[1] == "d" and abs(rel.val[0]) <= 1 else None


def _english(r: Reader, i: int, node: Node) -> Found | None:
    """March 20, 2025."""
    day = r.integer(i)
    if day is None or not 1 <= day <= 31:
        return None
    node.d, end = day, i + 1
    k = end + 1 if r.folded(end) in (",", "،") else end
    year = r.integer(k)
    if year is not None and 1900 <= year <= 2100:
        node.y, end = year, k + 1
    return end, node


def _pair(r: Reader, i: int, item: Item) -> tuple[int, bool]:
    """The same month's name of another family: "/ أيلول", "(حزيران)", "- شباط" or just after."""
    mark = r.folded(i)
    if mark in ("/", "(", "-", "ـ", "\\", "|"):
        other = r.get(i + 1, "mon")
        if other is not None and other.val[1] == item.val[1] and other.val[0] == item.val[0]:
            if mark != "(":
                return other.end, True
            if r.folded(other.end) == ")":
                return other.end + 1, True
        return i, False
    other = r.get(i, "mon")
    if other is not None and other.val[:2] == item.val[:2]:
        return other.end, True
    return i, False


def _numeric(r: Reader, i: int) -> Found | None:
    """25/10/1436, 25 / 10 / 1436 هـ, 2018/4/5, 5-4-2018, 5.4.2018."""
    token = r.tokens[i] if i < r.last else None
    if token is None or token.word.kind != "number":
        return None
    plain = token.word.letters
    parts: list[int] = []
    end = i + 1
    for mark in "/.":
        if plain.count(mark) == 2 and plain.replace(mark, "").isdecimal():
            parts = [int(p) for p in plain.split(mark)]
    if not parts and plain.isdecimal() and r.folded(i + 1) in ("/", "-"):
        mark = r.folded(i + 1)
        second, third = r.integer(i + 2), r.integer(i + 4)
        if second is not None and third is not None and r.folded(i + 3) == mark:
            parts, end = [int(plain), second, third], i + 5
    if len(parts) != 3:
        return None
    a, b, c = parts
    if a > 31:
        a, c = c, a
    if not (1 <= a <= 31 and 1 <= b <= 31 and (1300 <= c <= 1500 or 1800 <= c <= 2100)):
        return None
    if b > 12:
        a, b = b, a
    if b > 12:
        return None
    calendar = "hijri" if c <= 1500 else "gregorian"
    era = r.get(end, "era")
    if era is not None:
        end = era.end
    return end, Node("date", token.start, y=c, m=b, d=a, calendar=calendar, entries=(plain,))
