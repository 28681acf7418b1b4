"""Files, folders, JSONL and standard input as one row of reports and rejections."""

from __future__ import annotations

import gzip
import io
import json
import pathlib
from typing import Any

import pytest

from marsad.document import Report
from marsad.errors import MarsadError
from marsad.ingest.base import iso_date
from marsad.ingest.sources import Limits, Rejected, read_inputs, read_string

BODY = "بدأت أعمال السد أمس.\nوقال الوزير إن العمل سينتهي في عام."
TITLE = "انطلاق أعمال السد"


def read(*paths: Any, **options: Any) -> list[Report | Rejected]:
    return list(read_inputs(paths, **options))


def report(item: Report | Rejected) -> Report:
    assert isinstance(item, Report), item
    return item


def rejected(item: Report | Rejected) -> Rejected:
    assert isinstance(item, Rejected), item
    return item


def test_text_with_sidecar(tmp_path: pathlib.Path) -> None:
    (tmp_path / "a.txt").write_text(f"{TITLE}\n{BODY}\n", "utf-8")
    (tmp_path / "a.meta.json").write_text(
        json.dumps({"id": "one", "published": "2024-05-03", "outlet": "البيان"}), "utf-8"
    )
    got = report(read(tmp_path / "a.txt")[0])
    assert (got.id, got.title, got.published, got.outlet) == ("one", TITLE, "2024-05-03", "البيان")
    assert got.text == f"{TITLE}\n{BODY}\n"
    assert not got.warnings


def test_newlines_stay_as_they_are(tmp_path: pathlib.Path) -> None:
    (tmp_path / "a.txt").write_bytes(f"{TITLE}\r\n\r\n{BODY}\r\n".encode())
    got = report(read(tmp_path / "a.txt", published="2024-05-03")[0])
    assert got.text == f"{TITLE}\r\n\r\n{BODY}\r\n"
    assert (got.id, got.title, got.published) == ("a", TITLE, "2024-05-03")


def test_no_date_is_a_warning_and_bad_dates_are_said(tmp_path: pathlib.Path) -> None:
    (tmp_path / "a.txt").write_text(BODY, "utf-8")
    assert [w.code for w in report(read(tmp_path / "a.txt")[0]).warnings] == ["no-date"]
    line = json.dumps({"text": BODY, "published": "قبل أسبوع"}).encode()
    got = report(read("-", stdin=io.BytesIO(line))[0])
    assert [w.code for w in got.warnings] == ["bad-date", "no-date"]
    with pytest.raises(MarsadError):
        read_inputs([], published="أمس")


def test_jsonl_title_comes_first_and_bad_lines_end_nothing(tmp_path: pathlib.Path) -> None:
    rows = [
        json.dumps({"id": "x1", "title": TITLE, "text": BODY, "published": "2024-05-03T08:00:00+03:00"}),
        "",
        "{broken",
        json.dumps({"id": "x2", "text": "English only"}),
        json.dumps({"id": "x3", "text": 7}),
        json.dumps({"id": 4, "text": BODY}),
        json.dumps([1]),
        "[" * 5000,
    ]
    for name in ("n.jsonl", "n.jsonl.gz"):
        data = "\n".join(rows).encode()
        (tmp_path / name).write_bytes(gzip.compress(data) if name.endswith("gz") else data)
        got = read(tmp_path / name, outlet="البيان")
        assert report(got[0]).text == f"{TITLE}\n{BODY}"
        assert (report(got[0]).published, report(got[0]).outlet) == ("2024-05-03", "البيان")
        codes = [g.code if isinstance(g, Rejected) else g.id for g in got]
        assert codes == ["x1", "bad-jsonl", "not-arabic", "bad-jsonl", "4", "bad-jsonl", "bad-jsonl"]
        assert rejected(got[1]).source.endswith(f"{name}:3")
        assert rejected(got[1]).remedy


def test_lines_past_the_limit_are_passed_over(tmp_path: pathlib.Path) -> None:
    good = json.dumps({"id": "good", "text": BODY})
    (tmp_path / "n.jsonl").write_text(json.dumps({"text": BODY * 200}) + "\n" + good, "utf-8")
    got = read(tmp_path / "n.jsonl", limits=Limits(max_report_bytes=2000))
    assert rejected(got[0]).code == "too-large"
    assert report(got[1]).id == "good"


