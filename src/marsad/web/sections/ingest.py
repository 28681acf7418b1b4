"""Taking reports in: a pasted text at once, files, pages and feeds by the worker; what is watched and set aside."""

from __future__ import annotations

import pathlib
import shutil
import tempfile
from typing import Annotated, Any

import msgspec
from fastapi import APIRouter, File, Form, Query, Request, Response, UploadFile
from fastapi.responses import RedirectResponse
from pydantic import BaseModel, Field

from marsad.errors import MarsadError
from marsad.ingest.sources import ENDINGS
from marsad.library.database import Database
from marsad.library.ingesting import Counts
from marsad.library.watching import How
from marsad.settings import int_setting
from marsad.store import leases
from marsad.store.jobs import Job
from marsad.web.access import Analyst, Reader
from marsad.web.jobs import Jobs, safe_name
from marsad.web.keeping import DUTY
from marsad.web.paging import Page, Paging, paged
from marsad.web.rendering import page, part
from marsad.web.state import Db

api = APIRouter(tags=["ingest"])
pages = APIRouter()

MAX_FILES = 500
FIELDS = ("text", "title", "published", "outlet", "url", "address")
Said = Annotated[str, Form(max_length=300)]
Files = Annotated[list[UploadFile], File()]
KINDS = ", ".join(sorted(ENDINGS)) + ", .gz"


class NewReport(BaseModel):
    """A report to be taken in. ``published`` is an ISO day; ``id`` makes another text of the same id a new version."""

    text: str
    title: str | None = Field(default=None, max_length=1_000)
    published: str | None = Field(default=None, max_length=40)
    outlet: str | None = Field(default=None, max_length=300)
    url: str | None = Field(default=None, max_length=4_000)
    author: str | None = Field(default=None, max_length=300)
    id: str | None = Field(default=None, max_length=500)


class Address(BaseModel):
    """A page, a feed or a list of feeds to be taken in; what is said serves reports that do not say it themselves."""

    address: str = Field(max_length=4_000)
    published: str | None = Field(default=None, max_length=40)
    outlet: str | None = Field(default=None, max_length=300)


def jobs_of(request: Request) -> Jobs:
    """The application's worker."""
    found = request.app.state.jobs
    assert isinstance(found, Jobs)
    return found


def _add(request: Request, database: Database, given: NewReport) -> tuple[str | None, Counts]:
    """Takes a text in, and gives the id under which it is known."""
    from marsad import text_id

    most = int_setting("max_report_bytes")
    if len(given.text.encode("utf-8", "replace")) > most:
        raise MarsadError("too-large", f"over {most:,} bytes")
    text = given.text.replace("\r\n", "\n")
    said = {name: (value or "").strip() or None for name, value in given.model_dump(exclude={"text"}).items()}
    counts = database.add(text, **said)
    if counts.new or counts.corrected:
        database.compare()
        request.app.state.weaving.start()
    return database.known_as(said["id"] or text_id(text), said["url"]), counts


def _uploaded(request: Request, files: list[UploadFile], how: How, author: str) -> Job:
    """Keeps what was uploaded in a folder of its own, and has it taken in."""
    given = [file for file in files if file.filename]
    if not given:
        raise MarsadError("empty-input")
    if len(given) > MAX_FILES:
        raise MarsadError("bad-request", f"files: more than {MAX_FILES}")
    folder = tempfile.TemporaryDirectory(prefix="marsad-upload-", ignore_cleanup_errors=True)
    try:
        taken: set[str] = set()
        for file in given:
            name = safe_name(file.filename, taken)
            with open(pathlib.Path(folder.name) / name, "wb") as out:
                shutil.copyfileobj(file.file, out, 1 << 18)
        return jobs_of(request).files(folder, sorted(taken), how, author)
    except BaseException:
        folder.cleanup()
        raise


def _how(published: str, outlet: str, encoding: str = "") -> How:
    return How(published.strip() or None, outlet.strip() or None, encoding.strip() or None)


# The API


