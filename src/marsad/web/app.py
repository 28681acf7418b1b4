"""The application: `create_app` puts the sections together over one database."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import AsyncIterator
from typing import Any, Final

from fastapi import APIRouter, FastAPI
from starlette.middleware.gzip import GZipMiddleware
from starlette.staticfiles import StaticFiles

from marsad import __version__
from marsad.library.database import Database
from marsad.web import problems
from marsad.web.assets import STATIC, manifest
from marsad.web.headers import LOOPBACK, Dressed, Guard
from marsad.web.jobs import Jobs
from marsad.web.keeping import Keeping
from marsad.web.limits import Bounded
from marsad.web.sections import (
    accounts,
    actors,
    database,
    dossier,
    explain,
    exports,
    happenings,
    ingest,
    judging,
    ledgers,
    map,
    network,
    overview,
    reports,
    search,
    timeline,
)
from marsad.web.signing import Signed
from marsad.web.weaving import Weaving

SECTIONS: Final[tuple[Any, ...]] = (
    overview,
    explain,
    search,
    exports,
    ingest,
    reports,
    timeline,
    map,
    actors,
    network,
    database,
    dossier,
    accounts,
    happenings,
    judging,
    ledgers,
)
API: Final = "/api/v1"


class Static(StaticFiles):
    """Built files: their names hold a digest of what they hold, so that they may be kept for ever."""

    def file_response(self, *args: Any, **kwargs: Any) -> Any:
        """The file, to be kept."""
        found = super().file_response(*args, **kwargs)
        found.headers["Cache-Control"] = "public, max-age=31536000, immutable"
        return found


def _warm(database: Database) -> None:
    """Loads what the first request would wait for: the lexicon, and the values of facets."""
    from marsad import read
    from marsad.lexicon import offices
    from marsad.store.search import Request

    with contextlib.suppress(Exception):  # what is wrong shows where it is asked for
        offices.load()
        database.search_counted(Request(), limit=0)
        read("قال الوزير إن الزيارة تمت أمس.", published="2024-05-02")


@contextlib.asynccontextmanager
async def _served(app: FastAPI) -> AsyncIterator[None]:
    """What goes on while the application is served. What is at work when that ends is told of as interrupted."""
    threading.Thread(target=_warm, args=(app.state.database,), name="marsad-warm", daemon=True).start()
    if app.state.feeds:
        app.state.keeping.start()
    yield
    app.state.keeping.stop()
    app.state.jobs.close()


def create_app(
    database: Database, *, hosts: frozenset[str] = LOOPBACK, team: bool = False, feeds: bool = False
) -> FastAPI:
    """The workbench over a database.

    `hosts` are the names under which it may be asked for; an empty set admits all. `team`: users sign in, and may what
    their role allows; without it whoever reaches the server is the admin, so that it must listen on loopback alone.
    `feeds`: while it is served, what is watched is kept up to date. Raises ``no-front-end`` where that is not built.
    """
    manifest()  # no server without its front end
    app = FastAPI(
        title="Marsad",
        version=__version__,
        summary="Who did or said what to whom, when, where, and on whose word.",
        lifespan=_served,
        docs_url=None,  # the pages that FastAPI brings load their script from another host
        redoc_url=None,
        openapi_url=f"{API}/openapi.json",
        license_info={"name": "Apache-2.0", "identifier": "Apache-2.0"},
    )
    app.state.database = database
    app.state.team = team
    app.state.tries = {}
    app.state.weaving = Weaving(database)
    app.state.jobs = Jobs(database, app.state.weaving.start)
    app.state.feeds = feeds
    app.state.keeping = Keeping(database, app.state.weaving.start)
    api = APIRouter(prefix=API)
    for section in SECTIONS:
        if hasattr(section, "api"):
            api.include_router(section.api)
        if hasattr(section, "pages"):
            app.include_router(section.pages, include_in_schema=False)
    app.include_router(api)
    app.mount("/static", Static(directory=STATIC), name="static")
    problems.install(app)
    # From the inside out: what is packed carries the time of packing, so that tags are made before.
    if team:
        app.add_middleware(Signed, accounts=database.accounts)
    app.add_middleware(Bounded)
    app.add_middleware(Guard, hosts=hosts)
    app.add_middleware(Dressed)
    app.add_middleware(GZipMiddleware, minimum_size=800)
    return app
