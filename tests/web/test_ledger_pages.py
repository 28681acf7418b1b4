"""Ledgers: the page and the API give what `marsad ledger` gives, with states on a day, evidence and a calendar."""

from __future__ import annotations

import re
from typing import Any

import icalendar
import pytest
from fastapi.testclient import TestClient
from markupsafe import Markup

from marsad.export import ics
from marsad.library.database import Database
from marsad.weave.ledgers import LEDGERS, WAITING
from marsad.web.rendering import timex

DAY = "2023-05-12"


def rows(client: TestClient, name: str, **query: str) -> list[dict[str, Any]]:
    answer = client.get(f"/api/v1/ledgers/{name}", params={"limit": "200", **query})
    assert answer.status_code == 200, answer.text
    listed: list[dict[str, Any]] = answer.json()["items"]
    return listed


def places(found: list[dict[str, Any]]) -> set[tuple[str, str, str]]:
    return {(r["evidence"][0]["report"], r["evidence"][0]["id"], r["state"]) for r in found}


@pytest.mark.parametrize("name", LEDGERS)
def test_rows_are_those_of_the_command(client: TestClient, demo: Database, name: str) -> None:
    wanted = list(demo.ledger(name, on=DAY))
    found = rows(client, name, on=DAY, order="day")
    assert places(found) == places(wanted)
    assert len(found) == len(wanted)
    html = client.get(f"/ledgers/{name}", params={"on": DAY, "lang": "en", "limit": "200"}).text
    assert html.count("<tr data-item") == len(wanted)


def test_running_actor_and_order(client: TestClient, demo: Database) -> None:
    running = rows(client, "deadlines", on=DAY, state="running")
    assert running
    assert {r["state"] for r in running} <= {"open", "due"}
    ends = [r["deadline"]["interval"][1] for r in rows(client, "deadlines", on=DAY) if r["deadline"]["interval"]]
    assert ends == sorted(ends)
    assert {r["ledger"] for r in rows(client, "deadlines", on=DAY)} <= WAITING
    who = next(p["id"] for r in rows(client, "threats", on=DAY) for p in r["by"])
    mine = rows(client, "threats", on=DAY, actor=who)
    assert mine
    assert all(who in {p["id"] for side in ("by", "to") for p in r[side]} for r in mine)
    days = [r["date"] or "" for r in rows(client, "threats", on=DAY, order="latest")]
    assert days == sorted(days, reverse=True)


@pytest.mark.parametrize("name", ["deadlines", *sorted(WAITING)])
@pytest.mark.parametrize("on", ["2020-08-06", DAY, "2023-06-30"])
def test_rows_of_a_state_are_all_of_it(client: TestClient, name: str, on: str) -> None:
    everything = rows(client, name, on=on)
    for state in ("open", "due", "met", "broken", "expired", "unknown"):
        wanted = [r for r in everything if r["state"] == state]
        assert places(rows(client, name, on=on, state=state)) == places(wanted), state
        assert len(rows(client, name, on=on, state=state)) == len(wanted)


def test_the_state_follows_the_day(client: TestClient) -> None:
    states = {
        on: {(r["evidence"][0]["report"], r["evidence"][0]["id"]): r["state"] for r in rows(client, "threats", on=on)}
        for on in ("2023-05-09", "2023-06-30")
    }
    before, after = states["2023-05-09"], states["2023-06-30"]
    assert before
    assert any(before[key] in ("open", "due") and after.get(key) not in ("open", "due") for key in before)


def test_a_row_shows_its_evidence_in_the_words_of_the_report(client: TestClient, demo: Database) -> None:
    found = rows(client, "deadlines", on="2023-06-30")
    html = client.get("/ledgers/deadlines", params={"on": "2023-06-30", "limit": "200", "lang": "ar"}).text
    marked = {Markup(m).unescape() for m in re.findall(r"<mark[^>]*>(.*?)</mark>", html, re.S)}
    for row in found:
        first = row["evidence"][0]
        start, end = first["span"]
        said = demo.report(first["report"]).record["text"][start:end]
        assert any(said.startswith(m.strip()) or m in said for m in marked), said
        assert f'href="/reports/{first["report"]}#{first["id"]}"' in html
    decided = [r for r in found if any(e["says"] == r["state"] for e in r["evidence"])]
    assert decided
    assert "يقوله خبر لاحق" in html


def test_deadlines_are_a_calendar(client: TestClient) -> None:
    answer = client.get("/api/v1/ledgers/deadlines/calendar", params={"on": DAY})
    assert answer.headers["content-type"].startswith("text/calendar")
    events = list(icalendar.Calendar.from_ical(answer.content).walk("VEVENT"))
    ends = [r["deadline"]["interval"][1] for r in rows(client, "deadlines", on=DAY) if r["deadline"]["interval"]]
    assert [event["DTSTART"].dt.isoformat() for event in events] == ends
    assert len({str(event["UID"]) for event in events}) == len(events) > 3


def test_what_a_calendar_says_stays_in_its_line() -> None:
    party = {"id": "PER:x", "name": {"ar": "طرف\nBEGIN:VALARM", "en": None}}
    row = {
        "ledger": "threats",
        "kind": "threat",
        "state": "open",
        "by": [party],
        "to": [],
        "what": "كذا؛ وكذا, a;b",
        "condition": None,
        "deadline": {"value": "2024-05-01", "interval": ["2024-05-01", "2024-05-01"]},
        "evidence": [{"report": "r\r\nX:1", "id": "s1", "span": [0, 1]}],
    }
    made = b"".join(ics.deadlines([(row, None, "2024-04-30")]))
    event = next(iter(icalendar.Calendar.from_ical(made).walk("VEVENT")))
    assert "VALARM" in event["SUMMARY"]
    assert not event.subcomponents
    assert "X" not in event
    assert made.count(b"BEGIN:VEVENT") == 1


def test_ledgers_that_are_not_there_and_days_that_are_none(client: TestClient) -> None:
    assert client.get("/api/v1/ledgers/debts").json()["code"] == "no-such-ledger"
    assert client.get("/api/v1/ledgers/debts").status_code == 404
    assert client.get("/api/v1/ledgers/threats?on=tomorrow").json()["code"] == "bad-date"
    assert client.get("/api/v1/ledgers/threats?state=lost").json()["code"] == "bad-request"
    first = client.get("/ledgers", follow_redirects=False)
    assert first.headers["location"] == "/ledgers/deadlines?state=running"


@pytest.mark.parametrize(
    ("value", "parts"),
    [
        ("PT48H", ("", "hour", 48)),
        ("P3D", ("", "day", 3)),
        ("P1M", ("", "month", 1)),
        ("PT30M", ("", "minute", 30)),
        ("2023-06-10TEV", ("2023-06-10", "EV", 0)),
        ("2023-W23", ("2023-W23", "", 0)),
        ("PTXH", ("PTXH", "", 0)),
    ],
)
def test_times_are_told_in_words(value: str, parts: tuple[str, str, int]) -> None:
    assert timex(value) == parts
