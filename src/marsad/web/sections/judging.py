"""Judgements: what people decide, its history, undoing, taking them out and in; the weave that follows them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any, Final, Literal
from urllib.parse import unquote, urlsplit

import msgspec
from fastapi import APIRouter, Body, File, Form, Query, Request, Response, UploadFile
from fastapi.responses import RedirectResponse, StreamingResponse
from pydantic import BaseModel

from marsad.errors import MarsadError
from marsad.library.database import Database
from marsad.store.happenings import Asked, Happening
from marsad.store.judging import PAIRS, Judgement
from marsad.web.access import Analyst, Reader
from marsad.web.asking import later
from marsad.web.paging import Page, Paging, paged
from marsad.web.rendering import link, page, part
from marsad.web.state import Db

api = APIRouter(tags=["judgements"])
pages = APIRouter()

Verdict = Literal["same", "not_same", "right", "wrong", "unsure", "note", "letter"]
Text = Annotated[str, Form(max_length=4_000)]
NEAR: Final = 7  # days around a happening in which another may be the same
OFFERED: Final = 20
WAIT = 1.5  # seconds for which a form waits for the weave: on small databases the page then shows what became of it


class Decision(BaseModel):
    """A decision to be kept: on `left`, and for same and not_same on `right` too; see ``marsad judge``."""

    verdict: Verdict
    left: str
    right: str | None = None
    comment: str | None = None
    value: Any = None


class JudgementShape(BaseModel):
    """A decision that was kept. `standing`: it holds today, nothing later outweighs it.

    `imported`: when it came in from a file, brought by `author`; the file names `claimed` as its author.
    """

    key: int
    subject: str
    left: str
    right: str | None
    verdict: str
    value: Any
    comment: str | None
    author: str
    claimed: str | None
    imported: str | None
    at: str
    standing: bool


def _listed(database: Database, of: str | None) -> list[JudgementShape]:
    standing = {j.key for j in database.judgements(of=of, standing=True)}
    return [
        JudgementShape(
            key=j.key or 0,
            subject=j.subject,
            left=j.left,
            right=j.right,
            verdict=j.verdict,
            value=j.value,
            comment=j.comment,
            author=j.author,
            claimed=j.claimed,
            imported=j.imported,
            at=j.at,
            standing=j.key in standing,
        )
        for j in reversed(database.judgements(of=of))
    ]


def _judge(request: Request, database: Database, made: Decision, author: str) -> Judgement:
    found = database.judge(
        made.verdict,
        named(made.left),
        named(made.right or "") or None,
        author=author,
        comment=(made.comment or "").strip() or None,
        value=made.value,
    )
    if made.verdict in PAIRS or made.verdict == "letter":
        # Of a pair, what was named second leaves; a name that is no telling is that of a cluster, whose first does.
        leaves = found.left if named(made.right or "") == found.left else found.right
        if not database.regroup(found, leaves=leaves):
            request.app.state.weaving.start()
    return found


def named(value: str) -> str:
    """The id in the address of a happening's page; any other text as it is."""
    path = urlsplit(value.strip()).path if "/happenings/" in value else ""
    return unquote(path.partition("/happenings/")[2]) if path else value.strip()


def _undo(request: Request, database: Database, key: int, author: str) -> Judgement:
    undone = next((j for j in database.judgements() if j.key == key), None)
    found = database.undo_judgement(key, author=author)
    if not database.regroup(found, undone=undone.verdict if undone else None):
        request.app.state.weaving.start()
    return found


@api.get("/judgements")
def list_judgements(
    request: Request,
    who: Reader,
    database: Db,
    asked: Paging,
    of: Annotated[str | None, Query(max_length=400, description="of a report, telling, cluster or source")] = None,
) -> Page[JudgementShape]:
    """All decisions, the latest first."""
    found = _listed(database, of)
    return paged(request, found[asked.offset : asked.offset + asked.limit], len(found), asked)


@api.post("/judgements", status_code=201)
def add_judgement(request: Request, who: Analyst, database: Db, made: Annotated[Decision, Body()]) -> dict[str, Any]:
    """Keeps a decision; the weave follows it."""
    found: dict[str, Any] = msgspec.to_builtins(_judge(request, database, made, who.name))
    return found


@api.delete("/judgements/{key}")
def undo(request: Request, key: int, who: Analyst, database: Db) -> dict[str, Any]:
    """Takes a decision back; the row stays in the history."""
    found: dict[str, Any] = msgspec.to_builtins(_undo(request, database, key, who.name))
    return found


@api.get("/judgements/export")
def export(who: Reader, database: Db) -> Response:
    """All decisions as JSON, one a line."""

    def lines() -> Iterator[bytes]:
        for line in database.export_judgements():
            yield line + b"\n"

    headers = {"Content-Disposition": 'attachment; filename="marsad-judgements.jsonl"'}
    return StreamingResponse(lines(), media_type="application/jsonl", headers=headers)


