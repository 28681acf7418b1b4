"""The grammar of durations and sets: 48 ساعة, السنوات الأخيرة, قبل ثلاثة أيام, كل أسبوع."""

from __future__ import annotations

from marsad.annotate import numbers
from marsad.annotate.times_nodes import Found, Node
from marsad.annotate.times_words import SETS, Reader

_TIME_UNITS = ("S", "MIN", "H")
_CLOCK_CODES = {"S": "S", "MIN": "M", "H": "H"}


def span_value(code: str, count: float | None) -> str:
    """The TIMEX3 value of a duration: ("H", 48) is PT48H, ("Y", None) is PXY."""
    number = "X" if count is None else f"{count:g}"
    return f"PT{number}{_CLOCK_CODES[code]}" if code in _TIME_UNITS else f"P{number}{code}"


def every(r: Reader, i: int, first: bool) -> Found | None:
    """كل أسبوع, كل 48 ساعة, كل جمعة, يوميا."""
    adverb = r.get(i, "setadv", first=first)
    if adverb is not None:
        return adverb.end, Node("set", adverb.start, value=adverb.val, entries=(adverb.entry,))
    head = r.get(i, "every", first=first)
    if head is None:
        return None
    k = head.end
    day = r.get(k, "u")
    wd = r.get(day.end if day is not None and day.val[:2] == ["D", "one"] else k, "wd") or r.get(
        day.end if day is not None and day.val[:2] == ["D", "one"] else k, "wd0"
    )
    if wd is not None and wd.entry not in ("احد", "اثنين", "واحد"):
        return wd.end, Node("set", head.start, value=f"XXXX-WXX-{wd.val}", entries=(head.entry, wd.entry))
    if wd is not None and day is not None and wd.i == day.end:
        return wd.end, Node("set", head.start, value=f"XXXX-WXX-{wd.val}", entries=(head.entry, wd.entry))
    if day is not None and not day.defn and day.val[1] in ("one", "two"):
        if (
            day.entry in ("عام", "ساعه", "ثانيه", "شهر", "سنه", "يوم", "اسبوع", "دقيقه", "ليله", "عقد", "قرن")
            or day.val[1] == "two"
        ):
            value = span_value(day.val[0], 2 if day.val[1] == "two" else 1)
            return day.end, Node("set", head.start, value=value, entries=(head.entry, day.entry))
        return None
    pod = r.get(k, "pod")
    if pod is not None and not pod.defn and pod.entry in ("صباح", "مساء", "فجر"):
        return pod.end, Node("set", head.start, value="P1D", entries=(head.entry, pod.entry))
    found = counted(r, k, False)
    if found is not None and found[1].count is not None:
        node = found[1]
        node.kind, node.start, node.entries = "set", head.start, (head.entry, *node.entries)
        return found[0], node
    return None


def counted(r: Reader, i: int, first: bool) -> Found | None:
    """A number and a unit, a dual, or a unit and a half: 48 ساعة, ثلاثة أيام, عامين ونصف, نصف قرن, يوم واحد."""
    unit = r.get(i, "u", first=first)
    if unit is not None and not unit.defn and unit.val[1] == "two":
        return _half(r, unit.end, Node("span", unit.start, unit=unit.val[0], count=2, entries=(unit.entry,)))
    if unit is not None and not unit.defn and unit.val[1] == "one":
        nxt = r.folded(unit.end)
        if nxt in ("واحد", "واحده", "كامل", "كامله") and unit.entry not in ("ثانيه", "عقد"):
            return unit.end + 1, Node("span", unit.start, unit=unit.val[0], count=1, entries=(unit.entry, nxt))
        if nxt in ("ونصف", "وربع"):
            return _half(r, unit.end, Node("span", unit.start, unit=unit.val[0], count=1, entries=(unit.entry,)))
        return None
    fraction = r.folded(i)
    if fraction in ("نصف", "ربع", "بنصف", "لنصف", "ونصف") or (first and fraction in ("بربع",)):
        unit = r.get(i + 1, "u")
        if (
            unit is not None
            and not unit.defn
            and unit.val[1] == "one"
            and unit.val[0] in ("H", "Y", "CE", "MIN", "D", "M")
        ):
            share = 0.25 if "ربع" in fraction else 0.5
            code, factor = {
                "H": ("MIN", 60),
                "Y": ("M", 12),
                "CE": ("Y", 100),
                "MIN": ("S", 60),
                "D": ("H", 24),
                "M": ("W", 4),
            }[unit.val[0]]
            cut = len(fraction) - 3  # نصف and ربع have three letters
            node = Node(
                "span", r.tokens[i].start + cut, unit=code, count=share * factor, entries=(fraction, unit.entry)
            )
            return unit.end, node
    number = r.number(i)
    if number is None:
        return None
    end, value = number.end, number.value
    unit = r.get(end, "u")
    if unit is None:
        ranged = _range(r, end)
        if ranged is None:
            return None
        end, value = ranged
        unit = r.get(end, "u")
    if unit is None or unit.defn or unit.val[1] in ("two", "construct") or unit.pro:
        return None
    if unit.val[1] == "one" and unit.entry == "عام" and (r.integer(unit.end) or 0) > 31:
        return None
    if (
        number.words
        and (numbers.has_article(r.tokens[i].word) or "المئه" in r.folded(i) or "المائه" in r.folded(i))
        and unit.val[1] == "one"
    ):
        return None  # "في المئة سنة 2019"
    if (number.words and value == 1) or (unit.entry == "ثانيه" and not number.words and value > 999):
        return None
    if unit.val[1] == "many" and unit.entry in ("عقود",) and value > 20:
        return None
    start = number.start
    if r.folded(i - 1) in ("ال", "وال", "بال", "لل") and r.glued(i):
        start = r.tokens[i - 1].end - len(r.tokens[i - 1].word.form.lstrip("وب"))
    node = Node("span", start, unit=unit.val[0], count=value, entries=(*number.entries, unit.entry))
    return _half(r, unit.end, node)


