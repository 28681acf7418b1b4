"""Taking reports in from the workbench: pasted, uploaded, from the web; progress, what is set aside and watched."""

from __future__ import annotations

import gzip
import json
import pathlib
import tempfile
import threading
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from marsad.errors import MarsadError
from marsad.ingest.fetch import Fetched
from marsad.library.database import Database
from marsad.library.watching import How
from marsad.store import engine as db
from marsad.store import sources
from marsad.web.app import create_app
from marsad.web.jobs import WAITING, Jobs, safe_name

HTML = {"Accept": "text/html"}
TEXT = "قال وزير الخارجية إن المحادثات ستستأنف غدا في جنيف، مؤكدا أن بلاده لن تنسحب من الاتفاق."
OTHER = "أعلنت وزارة الداخلية اعتقال ثلاثة أشخاص بعد احتجاجات شهدتها العاصمة مساء أمس الثلاثاء."


@pytest.fixture
def desk(own: Database) -> FastAPI:
    return create_app(own)


@pytest.fixture
def browser(desk: FastAPI) -> TestClient:
    return TestClient(desk, base_url="http://127.0.0.1")


def ended(desk: FastAPI) -> dict[str, Any]:
    """The last job, once all have ended, as the API gives it."""
    jobs: Jobs = desk.state.jobs
    assert jobs.wait(60)
    desk.state.weaving.wait(60)
    job: dict[str, Any] = TestClient(desk, base_url="http://127.0.0.1").get("/api/v1/jobs").json()[0]
    return job


def test_a_pasted_text_leads_to_its_page_and_is_woven(desk: FastAPI, browser: TestClient, own: Database) -> None:
    form = {"text": TEXT, "title": "المحادثات تستأنف", "published": "2024-05-02", "outlet": "الوكالة", "url": ""}
    answer = browser.post("/ingest/text", data=form, headers=HTML, follow_redirects=False)
    assert answer.status_code == 303
    id = answer.headers["location"].removeprefix("/reports/")
    record = own.report(id).record
    assert record["text"] == f"المحادثات تستأنف\n{TEXT}"
    assert record["published"] == "2024-05-02"
    assert record["statements"]
    assert desk.state.weaving.wait(60)
    assert own.happening(f"{id}#{record['events'][0]['id']}")
    again = browser.post("/ingest/text", data=form, headers=HTML, follow_redirects=False)
    assert again.headers["location"] == f"/reports/{id}"


@pytest.mark.parametrize(
    ("form", "at", "said"),
    [
        ({"text": "  "}, "text", "no text"),
        ({"text": "This is no Arabic text, it is English."}, "text", "not Arabic"),
        ({"text": TEXT, "published": "soon"}, "text-published", "not an ISO date"),
    ],
)
def test_a_text_that_cannot_be_read_comes_back_with_the_fault(
    browser: TestClient, own: Database, form: dict[str, str], at: str, said: str
) -> None:
    before = len(own)
    answer = browser.post("/ingest/text?lang=en", data=form, headers=HTML)
    assert answer.status_code == 400
    assert said in answer.text
    assert f'id="{at}"' in answer.text
    assert 'aria-invalid="true"' in answer.text
    assert form["text"].strip() in answer.text
    assert len(own) == before
    arabic = browser.post("/ingest/text?lang=ar", data=form, headers=HTML)
    assert "لا نص" in arabic.text or "ليس" in arabic.text


def test_one_report_by_the_api(browser: TestClient, own: Database) -> None:
    given = {"text": TEXT, "published": "2024-05-02", "id": "a/1", "url": "https://agency.example/a?utm_source=x"}
    assert browser.post("/api/v1/reports", json=given).json() == {"id": "a/1", "state": "new"}
    assert browser.post("/api/v1/reports", json=given).json() == {"id": "a/1", "state": "known"}
    changed = {**given, "text": TEXT.replace("غدا", "الأحد"), "url": "https://agency.example/a"}
    assert browser.post("/api/v1/reports", json=changed).json() == {"id": "a/1", "state": "corrected"}
    assert browser.get("/api/v1/reports/a%2F1").json()["text"] == changed["text"]
    assert browser.get("/reports/a%2F1").status_code == 200
    assert browser.post("/api/v1/reports", json={"text": "no"}).json()["code"] == "not-arabic"


