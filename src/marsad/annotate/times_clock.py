"""The grammar of parts of the day and of the clock."""

from __future__ import annotations

from marsad.annotate import numbers
from marsad.annotate.times_dates import date, day_level, deictic, weekday
from marsad.annotate.times_nodes import Found, Node
from marsad.annotate.times_words import SETS, Item, Reader
from marsad.annotate.times_years import period

_MINUTES = {"نصف": 30, "ربع": 15, "ثلث": 20, "النصف": 30, "الربع": 15, "الثلث": 20}


def part_of_day(r: Reader, i: int, first: bool) -> Found | None:
    """مساء الأحد الماضي, فجر السبت, صباح اليوم, ليل الأربعاء الخميس, الساعات الأولى من صباح الأحد, ليلا."""
    night = r.get(i, "dnight", first=first)
    if night is not None and night.entry == "الليله" and numbers.ordinal(r.tokens, min(night.end, r.last - 1), r.last):
        return None  # "الليلة الثانية والعشرون"
    if night is not None:
        end, node = night.end, Node("night", night.start, offset=night.val, pod="NI", entries=(night.entry,))
        wd = r.get(end, "wd")
        return (wd.end if wd else end), node
    if (found := _midnight(r, i, first)) is not None:
        return found
    if (found := _hours(r, i, first)) is not None:
        return found
    item = r.get(i, "pod", first=first)
    if item is None or item.entry in ("ضحي",):
        adverb = r.get(i, "podadv", first=first)
        return _adverb(adverb) if adverb is not None and not adverb.defn else None
    if item.defn:
        demo = r.folded(i - 1)
        if demo == "هذا" and item.entry in ("صباح", "مساء", "فجر"):
            return item.end, Node("day", r.tokens[i - 1].start, pod=item.val[0], entries=(item.entry,))
        return None
    found = _its_day(r, item)
    if found is not None:
        return found
    adverb = r.get(i, "podadv", first=first)
    if adverb is not None:
        return _adverb(adverb)
    return None


def _adverb(adverb: Item) -> Found:
    return adverb.end, Node("same", adverb.start, unit="D", pod=adverb.val[0], entries=(adverb.entry,))


def _its_day(r: Reader, item: Item) -> Found | None:
    """The day after a part of it: مساء [يوم] الأحد, مساء أمس, صباح ذلك اليوم."""
    k = item.end
    if r.folded(k) == "من":
        k += 1
    found = day_level(r, k, False)
    if found is None and item.entry == "ليله":
        pass
    if found is None:
        other = period(r, k, False)
        if other is not None and other[1].unit == "D" and other[1].kind in ("unit", "same"):
            found = other
    if found is None or (found[1].kind == "date" and found[1].d is None):
        return None
    end, node = found
    if item.entry == "عصر" and node.kind == "date":
        return None
    node.start, node.pod, node.entries = item.start, item.val[0], (item.entry, *node.entries)
    if node.kind == "weekday" and node.rel is None and item.val[0] in ("NI", "EV"):
        k = end + 1 if r.folded(end) in ("-", "/", "الي", "–", "ـ", "علي") else end
        second = r.get(k, "wd", first=k == end)
        if second is not None and second.pro in ("", "و") and second.val == node.wd % 7 + 1:
            node.wd2, end = second.val, second.end
            rel = r.get(end, "rel")
            if rel is not None and rel.defn and abs(rel.val[0]) == 1:
                node.rel, end = rel.val[0], rel.end
    return end, node


def part_of_day_of_day(r: Reader, i: int) -> bool:
    """Whether the part of the day at token ``i`` has a day of its own after it."""
    item = r.get(i, "pod")
    return item is not None and _its_day(r, item) is not None


def _midnight(r: Reader, i: int, first: bool) -> Found | None:
    """منتصف الليلة الماضية, منتصف ليل السبت, منتصف الليل."""
    word = r.folded(i)
    cut = 1 if first and word[1:] == "منتصف" else 0
    if word[cut:] != "منتصف":
        return None
    start = r.tokens[i].start + cut
    nxt = r.folded(i + 1)
    node: Node | None = None
    end = i + 2
    if nxt == "الليل":
        node = Node("same", start, unit="D")
    elif nxt in ("ليل", "ليله"):
        pod = r.get(i + 1, "pod")
        night = r.get(i + 1, "dnight")
        if night is not None:
            end, node = night.end, Node("night", start, offset=night.val)
        elif pod is not None:
            found = _its_day(r, pod)
            if found is None:
                return i + 2, Node(
                    "clock", start, hour=0, pod="NI", base=Node("same", unit="D"), entries=("منتصف", nxt)
                )
            end, node = found
    elif nxt in ("الليله", "هذه"):
        night = r.get(i + 1, "dnight")
        if night is None:
            return None
        end, node = night.end, Node("night", start, offset=night.val)
    elif nxt == "النهار":
        return end, Node("clock", start, hour=12, entries=("منتصف", nxt))
    if node is None:
        return None
    node.start, node.pod = start, "MIDNIGHT"
    node.entries = ("منتصف", *node.entries)
    return end, node