def _range(r: Reader, i: int) -> tuple[int, float] | None:
    """ "إلى 36" of "24 إلى 36 ساعة": index after it and the upper number."""
    if r.folded(i) not in ("الي", "-", "او", "–", "و"):
        return None
    number = r.number(i + 1)
    return None if number is None else (number.end, number.value)


def _half(r: Reader, end: int, node: Node) -> Found:
    """ "ونصف [العام]" and smaller units after it."""
    if r.folded(end) in ("ونصف", "وربع") and node.count is not None:
        node.count += 0.5 if r.folded(end) == "ونصف" else 0.25
        end += 1
        unit = r.get(end, "u")
        if unit is not None and unit.defn and unit.val[0] == node.unit and unit.val[1] == "one":
            end = unit.end
        return end, node
    return end, node


def duration(r: Reader, i: int, first: bool) -> Found | None:
    """[أكثر من] 529 يوما, السنوات الأخيرة, الأيام القليلة المقبلة, بعد [سنوات], مدة طويلة, الـ72 ساعة الماضية."""
    if i >= r.last:
        return None
    found = _periods(r, i, first) or _stretch(r, i, first)
    if found is not None:
        return found
    about = numbers.phrase(numbers.LEXICON.before, r.tokens, i, r.last)
    k = about[1] if about else i
    if r.folded(i) in ("ال", "لل") and r.glued(i + 1):
        k = i + 1
        value = r.integer(k)
        unit = r.get(k + 1, "u")
        rel = r.get(k + 2, "rel")
        if (
            value is not None
            and unit is not None
            and rel is not None
            and unit.defn
            and rel.defn
            and abs(rel.val[0]) == 1
        ):
            start = r.tokens[i].start
            return k + 3, Node(
                "span",
                start,
                unit=unit.val[0],
                count=value,
                anchored="around",
                rel=rel.val[0],
                entries=(unit.entry, rel.entry),
            )
    found = counted(r, k, first and k == i)
    if found is None and about:
        unit = r.get(k, "u")
        if (
            unit is not None
            and not unit.defn
            and unit.val[1] == "one"
            and unit.entry not in ("عقد", "عاما", "يوما")
            and r.integer(unit.end) is None
        ):
            found = unit.end, Node("span", unit.start, unit=unit.val[0], count=1, entries=(unit.entry,))
    if found is None:
        found = _vague(r, k, first and k == i)
    if found is None:
        return None
    end, node = found
    if about:
        node.mod = about[0]
        node.start = r.tokens[i].start
        lead = r.tokens[i].word
        if lead.folded.startswith(("لاكثر", "باكثر", "لما", "بنحو", "بحوالي", "باقل")):
            node.start += 1
    end, node = _tail(r, end, node)
    return end, node


def _tail(r: Reader, end: int, node: Node) -> Found:
    """ "مضت", "الماضية" after a counted span, and approximations after it."""
    if r.get(end, "passed") is not None:
        return end + 1, node
    rel = r.get(end, "rel")
    if rel is None or rel.val[0] not in (-1, 1) or rel.val[2]:
        return end, node
    if not rel.defn and rel.entry not in ("مقبله", "قادمه", "ماضيه", "اخيره"):
        return end, node
    node.anchored, node.rel = "around", rel.val[0]
    return rel.end, node


