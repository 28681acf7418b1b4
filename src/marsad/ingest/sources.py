"""The ways in: files, folders and standard input of every kind that Marsad reads, as one lazy row of reports."""

from __future__ import annotations

import io
import pathlib
import sys
from collections.abc import Iterable, Iterator
from typing import BinaryIO

from marsad.document import Report
from marsad.errors import MarsadError
from marsad.ingest.base import DEFAULT_LIMITS, Defaults, Limits, Rejected, came_in, iso_date, reject, reject_error
from marsad.ingest.jsonl import read_jsonl, unzip
from marsad.ingest.text import NO_SIDECAR, Sidecar, read_text, sidecar_of

__all__ = ["DEFAULT_LIMITS", "Limits", "Rejected", "iso_date", "read_inputs", "read_string"]

TEXT, HTML, JSONL, WARC = "text", "html", "jsonl", "warc"
ENDINGS = {
    ".txt": TEXT,
    ".text": TEXT,
    ".html": HTML,
    ".htm": HTML,
    ".xhtml": HTML,
    ".jsonl": JSONL,
    ".ndjson": JSONL,
    ".warc": WARC,
}
_HTML_STARTS = (b"<!doctype html", b"<html", b"<?xml", b"<head", b"<!--")
_GZIP = b"\x1f\x8b"


def read_string(text: str, *, id: str = "text", published: str | None = None, outlet: str | None = None) -> Report:
    """The report of a text that is decoded already. Raises ``empty-input``, ``not-arabic``, ``bad-date``."""
    from marsad.ingest.base import make_report
    from marsad.ingest.decode import check_arabic

    check_arabic(text)
    return make_report(id, text, defaults=Defaults.of(published, outlet))


def read_inputs(
    paths: Iterable[str | pathlib.Path],
    *,
    published: str | None = None,
    outlet: str | None = None,
    encoding: str | None = None,
    limits: Limits = DEFAULT_LIMITS,
    stdin: BinaryIO | None = None,
) -> Iterator[Report | Rejected]:
    """Reports and rejections of files, folders (recursively, by name) and ``-`` (standard input), in input order.

    ``published`` (ISO date) and ``outlet`` are used for reports that do not say it themselves; ``encoding`` is used
    in place of detection. Raises ``bad-date`` at once for a ``published`` that is no date; everything else that goes
    wrong is a `Rejected` in its place. Nothing is read before it is asked for, and one report at a time is held.
    """
    defaults = Defaults.of(published, outlet)
    return _read_all(paths, defaults, encoding, limits, stdin)


def _read_all(
    paths: Iterable[str | pathlib.Path],
    defaults: Defaults,
    encoding: str | None,
    limits: Limits,
    stdin: BinaryIO | None,
) -> Iterator[Report | Rejected]:
    for given in paths:
        if str(given) == "-":
            yield from _read_stream(stdin or sys.stdin.buffer, "-", defaults, encoding, limits)
            continue
        path = pathlib.Path(given)
        if path.is_dir():
            for file in folder_files(path):
                yield from _read_file(file, defaults, encoding, limits)
        else:
            yield from _read_file(path, defaults, encoding, limits)


def kind_of(path: pathlib.Path) -> tuple[str | None, bool]:
    """What a file holds by its ending (None where the ending is not known), and whether it is compressed."""
    suffixes = [s.lower() for s in path.suffixes]
    gzipped = suffixes[-1:] == [".gz"]
    if gzipped:
        suffixes.pop()
    return ENDINGS.get(suffixes[-1]) if suffixes else None, gzipped


def folder_files(folder: pathlib.Path) -> Iterator[pathlib.Path]:
    """The files of known endings under a folder, sorted; links to folders are not followed, hidden ones left out."""
    try:
        entries = sorted(folder.iterdir(), key=lambda p: p.name)
    except OSError:
        yield folder  # rejected by name when it is opened
        return
    for entry in entries:
        if entry.name.startswith("."):
            continue
        if entry.is_dir():
            if not entry.is_symlink():
                yield from folder_files(entry)
        elif kind_of(entry)[0] is not None:
            yield entry


def _read_file(
    path: pathlib.Path, defaults: Defaults, encoding: str | None, limits: Limits
) -> Iterator[Report | Rejected]:
    source = str(path)
    kind, gzipped = kind_of(path)
    try:
        stream = path.open("rb")
    except FileNotFoundError:
        yield reject(source, "no-such-file", source)
        return
    except OSError as error:
        yield reject(source, "unreadable", f"{source}: {error.strerror}")
        return
    with stream:
        sidecar = sidecar_of(path) if kind not in (JSONL, WARC) else NO_SIDECAR
        yield from _read_stream(stream, source, defaults, encoding, limits, kind, gzipped, sidecar)


def _read_stream(
    stream: BinaryIO,
    source: str,
    defaults: Defaults,
    encoding: str | None,
    limits: Limits,
    kind: str | None = None,
    gzipped: bool = False,
    sidecar: Sidecar = NO_SIDECAR,
) -> Iterator[Report | Rejected]:
    buffered = stream if isinstance(stream, io.BufferedReader) else io.BufferedReader(_Raw(stream))
    try:
        head = buffered.peek(4096)[:4096]
        gzipped = gzipped or head.startswith(_GZIP)
        if kind is None and gzipped:
            head = next(unzip(io.BytesIO(head), limits.max_stream_bytes), b"")
        kind = kind or sniff(head)
        if kind == JSONL:
            yield from read_jsonl(
                buffered, source, gzipped=gzipped, limits=limits, encoding=encoding, defaults=defaults
            )
        elif kind == WARC:
            from marsad.ingest.warc import read_warc

            yield from read_warc(buffered, source, limits=limits, encoding=encoding, defaults=defaults)
        else:
            data = _bounded(buffered, gzipped, limits.max_report_bytes)
            name = pathlib.PurePath(source).name.split(".")[0] if source != "-" else "stdin"
            if kind == HTML:
                from marsad.ingest.html import read_html

                report = read_html(
                    data, name or source, sidecar=sidecar, limits=limits, encoding=encoding, defaults=defaults
                )
            else:
                report = read_text(data, name or source, sidecar=sidecar, encoding=encoding, defaults=defaults)
            yield came_in(report, source, data)
    except MarsadError as error:
        yield reject_error(source, error)
    except OSError as error:
        yield reject(source, "unreadable", f"{source}: {error.strerror}")


def sniff(head: bytes) -> str:
    """What a stream holds by its first bytes: JSONL, WARC, HTML, or text for anything else."""
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()[:200].lower()
    if start.startswith(b"warc/"):
        return WARC
    if start.startswith(_HTML_STARTS):
        return HTML
    return JSONL if start.startswith((b'{"', b"{ ")) else TEXT


def _bounded(stream: BinaryIO, gzipped: bool, limit: int) -> bytes:
    if gzipped:
        return b"".join(unzip(stream, limit))
    data = stream.read(limit + 1)
    if len(data) > limit:
        raise MarsadError("too-large", f"more than {limit} bytes")
    return data


class _Raw(io.RawIOBase):
    """Any readable binary stream as a raw one, so that it can be buffered and looked into."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        view = memoryview(buffer).cast("B")  # type: ignore[arg-type]
        piece = self._stream.read(len(view))
        view[: len(piece)] = piece
        return len(piece)