def _hours(r: Reader, i: int, first: bool) -> Found | None:
    """ساعات الصباح الباكر, الساعات الأولى من فجر الأحد, ساعة متأخرة من مساء أمس, وقت متأخر من ليل السبت."""
    word = r.folded(i)
    cut = 1 if first and word[:1] in "وف" and word not in SETS["hours_of"] else 0
    if not r.among(i, "hours_of"):
        return None
    k = i + 1
    qualified = False
    while r.among(k, "early_late"):
        k, qualified = k + 1, True
    if r.folded(k) == "من":
        k += 1
    pod = r.get(k, "pod")
    start = r.tokens[i].start + cut
    night = r.get(k, "dnight")
    if night is not None:
        return night.end, Node("night", start, offset=night.val, pod="NI", entries=(word, night.entry))
    if pod is None:
        found = deictic(r, k, False) or weekday(r, k, False) if qualified else None
        if found is None or word[cut:] not in ("وقت", "ساعه", "ساعات"):
            return None
        found[1].start = start
        found[1].pod = "EV" if r.folded(i + 1).startswith("متاخر") else "MO"
        return found
    found = _its_day(r, pod) if not pod.defn else None
    if found is not None:
        end, node = found
        node.start = start
    elif pod.defn or qualified:
        end, node = pod.end, Node("same", start, unit="D", pod=pod.val[0], entries=(pod.entry,))
        while r.among(end, "early_late"):
            end += 1
        day = r.get(end + 1 if r.folded(end) == "من" else end, "dday") or r.get(
            end + 1 if r.folded(end) == "من" else end, "wd"
        )
        if day is not None:
            whole = day_level(r, day.i, False)
            if whole is not None:
                end, inner = whole
                inner.start, inner.pod = start, pod.val[0]
                return end, inner
    else:
        return None
    while r.among(end, "early_late"):
        end += 1
    node.entries = (word, *node.entries)
    return end, node


def clock(r: Reader, i: int, first: bool) -> Found | None:
    """[حوالي] الساعة الثالثة [والنصف] [عصرا] [بتوقيت غرينتش], 8 مساء, 12:15 ظهرا, 10:00 ت غ."""
    k, start = i, -1
    if r.among(k, "clock_about") and r.get(k + 1, "hour") is not None:
        start = r.tokens[k].start + (
            1 if r.folded(k)[0] in "وف" and r.folded(k)[1:] in ("نحو", "حوالي", "قرابه", "زهاء") else 0
        )
        k += 1
    head = r.get(k, "hour", first=first and k == i)
    named = head is not None and head.defn
    if head is not None:
        if not named and not (
            r.integer(head.end) is not None
            or (head.end < r.last and r.tokens[head.end].word.kind == "number" and ":" in r.tokens[head.end].word.form)
        ):
            return None
        start = head.start if start < 0 else start
        k = head.end
        if r.among(k, "exactly"):
            k += 1
    read = _hour(r, k, named, first and k == i)
    if read is None:
        return None
    end, hour, minute, begin, plain = read
    node = Node("clock", start if start >= 0 else begin, hour=hour, minute=minute, entries=("ساعة",))
    marked = named
    end, zoned = _zone(r, end)
    pod_at = end + 1 if r.folded(end) == "من" else end
    pod = r.get(pod_at, "pod") or r.get(pod_at, "podadv")
    if pod is None and r.folded(pod_at) in ("بعد", "قبل") and r.folded(pod_at + 1) == "الظهر":
        node.pod, end, marked = ("AF" if r.folded(pod_at) == "بعد" else "MO"), pod_at + 2, True
    elif pod is not None and not (pod.entry == "ظهر" and pod.val[0] == "MI" and pod.i == end and not marked and plain):
        found = _its_day(r, pod) if pod.cat == "pod" and not pod.defn else None
        if found is not None:
            node.base, end = found[1], found[0]
            node.pod, node.base.pod, marked = pod.val[0], "", True
        elif pod.cat == "podadv" or pod.defn or r.get(pod_at, "podadv") is not None:
            node.pod, end, marked = pod.val[0], pod.end, True
        node.entries += (pod.entry,)
    if not zoned:
        end, zoned = _zone(r, end)
    if not marked and not zoned:
        return None
    if node.base is None:
        k = end + 1 if r.folded(end) in ("،", ",", "من") else end
        found = deictic(r, k, False) or weekday(r, k, False)
        if found is None:
            dated = date(r, k, False)
            found = dated if dated is not None and dated[1].d is not None else None
        comma = k > end and r.folded(end) != "من"
        if found is not None and (not comma or r.folded(i - 1) == "(") and found[1].kind in ("day", "weekday", "date"):
            node.base, end = found[1], found[0]
    if not zoned:
        end, zoned = _zone(r, end)
    return end, node