def _periods(r: Reader, i: int, first: bool) -> Found | None:
    """Definite plurals and duals: السنوات [القليلة] [الثلاث] الأخيرة, العقدين الماضيين, الأيام والأسابيع المقبلة."""
    lead = r.number(i) if numbers.has_article(r.tokens[i].word) and r.tokens[i].word.kind == "word" else None
    if lead is not None:
        # الثلاث سنوات الماضية, الثلاثة أشهر الأخيرة, الأربع والعشرين ساعة الماضية
        unit = r.get(lead.end, "u")
        if unit is None or unit.defn:
            return None
        rel = r.get(unit.end, "rel")
        if rel is None or not rel.defn or abs(rel.val[0]) != 1:
            return None
        return rel.end, Node(
            "span",
            lead.start,
            unit=unit.val[0],
            count=lead.value,
            anchored="around",
            rel=rel.val[0],
            entries=(unit.entry, rel.entry),
        )
    unit = r.get(i, "u", first=first)
    if unit is None or not unit.defn or unit.val[1] not in ("many", "two"):
        return None
    end, count = unit.end, 2.0 if unit.val[1] == "two" else None
    nxt = r.get(end, "u", first=True)
    entries: tuple[str, ...] = (unit.entry,)
    if nxt is not None and nxt.pro == "و" and nxt.defn and nxt.val[1] == "many":
        end = nxt.end
        entries += (nxt.entry,)
    numbered = False
    for _ in range(2):
        if r.get(end, "few") is not None and r.folded(end) != "العشره":
            end += 1
            continue
        number = r.number(end) if end < r.last and numbers.has_article(r.tokens[end].word) else None
        if r.folded(end) == "ال" and r.integer(end + 1) is not None:
            count, end, numbered = float(r.integer(end + 1) or 0), end + 2, True
        elif number is not None:
            count, end, numbered = number.value, number.end, True
    if numbered and r.folded(end) == "الي":
        # "الساعات الـ24 إلى الـ48 المقبلة": the upper bound is the value, as with "24 إلى 36 ساعة"
        k = end + 2 if r.folded(end + 1) == "ال" else end + 1
        upper = r.number(k)
        if upper is not None and r.get(upper.end, "rel") is not None:
            count, end = upper.value, upper.end
    if r.folded(end) == "الاولي" and not numbered and unit.val[1] == "many" and unit.val[0] in ("D", "W", "M", "Y"):
        return end + 1, Node("span", unit.start, unit=unit.val[0], entries=(*entries, "الاولي"))
    rel = r.get(end, "rel")
    before = r.folded(unit.i - 1)
    if rel is not None and rel.defn and rel.val[1] in "spd" and abs(rel.val[0]) <= 1 and rel.entry not in ("الراهنه",):
        if rel.val[0] == 0:
            return rel.end, Node("ref", unit.start, value="PRESENT_REF", entries=(*entries, rel.entry))
        node = Node(
            "span",
            unit.start,
            unit=unit.val[0],
            count=count,
            anchored="around",
            rel=rel.val[0],
            entries=(*entries, rel.entry),
        )
        return rel.end, node
    if r.folded(end) == "التي" and r.folded(end + 1) in ("مضت", "خلت"):
        return end + 2, Node(
            "span", unit.start, unit=unit.val[0], count=count, anchored="around", rel=-1, entries=entries
        )
    if numbered and before not in ("حرب", "نكسه"):
        return end, Node("span", unit.start, unit=unit.val[0], count=count, entries=entries)
    return None


def _stretch(r: Reader, i: int, first: bool) -> Found | None:
    """مدة طويلة, فترة قصيرة, وقت طويل: a duration of unknown length."""
    word = r.folded(i)
    cut = 0
    if word not in SETS["stretch"]:
        if word[1:] not in SETS["stretch"] or word[0] not in "لوب":
            return None
        cut = 1
    if r.folded(i + 1) not in SETS["stretch_long"]:
        return None
    return i + 2, Node("span", r.tokens[i].start + cut, value="PXX", entries=(word[cut:], r.folded(i + 1)))


