"""Dossiers: an actor, a happening or a search with every quotation and its source; to print, and as a file."""

from __future__ import annotations

from typing import Annotated, Any, Final, Literal

import msgspec
from fastapi import APIRouter, Depends, Query, Request, Response

from marsad.errors import MarsadError
from marsad.library.database import Database
from marsad.library.dossier import About, Dossier, dossier
from marsad.web import dossier_files
from marsad.web.access import Reader
from marsad.web.asking import Text
from marsad.web.dossier_blocks import Words, blocks
from marsad.web.language import language
from marsad.web.rendering import page
from marsad.web.state import Db

api = APIRouter(tags=["dossiers"])
pages = APIRouter()

TYPES: Final = {
    "md": "text/markdown; charset=utf-8",
    "html": "text/html; charset=utf-8",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
Id = Annotated[str | None, Query(max_length=500)]


class Asked(msgspec.Struct, frozen=True):
    """What a dossier is asked about; with nothing there is none."""

    about: About | None
    subject: str
    since: str | None
    until: str | None

    def found(self, database: Database) -> Dossier:
        """The dossier. Raises ``bad-request`` where nothing is asked."""
        if self.about is None:
            raise MarsadError("bad-request", "actor, happening or q is missing")
        return database.ask(dossier, self.about, self.subject, since=self.since, until=self.until)

    @property
    def query(self) -> dict[str, Any]:
        """The parts of its address."""
        key = {"actor": "actor", "happening": "happening", "search": "q"}.get(self.about or "", "q")
        return {key: self.subject, "since": self.since, "until": self.until}


def asked(
    actor: Annotated[Id, Query(description="an actor's id")] = None,
    happening: Annotated[Id, Query(description="a happening's id, or a telling REPORT#v1")] = None,
    q: Annotated[Text | None, Query(description="a search, as on the search page")] = None,
    since: Annotated[Text | None, Query(description="first day, ISO")] = None,
    until: Annotated[Text | None, Query(description="last day, ISO")] = None,
) -> Asked:
    """What a request asks for: an actor, else a happening, else a search."""
    given: tuple[tuple[About, str | None], ...] = (("actor", actor), ("happening", happening), ("search", q))
    about, subject = next(((name, value.strip()) for name, value in given if value and value.strip()), (None, ""))
    return Asked(about, subject, (since or "").strip() or None, (until or "").strip() or None)


Wanted = Annotated[Asked, Depends(asked)]


@api.get("/dossier")
def get_dossier(who: Reader, database: Db, wanted: Wanted) -> dict[str, Any]:
    """All that a dossier holds, its sources numbered."""
    found: dict[str, Any] = msgspec.to_builtins(wanted.found(database))
    return found


@pages.get("/dossier")
def show_dossier(request: Request, who: Reader, database: Db, wanted: Wanted) -> Response:
    """The dossier as a page to read and to print; without a subject, the form."""
    words = Words(language(request))
    found = wanted.found(database) if wanted.about is not None else None
    return page(request, "dossier.html", {"wanted": wanted, "found": found, "words": words, "types": TYPES})


@pages.get("/dossier/file")
def download_dossier(
    request: Request,
    who: Reader,
    database: Db,
    wanted: Wanted,
    format: Annotated[Literal["md", "html", "docx"], Query(description="Markdown, HTML with its style, or Word")],
) -> Response:
    """The dossier as a file that needs nothing else."""
    found, lang = wanted.found(database), language(request)
    headers = {"Content-Disposition": f'attachment; filename="marsad-dossier.{format}"'}
    if format == "html":
        return page(request, "dossier_file.html", {"found": found, "words": Words(lang)}, headers=headers)
    pieces = blocks(found, lang)
    made = dossier_files.docx(pieces, lang) if format == "docx" else "".join(dossier_files.markdown(pieces)).encode()
    return Response(made, media_type=TYPES[format], headers=headers)