def test_files_of_every_kind_are_read_and_the_others_are_set_aside(
    desk: FastAPI, browser: TestClient, own: Database
) -> None:
    lines = "\n".join(json.dumps({"id": f"j{n}", "text": f"{OTHER} {n}"}) for n in range(2)) + "\nnot json\n"
    files = [
        ("files", ("one.txt", TEXT.encode())),
        ("files", ("one.meta.json", json.dumps({"id": "mine", "outlet": "الوكالة"}).encode())),
        ("files", ("../../lines.jsonl.gz", gzip.compress(lines.encode()))),
        ("files", ("picture.png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(40))),
        ("files", ("unknown", OTHER.replace("ثلاثة", "أربعة").encode())),
    ]
    answer = browser.post("/ingest/files", data={"published": "2024-05-02"}, files=files, follow_redirects=False)
    assert answer.status_code == 303
    job = ended(desk)
    assert answer.headers["location"] == f"/ingest#job-{job['id']}"
    assert (job["state"], job["new"], job["aside"]) == ("done", 4, 2)
    assert {one["code"] for one in job["set_aside"]} == {"binary-input", "bad-jsonl"}
    assert {one["source"] for one in job["set_aside"]} == {"upload:picture.png", "upload:lines.jsonl.gz:3"}
    assert set(job["reports"]) == {"mine", "j0", "j1", "unknown"}
    assert own.report("mine").source == "upload:one.txt"
    assert own.report("mine").outlet == "الوكالة"
    assert own.report("j0").published == "2024-05-02"
    assert not any("marsad-upload" in (r.source or "") for r in own.reports())
    html = browser.get("/ingest?lang=en").text
    assert "upload:picture.png" in html
    assert "convert PDF or Word first" in html
    part = browser.get(f"/ingest/jobs/{job['id']}?lang=en").text
    assert "4 new" in part
    assert "every 1s" not in part  # it has ended: it asks no more
    told = browser.get("/api/v1/aside").json()
    assert told["total"] == 2
    assert "picture.png" in browser.get("/ingest/aside").text


def test_folders_of_uploads_are_taken_away(desk: FastAPI, browser: TestClient) -> None:
    browser.post("/api/v1/jobs/files", files=[("files", ("a.txt", TEXT.encode()))])
    ended(desk)
    assert not list(pathlib.Path(tempfile.gettempdir()).glob("marsad-upload-*/a.txt"))


def test_a_feed_is_taken_in_and_watched(
    desk: FastAPI, browser: TestClient, own: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    from marsad.library import web

    content = 'xmlns:content="http://purl.org/rss/1.0/modules/content/"'
    feed = f"""<?xml version="1.0"?><rss version="2.0" {content}><channel><title>خلاصة الوكالة</title><item>
    <title>المحادثات</title><link>https://agency.example/1</link><pubDate>Thu, 02 May 2024 10:00:00 GMT</pubDate>
    <content:encoded>{TEXT * 6}</content:encoded></item></channel></rss>"""

    def fetched(url: str, *_: Any, **__: Any) -> Fetched:
        if url == "https://broken.example/feed":
            raise MarsadError("fetch-failed", url)
        return Fetched(url, 200, feed.encode(), "application/rss+xml", "utf-8", None, None)

    monkeypatch.setattr(web, "fetch", fetched)
    answer = browser.post("/api/v1/jobs", json={"address": "https://agency.example/feed", "outlet": "الوكالة"})
    assert answer.status_code == 202
    job = ended(desk)
    assert (job["state"], job["new"]) == ("done", 1)
    (source,) = browser.get("/api/v1/sources").json()
    assert source["address"] == "https://agency.example/feed"
    with db.writing(own.engine) as connection:
        sources.register(connection, "feed", "https://broken.example/feed", title=None, outlet=None)
    browser.post("/ingest/look", data={"address": "https://broken.example/feed"})
    job = ended(desk)
    assert job["set_aside"][0]["code"] == "fetch-failed"
    html = browser.get("/ingest?lang=en").text
    assert "failed once" in html
    assert "خلاصة الوكالة" in html
    browser.post("/ingest/forget", data={"address": "https://broken.example/feed"})
    assert [s["address"] for s in browser.get("/api/v1/sources").json()] == ["https://agency.example/feed"]
    gone = browser.delete("/api/v1/sources", params={"address": "https://broken.example/feed"})
    assert gone.json()["code"] == "no-such-source"


@pytest.mark.parametrize("address", ["/etc/passwd", "feeds.opml", "file:///etc/passwd", "-", "ftp://x.example/"])
def test_a_path_of_this_machine_is_no_address(browser: TestClient, address: str) -> None:
    assert browser.post("/api/v1/jobs", json={"address": address}).json()["code"] == "address-refused"
    answer = browser.post("/ingest/address?lang=en", data={"address": address}, headers=HTML)
    assert answer.status_code == 400
    assert "not an address of the web" in answer.text


def test_an_address_inside_is_refused_by_the_job(desk: FastAPI, browser: TestClient) -> None:
    browser.post("/api/v1/jobs", json={"address": "http://127.0.0.1:1/feed"})
    job = ended(desk)
    assert (job["aside"], job["set_aside"][0]["code"]) == (1, "address-refused")


def test_a_job_can_be_stopped_and_jobs_that_wait_are_bounded(desk: FastAPI, browser: TestClient) -> None:
    jobs: Jobs = desk.state.jobs
    go = threading.Event()
    first = jobs._add(msgspec_job("held"), lambda progress, aside: held(go, progress))
    while not any(job.state == "reading" for job in jobs.listed()):
        go.wait(0.01)
    kept = [jobs.address(f"https://a{n}.example/", How(), "tester") for n in range(WAITING)]
    answer = browser.post("/api/v1/jobs", json={"address": "https://more.example/"})
    assert answer.status_code == 429
    assert answer.json()["code"] == "too-many-jobs"
    part = browser.get(f"/ingest/jobs/{first.id}").text
    assert 'hx-trigger="every 1s"' in part
    assert "<progress" in part
    for job in kept:
        assert browser.delete(f"/api/v1/jobs/{job.id}").status_code == 200
    browser.post(f"/ingest/jobs/{first.id}/stop")
    go.set()
    assert jobs.wait(60)
    assert {job.state for job in jobs.listed()} == {"stopped"}
    assert browser.get("/api/v1/jobs/none").json()["code"] == "no-such-job"


def msgspec_job(id: str) -> Any:
    from marsad.store.jobs import Job

    return Job(id, "files", "held", "tester", "2024-05-02T00:00:00Z")


def held(go: threading.Event, progress: Any) -> Any:
    from marsad.library.ingesting import Counts

    go.wait(30)
    progress(Counts(known=1))
    return Counts(known=1)


def test_a_worker_that_fails_says_so_and_goes_on(desk: FastAPI, browser: TestClient) -> None:
    jobs: Jobs = desk.state.jobs

    def broken(progress: Any, aside: Any) -> Any:
        raise ZeroDivisionError

    jobs._add(msgspec_job("broken"), broken)
    browser.post("/api/v1/jobs/files", files=[("files", ("a.txt", TEXT.encode()))])
    ended(desk)
    states = {job.id: (job.state, job.fault) for job in jobs.listed()}
    assert states.pop("broken") == ("failed", "ZeroDivisionError")
    assert {state for state, _ in states.values()} == {"done"}


@pytest.mark.parametrize(
    ("given", "name"),
    [("a.txt", "a.txt"), ("../../etc/passwd", "passwd"), ("..\\x\\b.html", "b.html"), ("", "upload"), (".txt", "txt")],
)
def test_names_of_uploads_are_names_and_no_paths(given: str, name: str) -> None:
    taken: set[str] = set()
    assert safe_name(given, taken) == name
    second = safe_name(given, taken)
    assert second != name
    assert "/" not in second


def test_an_empty_upload_is_told_beside_the_field(browser: TestClient) -> None:
    answer = browser.post("/ingest/files?lang=en", files=[("files", ("", b""))], headers=HTML)
    assert answer.status_code == 400


def test_in_a_team_readers_take_nothing_in_and_forms_carry_the_session(own: Database) -> None:
    word = "a long word to sign in"
    for role in ("reader", "analyst"):
        own.accounts.add(f"the {role}", role, word)
    desk = create_app(own, team=True)
    browser = TestClient(desk, base_url="http://127.0.0.1", headers=HTML)
    browser.post("/sign-in", data={"name": "the reader", "password": word})
    assert browser.get("/ingest").status_code == 403
    assert browser.get("/search?q=x").status_code == 200
    assert 'action="/searches' not in browser.get("/search?q=السفارة").text
    assert browser.get("/api/v1/jobs").status_code == 403
    browser = TestClient(desk, base_url="http://127.0.0.1", headers=HTML)
    browser.post("/sign-in", data={"name": "the analyst", "password": word})
    html = browser.get("/ingest").text
    token = html.split('name="csrf" value="')[1].split('"')[0]
    files = [("files", ("a.txt", TEXT.encode()))]
    assert browser.post("/ingest/files", files=files).status_code == 403
    assert browser.post("/ingest/files", files=files, data={"csrf": token}).status_code == 200
    assert desk.state.jobs.wait(60)
    (job,) = desk.state.jobs.listed()
    assert (job.author, job.new) == ("the analyst", 1)
    assert f'name="csrf" value="{token}"' in browser.get("/search?q=السفارة").text
    assert browser.post("/searches?q=السفارة", data={"name": "x", "csrf": token}).status_code == 200
    assert [one.name for one in own.saved_searches()] == ["x"]
    assert desk.state.weaving.wait(60)
