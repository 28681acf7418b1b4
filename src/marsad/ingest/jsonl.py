"""JSONL: one report a line, an object with ``text`` and, as far as known, id, url, outlet, published, author, title.

A bad line gives a rejection with its line number and never ends the run. Lines are read in pieces, so that neither a
line without end nor a compressed stream that swells takes more memory than one report may.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from typing import BinaryIO

import msgspec

from marsad.document import Report
from marsad.errors import MarsadError
from marsad.ingest.base import (
    DEFAULT_LIMITS,
    NO_DEFAULTS,
    Defaults,
    Limits,
    Rejected,
    came_in,
    reject,
    reject_error,
)
from marsad.ingest.decode import decode
from marsad.ingest.text import Sidecar, described

_CHUNK = 1 << 16
_BOM = b"\xef\xbb\xbf"


class Line(Sidecar, frozen=True, kw_only=True):
    """The fields that are read of a line: the text, and what may be said beside it."""

    text: str


_LINE = msgspec.json.Decoder(Line)


def unzip(stream: BinaryIO, limit: int) -> Iterator[bytes]:
    """The pieces of a gzip stream of one or more members, each at most 64 KiB.

    Raises ``too-large`` past ``limit`` bytes and ``unreadable`` where the stream is damaged or cut off.
    """
    total = 0
    inflater = zlib.decompressobj(wbits=31)
    data = b""
    while data or (data := stream.read(_CHUNK)):
        try:
            piece = inflater.decompress(data, _CHUNK)
        except zlib.error as error:
            raise MarsadError("unreadable", f"damaged gzip ({error})") from error
        total += len(piece)
        if total > limit:
            raise MarsadError("too-large", f"more than {limit} bytes when unpacked")
        if piece:
            yield piece
        data = inflater.unconsumed_tail
        if inflater.eof:
            data = inflater.unused_data or stream.read(_CHUNK)
            data = data.lstrip(b"\0")  # padding after a member
            inflater = zlib.decompressobj(wbits=31)
            if not data:
                return
    raise MarsadError("unreadable", "gzip stream cut off")


def plain(stream: BinaryIO, limit: int) -> Iterator[bytes]:
    """The pieces of a stream as it is, with the same limit."""
    total = 0
    while piece := stream.read(_CHUNK):
        total += len(piece)
        if total > limit:
            raise MarsadError("too-large", f"more than {limit} bytes")
        yield piece


def lines(pieces: Iterator[bytes], limit: int) -> Iterator[tuple[int, bytes | None]]:
    """Line number (from 1) and line; None for a line of more than ``limit`` bytes, which is passed over."""
    number, kept, size = 1, [], 0
    for piece in pieces:
        first, *rest = piece.split(b"\n")
        size += len(first)
        if size <= limit:
            kept.append(first)
        for part in rest:
            yield number, b"".join(kept) if size <= limit else None
            number, kept, size = number + 1, [part] if len(part) <= limit else [], len(part)
    if size:
        yield number, b"".join(kept) if size <= limit else None


def read_jsonl(
    stream: BinaryIO,
    source: str,
    *,
    gzipped: bool = False,
    limits: Limits = DEFAULT_LIMITS,
    encoding: str | None = None,
    defaults: Defaults = NO_DEFAULTS,
) -> Iterator[Report | Rejected]:
    """Reports and rejections of a JSONL stream, in order. Reports without an id are named ``NAME:LINE``."""
    number = 0
    name = source.replace("\\", "/").rsplit("/", 1)[-1].split(".")[0] or "line"
    try:
        pieces = (unzip if gzipped else plain)(stream, limits.max_stream_bytes)
        for number, line in lines(pieces, limits.max_report_bytes):
            if line is None:
                yield reject(f"{source}:{number}", "too-large", f"a line of more than {limits.max_report_bytes} bytes")
            elif line.strip():
                try:
                    report = read_line(
                        line.removeprefix(_BOM), f"{name}:{number}", encoding=encoding, defaults=defaults
                    )
                    yield came_in(report, f"{source}:{number}", line)
                except MarsadError as error:
                    yield reject_error(f"{source}:{number}", error)
    except MarsadError as error:
        yield reject_error(f"{source}:{number}" if number else source, error)
    except OSError as error:
        yield reject(source, "unreadable", error.strerror or "input error")


def read_line(line: bytes, id: str, *, encoding: str | None = None, defaults: Defaults = NO_DEFAULTS) -> Report:
    """The report of one line. Raises ``bad-jsonl``, ``empty-input``, ``not-arabic``, ``undecodable``."""
    damaged = 0
    try:
        record = _LINE.decode(line)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        try:
            # not UTF-8, perhaps: the text itself tells the encoding
            decoded = decode(line, encoding)
            damaged = decoded.damaged
            record = _LINE.decode(decoded.text)
        except (msgspec.MsgspecError, UnicodeError, RecursionError, MarsadError):
            raise MarsadError("bad-jsonl", str(error)[:120]) from error
    return described(record.text, id, record, defaults, damaged)
