"""Inputs of every kind, taken in once (`take_in`) or kept up to date (`watch`): paths, feeds, lists of feeds, pages."""

from __future__ import annotations

import hashlib
import pathlib
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from typing import Final

import msgspec
from sqlalchemy.engine import Engine

from marsad.errors import MarsadError
from marsad.ingest.base import Defaults, Limits, reject_error
from marsad.ingest.feeds import parse_opml
from marsad.ingest.sources import folder_files, read_inputs
from marsad.library import web
from marsad.library.ingesting import Aside, Counts, Progress, ingest
from marsad.settings import int_setting
from marsad.store import engine as db
from marsad.store import sources
from marsad.store.sources import Source

_LIST_ENDINGS: Final = (".opml",)
_LOOK: Final = 30.0  # seconds after which sources that others added are seen


class How(msgspec.Struct, frozen=True):
    """What is said of all inputs, and how they are read."""

    published: str | None = None
    outlet: str | None = None
    encoding: str | None = None
    workers: int = 1

    @property
    def defaults(self) -> Defaults:
        """For reports that do not say it themselves; raises ``bad-date``."""
        return Defaults.of(self.published, self.outlet)


def take_in(
    engine: Engine, inputs: Sequence[str], how: How, *, progress: Progress, aside: Aside, fetcher: web.Web | None = None
) -> Counts:
    """Takes in files, folders, ``-``, addresses of feeds and pages, and lists of feeds; feeds are kept as sources.

    An input that cannot be had is set aside; the others go on. Raises ``bad-date``.
    """
    how.defaults  # noqa: B018 raises before anything is read
    fetcher = fetcher or web.Web()
    total = Counts()

    def so_far(counts: Counts) -> None:
        both = msgspec.structs.replace(total)
        both.add(counts)
        progress(both)

    paths: list[str] = []
    for given in [*inputs, None]:
        if given is not None and not web.is_address(given) and not _is_list(given):
            paths.append(given)
            continue
        if paths:
            total.add(_paths(engine, paths, how, so_far, aside))
            paths = []
        if given is not None:
            total.add(_address(engine, given, how, fetcher, so_far, aside))
    return total


def _paths(engine: Engine, paths: Iterable[str], how: How, progress: Progress, aside: Aside) -> Counts:
    limits = Limits(max_report_bytes=int_setting("max_report_bytes"))
    inputs = read_inputs(paths, published=how.published, outlet=how.outlet, encoding=how.encoding, limits=limits)
    return ingest(engine, inputs, workers=how.workers, progress=progress, aside=aside)


def _address(engine: Engine, given: str, how: How, fetcher: web.Web, progress: Progress, aside: Aside) -> Counts:
    """Takes in a feed, a list of feeds or a page."""
    counts = Counts()
    try:
        if web.is_address(given):
            answer = fetcher.get(given)
            kind = web.kind_of(answer)
            if kind == "page":
                return web.ingest_page(engine, answer, defaults=how.defaults, aside=aside, progress=progress)
            keys = _register_feeds(engine, [(given, None)] if kind == "feed" else _outlines(answer.body), how.outlet)
        else:
            keys = _register_feeds(engine, _outlines(_read(given)), how.outlet)
    except MarsadError as error:
        aside(reject_error(given, error))
        return Counts(aside=1)
    with db.reading(engine) as connection:
        feeds = sources.sources(connection, keys)
    for source in feeds:
        with db.writing(engine) as connection:
            sources.claim(connection, source.key, int_setting("feed_minutes"), force=True)
        counts.add(_feed(engine, fetcher, source, how, progress, aside))
    return counts


def _is_list(given: str) -> bool:
    return given.lower().endswith(_LIST_ENDINGS)


def _read(path: str) -> bytes:
    limit = int_setting("fetch_bytes")
    try:
        with pathlib.Path(path).open("rb") as file:
            data = file.read(limit + 1)
    except FileNotFoundError as error:
        raise MarsadError("no-such-file", path) from error
    except OSError as error:
        raise MarsadError("unreadable", f"{path}: {error.strerror}") from error
    if len(data) > limit:
        raise MarsadError("too-large", f"more than {limit} bytes")
    return data


def _outlines(data: bytes) -> list[tuple[str, str | None]]:
    found = [(outline.url, outline.title) for outline in parse_opml(data)]
    if not found:
        raise MarsadError("bad-feed", "the list names no feed")
    return found


def _register_feeds(engine: Engine, feeds: list[tuple[str, str | None]], outlet: str | None) -> list[int]:
    with db.writing(engine) as connection:
        return [sources.register(connection, "feed", url, title=title, outlet=outlet) for url, title in feeds]