@api.post("/reports", status_code=201)
def add_report(request: Request, who: Analyst, database: Db, given: NewReport) -> dict[str, Any]:
    """Takes one report in and reads it: its id, and whether it is ``new``, ``corrected`` or ``known``."""
    id, counts = _add(request, database, given)
    return {"id": id, "state": "new" if counts.new else "corrected" if counts.corrected else "known"}


@api.post("/jobs", status_code=202)
def add_address(request: Request, who: Analyst, given: Address) -> dict[str, Any]:
    """Has an address of the web taken in: a page, a feed (which is watched from then on), or a list of feeds."""
    return _job(jobs_of(request).address(given.address, _how(given.published or "", given.outlet or ""), who.name))


@api.post("/jobs/files", status_code=202)
def add_files(
    request: Request, who: Analyst, files: Files, published: Said = "", outlet: Said = "", encoding: Said = ""
) -> dict[str, Any]:
    """Has files taken in: text, HTML, JSONL, WARC, also gzipped. Sent as a form with files."""
    return _job(_uploaded(request, files, _how(published, outlet, encoding), who.name))


@api.get("/jobs")
def list_jobs(request: Request, who: Analyst) -> list[dict[str, Any]]:
    """The last jobs, the latest first."""
    return [_job(job) for job in jobs_of(request).listed()]


@api.get("/jobs/{id}")
def get_job(request: Request, who: Analyst, id: str) -> dict[str, Any]:
    """A job: its state, its counts, what it set aside and why, the first of its new reports."""
    return _job(jobs_of(request).one(id))


@api.delete("/jobs/{id}")
def stop_job(request: Request, who: Analyst, id: str) -> dict[str, Any]:
    """Ends a job after the reports at hand; what it took in stays."""
    return _job(jobs_of(request).stop(id))


@api.post("/jobs/{id}/again", status_code=202)
def repeat_job(request: Request, who: Analyst, id: str) -> dict[str, Any]:
    """Does a job of addresses once more, such as one that was interrupted; files have to be given again."""
    return _job(jobs_of(request).again(id, who.name))


@api.get("/sources")
def list_sources(who: Reader, database: Db) -> list[dict[str, Any]]:
    """The feeds and folders that are watched: when they were looked at, when they are due, why one failed."""
    found: list[dict[str, Any]] = msgspec.to_builtins(database.sources())
    return found


@api.delete("/sources", status_code=204)
def delete_source(who: Analyst, database: Db, address: Annotated[str, Query(max_length=4_000)]) -> None:
    """Watches a source no longer; its reports stay."""
    _forget(database, address)


@api.get("/aside")
def list_aside(request: Request, who: Reader, database: Db, asked: Paging) -> Page[dict[str, Any]]:
    """The inputs that gave no report: where they stand, code, message and remedy."""
    total, found = database.aside_page(limit=asked.limit, offset=asked.offset)
    return paged(request, [msgspec.to_builtins(one) for one in found], total, asked)


def _job(job: Job) -> dict[str, Any]:
    found: dict[str, Any] = msgspec.to_builtins(job)
    return found


def _forget(database: Database, address: str) -> None:
    if not database.forget_source(address):
        raise MarsadError("no-such-source", address[:200])


# The pages


def _page(
    request: Request,
    database: Database,
    *,
    fault: MarsadError | None = None,
    at: str | None = None,
    given: dict[str, str] | None = None,
) -> Response:
    total, aside = database.aside_page(limit=5)
    values = {
        "jobs": jobs_of(request).listed(),
        "sources": database.sources(),
        "keeping": request.app.state.keeping.state,
        "keeper": database.ask(leases.taken, DUTY),
        "weaving": request.app.state.weaving.state,
        "aside": aside,
        "aside_total": total,
        "outlets": [name for name, _ in database.outlets()][:200],
        "kinds": KINDS,
        "most": int_setting("max_upload_bytes") // 1_000_000,
        "fault": fault,
        "at": at,
        "given": dict.fromkeys(FIELDS, "") | (given or {}),
    }
    return page(request, "ingest.html", values, status=400 if fault else 200)


