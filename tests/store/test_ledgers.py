"""Ledgers of a database: the same rows on any day as made from the records by themselves, kept up to date, in pages."""

from __future__ import annotations

import multiprocessing
import os
import pathlib
import random
import signal
import time
from collections.abc import Iterator

import pytest

import marsad
from marsad.errors import MarsadError
from marsad.library.database import Database
from marsad.library.ledger import ledger
from marsad.store import engine as db
from marsad.store import tables
from marsad.store.ledgers import Asked
from marsad.weave.ledgers import LEDGERS

REPORTS = pathlib.Path(__file__).parents[1] / "reports"
ULTIMATUM = "أمهلت حركة حماس الحكومة الإسرائيلية 48 ساعة للإفراج عن الأسرى المرضى.\n"
KEPT = "أفرجت الحكومة الإسرائيلية عن الأسرى المرضى قبل انتهاء المهلة التي حددتها حركة حماس.\n"
PLEDGE = "تعهد وزير الخارجية المصري سامح شكري بفتح معبر رفح أمام الجرحى قبل 20 مارس.\n"
AGAIN = "وكان وزير الخارجية المصري سامح شكري تعهد بفتح معبر رفح أمام الجرحى قبل 20 مارس.\n"
TOLD = [
    (ULTIMATUM, "2024-03-05"),
    (PLEDGE, "2024-03-06"),
    (AGAIN, "2024-03-09"),
    (KEPT, "2024-03-07"),
    ("فتحت مصر معبر رفح أمام الجرحى، وقال سامح شكري إن القاهرة أوفت بتعهدها.\n", "2024-03-18"),
]
DAYS = ["2024-03-04", "2024-03-05", "2024-03-06", "2024-03-07", "2024-03-09", "2024-03-18", "2024-04-06", "2031-01-01"]


@pytest.fixture
def told(url: str) -> Iterator[Database]:
    with marsad.open(url) as database:
        for n, (text, day) in enumerate(TOLD):
            database.add(f"{text}التقرير رقم {n}.", published=day, id=f"r{n}", title=f"خبر رقم {n}", outlet="العربية")
        database.add("هدد الجيش التركي بقصف مواقع في شمال سوريا.", id="undated")
        yield database


def same(database: Database, days: list[str]) -> int:
    """Asserts that each ledger on each day is what the records give by themselves; gives how many rows were seen."""
    records = list(database.records())
    seen = 0
    for name in LEDGERS:
        for day in days:
            for running in (False, True):
                wanted = ledger(records, name, on=day, running=running)
                assert list(database.ledger(name, on=day, running=running)) == wanted
                seen += len(wanted)
    return seen


def test_rows_and_states_on_any_day_are_those_of_the_records(told: Database) -> None:
    assert same(told, DAYS) > 20
    states = {day: [r["state"] for r in told.ledger("threats", on=day) if r["kind"] == "ultimatum"] for day in DAYS}
    assert (states["2024-03-04"], states["2024-03-06"], states["2024-03-07"]) == ([], ["open"], ["met"])
    pledges = {day: list(told.ledger("commitments", on=day, actor="سامح شكري")) for day in DAYS}
    assert len(pledges["2024-03-06"][0]["evidence"]) < len(pledges["2024-03-09"][0]["evidence"])


def test_whole_reports_give_the_same_rows(url: str) -> None:
    with marsad.open(url) as database:
        database.ingest(REPORTS)
        assert same(database, ["2015-01-01", "2018-06-01", "2020-06-01", "2024-01-01", "2026-01-01"]) > 50


def test_what_comes_in_or_changes_is_entered(told: Database) -> None:
    assert told.refresh_ledgers()
    assert not told.refresh_ledgers()
    told.add("هدد الرئيس الأميركي دونالد ترامب إيران بفرض عقوبات جديدة.", published="2024-03-20", id="late")
    same(told, ["2024-03-21"])
    assert not told.refresh_ledgers()
    # A corrected text at the same address takes the place of the first.
    for text in (
        "هدد وزير الدفاع الإسرائيلي لبنان برد قاس على القصف.",
        "نفى وزير الدفاع الإسرائيلي أي نية لمهاجمة لبنان.",
    ):
        told.add(text, url="https://example.org/1", published="2024-03-20", id="one")
        same(told, ["2024-03-21"])
    assert [r for r in told.ledger("threats", on="2024-03-21") if r["evidence"][0]["report"] == "one"] == []
    told.weave()
    assert not told.refresh_ledgers()


def test_pages(told: Database) -> None:
    told.refresh_ledgers()
    on = "2024-03-07"
    everything = [row for name in LEDGERS for row in told.ledger(name, on=on)]
    page = told.ledger_page(Asked(on), limit=500)
    assert page.total == len(page.rows) == len(everything)
    assert page.reports["r0"].title == "خبر رقم 0"
    assert {e["report"] for row in page.rows for e in row["evidence"]} == page.reports.keys()
    parts = [told.ledger_page(Asked(on), limit=2, offset=n).rows for n in range(0, page.total, 2)]
    assert [row for part in parts for row in part] == list(page.rows)
    latest = [row["date"] or "" for row in told.ledger_page(Asked(on, order="latest")).rows]
    assert latest == sorted(latest, reverse=True)
    for state in ("open", "due", "met", "broken", "expired", "unknown"):
        rows = told.ledger_page(Asked(on, state=(state,)), limit=500).rows
        assert list(rows) == [row for row in page.rows if row["state"] == state]
    ultimatum = told.ledger_page(Asked(on, kind=("ultimatum",), actor="حماس"))
    assert ultimatum.rows == tuple(told.ledger("threats", on=on, actor="org-hamas"))
    assert told.ledger_page(Asked(on, actor="...")).total == 0
    days = told.ledger_page(Asked(on, since="2024-03-06", until="2024-03-06")).rows
    assert {row["date"] for row in days} == {"2024-03-06"}
    with pytest.raises(MarsadError, match="no-such-ledger"):
        told.ledger_page(Asked(on, ledger=("rumours",)))
    with pytest.raises(MarsadError, match="bad-date"):
        told.ledger_page(Asked("soon"))


def test_open_deadlines_come_next_first(told: Database) -> None:
    told.refresh_ledgers()
    rows = told.open_deadlines(on="2024-03-06").rows
    last = [row["deadline"]["interval"][1] for row in rows]
    assert last == sorted(last)
    assert {"threats", "commitments"} <= {row["ledger"] for row in rows}
    assert {row["state"] for row in rows} <= {"open", "due"}
    assert told.open_deadlines(on="2030-01-01").total == 0


def refresh(url: str) -> None:
    with marsad.open(url) as database:
        database.refresh_ledgers()


def test_a_refresh_that_is_killed_is_gone_on_with(url: str, told: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("marsad.library.ledger.BATCH", 1)
    wanted = [list(told.ledger(name, on="2024-03-07")) for name in LEDGERS]
    context = multiprocessing.get_context("fork")
    for n in range(6):
        with db.writing(told.engine) as connection:
            connection.execute(tables.ledger_parts.delete())
            connection.execute(tables.ledger_rows.delete())
        told.engine.dispose()
        child = context.Process(target=refresh, args=(url,))
        child.start()
        time.sleep(random.Random(n).uniform(0, 0.15))
        assert child.pid is not None
        os.kill(child.pid, signal.SIGKILL)
        child.join()
        assert [list(told.ledger(name, on="2024-03-07")) for name in LEDGERS] == wanted