def register(engine: Engine, inputs: Iterable[str], how: How, fetcher: web.Web | None = None) -> list[int]:
    """Keeps folders, feeds and lists of feeds as sources, and gives their keys.

    Raises ``no-such-file`` for a path that is no folder, ``bad-feed`` for an address that is neither feed nor list, and
    what fetching raises.
    """
    keys: list[int] = []
    for given in inputs:
        if web.is_address(given):
            answer = (fetcher or web.Web()).get(given)
            kind = web.kind_of(answer)
            if kind == "page":
                raise MarsadError("bad-feed", f"{given[:200]} is neither a feed nor a list of feeds")
            keys += _register_feeds(engine, [(given, None)] if kind == "feed" else _outlines(answer.body), how.outlet)
        elif _is_list(given):
            keys += _register_feeds(engine, _outlines(_read(given)), how.outlet)
        else:
            folder = pathlib.Path(given).absolute()
            if not folder.is_dir():
                raise MarsadError("no-such-file", f"{given} (a folder is watched, not a file)")
            with db.writing(engine) as connection:
                keys.append(sources.register(connection, "folder", str(folder), title=None, outlet=how.outlet))
    return keys


def look(
    engine: Engine,
    how: How,
    *,
    keys: Sequence[int] | None = None,
    minutes: int | None = None,
    due: bool = True,
    stop: threading.Event | None = None,
    looked: Callable[[Source, Counts], None] = lambda source, counts: None,
    progress: Progress = lambda counts: None,
    aside: Aside,
    fetcher: web.Web | None = None,
) -> Counts:
    """Looks once at the sources that are due, or with `due` False at all of them; or at those of the keys.

    `looked` is called after each source, `progress` within with the counts of this look so far. A source is looked at
    by one process only.
    """
    every = minutes or int_setting("feed_minutes")
    fetcher = fetcher or web.Web()
    total = Counts()

    def so_far(counts: Counts) -> None:
        both = msgspec.structs.replace(total)
        both.add(counts)
        progress(both)

    with db.reading(engine) as connection:
        known = sources.sources(connection, keys)
        free = sources.due(connection) if due else {source.key for source in known}
    for source in known:
        if stop is not None and stop.is_set():
            break
        if source.key not in free:
            continue
        with db.writing(engine) as connection:
            mine = sources.claim(connection, source.key, every, force=not due)
        if not mine:
            continue
        check = _feed if source.kind == "feed" else _folder
        counts = check(engine, fetcher, source, how, so_far, aside, every)
        total.add(counts)
        looked(source, counts)
    return total


def watch(
    engine: Engine,
    how: How,
    *,
    keys: Sequence[int] | None = None,
    minutes: int | None = None,
    once: bool = False,
    stop: threading.Event | None = None,
    looked: Callable[[Source, Counts], None] = lambda source, counts: None,
    aside: Aside,
    fetcher: web.Web | None = None,
) -> Counts:
    """Looks at all sources, or those of the keys, whenever they are due, until `stop` is set; with `once` each once.

    `looked` is called after each. Several processes may watch one database: a source is looked at by one of them.
    """
    every = minutes or int_setting("feed_minutes")
    fetcher = fetcher or web.Web()
    stop = stop or threading.Event()
    total = Counts()
    while True:
        total.add(
            look(
                engine,
                how,
                keys=keys,
                minutes=every,
                due=not once,
                stop=stop,
                looked=looked,
                aside=aside,
                fetcher=fetcher,
            )
        )
        if once or stop.wait(min(_LOOK, every * 60)):
            return total


def _feed(
    engine: Engine, fetcher: web.Web, source: Source, how: How, progress: Progress, aside: Aside, minutes: int = 0
) -> Counts:
    every = minutes or int_setting("feed_minutes")
    return web.check_feed(
        engine, fetcher, source, minutes=every, published=how.published, aside=aside, progress=progress
    )


def _folder(
    engine: Engine, fetcher: web.Web, source: Source, how: How, progress: Progress, aside: Aside, minutes: int = 0
) -> Counts:
    """Takes in a folder where its files are others than last time."""
    seen = state_of(pathlib.Path(source.address))
    if seen == source.etag and seen is not None:
        return Counts()
    outlet = source.outlet or how.outlet
    how = msgspec.structs.replace(how, outlet=outlet)
    counts = _paths(engine, [source.address], how, progress, aside)
    with db.writing(engine) as connection:
        if seen is None:
            sources.failed(connection, source.key, f"there is no folder {source.address}", minutes or 1)
        else:
            sources.checked(connection, source.key, title=None, etag=seen, modified=None, moved=None)
    return counts


def state_of(folder: pathlib.Path) -> str | None:
    """A digest of names, sizes and times of a folder's files; None where there is no folder.

    Files that were written within the last two seconds are left out of it, so that one still being written is looked
    at again.
    """
    if not folder.is_dir():
        return None
    digest = hashlib.sha256()
    for path in folder_files(folder):
        try:
            stat = path.stat()
        except OSError:
            continue
        recent = time.time() - stat.st_mtime < 2
        digest.update(
            f"{path}\0{stat.st_size}\0{'' if recent else stat.st_mtime_ns}\0".encode("utf-8", "surrogatepass")
        )
    return digest.hexdigest()
