from __future__ import annotations

import json
import subprocess
import sys

import pytest

import marsad
from marsad.document import Entity, Mention, Quantity, Report, Span, Statement, Timex, Warning, Why
from marsad.errors import MarsadError
from marsad.record import record, to_json

TEXT = "قال مصدر في الوزارة أمس إن 8 شاحنات وصلت."

REPORT = Report(
    id="r1",
    text=TEXT,
    published="2024-05-02",
    outlet="صحيفة",
    entities=(
        Entity("e1", "MEDIA", {"ar": "صحيفة", "en": None}),
        Entity("e2", "ANON", {"ar": "مصدر", "en": None}, class_="source", of="e3"),
        Entity("e3", "ORG", {"ar": "الوزارة", "en": "Ministry"}, country="IRQ", sector="GOV", of="e5"),
        Entity("e4", "PER", {"ar": "لا أحد", "en": None}),
        Entity("e5", "LOC", {"ar": "العراق", "en": "Iraq"}),
    ),
    mentions=(
        Mention(Span(4, 19), "role", "ANON", entity="e2"),
        Mention(Span(12, 19), "role", "ORG", entity=None),
    ),
    times=(Timex(Span(20, 23), "DATE", "2024-05-01", None, ("2024-05-01", "2024-05-01"), Why("day", ("أمس",))),),
    quantities=(Quantity(Span(27, 35), 8.0, unit="شاحنة", mod="approx"),),
    statements=(
        Statement("s1", Span(0, 3), Span(4, 19), Span(27, 40), speaker="e2", why=Why("verb", ("قال",)), lemma="قال"),
    ),
    warnings=(Warning("no-date", "…", None),),
    outlet_entity="e1",
)

TOP = (
    "schema id url title published outlet lang text furniture entities mentions times quantities"
    " statements events warnings"
).split()
ENTITY = ["id", "type", "name", "kb", "country", "sector", "class", "of", "office", "candidates", "key"]
STATEMENT = "id cue source speaker addressees content parent quotation channel force lemma why".split()


def test_keys_stand_in_the_order_of_the_contract() -> None:
    made = json.loads(to_json(REPORT))
    assert list(made) == TOP
    assert list(made["statements"][0]) == STATEMENT
    assert list(made["entities"][0]) == [
        "id",
        "type",
        "name",
        "kb",
        "country",
        "sector",
        "class",
        "of",
        "office",
        "candidates",
        "key",
    ]
    assert list(made["times"][0]) == ["span", "type", "value", "mod", "interval"]


def test_spans_are_pairs_into_the_text() -> None:
    made = record(REPORT)
    a, b = made["statements"][0]["source"]
    assert made["text"][a:b] == "مصدر في الوزارة"
    assert made["times"] == [
        {"span": [20, 23], "type": "DATE", "value": "2024-05-01", "mod": None, "interval": ["2024-05-01", "2024-05-01"]}
    ]


def test_entities_that_nobody_refers_to_are_left_out_but_what_they_belong_to_stays() -> None:
    assert [e["id"] for e in record(REPORT)["entities"]] == ["e1", "e2", "e3", "e5"]


def test_mentions_of_nothing_are_left_out() -> None:
    assert [m["entity"] for m in record(REPORT)["mentions"]] == ["e2"]


def test_whole_numbers_have_no_point() -> None:
    assert '"value":8,' in to_json(REPORT)


def test_why_names_rule_and_entries() -> None:
    assert record(REPORT)["statements"][0]["why"] == {"rule": "verb", "entries": ["قال"]}


def test_json_is_one_line_and_arabic_is_not_escaped() -> None:
    assert "\n" not in to_json(REPORT)
    assert "مصدر" in to_json(REPORT)
    assert json.loads(to_json(REPORT, indent=2)) == json.loads(to_json(REPORT))


def test_two_processes_write_the_same_bytes() -> None:
    code = f"import marsad; print(marsad.read({TEXT!r}, published='2024-05-02', outlet='صحيفة').to_json())"
    outputs = {
        subprocess.run(
            [sys.executable, "-X", "utf8", "-c", code], env={"PYTHONHASHSEED": seed}, capture_output=True, check=True
        ).stdout
        for seed in ("1", "2", "3")
    }
    assert len(outputs) == 1
    assert json.loads(outputs.pop())["text"] == TEXT


def test_read_puts_a_title_given_apart_on_the_first_line() -> None:
    reading = marsad.read(TEXT, title="وصول شاحنات", published="2024-05-02T10:00:00+03:00", id="x7", strict=True)
    assert reading.record["text"] == f"وصول شاحنات\n{TEXT}"
    assert (reading.record["id"], reading.record["published"]) == ("x7", "2024-05-02")
    assert reading.record["warnings"] == []


def test_read_gives_a_stable_id_where_there_is_none() -> None:
    first, second = (marsad.read(TEXT, published="2024-05-02") for _ in range(2))
    assert first.record["id"] == second.record["id"] != marsad.read(TEXT + " ", published="2024-05-02").record["id"]


@pytest.mark.parametrize(
    ("text", "published", "code"),
    [("  \n", None, "empty-input"), ("plain English text", None, "not-arabic"), (TEXT, "yesterday", "bad-date")],
)
def test_read_refuses_with_a_code(text: str, published: str | None, code: str) -> None:
    with pytest.raises(MarsadError) as caught:
        marsad.read(text, published=published)
    assert caught.value.code == code


def test_whoever_was_weighed_has_his_chance_and_doubt_is_said() -> None:
    from marsad.cli.demo import FOLDER

    doubted = 0
    for file in sorted(FOLDER.glob("*.txt"))[:12]:
        for event in marsad.read(file.read_text("utf-8"), published="2023-05-10").record["events"]:
            parties = [*event["actors"], *event["recipients"]]
            assert set(event["chances"]) <= set(parties)
            assert all(0 < chance <= 1 for chance in event["chances"].values())
            unsure = sum(chance < 0.5 for chance in event["chances"].values())
            doubted += unsure
            if not unsure:
                assert "(?)" not in event["gloss"]["en"]
            elif len(event["actors"]) <= 3 and len(event["recipients"]) <= 3:
                assert event["gloss"]["en"].count("(?)") >= 1
                assert "(؟)" in event["gloss"]["ar"]
    assert doubted > 0
