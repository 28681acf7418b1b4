"""Why a mark stands where it stands: the derivation of a statement, an event, an entity or a word of time."""

from __future__ import annotations

from typing import Annotated, Any, Final

from fastapi import APIRouter, Query, Request, Response

from marsad.library.database import Database
from marsad.library.deriving import Tongue
from marsad.library.deriving_words import LABELS, said
from marsad.web import language
from marsad.web.access import Reader
from marsad.web.rendering import page
from marsad.web.state import Db

api = APIRouter(tags=["reports"])
pages = APIRouter()

Id = Annotated[str, Query(max_length=500, description="the report's id")]
Annotation = Annotated[str, Query(max_length=20, description="s1, v1, e1 of the record, or t1: the first of its times")]
_RLI, _PDI = "\u2067", "\u2069"
# What could break out of an isolate, or is no text.
_UNSAFE: Final = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A), *range(0x20), 0x7F], " ")


def _one_line(text: str) -> str:
    return " ".join(text.translate(_UNSAFE).split())


def _set_apart(text: str) -> str:
    return f"{_RLI}{_one_line(text)}{_PDI}"


def _derived(database: Database, report: str, annotation: str, lang: language.Lang, *, marked: bool) -> dict[str, Any]:
    found = database.explain(report, annotation, Tongue(lang, _set_apart if marked else _one_line))
    return {
        "report": found.report,
        "annotation": found.annotation,
        "kind": found.kind,
        "same_engine": found.same,
        "rows": [{"key": key, "label": said(LABELS, key, lang), "value": value} for key, value in found.rows],
    }


@api.get("/explain")
def explain(request: Request, who: Reader, database: Db, report: Id, annotation: Annotation) -> dict[str, Any]:
    """How an annotation came about: the words, the rule, the entries of the lexicon, what spoke for a participant.

    The report is read again; ``same_engine`` is false where an earlier engine made its record, whose ids may differ.
    """
    return _derived(database, report, annotation, language.language(request), marked=False)


def _shown(request: Request, database: Database, report: str, annotation: str, template: str) -> Response:
    derived = _derived(database, report, annotation, language.language(request), marked=True)
    for row in derived["rows"]:  # words of the report alone run as they do, whatever the interface's direction
        row["alone"] = row["value"].startswith(_RLI) and row["value"].find(_PDI) == len(row["value"]) - 1
    return page(request, template, {"derived": derived})


@pages.get("/explain")
def show(request: Request, who: Reader, database: Db, report: Id, annotation: Annotation) -> Response:
    """The derivation as a page."""
    return _shown(request, database, report, annotation, "explain.html")


@pages.get("/explain/part")
def show_part(request: Request, who: Reader, database: Db, report: Id, annotation: Annotation) -> Response:
    """The derivation alone, to be set into the page of the report."""
    return _shown(request, database, report, annotation, "explain_rows.html")
