"""Marsad (مرصد) reads Arabic news offline and records who said what, when, where, and on whose word.

>>> import marsad
>>> reading = marsad.read("قال وزير الخارجية إن المحادثات ستستأنف غدا.", published="2024-05-02")
>>> reading.record["schema"]
'marsad/1'
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pathlib

    from marsad.display import Shown
    from marsad.document import Report
    from marsad.library.database import Database

__version__ = "0.1.0"
__all__ = ["Reading", "__version__", "open", "read", "show"]


class Reading:
    """What came of reading one report: ``report`` holds every annotation, ``record`` the printed form of it."""

    __slots__ = ("_record", "report")

    def __init__(self, report: Report) -> None:
        self.report = report
        self._record: dict[str, Any] | None = None

    @property
    def record(self) -> dict[str, Any]:
        """The record as plain data, in the schema ``marsad/1``."""
        from marsad.record import record

        if self._record is None:
            self._record = record(self.report)
        return self._record

    def to_json(self, *, indent: int = 0) -> str:
        """The record as JSON text: one line, or indented by `indent` spaces."""
        from marsad.record import to_json

        return to_json(self.report, indent=indent)

    def _repr_html_(self) -> str:
        """How a notebook displays it."""
        from marsad.display import html_of

        return html_of(self)

    def __repr__(self) -> str:
        return f"<Reading {self.report.id}: {len(self.report.statements)} statements>"


def read(
    text: str,
    *,
    published: str | None = None,
    outlet: str | None = None,
    id: str | None = None,
    url: str | None = None,
    title: str | None = None,
    author: str | None = None,
    strict: bool = False,
) -> Reading:
    """Reads one Arabic report.

    `text` is the report, its headline on the first line; where `title` is given apart it is set before the text, with
    a newline, unless the text begins with it. `published` is an ISO date (a time after it is cut off). Offsets of the
    result are code points of ``result.record["text"]``. Raises `marsad.errors.MarsadError` with ``empty-input``,
    ``not-arabic`` or ``bad-date``. With `strict`, a stage that fails raises; otherwise it leaves the warning
    ``stage-failed``.
    """
    from marsad.ingest.base import Defaults, make_report
    from marsad.ingest.decode import check_arabic
    from marsad.pipeline import run

    check_arabic(text)
    report = make_report(
        id if id is not None else text_id(text),
        text,
        title=title,
        apart=title is not None,
        url=url,
        published=Defaults.of(published, outlet).published,
        outlet=outlet,
        author=author,
    )
    return Reading(run(report, strict=strict))


def open(database: str | pathlib.Path, *, create: bool = True) -> Database:
    """Opens a database of reports: a SQLite file by its path, or SQLite or PostgreSQL by URL; made where there is none.

    Raises `marsad.errors.MarsadError` with ``no-database`` (where `create` is False), ``bad-database``,
    ``newer-database``. See `marsad.library.database.Database`.
    """
    from marsad.library.database import Database

    return Database.open(database, create=create)


def show(thing: Any) -> Shown:
    """What a notebook displays: a reading, a report of a database, a record, a happening, or several of them.

    The HTML (``show(thing).html``) needs nothing from outside and runs nothing. Raises `TypeError` for anything else.
    """
    from marsad.display import show as displayed

    return displayed(thing)


def text_id(text: str) -> str:
    """A stable id for a report that came without one: twelve hexadecimal digits of a hash of its text."""
    import hashlib

    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=6).hexdigest()
