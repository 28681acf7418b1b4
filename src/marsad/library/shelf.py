"""What a database is asked about its reports by their heads: lists, what others tell, derivations."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.engine import Engine

from marsad.library.remembering import Memory
from marsad.store import engine as db
from marsad.store import reading, tables
from marsad.store.reading import Head, Stored, Version

if TYPE_CHECKING:
    from marsad.library.database import Aside
    from marsad.library.deriving import Tongue
    from marsad.library.explaining import Derivation
    from marsad.store.facets import Value
    from marsad.store.saved import Saved
    from marsad.store.search import Found, Request
    from marsad.store.sources import Source
    from marsad.store.woven import Told


class Shelf:
    """A part of `marsad.library.database.Database`."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._memory = Memory()

    def report(self, id: str) -> Stored:
        """One report with its record. Raises ``no-such-report``."""
        with db.reading(self.engine) as connection:
            return reading.stored_by_id(connection, id)

    def versions(self, id: str) -> list[Version]:
        """All versions of a report with what was changed, the first first. Raises ``no-such-report``."""
        with db.reading(self.engine) as connection:
            return reading.versions_of(connection, id)

    def heads(self, ids: Iterable[str]) -> dict[str, Head]:
        """What a list shows of reports, by id; ids of none are left out."""
        with db.reading(self.engine) as connection:
            return reading.heads(connection, ids)

    def latest(
        self,
        *,
        outlet: str | None = None,
        since: str | None = None,
        until: str | None = None,
        limit: int = 20,
        offset: int = 0,
    ) -> tuple[int, list[Head]]:
        """How many reports there are (of an outlet, of days), and some of them, the newest first. ``bad-date``."""
        from marsad.store.search import day

        r = tables.reports.c
        where = [r.outlet == outlet] if outlet else []
        where += [r.published >= day(since)] if since else []
        where += [r.published <= day(until)] if until else []
        with db.reading(self.engine) as connection:
            return reading.latest(connection, where, limit=limit, offset=offset)

    def outlets(self) -> list[tuple[str, int]]:
        """The outlets as reports name them, with the number of their reports, the most frequent first."""
        with db.reading(self.engine) as connection:
            return reading.outlets(connection)

    def told(self, id: str) -> dict[str, Told]:
        """What several reports tell of the statements and events of a report, by their ids."""
        from marsad.store import woven

        with db.reading(self.engine) as connection:
            return woven.told(connection, id)

    def explain(self, id: str, annotation: str, tongue: Tongue) -> Derivation:
        """How a statement, an event, an entity or a word of time of a report came about; the report is read again.

        Raises ``no-such-report``, ``no-such-annotation``.
        """
        from marsad.library.explaining import derivation

        return derivation(self.report(id), self.versions(id), annotation, tongue)

    # Searches with the counts of their facets, and saved ones

    def search_counted(
        self, request: Request, *, limit: int = 20, offset: int = 0, top: int = 12
    ) -> tuple[Found, dict[str, list[Value]]]:
        """What a request finds, and for each facet its most frequent values. Raises ``bad-query``, ``bad-date``."""
        from marsad.store import facets, search

        with db.reading(self.engine) as connection:
            keys = search.ordered(connection, request)
            page = keys[offset : offset + min(limit, search.MAX_LIMIT)]
            found = search.Found(len(keys), search.hits(connection, request, page))
            return found, facets.counted(connection, keys, top=top)

    def called(self, who: Iterable[str]) -> dict[str, tuple[str | None, str | None]]:
        """What those of the keys (`who`) are called: Arabic, English; keys of nobody are left out."""
        from marsad.store import facets

        with db.reading(self.engine) as connection:
            return facets.called(connection, who)

    def saved_search(self, name: str) -> Saved:
        """The search that is saved under a name. Raises ``no-such-search``."""
        from marsad.store import saved

        with db.reading(self.engine) as connection:
            return saved.one(connection, name)

    def new_in_search(self, name: str, *, limit: int = 100) -> Found:
        """What a saved search finds that was not shown yet; it stays so. Raises ``no-such-search``."""
        from marsad.store import saved

        with db.reading(self.engine) as connection:
            return saved.run(connection, name, keep=False, limit=limit)

    def seen_search(self, name: str) -> None:
        """Notes all that a saved search finds today as shown. Raises ``no-such-search``."""
        from marsad.store import saved

        with db.writing(self.engine) as connection:
            saved.seen(connection, name)

    # What comes in

    def last_key(self) -> int:
        """The key of the report that came in last; 0 where there is none."""
        r = tables.reports.c
        with db.reading(self.engine) as connection:
            return int(connection.execute(sa.select(sa.func.coalesce(sa.func.max(r.key), 0))).scalar_one())

    def added_since(self, key: int, *, limit: int) -> list[str]:
        """The ids of the first reports that came in after the one of a key."""
        r = tables.reports.c
        query = sa.select(r.id).where(r.key > key).order_by(r.key).limit(limit)
        with db.reading(self.engine) as connection:
            return list(connection.execute(query).scalars())

    def known_as(self, id: str, url: str | None) -> str | None:
        """The id of the report of an address, or of an id; None where there is none."""
        from marsad.store.identity import canonical

        r = tables.reports.c
        where = r.id == id if url is None else sa.or_(r.identity == "url:" + canonical(url), r.id == id)
        with db.reading(self.engine) as connection:
            return connection.execute(sa.select(r.id).where(where).order_by(r.id == id)).scalars().first()

    def aside_page(self, *, limit: int = 50, offset: int = 0) -> tuple[int, list[Aside]]:
        """How many inputs gave no report, and some of them, the last met first."""
        from marsad.library.database import Aside

        a = tables.aside.c
        with db.reading(self.engine) as connection:
            total = int(connection.execute(sa.select(sa.func.count()).select_from(tables.aside)).scalar_one())
            query = sa.select(*(a[name] for name in Aside.__struct_fields__)).order_by(a.last.desc(), a.key.desc())
            return total, [Aside(*row) for row in connection.execute(query.limit(limit).offset(offset))]

    def sources(self) -> list[Source]:
        """The feeds and folders that are watched, in the order in which they were added."""
        from marsad.store import sources

        with db.reading(self.engine) as connection:
            return sources.sources(connection)

    def forget_source(self, address: str) -> bool:
        """Watches a feed or folder no longer; its reports stay. Whether there was one."""
        from marsad.store import sources

        with db.writing(self.engine) as connection:
            return sources.remove(connection, address)