def test_a_gzip_bomb_is_bounded(tmp_path: pathlib.Path) -> None:
    (tmp_path / "bomb.jsonl.gz").write_bytes(gzip.compress(b" " * 20_000_000))
    (tmp_path / "bomb.txt.gz").write_bytes(gzip.compress(b"a" * 20_000_000))
    got = read(tmp_path, limits=Limits(max_report_bytes=100_000, max_stream_bytes=1_000_000))
    assert {rejected(g).code for g in got} == {"too-large"}


def test_a_gzip_stream_that_is_cut_off_keeps_what_was_read(tmp_path: pathlib.Path) -> None:
    rows = "\n".join(json.dumps({"id": str(i), "text": f"{BODY} {i * 7919}"}) for i in range(400))
    (tmp_path / "n.jsonl.gz").write_bytes(gzip.compress(rows.encode())[:-20])
    got = read(tmp_path / "n.jsonl.gz")
    assert rejected(got[-1]).code in ("unreadable", "bad-jsonl")
    assert len(got) > 1


def test_gzip_members_one_after_another(tmp_path: pathlib.Path) -> None:
    rows = [json.dumps({"id": i, "text": BODY}).encode() + b"\n" for i in "ab"]
    (tmp_path / "n.jsonl.gz").write_bytes(b"".join(gzip.compress(row) for row in rows))
    assert [report(g).id for g in read(tmp_path / "n.jsonl.gz")] == ["a", "b"]


def test_folders_are_read_by_name_and_unknown_endings_left_out(tmp_path: pathlib.Path) -> None:
    (tmp_path / "b").mkdir()
    for name in ("b/2.txt", "c.txt", "a.txt", "notes.pdf", ".hidden.txt"):
        (tmp_path / name).write_text(BODY, "utf-8")
    (tmp_path / "loop").symlink_to(tmp_path, target_is_directory=True)
    assert [report(g).id for g in read(tmp_path)] == ["a", "2", "c"]


def test_what_cannot_be_read_stands_in_its_place(tmp_path: pathlib.Path) -> None:
    (tmp_path / "empty.txt").write_bytes(b"")
    (tmp_path / "good.txt").write_text(BODY, "utf-8")
    (tmp_path / "pdf.txt").write_bytes(b"%PDF-1.4")
    (tmp_path / "long.txt").write_text(BODY * 50, "utf-8")
    got = read(tmp_path / "none.txt", tmp_path, limits=Limits(max_report_bytes=1000))
    assert [g.code if isinstance(g, Rejected) else g.id for g in got] == [
        "no-such-file",
        "empty-input",
        "good",
        "too-large",
        "binary-input",
    ]


@pytest.mark.parametrize("data", [f"{TITLE}\n{BODY}".encode("cp1256"), gzip.compress(f"{TITLE}\n{BODY}".encode())])
def test_standard_input_is_looked_into(data: bytes) -> None:
    got = report(read("-", stdin=io.BytesIO(data), published="2024-05-03")[0])
    assert (got.id, got.title) == ("stdin", TITLE)


def test_inputs_are_read_lazily(tmp_path: pathlib.Path) -> None:
    (tmp_path / "a.txt").write_text(BODY, "utf-8")
    items = read_inputs([tmp_path / "a.txt", tmp_path / "later.txt"])
    next(items)
    (tmp_path / "later.txt").write_text(BODY, "utf-8")
    assert report(next(items)).id == "later"


def test_read_string() -> None:
    got = read_string(f"{TITLE}\n{BODY}", published="2024-05-03")
    assert (got.title, got.published) == (TITLE, "2024-05-03")


@pytest.mark.parametrize(
    ("value", "day"),
    [
        ("2024-08-05", "2024-08-05"),
        ("2018-02-17T16:53:08+04:00", "2018-02-17"),
        ("2024/8/5 10:00", "2024-08-05"),
        ("20240805T101500Z", "2024-08-05"),
        ("Thu, 24 Sep 2020 10:00:00 +0300", "2020-09-24"),
        ("2024-13-05", None),
        ("0000-01-01", None),
        ("9999-12-31", None),
        ("أمس", None),
        ("", None),
    ],
)
def test_dates(value: str, day: str | None) -> None:
    assert iso_date(value) == day
