"""The stage that finds expressions of time and resolves them: ``Report.times``.

At each word whose type can begin a time, the rules that this type allows are tried (`times_dates`, `times_years`,
`times_periods`, `times_spans`, `times_clock`); the longest find is kept and resolved against ``Report.published`` by
`times_resolve`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from marsad.annotate import numbers, times_clock, times_dates, times_periods, times_spans, times_years
from marsad.annotate.times_nodes import Found, Node, relative
from marsad.annotate.times_resolve import Context
from marsad.annotate.times_words import SETS, Reader, readings
from marsad.document import Report, Timex, Word
from marsad.text.segment import segment

Rule = Callable[[Reader, int, bool], "Found | None"]


def _named(r: Reader, i: int, first: bool) -> Found | None:
    """عيد الفطر, يوم الأرض."""
    item = r.get(i, "named", first=first)
    if item is None or r.folded(i - 1) in SETS["named_not_after"]:
        return None
    calendar, month, day = item.val
    node = Node("named", item.start, m=month, d=day, calendar=calendar, entries=(item.entry,))
    end = item.end
    year = times_years.year_tail(r, end, "gregorian")
    if year is not None and year[1].kind == "date":
        node.y, end = year[1].y, year[0]
    elif year is not None:
        node.base, end = year[1], year[0]
    else:
        rel = relative(r, end, "s")
        if rel is not None and abs(rel[1]) <= 1 and not rel[2].val[2]:
            node.rel, end = rel[1], rel[0]
    return end, node


def _fixed(r: Reader, i: int, first: bool) -> Found | None:
    """الآن, وقت سابق [من هذا الأسبوع], حينها."""
    item = r.get(i, "ref", first=first)
    if item is None:
        return None
    value, need = item.val
    before = r.folded(i - 1)
    if need and before not in need and item.pro != "ب":
        return None
    if item.entry in ("المستقبل", "الماضي", "السابق", "البدايه"):
        if before in SETS["name_not_after"] or (r.folded(item.end).startswith("ال") and item.entry != "المستقبل"):
            return None
        if item.entry == "المستقبل" and (item.pro not in ("", "ل") or before not in ("في", "وفي", "الي")):
            return None
    if item.entry.startswith(("وقت ", "موعد ", "تاريخ ")) and value in ("PAST_REF", "LATER"):
        # "وقت سابق من هذا الأسبوع", "وقت لاحق اليوم": the period or the day is what is known
        k = item.end + 1 if r.folded(item.end) in ("من", "يوم") else item.end
        found = (
            times_periods.bounded(r, k)
            or times_years.period(r, k, False)
            or times_dates.day_level(r, k, False)
            or times_years.year(r, k, False)
        )
        if found is not None and (found[1].kind != "date" or found[1].d or found[1].m or found[1].y):
            found[1].start, found[1].entries = item.start, (item.entry, *found[1].entries)
            return found
        return item.end, Node("ref", item.start, value=value, entries=(item.entry,))
    if item.entry == "هذه الايام" and r.folded(item.end).startswith("المبارك"):
        return None
    if item.entry == "قريبا" and r.folded(item.end) == "من":
        return None
    if item.entry in ("وقت قريب",):
        value = "PAST_REF" if before in ("حتي", "الي") else "FUTURE_REF"
    return item.end, Node("ref", item.start, value=value, entries=(item.entry,))


_BY_CATEGORY: dict[str, tuple[Rule, ...]] = {
    "dday": (times_dates.deictic,),
    "wd": (times_dates.weekday,),
    "u": (
        times_dates.weekday,
        times_dates.date,
        times_years.year,
        times_years.period,
        times_spans.duration,
    ),
    "mon": (times_dates.date,),
    "demo": (times_years.period, times_periods.season),
    "same0": (times_years.period,),
    "season": (times_periods.season,),
    "part": (times_periods.part,),
    "decade": (times_periods.decade,),
    "edge": (times_periods.edge, times_clock.part_of_day),
    "pod": (times_clock.part_of_day,),
    "podadv": (times_clock.part_of_day,),
    "dnight": (times_clock.part_of_day,),
    "hour": (times_clock.clock, times_clock.part_of_day),
    "ref": (_fixed,),
    "named": (_named,),
    "every": (times_spans.every,),
    "setadv": (times_spans.every,),
}
_DIGITS: tuple[Rule, ...] = (times_dates.date, times_years.year, times_clock.clock, times_spans.duration)
_memo: dict[str, tuple[Rule, ...]] = {}
_NO_RULES: tuple[Rule, ...] = ()


def _rules(word: Word) -> tuple[Rule, ...]:
    """The rules that a word type can begin; none for most."""
    found = _memo.get(word.form)
    if found is not None:
        return found
    rules: dict[Rule, None] = {}
    if word.kind == "number":
        rules.update(dict.fromkeys(_DIGITS))
    elif word.kind in ("word", "latin"):
        for category in readings(word):
            rules.update(dict.fromkeys(_BY_CATEGORY.get(category, ())))
        if word.kind == "word":
            rules.update(dict.fromkeys(_word_rules(word)))
    if len(_memo) > 200_000:
        _memo.clear()
    _memo[word.form] = tuple(rules) if rules else _NO_RULES
    return _memo[word.form]


def _word_rules(word: Word) -> list[Rule]:
    out: list[Rule] = []
    folded = word.folded
    stems = {split.stem for split in word.splits if not split.enclitic}
    if numbers.pieces(word) or folded in numbers.LEXICON.before or "نصف" in stems or "ربع" in stems:
        out += [times_spans.duration]
    bare = {stem[2:] for stem in stems if stem.startswith("ال")}
    if bare & (
        numbers.LEXICON.ordinals.keys()
        | numbers.LEXICON.ordinal_tens.keys()
        | numbers.LEXICON.ordinal_teen_first.keys()
    ):
        out += [times_dates.date, times_clock.clock]
    if stems & SETS["vague_counts"] or stems & SETS["stretch"] or folded == "ال":
        out.append(times_spans.duration)
    if stems & SETS["clock_about"]:
        out.append(times_clock.clock)
    if stems & SETS["hours_of"] or "منتصف" in stems:
        out.append(times_clock.part_of_day)
    if stems & {"قبل", "قبيل"}:
        out.append(times_spans.dated)
    if "عطله" in stems:
        out.append(times_periods.edge)
    return out


def _age(r: Reader, i: int, end: int, node: Node) -> bool:
    """Whether a span of years or months is somebody's age."""
    if node.kind != "span" or node.unit not in ("Y", "M") or node.anchored == "around":
        return False
    k = i - 1
    while r.folded(k) in ("نحو", "حوالي", "من", "قرابه", "علي", "زهاء", "ال", "عن") and k > i - 4:
        k -= 1
    if r.among(k, "age_before"):
        return True
    if r.folded(end) == "من" and r.among(end + 1, "age_after"):
        return True
    if r.among(end, "age_after"):
        return True
    before, after = r.folded(i - 1), r.folded(end)
    if before == "(" and after in (")", "،", ","):
        return True
    if before == ":" and after == "" and r.folded(end - 1) in ("عاما", "سنه"):
        return True
    return (
        before in ("،", ",", "-")
        and after in ("،", ",", "-", "و")
        and r.folded(end - 1) in ("عاما", "سنه")
        and r.integer(i) is not None
    )


