"""Answers about all of a database are kept until it changes, and no longer."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.engine import Connection

import marsad
from marsad.library.remembering import Memory
from marsad.store import engine as db
from marsad.store import events, tables

TEXT = "زار وزير خارجية قطر بيروت أمس، وقال إن بلاده تدعم لبنان."


def test_an_answer_is_kept_until_a_report_comes_in() -> None:
    asked: list[str] = []

    def latest(connection: Connection, prefix: str) -> str:
        asked.append(prefix)
        return f"{prefix}{events.latest_day(connection)}"

    with marsad.open(":memory:") as database:
        assert database.ask_once(latest, "day ") == "day None"
        database.add(TEXT, published="2024-05-02")
        assert database.ask_once(latest, "day ") == database.ask_once(latest, "day ") == "day 2024-05-02"
        assert database.ask_once(latest, prefix="on ") == "on 2024-05-02"
        assert asked == ["day ", "day ", "on "]
        database.add(TEXT + " وعاد اليوم.", published="2024-05-03")
        assert database.ask_once(latest, "day ") == "day 2024-05-03"
        with db.writing(database.engine) as connection:
            connection.execute(sa.update(tables.records).values(engine="another"))
        database.ask_once(latest, "day ")
        assert len(asked) == 5


def test_no_more_answers_are_kept_than_are_allowed() -> None:
    asked: list[int] = []

    def double(connection: Connection, n: int) -> int:
        asked.append(n)
        return 2 * n

    memory = Memory(most=2)
    with marsad.open(":memory:") as database:
        assert [memory.ask(database.engine, double, n) for n in (1, 2, 1, 3, 1, 2)] == [2, 4, 2, 6, 2, 4]
    assert asked == [1, 2, 3, 2]
