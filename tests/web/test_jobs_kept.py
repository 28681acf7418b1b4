"""Jobs outlive their server, and feeds are kept up to date by one of the processes that serve a database."""

from __future__ import annotations

import re
import threading
import time
from typing import Any

import pytest
import sqlalchemy as sa
from fastapi.testclient import TestClient

import marsad
from marsad.ingest.fetch import Fetched
from marsad.library.database import Database
from marsad.library.ingesting import Counts
from marsad.store import engine as db
from marsad.store import holders, leases, sources, tables
from marsad.store import jobs as store
from marsad.web import keeping
from marsad.web.app import create_app
from marsad.web.jobs import Jobs
from marsad.web.keeping import Keeping

HOST = "http://127.0.0.1"
TEXT = "قال وزير الخارجية إن المحادثات ستستأنف غدا في جنيف، مؤكدا أن بلاده لن تنسحب من الاتفاق. "
DEAD = f"{holders.me().split(':')[0]}:999999999:00000000"
ELSEWHERE = "another-machine:1:00000000"


def job(id: str, **values: Any) -> store.Job:
    return store.Job(id, "address", "https://a.example/", "desk", "2024-05-02T00:00:00Z", **values)


@pytest.mark.parametrize("graceful", [True, False])
def test_a_job_whose_server_ends_is_told_as_interrupted(own: Database, graceful: bool) -> None:
    desk, go, begun = create_app(own), threading.Event(), threading.Event()
    jobs: Jobs = desk.state.jobs

    def held(progress: Any, aside: Any) -> Counts:
        progress(Counts(new=3, known=1))
        begun.set()
        go.wait(30)
        return Counts(new=3, known=1)

    jobs._add(job("held", given={"address": "ftp://no.example/"}), held)
    assert begun.wait(30)
    if graceful:
        jobs.close()
    else:  # killed: it says nothing more, and its process is not there
        with db.writing(own.engine) as connection:
            connection.execute(sa.update(tables.jobs).values(holder=DEAD))
    next_server = TestClient(create_app(own), base_url=HOST)
    (found,) = next_server.get("/api/v1/jobs").json()
    assert (found["state"], found["new"], found["known"]) == ("interrupted", 3, 1)
    assert found["ended"]
    for lang, word in (("en", "interrupted"), ("ar", "انقطعت")):
        html = next_server.get(f"/ingest?lang={lang}").text
        assert word in html
        assert 'action="/ingest/jobs/held/again"' in html
    assert next_server.post("/api/v1/jobs/held/again").json()["code"] == "address-refused"
    go.set()
    assert jobs.wait(30)
    if graceful:
        assert next_server.get("/api/v1/jobs/held").json()["state"] == "interrupted"


def test_what_another_server_does_is_shown_and_can_be_stopped(own: Database) -> None:
    first, second = create_app(own), TestClient(create_app(own), base_url=HOST)
    jobs: Jobs = first.state.jobs

    def slow(progress: Any, aside: Any) -> Counts:
        for n in range(1_000):
            progress(Counts(known=n))
            time.sleep(0.05)
        return Counts(known=1_000)

    jobs._add(job("slow"), slow)
    until = time.monotonic() + 30
    while second.get("/api/v1/jobs/slow").json()["state"] != "reading":
        assert time.monotonic() < until
    assert second.delete("/api/v1/jobs/slow").status_code == 200
    assert jobs.wait(30)
    assert second.get("/api/v1/jobs/slow").json()["state"] == "stopped"


def test_a_job_of_files_is_not_done_again(own: Database) -> None:
    with db.writing(own.engine) as connection:
        store.add(connection, store.Job("f", "files", "a.txt", "desk", "2024-05-02T00:00:00Z", state="interrupted"))
    browser = TestClient(create_app(own), base_url=HOST)
    assert browser.post("/api/v1/jobs/f/again").json()["code"] == "job-of-files"
    assert "upload the files again" in browser.get("/ingest?lang=en").text


# Keeping feeds up to date