def _vague(r: Reader, i: int, first: bool) -> Found | None:
    """عدة أعوام, بضعة أيام, عشرات السنين; after بعد, منذ, خلال and the like also bare سنوات, عام."""
    word = r.folded(i)
    cut = 1 if first and word[:1] in "لبو" and word[1:] in SETS["vague_counts"] else 0
    if word[cut:] in SETS["vague_counts"]:
        unit = r.get(i + 1, "u")
        if unit is None or unit.val[1] != "many":
            return None
        if unit.defn and word[cut:] not in ("عشرات", "مئات", "الاف", "ملايين"):
            return None
        return unit.end, Node("span", r.tokens[i].start + cut, unit=unit.val[0], entries=(word[cut:], unit.entry))
    unit = r.get(i, "u", first=first)
    if unit is None or unit.defn or unit.val[1] in ("two", "construct") or unit.entry == "عقد":
        return None
    before = r.folded(i - 1)
    lasting = before in SETS["lasting"]
    if unit.val[1] == "many" and r.folded(unit.end) in SETS["vague_adjectives"]:
        return unit.end + 1, Node("span", unit.start, unit=unit.val[0], entries=(unit.entry, r.folded(unit.end)))
    attached = unit.pro in ("ل", "ول", "فل") or (
        unit.pro == "ب" and before in ("قبلها", "بعدها", "بعده", "قبله", "ذلك", "قبل")
    )
    if not attached and not lasting and (unit.pro or before not in SETS["bare_after"]):
        return None
    after = r.folded(unit.end)
    if unit.val[1] == "one":
        if unit.entry in ("اسبوعا", "شهرا", "عاما", "يوما"):
            return (
                (unit.end, Node("span", unit.start, unit=unit.val[0], count=1, entries=(unit.entry,)))
                if lasting
                else None
            )
        if (
            attached
            and unit.pro != "ب"
            and not (after in ("كامل", "كامله", "واحد", "واحده") or unit.entry in ("عقود",))
        ):
            return None
        if before in ("علي", "عن", "في", "عبر", "عده", "بضع", "ظل") and not attached:
            return None
        if (
            r.get(unit.end, "wd")
            or r.get(unit.end, "mon")
            or r.integer(unit.end) is not None
            or r.get(unit.end, "named")
        ):
            return None
        if unit.entry in ("ليله",) or (unit.entry in ("ساعه",) and r.folded(unit.end) in ("الصفر",)):
            return None
        if after in (
            "من",
            "علي",
            "و",
            "،",
            ".",
            "",
            ")",
            "»",
            '"',
            "او",
            "واحد",
            ",",
            "؟",
            "!",
            "في",
            "تقريبا",
            "كامل",
            "كامله",
            ":",
        ) or (
            before in SETS["duration_head"]
            or before in ("بعد", "قبل", "منذ", "وبعد", "وقبل", "ومنذ", "بعيد", "قبيل", "خلال", "غضون", "طوال", "طيله")
        ):
            if after.startswith("ال") and unit.entry == "يوم":
                return None
            if after.startswith("ال") and before not in ("قبل", "بعد", "منذ"):
                return None
            return unit.end, Node("span", unit.start, unit=unit.val[0], count=1, entries=(unit.entry,))
        return None
    if before in ("علي", "عبر", "عن") and not attached and unit.val[0] not in ("Y", "DE", "CE", "M"):
        return None
    if (
        after.startswith("ال")
        and not r.get(unit.end, "rel")
        and not after.startswith(("الي", "الا"))
        and unit.val[0] in ("Y", "D", "H", "M")
        and before not in ("منذ", "قبل", "بعد")
    ):
        return None  # "سنوات الحرب": a construct is no length of time, unless the preposition asks for one
    if unit.entry in ("عقود",) and before in ("في", "علي", "عن", "عبر") and not attached:
        return None
    return unit.end, Node("span", unit.start, unit=unit.val[0], entries=(unit.entry,))


def dated(r: Reader, i: int, first: bool) -> Found | None:
    """قبل ثلاثة أيام, قبل نحو أسبوعين, قبل أيام: a span counted back from now, unless من or على follows."""
    word = r.folded(i)
    if word not in ("قبل", "وقبل", "فقبل", "قبيل"):
        return None
    found = duration(r, i + 1, False)
    if found is None:
        return None
    end, node = found
    if node.kind != "span" or node.anchored or node.value:
        return None
    if r.folded(end) in ("من", "علي") and r.folded(end + 1) not in ("الان", "اليوم"):
        return None
    if r.folded(end) == "من" and r.folded(end + 1) in ("الان", "اليوم"):
        end += 2
    node.start = r.tokens[i].start + (1 if word[0] in "وف" else 0)
    node.anchored, node.entries = "before", ("قبل", *node.entries)
    return end, node