@pages.get("/ingest")
def show(request: Request, who: Analyst, database: Db) -> Response:
    """The ways in, the jobs, what is watched, what was set aside."""
    return _page(request, database)


@pages.get("/ingest/jobs/{id}")
def show_job(request: Request, who: Analyst, id: str) -> Response:
    """One job: a part of the page, which asks for itself as long as the job goes on."""
    return page(request, "ingest_job.html", {"job": jobs_of(request).one(id)})


@pages.get("/ingest/aside")
def show_aside(request: Request, who: Reader, database: Db, asked: Paging) -> Response:
    """All that was set aside."""
    total, found = database.aside_page(limit=asked.limit, offset=asked.offset)
    return page(request, "aside.html", {"found": paged(request, found, total, asked)})


@pages.post("/ingest/text")
def post_text(
    request: Request,
    who: Analyst,
    database: Db,
    text: Annotated[str, Form()] = "",
    title: Said = "",
    published: Said = "",
    outlet: Said = "",
    url: Annotated[str, Form(max_length=4_000)] = "",
) -> Response:
    """Takes a pasted text in and leads to its page."""
    given = {"text": text, "title": title, "published": published, "outlet": outlet, "url": url}
    try:
        id, _ = _add(request, database, NewReport.model_validate(given))
    except MarsadError as error:
        return _page(request, database, fault=error, at="date" if error.code == "bad-date" else "text", given=given)
    return RedirectResponse(f"/reports/{part(id)}" if id else "/reports", 303)


@pages.post("/ingest/files")
def post_files(
    request: Request,
    who: Analyst,
    database: Db,
    files: Files,
    published: Said = "",
    outlet: Said = "",
    encoding: Said = "",
) -> Response:
    """Has files taken in."""
    try:
        job = _uploaded(request, files, _how(published, outlet, encoding), who.name)
    except MarsadError as error:
        return _page(request, database, fault=error, at="files")
    return RedirectResponse(f"/ingest#job-{job.id}", 303)


@pages.post("/ingest/address")
def post_address(
    request: Request,
    who: Analyst,
    database: Db,
    address: Annotated[str, Form(max_length=4_000)] = "",
    published: Said = "",
    outlet: Said = "",
) -> Response:
    """Has an address taken in."""
    try:
        job = jobs_of(request).address(address, _how(published, outlet), who.name)
    except MarsadError as error:
        return _page(request, database, fault=error, at="address", given={"address": address, "outlet": outlet})
    return RedirectResponse(f"/ingest#job-{job.id}", 303)


@pages.post("/ingest/look")
def post_look(
    request: Request, who: Analyst, database: Db, address: Annotated[str, Form(max_length=4_000)] = ""
) -> Response:
    """Looks at a source that is watched, or at all of them, now."""
    chosen = [source for source in database.sources() if not address or source.address == address]
    if address and not chosen:
        raise MarsadError("no-such-source", address[:200])
    label = (chosen[0].title or chosen[0].address) if address else ""
    job = jobs_of(request).look([source.key for source in chosen], label[:300], who.name)
    return RedirectResponse(f"/ingest#job-{job.id}", 303)


@pages.post("/ingest/forget")
def post_forget(who: Analyst, database: Db, address: Annotated[str, Form(max_length=4_000)]) -> Response:
    """Watches a source no longer."""
    _forget(database, address)
    return RedirectResponse("/ingest#sources", 303)


@pages.post("/ingest/jobs/{id}/stop")
def post_stop(request: Request, who: Analyst, id: str) -> Response:
    """Ends a job."""
    jobs_of(request).stop(id)
    return RedirectResponse(f"/ingest#job-{id}", 303)


@pages.post("/ingest/jobs/{id}/again")
def post_again(request: Request, who: Analyst, id: str) -> Response:
    """Does a job of addresses once more."""
    job = jobs_of(request).again(id, who.name)
    return RedirectResponse(f"/ingest#job-{job.id}", 303)
