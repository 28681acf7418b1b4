"""A database of reports, from Python: take reports in, find them, go through what was read."""

from __future__ import annotations

import pathlib
from collections.abc import Callable, Iterable, Iterator
from types import TracebackType
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, Self, TypeVar

import msgspec
import sqlalchemy as sa
from sqlalchemy.engine import Connection

from marsad.document import Report
from marsad.ingest.base import Limits, Rejected
from marsad.library import ingesting
from marsad.library.ingesting import Aside as OnAside
from marsad.library.ingesting import Counts, Progress
from marsad.library.shelf import Shelf
from marsad.store import engine as db
from marsad.store import reading, tables
from marsad.store.reading import Stored

if TYPE_CHECKING:
    from marsad.library.accounts import Accounts
    from marsad.library.status import Status
    from marsad.library.weaving import Ahead, Made
    from marsad.store.copies import Copy
    from marsad.store.happenings import Asked, Happening, HappeningsPage
    from marsad.store.judging import Judgement
    from marsad.store.ledgers import Asked as LedgerAsked
    from marsad.store.ledgers import LedgerPage
    from marsad.store.saved import Saved
    from marsad.store.search import Found, Request

P = ParamSpec("P")
T = TypeVar("T")


class Database(Shelf):
    """Reports and what they say, in one SQLite file or a PostgreSQL database.

    Usable as a context manager; safe to share between threads. ``engine`` is SQLAlchemy's, for queries of your own on
    the tables of `marsad.store.tables`.

    >>> import marsad
    >>> with marsad.open(":memory:") as database:
    ...     database.add("قال وزير الخارجية إن المحادثات ستستأنف غدا.", published="2024-05-02").new
    1
    """

    @classmethod
    def open(cls, database: str | pathlib.Path, *, create: bool = True) -> Database:
        """Opens a SQLite file by its path, or a database by its URL; makes and migrates tables where that is due.

        Raises ``no-database`` (where `create` is False), ``bad-database``, ``newer-database``.
        """
        return cls(db.connect(database, create=create))

    def close(self) -> None:
        """Closes all connections."""
        self.engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"<Database {self.name}>"

    @property
    def name(self) -> str:
        """The file or URL, without a password."""
        return db.shown(self.engine.url)

    @property
    def accounts(self) -> Accounts:
        """Who may sign in to the workbench in team mode."""
        from marsad.library.accounts import Accounts

        return Accounts(self.engine)

    # In

    def ingest(
        self,
        *paths: str | pathlib.Path,
        published: str | None = None,
        outlet: str | None = None,
        encoding: str | None = None,
        workers: int = 1,
        progress: Progress = ingesting._nothing,
        aside: OnAside = ingesting._nothing,
    ) -> Counts:
        """Takes in files and folders of every kind that `marsad read` reads; what is known is passed over.

        `published` and `outlet` serve reports that do not say it themselves. Safe to stop at any time and to run again.
        """
        from marsad.ingest.sources import read_inputs
        from marsad.settings import int_setting

        limits = Limits(max_report_bytes=int_setting("max_report_bytes"))
        inputs = read_inputs(paths, published=published, outlet=outlet, encoding=encoding, limits=limits)
        return self.ingest_reports(inputs, workers=workers, progress=progress, aside=aside)

    def ingest_reports(
        self,
        reports: Iterable[Report | Rejected],
        *,
        workers: int = 1,
        progress: Progress = ingesting._nothing,
        aside: OnAside = ingesting._nothing,
    ) -> Counts:
        """Takes in reports that are decoded already."""
        return ingesting.ingest(self.engine, reports, workers=workers, progress=progress, aside=aside)

    def add(
        self,
        text: str,
        *,
        published: str | None = None,
        outlet: str | None = None,
        id: str | None = None,
        url: str | None = None,
        title: str | None = None,
        author: str | None = None,
    ) -> Counts:
        """Takes in one report by its text. Raises ``empty-input``, ``not-arabic``, ``bad-date``."""
        from marsad import text_id
        from marsad.ingest.base import Defaults, make_report
        from marsad.ingest.decode import check_arabic

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
        return self.ingest_reports([report.with_(own_id=id is not None)])

    def reread(self, *, workers: int = 1, progress: Progress = ingesting._nothing) -> int:
        """Reads anew what an earlier engine read; gives how many records were replaced."""
        return ingesting.reread(self.engine, workers=workers, progress=progress).corrected

    def compare(self) -> int:
        """Compares reports that are new with all others, and keeps which share text; gives how many pairs do."""
        from marsad.library.copying import compare

        return compare(self.engine)

    # Out

    def ask(self, question: Callable[Concatenate[Connection, P], T], *given: P.args, **named: P.kwargs) -> T:
        """What a function of `marsad.store` that only reads says of the database: ``ask(events.tempo, asked)``."""
        with db.reading(self.engine) as connection:
            return question(connection, *given, **named)

    def ask_once(self, question: Callable[Concatenate[Connection, P], T], *given: P.args, **named: P.kwargs) -> T:
        """The same as `ask`, but what was asked before is not asked again until reports come in or are read anew.

        For questions about the records; what people decide and what the weave makes is not looked at.
        """
        return self._memory.ask(self.engine, question, *given, **named)

    def __len__(self) -> int:
        with db.reading(self.engine) as connection:
            return reading.count(connection)

    def __iter__(self) -> Iterator[Stored]:
        return self.reports()

    def reports(self, where: sa.ColumnElement[bool] | None = None) -> Iterator[Stored]:
        """All reports with their records, or those for which `where` holds, in the order of coming in; a stream."""
        with db.reading(self.engine) as connection:
            yield from reading.stored(connection, where)

    def reports_by_keys(self, keys: Iterable[int]) -> Iterator[Stored]:
        """The reports of keys (of hits, for instance), in their order; a stream."""
        with db.reading(self.engine) as connection:
            yield from reading.stored_by_keys(connection, keys)

    def matching(self, request: Request) -> Iterator[Stored]:
        """All reports that a request finds, in the order of coming in; a stream. Raises ``bad-query``, ``bad-date``."""
        from marsad.store import search

        with db.reading(self.engine) as connection:
            yield from reading.stored(connection, tables.reports.c.key.in_(search.matching(connection, request)))

    def export(
        self,
        format: str,
        request: Request | None = None,
        *,
        types: tuple[str, ...] = (),
        statuses: tuple[str, ...] = (),
    ) -> Iterator[bytes]:
        """The reports, or those that a request finds, in a format of docs/formats.md, a piece of its bytes at a time.

        `types` and `statuses` choose events. Raises ``no-such-format``, ``no-extra``, ``bad-query``, ``bad-date``.
        """
        from marsad.export.formats import chunks

        found = self.reports() if request is None else self.matching(request)
        return chunks(format, (report.record for report in found), types=types, statuses=statuses)

    def aside(self) -> list[Aside]:
        """The inputs that gave no report, in the order in which they were first met."""
        a = tables.aside.c
        with db.reading(self.engine) as connection:
            rows = connection.execute(sa.select(*(a[name] for name in Aside.__struct_fields__)).order_by(a.key))
            return [Aside(*row) for row in rows]

    def records(self) -> Iterator[dict[str, Any]]:
        """The records of all reports (schema ``marsad/1``); a stream."""
        return (report.record for report in self.reports())

    def search(self, request: Request | str, *, limit: int = 20, offset: int = 0) -> Found:
        """The reports that a request, or a query alone, finds, newest first. Raises ``bad-query``, ``bad-date``."""
        from marsad.store import search

        asked = search.Request(query=request) if isinstance(request, str) else request
        with db.reading(self.engine) as connection:
            return search.search(connection, asked, limit=limit, offset=offset)

    def facets(self, request: Request | str, *, top: int = 20) -> dict[str, list[tuple[str, str, int]]]:
        """For each facet its most frequent values among the reports found: value, what it is called, reports."""
        from marsad.store import facets, search

        asked = search.Request(query=request) if isinstance(request, str) else request
        with db.reading(self.engine) as connection:
            return facets.facets(connection, asked, top=top)

    def save_search(self, name: str, request: Request) -> None:
        """Saves a request under a name, in the place of one that has the name. Raises ``bad-query``."""
        from marsad.store import saved

        with db.writing(self.engine) as connection:
            saved.save(connection, name, request)

    def saved_searches(self) -> list[Saved]:
        """All saved searches, by name."""
        from marsad.store import saved

        with db.reading(self.engine) as connection:
            return saved.saved(connection)

    def run_search(self, name: str, *, keep: bool = True) -> Found:
        """What a saved search finds that no run before has shown. Raises ``no-such-search``."""
        from marsad.store import saved

        with db.writing(self.engine) as connection:
            return saved.run(connection, name, keep=keep)

    def delete_search(self, name: str) -> None:
        """Forgets a saved search. Raises ``no-such-search``."""
        from marsad.store import saved

        with db.writing(self.engine) as connection:
            saved.delete(connection, name)

    def copies(self, id: str | None = None) -> Iterator[Copy]:
        """What reports share with earlier ones, all of them or one: class, share, passages. Raises ``no-such-report``.

        `compare` is to be called before, after reports came in.
        """
        from marsad.store import copies

        with db.reading(self.engine) as connection:
            yield from copies.everything(connection) if id is None else copies.of_report(connection, id)

    def weave(self, *, anew: bool = False, progress: Callable[[Made], None] | None = None) -> Made:
        """Weaves the reports that are not woven yet and keeps the clusters; see `marsad.library.weaving`.

        Safe to stop at any time and to run again. `anew` weaves everything.
        """
        from marsad.library.weaving import weave_database

        return weave_database(self.engine, anew=anew, progress=progress or ingesting._nothing)

    def happenings(self, *, several: bool = False) -> Iterator[dict[str, Any]]:
        """The clusters that `weave` made (schema ``marsad-weave/1``), by id; `several`: of more than one report."""
        from marsad.store import woven

        with db.reading(self.engine) as connection:
            yield from woven.clusters(connection, several=several)

    def happening(self, id: str) -> list[dict[str, Any]]:
        """The cluster of an id or of a telling (REPORT#ID), those that a report shares, or those of a day with certain
        names (``2020-09-20/pompeo-salih``). ``no-such-happening``."""
        from marsad.store import woven

        with db.reading(self.engine) as connection:
            return woven.happening(connection, id)

    def happenings_page(self, asked: Asked | None = None, *, limit: int = 20, offset: int = 0) -> HappeningsPage:
        """Happenings by kind, type, parties, place, outlet, days, differences and counts (`marsad.store.happenings`).

        Without `asked`, what several reports tell, the latest first. Chosen and ordered by the database; ``total``
        counts all, ``rows`` are those from `offset` on, 500 at the most. Raises ``bad-date``.
        """
        from marsad.store import happenings

        with db.reading(self.engine) as connection:
            return happenings.page(connection, asked or happenings.Asked(), limit=limit, offset=offset)

    def happenings_counts(self, asked: Asked | None = None) -> dict[str, list[tuple[str, int]]]:
        """How many happenings have which ``kind``, ``type``, ``status``: values with numbers, most frequent first."""
        from marsad.store import happenings

        with db.reading(self.engine) as connection:
            return happenings.counts(connection, asked or happenings.Asked())

    def happenings_by_id(self, ids: Iterable[str]) -> list[Happening]:
        """Rows of `happenings_page` for some ids, in their order; ids of none are passed over."""
        from marsad.store import happenings

        with db.reading(self.engine) as connection:
            return happenings.rows(connection, list(ids))

    def refresh_ledgers(self) -> bool:
        """Makes the ledgers those of the records, where reports came in or changed; whether there was anything to do.

        `weave` does it at its end, `ledger` before it begins; pages of a large database are better served without.
        """
        from marsad.library.ledger import refresh

        return refresh(self.engine)

    def ledger(
        self, name: str, *, on: str | None = None, running: bool = False, actor: str | None = None
    ) -> Iterator[dict[str, Any]]:
        """The rows of a ledger by date, as `marsad ledger` prints them; a stream.

        `on` is the day of the states, today where it is left out; reports published later do not count. `running` keeps
        what is open or due, `actor` what a party of that name or id has to do with.
        Raises ``no-such-ledger``, ``bad-date``.
        """
        from marsad.library.ledger import day_of
        from marsad.store import ledgers

        asked = ledgers.Asked(day_of(on), ledger=(name,), running=running, actor=actor)
        self.refresh_ledgers()
        with db.reading(self.engine) as connection:
            yield from ledgers.all_rows(connection, asked)

    def ledger_page(self, asked: LedgerAsked, *, limit: int = 50, offset: int = 0) -> LedgerPage:
        """A page of rows of one ledger or several (`marsad.store.ledgers`), as they were at the last refresh.

        Raises ``no-such-ledger``, ``bad-date``.
        """
        from marsad.store import ledgers

        with db.reading(self.engine) as connection:
            return ledgers.page(connection, asked, limit=limit, offset=offset)

    def open_deadlines(self, *, on: str | None = None, limit: int = 50, offset: int = 0) -> LedgerPage:
        """Threats, demands and commitments that are open or due on a day (today), the next deadline first."""
        from marsad.library.ledger import day_of
        from marsad.store import ledgers

        asked = ledgers.Asked(day_of(on), running=True, term=True, order="deadline")
        return self.ledger_page(asked, limit=limit, offset=offset)

    def status(self) -> Status:
        """What the database holds."""
        from marsad.library.status import status_of

        with db.reading(self.engine) as connection:
            return status_of(connection, self.name)

    # What people decide

    def judge(
        self,
        verdict: str,
        left: str,
        right: str | None = None,
        *,
        author: str,
        comment: str | None = None,
        value: Any = None,
    ) -> Judgement:
        """Keeps a decision; a cluster's id stands for its first member. Raises ``bad-judgement``."""
        from marsad.store import judging

        with db.writing(self.engine) as connection:
            if verdict in judging.PAIRS:
                left, right = judging.telling_of(connection, left), judging.telling_of(connection, right or "")
            return judging.judge(connection, verdict, left, right, author=author, comment=comment, value=value)

    def judgements(self, *, of: str | None = None, standing: bool = False) -> list[Judgement]:
        """Decisions in the order in which they were made; `standing`: only what holds today."""
        from marsad.store import judging

        with db.reading(self.engine) as connection:
            return judging.judgements(connection, of=of, standing=standing)

    def regroup(self, made: Judgement, *, leaves: str | None = None, undone: str | None = None) -> bool:
        """Shows at once what a decision means, where a weave would take long; False where `weave` is to be called.

        `leaves` and `undone` as in `marsad.library.regrouping.follow`.
        """
        from marsad.library import regrouping

        return regrouping.follow(self.engine, made, leaves, undone=undone)

    def weave_ahead(self) -> Ahead:
        """What the next weave has to do: reports that wait, and whether and why it begins with all of them again."""
        from marsad.library.weaving import ahead

        with db.reading(self.engine) as connection:
            return ahead(connection)

    def judgements_pending(self) -> bool:
        """Whether the last weave has not taken in all decisions that bear on it."""
        from marsad.library import regrouping

        with db.reading(self.engine) as connection:
            return regrouping.pending(connection)

    def undo_judgement(self, key: int, *, author: str) -> Judgement:
        """Takes a decision back. Raises ``no-such-judgement``."""
        from marsad.store import judging

        with db.writing(self.engine) as connection:
            return judging.undo(connection, key, author=author)

    def export_judgements(self) -> list[bytes]:
        """All decisions as JSON, one a line."""
        from marsad.store import judging

        with db.reading(self.engine) as connection:
            return judging.exported(connection)

    def import_judgements(self, lines: Iterable[bytes], *, by: str | None = None) -> int:
        """Adds decisions of an export that are not there yet; how many. ``bad-judgement``: none is added.

        `by` brings them in: they are his, with the authors whom the file names kept beside, and the audit log has it.
        """
        from marsad.store import accounts, judging

        with db.writing(self.engine) as connection:
            added = judging.imported(connection, lines, by=by)
            if by is not None:
                accounts.log(connection, by, "import of judgements", added=added)
            return added


class Aside(msgspec.Struct, frozen=True):
    """An input that gave no report: where it stands, why, what helps, when it was met first and last, how often."""

    source: str
    code: str
    message: str
    remedy: str
    first: str
    last: str
    times: int