def _hour(r: Reader, k: int, named: bool, first: bool) -> tuple[int, int, int, int, bool] | None:
    """Hour and minute: index after them, hour, minute, first character, whether only a number without a point."""
    if k >= r.last:
        return None
    token = r.tokens[k]
    if named and r.folded(k) == "(" and r.folded(k + 2) == ")":
        inner = _hour(r, k + 1, named, False)
        return (k + 3, *inner[1:]) if inner is not None and inner[0] == k + 2 else None
    if token.word.kind == "number":
        plain = token.word.letters
        for mark in ":.,":
            if plain.count(mark) == 1:
                left, right = plain.split(mark)
                if left.isdecimal() and right.isdecimal() and int(left) <= 24 and int(right) <= 59 and len(right) == 2:
                    return k + 1, int(left), int(right), token.start, mark != ":"
                return None
        value = r.integer(k)
        if value is not None and len(plain) == 4 and named and value // 100 < 24 and value % 100 < 60:
            return k + 1, value // 100, value % 100, token.start, False  # "الساعة 0400"
        if value is None or value > 24:
            return None
        end, minute = _minutes(r, k + 1)
        return end, value, minute, token.start, minute == 0
    ordinal = numbers.ordinal(r.tokens, k, r.last)
    if ordinal is None or ordinal[0] > 12 or not (ordinal[2].endswith(("ه", "ي")) and ordinal[2] != "ثاني"):
        return None
    if not named and (ordinal[2] == "اولي" or r.folded(ordinal[1]) == "ليله"):
        return None
    begin = token.start + max(token.word.folded.find("ال"), 0) if "ال" in token.word.folded[:3] else token.start
    end, minute = _minutes(r, ordinal[1])
    hour = ordinal[0]
    if minute < 0:
        hour, minute = (hour - 1) % 24, 60 + minute
    return end, hour, minute, begin, not named


def _minutes(r: Reader, i: int) -> tuple[int, int]:
    """ "والنصف", "و20 دقيقة", "إلا ربعا"; the index after it and the minutes (negative: to the hour)."""
    word = r.folded(i)
    if word.startswith("و") and word[1:] in _MINUTES:
        return i + 1, _MINUTES[word[1:]]
    if word == "الا":
        share = r.folded(i + 1).rstrip("ا")
        if share in _MINUTES or share.removeprefix("ال") in _MINUTES:
            return i + 2, -_MINUTES[share if share in _MINUTES else share.removeprefix("ال")]
    if word.startswith("و") and i < r.last:
        number = r.number(i + 1 if word == "و" else i)
        if number is not None and number.value < 60:
            unit = r.get(number.end, "u")
            if unit is not None and unit.val[0] == "MIN":
                return unit.end, int(number.value)
    return i, 0


def _zone(r: Reader, i: int) -> tuple[int, bool]:
    """بتوقيت غرينتش, بالتوقيت المحلي, ت غ: the index after it, and whether it is there."""
    k = i
    if r.folded(k) == "حسب":
        k += 1
    word = r.folded(k)
    if word in ("بتوقيت", "بالتوقيت", "توقيت", "التوقيت"):
        k += 1
        gmt = r.get(k, "gmt") or r.get(k, "place")
        if gmt is not None:
            return gmt.end, True
        if r.among(k, "zone_adjective"):
            end = k + 1
            if r.folded(end).startswith("ل") and r.get(end, "place", first=True):
                end = r.get(end, "place", first=True).end  # type: ignore[union-attr]
            elif r.folded(end) in ("في",) and r.get(end + 1, "place"):
                end = r.get(end + 1, "place").end  # type: ignore[union-attr]
            return end, True
        return (k + 1, True) if k < r.last and r.tokens[k].word.kind == "word" else (i, False)
    bracket = 1 if word == "(" else 0
    letters = r.get(k + bracket, "gmtl") or r.get(k + bracket, "gmt")
    if letters is None and r.folded(k + bracket) == "ت" and r.folded(k + bracket + 1) in (".", "غ"):
        end = k + bracket + (3 if r.folded(k + bracket + 1) == "." else 2)
        return (end, True) if r.folded(end - 1) == "غ" else (i, False)
    if letters is not None and not bracket:
        return letters.end, True
    return i, False
