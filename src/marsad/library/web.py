"""From the web into the store: feeds, single pages, lists of feeds. Polite: conditional requests, and pauses."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterator
from typing import Final
from urllib.parse import urlsplit

from sqlalchemy.engine import Engine

from marsad import __version__
from marsad.document import Report
from marsad.errors import MarsadError
from marsad.ingest.base import Defaults, Limits, Rejected, came_in, make_report, reject_error
from marsad.ingest.decode import check_arabic
from marsad.ingest.feeds import Feed, Item, fragment_text, kind_of_xml, parse_feed
from marsad.ingest.fetch import Fetched, Policy, fetch
from marsad.library.ingesting import Aside, Counts, Progress, ingest
from marsad.settings import int_setting, text_setting
from marsad.store import engine as db
from marsad.store import sources
from marsad.store.identity import canonical
from marsad.store.sources import Source

WHOLE: Final = 400  # characters of text from which an item of a feed counts as the whole report
_BATCH: Final = 20  # items that are fetched before they are written


def policy() -> Policy:
    """How is fetched, by the settings."""
    return Policy(
        private=text_setting("fetch_private") == "yes",
        timeout=float(int_setting("fetch_timeout")),
        max_bytes=int_setting("fetch_bytes"),
        agent=f"marsad/{__version__}",
    )


def is_address(given: str) -> bool:
    """Whether what was given is an address of the web, and not a path."""
    return given.lower().startswith(("http://", "https://"))


class Web:
    """Fetches with a pause between two requests to the same host."""

    def __init__(self, how: Policy | None = None, pause: float | None = None) -> None:
        self._policy = how or policy()
        self._pause = int_setting("fetch_pause") if pause is None else pause
        self._last: dict[str, float] = {}

    def get(self, url: str, *, etag: str | None = None, modified: str | None = None) -> Fetched:
        """What an address holds; see `marsad.ingest.fetch.fetch`."""
        host = urlsplit(url).netloc.lower() if url.isprintable() else ""
        wait = self._last.get(host, 0.0) + self._pause - time.monotonic()
        if host in self._last and wait > 0:
            time.sleep(wait)
        try:
            return fetch(url, self._policy, etag=etag, modified=modified)
        finally:
            self._last[host] = time.monotonic()


def report_of_page(page: Fetched, *, defaults: Defaults, url: str | None = None) -> Report:
    """The report of a page that was fetched. Raises what `marsad.ingest.html.read_html` raises."""
    from marsad.ingest.html import read_html

    address = url or page.url
    limits = Limits(max_report_bytes=int_setting("max_report_bytes"))
    report = read_html(page.body, id_of(address), url=address, limits=limits, defaults=defaults)
    return came_in(report, address, page.body)


def report_of_item(item: Item, url: str, *, defaults: Defaults) -> Report | None:
    """The report of an item that holds the whole text; None where it does not."""
    text = fragment_text(item.content or "")
    if len(text) < WHOLE:
        return None
    check_arabic(text)
    report = make_report(
        id_of(url), text, title=item.title, apart=True, url=url, author=item.author, published=None, defaults=defaults
    )
    return came_in(report, url, (item.content or "").encode("utf-8", "surrogatepass"))


def id_of(url: str) -> str:
    """A report's id by its address: twelve hexadecimal digits."""
    return hashlib.sha256(canonical(url).encode("utf-8", "surrogatepass")).hexdigest()[:12]


def ingest_page(engine: Engine, page: Fetched, *, defaults: Defaults, aside: Aside, progress: Progress) -> Counts:
    """Takes in one page."""

    def one() -> Iterator[Report | Rejected]:
        try:
            yield report_of_page(page, defaults=defaults)
        except MarsadError as error:
            yield reject_error(page.url, error)

    return ingest(engine, one(), aside=aside, progress=progress)


def check_feed(
    engine: Engine,
    web: Web,
    source: Source,
    *,
    minutes: int,
    published: str | None = None,
    aside: Aside,
    progress: Progress,
) -> Counts:
    """Asks a feed what is new and takes it in. A feed that fails is noted with its fault, and is not raised."""
    try:
        answer = web.get(source.address, etag=source.etag, modified=source.modified)
        feed = parse_feed(answer.body, answer.url, charset=answer.charset) if answer.status == 200 else None
    except MarsadError as error:
        with db.writing(engine) as connection:
            sources.failed(connection, source.key, str(error), minutes)
        aside(reject_error(source.address, error))
        return Counts(aside=1)
    counts = Counts()
    complete = True
    if feed is not None:
        complete = _items(engine, web, source, feed, counts, aside, progress, published)
    with db.writing(engine) as connection:
        # Where items failed the feed is asked again in full: they stand in it still.
        sources.checked(
            connection,
            source.key,
            title=feed.title if feed else None,
            etag=(answer.etag or (source.etag if feed is None else None)) if complete else None,
            modified=(answer.modified or (source.modified if feed is None else None)) if complete else None,
            moved=answer.moved,
        )
    return counts


def _items(
    engine: Engine,
    web: Web,
    source: Source,
    feed: Feed,
    counts: Counts,
    aside: Aside,
    progress: Progress,
    published: str | None,
) -> bool:
    """Takes in what is new of a feed, the oldest first; whether all of it came."""
    items = {canonical(item.url): item for item in reversed(feed.items) if item.url}
    with db.reading(engine) as connection:
        fresh = sources.fresh(connection, {address: item.stamp for address, item in items.items()})
    todo = [(address, item) for address, item in items.items() if address in fresh]
    counts.known += len(items) - len(todo)
    outlet = source.outlet or source.title or feed.title
    complete = True
    for n in range(0, len(todo), _BATCH):
        part = todo[n : n + _BATCH]
        came: dict[str, bool] = {}
        failed = ingest(engine, _fetched(web, part, outlet, published, came), aside=aside, progress=lambda _: None)
        counts.add(failed)
        with db.writing(engine) as connection:
            for address, item in part:
                sources.note_item(connection, source.key, address, item.stamp, ok=came.get(address, False))
        complete = complete and all(came.values())
        progress(counts)
    return complete


def _fetched(
    web: Web, part: list[tuple[str, Item]], outlet: str | None, published: str | None, came: dict[str, bool]
) -> Iterator[Report | Rejected]:
    for address, item in part:
        url = item.url or address
        defaults = Defaults(item.published or published, outlet)
        try:
            report = report_of_item(item, url, defaults=defaults)
            if report is None:
                report = report_of_page(web.get(url), defaults=defaults, url=url)
            came[address] = True
            yield report
        except MarsadError as error:
            came[address] = error.code not in ("fetch-failed", "no-text-in-html")
            yield reject_error(url, error)


def kind_of(answer: Fetched) -> str:
    """``feed``, ``opml`` or ``page``: what an address turned out to be."""
    return kind_of_xml(answer.body) or "page"