@api.get("/weaving")
def get_weaving(request: Request, who: Reader) -> dict[str, Any]:
    """Whether the weave is at work, and what went wrong the last time."""
    found: dict[str, Any] = msgspec.to_builtins(request.app.state.weaving.state)
    return found


@pages.get("/judgements")
def show_judgements(
    request: Request, who: Reader, database: Db, asked: Paging, of: Annotated[str, Query(max_length=400)] = ""
) -> Response:
    """The history."""
    return _history(request, database, asked, of)


def _history(request: Request, database: Database, asked: Paging, of: str = "", added: int | None = None) -> Response:
    found = _listed(database, of or None)
    values = {
        "found": paged(request, found[asked.offset : asked.offset + asked.limit], len(found), asked),
        "of": of,
        "added": added,
        "weaving": request.app.state.weaving.state,
    }
    return page(request, "judgements.html", values)


@pages.get("/judgements/candidates")
def show_candidates(
    request: Request,
    who: Analyst,
    database: Db,
    of: Annotated[str, Query(max_length=500, description="the happening that another is to be one with")],
    q: Annotated[str, Query(max_length=500, description="a party, or the id or address of a happening")] = "",
) -> Response:
    """Happenings that may be the same as one: by id, by a party, or of its parties about its days."""
    clusters = database.happening(of)
    if len(clusters) > 1:
        raise MarsadError("no-such-happening", f"{of[:80]} alone")
    cluster, wanted = clusters[0], named(q)
    if wanted.startswith("c-") or "#" in wanted:
        rows = database.happenings_by_id([found["id"] for found in database.happening(wanted)])
    else:
        rows = _near(database, cluster, wanted)
    first = cluster["members"][0]
    values = {
        "mine": database.happenings_by_id([cluster["id"]])[0],
        "rows": [row for row in rows if row.id != cluster["id"] and row.kind == cluster["kind"]],
        "q": q,
        "telling": f"{first['report']}#{first['id']}",
    }
    return page(request, "candidates.html", values)


def _near(database: Database, cluster: dict[str, Any], party: str) -> list[Happening]:
    parties = (party,) if party else (*cluster["actors"], *cluster["recipients"])[:6]
    if not parties:
        return []
    first, last = cluster["interval"] or (None, None)
    asked = Asked(
        kind=(cluster["kind"],),
        party=parties,
        since=later(first, -NEAR) if first else None,
        until=later(last, NEAR) if last else None,
        reports=1,
    )
    # Of the same type first: the sort keeps the order otherwise.
    return sorted(database.happenings_page(asked, limit=OFFERED + 1).rows, key=lambda row: row.type != cluster["type"])


@pages.post("/judgements")
def judge(
    request: Request,
    who: Analyst,
    database: Db,
    verdict: Annotated[Verdict, Form()],
    left: Text,
    right: Text = "",
    comment: Text = "",
    value: Text = "",
    back: Text = "",
) -> Response:
    """Keeps a decision from a form, and goes back to what it is on."""
    made = Decision(verdict=verdict, left=left, right=right or None, comment=comment, value=value or None)
    kept = _judge(request, database, made, who.name)
    request.app.state.weaving.wait(WAIT)
    # A cluster that was parted or joined has another id now; a telling of it leads to what became of it.
    if "#" in kept.left and back == "happening":
        return RedirectResponse(f"/happenings/{part(kept.left)}", 303)
    return RedirectResponse(f"/reports/{part(back)}" if back and back != "happening" else "/judgements", 303)


@pages.post("/judgements/{key}/undo")
def undo_on_page(request: Request, key: int, who: Analyst, database: Db) -> Response:
    """Takes a decision back."""
    undone = _undo(request, database, key, who.name)
    request.app.state.weaving.wait(WAIT)
    return RedirectResponse(link("/judgements", of=undone.left), 303)


@pages.post("/judgements/import")
def import_on_page(
    request: Request, who: Analyst, database: Db, asked: Paging, file: Annotated[UploadFile, File()]
) -> Response:
    """Adds the decisions of an export that are not there yet, in the name of who brings them."""
    if not file.filename:
        raise MarsadError("bad-judgement", "no file was given")
    added = database.import_judgements(file.file, by=who.name)
    request.app.state.weaving.start()
    return _history(request, database, asked, added=added)


@pages.get("/weaving")
def show_weaving(request: Request, who: Reader) -> Response:
    """The line that tells how far the weave is; it asks for itself as long as it is at work."""
    state = request.app.state.weaving.state
    # 286: what asks every second stops asking (htmx).
    return page(request, "weaving.html", {"weaving": state}, status=200 if state.running else 286)


@pages.post("/weaving")
def weave_now(request: Request, who: Analyst) -> Response:
    """Begins the weave that takes all decisions in, and goes back to their history."""
    request.app.state.weaving.start()
    return RedirectResponse("/judgements", 303)