@pytest.fixture
def feed(own: Database, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """A feed that is watched, and the addresses that were asked."""
    from marsad.library import web

    content = 'xmlns:content="http://purl.org/rss/1.0/modules/content/"'
    text = f"""<?xml version="1.0"?><rss version="2.0" {content}><channel><title>خلاصة</title><item>
    <title>المحادثات</title><link>https://agency.example/1</link><pubDate>Thu, 02 May 2024 10:00:00 GMT</pubDate>
    <content:encoded>{TEXT * 6}</content:encoded></item></channel></rss>"""
    asked: list[str] = []

    def fetched(url: str, *_: Any, **__: Any) -> Fetched:
        asked.append(url)
        return Fetched(url, 200, text.encode(), "application/rss+xml", "utf-8", None, None)

    monkeypatch.setattr(web, "fetch", fetched)
    with db.writing(own.engine) as connection:
        sources.register(connection, "feed", "https://agency.example/feed", title=None, outlet=None)
    return asked


def test_what_is_due_comes_in_once_while_it_is_served(
    own: Database, feed: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeping, "LOOK", 0.05)
    before = len(own)
    desk = create_app(own, feeds=True)
    with TestClient(desk, base_url=HOST) as browser:
        until = time.monotonic() + 60
        while desk.state.keeping.state.new == 0:
            assert time.monotonic() < until
            time.sleep(0.02)
        time.sleep(0.2)  # more looks, at nothing that is due
        html = browser.get("/ingest?lang=en").text
        assert "This server keeps them up to date" in html
        assert "Last look:" in html
        assert own.ask(leases.taken, keeping.DUTY) == holders.me()
        desk.state.weaving.wait(60)
    assert feed == ["https://agency.example/feed"]
    assert len(own) == before + 1
    assert own.ask(leases.taken, keeping.DUTY) is None
    assert not desk.state.keeping.state.on


def test_one_process_keeps_feeds_and_another_takes_over(own: Database, feed: list[str]) -> None:
    with db.writing(own.engine) as connection:
        leases.take(connection, keeping.DUTY, 60)
        connection.execute(sa.update(tables.leases).values(holder=ELSEWHERE))
    kept = Keeping(own, lambda: None)
    assert kept.once() == Counts()
    assert feed == []
    assert not kept.state.mine
    for change in ({"holder": DEAD}, {"holder": ELSEWHERE, "until": "2020-01-01T00:00:00.000Z"}):
        with db.writing(own.engine) as connection:
            connection.execute(sa.update(tables.leases).values(change))
            connection.execute(sa.update(tables.sources).values(due=None))
        kept.once()
        assert kept.state.mine
    assert len(feed) == 2


def test_without_the_setting_nothing_is_fetched_and_the_page_says_so(own: Database, feed: list[str]) -> None:
    with TestClient(create_app(own), base_url=HOST) as browser:
        assert "run marsad watch" in browser.get("/ingest?lang=en").text
    assert feed == []


# What the next weave has to do


def test_the_pages_say_beforehand_that_all_is_woven_anew(own: Database) -> None:
    browser = TestClient(create_app(own), base_url=HOST)
    assert own.status().anew is None
    assert "does all" not in browser.get("/judgements?lang=en").text
    with db.writing(own.engine) as connection:
        connection.execute(sa.update(tables.woven).values(engine="01234567+" + tables.woven.c.engine))
    assert own.status().anew == "rules"
    for page in ("/ingest", "/judgements", "/database"):
        assert re.search(r"next weave does all \d+ reports anew", browser.get(f"{page}?lang=en").text), page
        assert "النسج القادم" in browser.get(f"{page}?lang=ar").text
    assert browser.get("/api/v1/status").json()["anew"] == "rules"


def test_what_the_next_weave_has_to_do() -> None:
    with marsad.open(":memory:") as database:
        for n in range(3):
            database.add(f"{TEXT} {n}", published="2024-05-02", id=f"r{n}")
        assert (database.weave_ahead().woven, database.weave_ahead().waiting) == (0, 3)
        database.weave()
        database.add(f"{TEXT} 4", published="2024-05-03", id="r4")
        assert (database.weave_ahead().waiting, database.weave_ahead().anew) == (1, None)
        database.judge("not_same", "r0#s1", "r1#s1", author="desk")
        assert database.weave_ahead().anew == "judgements"
        with db.writing(database.engine) as connection:
            connection.execute(sa.update(tables.records).values(engine="another"))
        assert database.weave_ahead().anew == "records"