def find(r: Reader, i: int) -> Found | None:
    """The longest time that begins at token ``i``, or None."""
    best: Found | None = None
    for rule in _rules(r.tokens[i].word):
        found = rule(r, i, True)
        if found is not None and (best is None or found[0] > best[0]):
            best = found
    if (
        best is not None
        and best[1].kind in ("day", "weekday", "date")
        and not best[1].pod
        and (best[1].kind != "date" or best[1].d)
    ):
        after = r.get(best[0], "podadv")
        if (after is not None and r.get(best[0], "pod") is None) or (
            after is not None and not times_clock.part_of_day_of_day(r, best[0])
        ):
            best[1].pod, best[1].end_char = after.val[0], -1
            return after.end, best[1]
    return best


def check_case(case: dict[str, Any], expected: bool) -> str | None:
    """Runs one case of ``times.cases.yaml`` or ``months.cases.yaml``; what is wrong with it, or None.

    A case has a ``text``, a ``published`` day (2018-06-13 where none is given, null for none) and the ``times`` that
    the text must give: ``span`` (its words), ``type``, ``value`` and, where it matters, ``mod`` and ``interval``.
    """
    published = case.get("published", "2018-06-13")
    report = annotate(segment(Report(id="case", text=case["text"], published=str(published) if published else None)))
    found = [
        {
            "span": report.slice(t.span),
            "type": t.type,
            "value": t.value,
            "mod": t.mod,
            "interval": list(t.interval or ()),
        }
        for t in report.times
    ]
    wanted = case.get("times", [])
    right = len(found) == len(wanted) and all(
        all(_plain(have[key]) == _plain(value) for key, value in want.items())
        for have, want in zip(found, wanted, strict=True)
    )
    if right == expected:
        return None
    shown = "; ".join(f"{f['span']} {f['type']} {f['value']} {f['mod'] or ''}".strip() for f in found)
    return f"found {shown or 'nothing'}"


def _plain(value: Any) -> Any:
    """A value of a case as text: YAML reads some dates as dates."""
    return [str(v) for v in value] if isinstance(value, list) else str(value)


def annotate(report: Report) -> Report:
    """Assigns ``times``, resolved against ``published``. Needs tokens and sentences."""
    reader = Reader(report)
    context = Context(reader)
    tokens = report.tokens
    times: list[Timex] = []
    memo = _memo
    for sentence in report.sentences:
        reader.last = sentence.last
        context.enter(sentence.first, sentence.last)
        i = sentence.first
        while i < sentence.last:
            word = tokens[i].word
            rules = memo.get(word.form)
            if rules is None:
                rules = _rules(word)
            if not rules:
                i += 1
                continue
            found = find(reader, i)
            if found is None:
                i += 1
                continue
            end, node = found
            if not _age(reader, i, end, node):
                made = context.resolve(node, i, end)
                if made is not None:
                    times.append(made)
                    if node.kind == "date":
                        reader.dated = end
            i = end
    return report.with_(times=tuple(times))
