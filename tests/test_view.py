from __future__ import annotations

import pytest

from marsad.cli.terminal import PDI, RLI, RLM, Screen, columns, safe, wrap
from marsad.cli.view import gloss, view
from marsad.document import Entity, Report, Span, Statement, Timex, Warning

TEXT = "نقلت الصحيفة عن مصدر أن الوزير أبلغ السفير أن المهلة انتهت."


def span(words: str) -> Span:
    start = TEXT.index(words)
    return Span(start, start + len(words))


REPORT = Report(
    id="r1",
    text=TEXT,
    title="المهلة انتهت",
    published="2024-05-02",
    outlet="الأفق",
    entities=(
        Entity("e1", "ANON", {"ar": "مصدر", "en": None}),
        Entity("e2", "PER", {"ar": "الوزير", "en": "Minister"}),
        Entity("e3", "PER", {"ar": "السفير", "en": "Ambassador"}),
    ),
    statements=(
        Statement("s1", span("نقلت"), span("مصدر"), span("الوزير أبلغ السفير أن المهلة انتهت"), speaker="e1"),
        Statement(
            "s2",
            span("أبلغ"),
            span("الوزير"),
            span("المهلة انتهت"),
            parent="s1",
            speaker="e2",
            addressees=("e3",),
            channel="phone",
            force="threaten",
            quotation="direct",
        ),
    ),
)


def test_the_chain_is_a_tree_and_nothing_is_printed_twice() -> None:
    assert view(REPORT, Screen(100)).splitlines() == [
        "المهلة انتهت",
        "r1 · 2024-05-02 · 2 statements · chain up to 2 deep · 2 on the word of unnamed sources",
        "",
        "الأفق",
        "└─ مصدر: says  s1",
        "   │  الوزير أبلغ السفير أن [s2]",
        "   └─ Minister → Ambassador: threatens (by phone)  s2",
        "         «المهلة انتهت»",
    ]


def test_in_arabic_the_tree_grows_from_the_right() -> None:
    lines = view(REPORT, Screen(80), "ar").splitlines()
    assert lines[4] == "┘─ مصدر: قول  s1"
    assert lines[6] == "   ┘─ الوزير ← السفير: تهديد (هاتفيا)  s2"
    isolated = view(REPORT, Screen(80, isolates=True), "ar").splitlines()
    assert all(line.startswith(RLM) for line in isolated if line)


def test_gloss_is_one_line_without_the_words() -> None:
    assert gloss(REPORT, REPORT.statements[1]) == "Minister → Ambassador: threatens (by phone)"
    assert gloss(REPORT, REPORT.statements[1], "ar") == "الوزير ← السفير: تهديد (هاتفيا)"


def test_on_a_terminal_arabic_inside_latin_stands_in_isolates_that_close() -> None:
    shown = view(REPORT, Screen(80, colors=True, isolates=True))
    assert shown.count(PDI) == shown.count(RLI) + shown.count("\u2068") > 0
    assert f"{RLI}«المهلة انتهت»{PDI}" in shown
    assert "\x1b[31;1mthreatens\x1b[0m" in shown


def test_where_it_is_no_terminal_there_are_neither_colours_nor_controls() -> None:
    assert not {RLI, PDI, RLM, "\u2068", "\x1b"} & set(view(REPORT, Screen(80)))


def test_a_report_cannot_send_control_characters_to_the_terminal() -> None:
    evil = REPORT.with_(title="عنوان\x1b[2J\u202e\u2069 آخر\x07")
    shown = view(evil, Screen(80))
    assert not set("\x1b\x07\u202e\u2069") & set(shown)


def test_one_act_of_two_speakers_prints_its_words_once() -> None:
    from msgspec.structs import replace

    _, second = REPORT.statements
    twins = (replace(second, parent=None), replace(second, id="s3", parent=None, speaker="e1"))
    lines = view(REPORT.with_(statements=twins), Screen(100)).splitlines()
    assert [line.strip("├└─│ ") for line in lines[4:] if line.strip("│ ")] == [
        "Minister → Ambassador: threatens (by phone)  s2",
        "«المهلة انتهت»",
        "مصدر → Ambassador: threatens (by phone)  s3",
        "= [s2]",
    ]


def test_a_chain_of_any_depth_is_shown() -> None:
    from msgspec.structs import replace

    first = REPORT.statements[0]
    deep = [replace(first, id=f"s{i}", parent=f"s{i - 1}" if i else None) for i in range(600)]
    lines = view(REPORT.with_(statements=tuple(deep)), Screen(100)).splitlines()
    assert sum("says" in line for line in lines) == 600
    assert max(map(len, lines)) < 200


def test_times_and_warnings_stand_below() -> None:
    times = (Timex(span("انتهت"), "DATE", "2024-05-01"),)
    shown = view(REPORT.with_(times=times, warnings=(Warning("no-date", "No date."),)), Screen(100))
    assert shown.splitlines()[-2:] == ["times: انتهت = 2024-05-01", "! no-date: No date."]


def test_circles_of_parents_lose_nothing() -> None:
    from msgspec.structs import replace

    first, second = REPORT.statements
    shown = view(REPORT.with_(statements=(replace(first, parent="s2"), second)), Screen(80))
    assert "s1" in shown
    assert "threatens" in shown


@pytest.mark.parametrize("width", [10, 20, 40])
def test_lines_are_no_wider_than_asked_and_keep_every_word(width: int) -> None:
    lines = wrap(TEXT, width)
    assert " ".join(lines) == TEXT
    assert max(map(columns, lines)) <= width


def test_marks_take_no_columns() -> None:
    assert columns("مُدَرِّسٌ") == 4
    assert safe("سطر\nآخر\t \x00 هنا") == "سطر آخر هنا"
