"""The weave in the database: kept, gone on with after a kill, and the same however often it was cut off."""

from __future__ import annotations

import multiprocessing
import os
import pathlib
import random
import signal
import time
from collections.abc import Iterator
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess

import pytest

import marsad
from marsad.errors import MarsadError
from marsad.library.database import Database

TRIES = 20
FORK = multiprocessing.get_context("fork")
CALL = (
    "بحث وزير الخارجية المصري سامح شكري في اتصال هاتفي مع نظيره السعودي عادل الجبير الأوضاع في اليمن وسوريا.\n"
    "وقال شكري إن {outcome}.\n"
)
BLAST = (
    "قتل {dead} شخصا في انفجار سيارة مفخخة استهدف سوقا شعبية في مدينة الموصل شمالي العراق.\n"
    "وتبنى تنظيم داعش الهجوم على السوق، وقالت الشرطة إن {dead} شخصا قتلوا في الانفجار.\n"
)


@pytest.fixture
def woven(url: str) -> Iterator[Database]:
    """Two calls a week apart and one blast told by three outlets, not woven yet."""
    database = marsad.open(url)
    for n, (text, day, outlet) in enumerate(
        [
            (BLAST.format(dead=12), "2018-05-02", "العربية"),
            (BLAST.format(dead=15), "2018-05-02", "سكاي نيوز عربية"),
            (BLAST.format(dead=15), "2018-05-03", "بي بي سي"),
            (CALL.format(outcome="الحل السياسي هو السبيل الوحيد"), "2018-06-01", "العربية"),
            (CALL.format(outcome="وقف القتال في الحديدة ضرورة"), "2018-06-11", "سكاي نيوز عربية"),
        ]
    ):
        # The same text twice is one report: each has a line of its own.
        database.add(f"{text}التقرير رقم {n}.", published=day, outlet=outlet, id=f"r{n}", title=f"خبر رقم {n}")
    yield database
    database.close()


def dump(database: Database) -> list[object]:
    return sorted(database.happenings(), key=lambda c: c["id"])


def of(database: Database, report: str, type_: str) -> list[set[str]]:
    """The reports of each cluster of a type that a report is in."""
    found = [{m["report"] for m in c["members"]} for c in database.happenings() if c["type"] == type_]
    return [reports for reports in found if report in reports]


def test_one_blast_with_two_tolls_is_one_happening_and_two_calls_are_two(woven: Database) -> None:
    woven.weave()
    assert {"r0", "r1", "r2"} in of(woven, "r0", "ASSAULT")
    assert of(woven, "r3", "CONSULT")
    assert all("r4" not in reports for reports in of(woven, "r3", "CONSULT"))


def test_a_second_weave_does_nothing_and_more_reports_are_woven_into_what_is_there(woven: Database) -> None:
    woven.weave()
    before = dump(woven)
    again = woven.weave()
    assert (again.reports, again.written, again.gone) == (0, 0, 0)
    assert dump(woven) == before
    woven.add(BLAST.format(dead=18), published="2018-05-03", outlet="فرانس 24", id="late")
    assert woven.weave().reports == 1
    assert any({"r0", "late"} <= reports for reports in of(woven, "late", "ASSAULT"))
    kept = dump(woven)
    woven.weave(anew=True)
    assert len(dump(woven)) == len(kept)


def test_judgements_hold_before_all_comparison(woven: Database) -> None:
    woven.weave()
    [cluster] = [
        c for c in woven.happening("r0") if c["type"] == "ASSAULT" and len({m["report"] for m in c["members"]}) == 3
    ]
    left = next(m for m in cluster["members"] if m["report"] == "r0")
    for other in [m for m in cluster["members"] if m["report"] != "r0"]:
        woven.judge("not_same", f"r0#{left['id']}", f"{other['report']}#{other['id']}", author="test")
    woven.weave()
    [parted] = woven.happening(f"r0#{left['id']}")
    assert {m["report"] for m in parted["members"]} == {"r0"}


def test_what_is_not_there_is_said(woven: Database) -> None:
    with pytest.raises(MarsadError, match="no-such-happening"):
        woven.happening("c-0000000000000000")


def weave(url: str, opened: Connection) -> None:
    with marsad.open(url) as database:
        opened.send("open")
        database.weave()
        opened.send("done")
        opened.recv()  # until it is killed, or told that it may go


def test_a_weave_that_is_killed_at_any_moment_is_gone_on_with(
    url: str, woven: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("marsad.library.weaving.BATCH", 1)  # a transaction for each report
    woven.weave()
    wanted = dump(woven)
    from marsad.store import engine as db
    from marsad.store import woven as store

    def started() -> tuple[BaseProcess, Connection]:
        """A process that begins to weave, from nothing."""
        with db.writing(woven.engine) as connection:
            store.forget(connection)
        woven.engine.dispose()
        ours, theirs = FORK.Pipe()
        child = FORK.Process(target=weave, args=(url, theirs))
        child.start()
        assert ours.recv() == "open"
        return child, ours

    lengths = []
    for _ in range(2):
        child, pipe = started()
        began = time.monotonic()
        assert pipe.recv() == "done"
        lengths.append(time.monotonic() - began)
        pipe.send("go")
        child.join()
        assert dump(woven) == wanted
    cut = 0
    for n in range(TRIES):
        child, pipe = started()
        time.sleep(random.Random(n).uniform(0, min(lengths)))
        assert child.pid is not None
        os.kill(child.pid, signal.SIGKILL)
        child.join()
        cut += dump(woven) != wanted
        woven.weave()
        assert dump(woven) == wanted
    assert cut > 0, "no try was cut off inside the run"


def test_files_are_woven_without_a_database(woven: Database, tmp_path: pathlib.Path) -> None:
    from marsad.library.weaving import weave_files

    path = tmp_path / "records.jsonl"
    path.write_bytes(b"".join(report.body + b"\n" for report in woven))
    woven.weave()
    assert sorted(weave_files([path]), key=lambda c: c["id"]) == dump(woven)
    path.write_text("{}\n")
    with pytest.raises(MarsadError, match="bad-record"):
        list(weave_files([path]))


def test_a_happening_is_found_by_its_day_and_names(woven: Database) -> None:
    dated = "انفجرت سيارة مفخخة في مدينة الموصل يوم 2 مايو 2018، وأسفر الانفجار عن مقتل ثلاثة أشخاص."
    woven.add(dated, published="2018-05-04", outlet="فرانس 24", id="dated")
    woven.weave()
    found = woven.happening("2018-05-02/mosul-assault")
    assert found
    assert all(c["type"] == "ASSAULT" and "mosul" in c["place"] for c in found)
    assert found[0]["counts"]["reports"] == max(c["counts"]["reports"] for c in found)
    for id in ("2018-05-02/mosul-phone", "2018-05-03/mosul", "2018-05-02/", "2018-05-02/../x"):
        with pytest.raises(MarsadError):
            woven.happening(id)
