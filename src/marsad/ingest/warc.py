"""WARC archives, plain or gzip: every HTML page that was answered with status 200, as a report.

A small reader of our own: headers are bounded, a record is held only when it is an HTML response within the limit,
and everything else is passed over in pieces.
"""

from __future__ import annotations

import io
import zlib
from collections.abc import Iterator
from typing import BinaryIO

from marsad.document import Report
from marsad.errors import MarsadError
from marsad.ingest.base import DEFAULT_LIMITS, NO_DEFAULTS, Defaults, Limits, Rejected, came_in, reject, reject_error
from marsad.ingest.html import read_html
from marsad.ingest.jsonl import plain, unzip

_MAX_HEADERS = 65_536
_GZIP = b"\x1f\x8b"


class _Stream:
    """Lines and bytes of a stream that comes in pieces."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces = pieces
        self._kept = b""

    def _more(self) -> bool:
        piece = next(self._pieces, b"")
        self._kept += piece
        return bool(piece)

    def line(self) -> bytes | None:
        """The next line without its end; None at the end of the stream."""
        while True:
            cut = self._kept.find(b"\n")
            if cut >= 0:
                found, self._kept = self._kept[:cut], self._kept[cut + 1 :]
                return found.rstrip(b"\r")
            if len(self._kept) > _MAX_HEADERS:
                raise MarsadError("bad-warc", "a header line without end")
            if not self._more():
                found, self._kept = self._kept, b""
                return found or None

    def take(self, size: int, keep: bool) -> bytes:
        """The next ``size`` bytes, or nothing where they are not kept."""
        parts: list[bytes] = []
        while size > 0:
            if not self._kept and not self._more():
                raise MarsadError("bad-warc", "cut off inside a record")
            part, self._kept = self._kept[:size], self._kept[size:]
            size -= len(part)
            if keep:
                parts.append(part)
        return b"".join(parts)


def read_warc(
    stream: BinaryIO,
    source: str,
    *,
    limits: Limits = DEFAULT_LIMITS,
    encoding: str | None = None,
    defaults: Defaults = NO_DEFAULTS,
) -> Iterator[Report | Rejected]:
    """Reports and rejections of an archive, in order; the record's id and address are the report's."""
    head = stream.peek(2) if isinstance(stream, io.BufferedReader) else b""
    pieces = (unzip if head.startswith(_GZIP) else plain)(stream, limits.max_stream_bytes)
    number = 0
    try:
        for number, (headers, body) in enumerate(_records(_Stream(pieces), limits.max_report_bytes), 1):
            where = f"{source}:{headers.get('warc-target-uri', '')[:300] or number}"
            try:
                page = None if body is None else _page(body, limits.max_report_bytes)
                if body is None:
                    yield reject(where, "too-large", f"more than {limits.max_report_bytes} bytes")
                elif page is not None:
                    id = headers.get("warc-record-id", "").strip("<>").removeprefix("urn:uuid:") or f"{number}"
                    report = read_html(
                        page,
                        id,
                        url=headers.get("warc-target-uri", "").strip("<>") or None,
                        limits=limits,
                        encoding=encoding,
                        defaults=defaults,
                    )
                    yield came_in(report, where, page)
            except MarsadError as error:
                yield reject_error(where, error)
    except MarsadError as error:
        yield reject_error(f"{source}:{number}" if number else source, error)
    except OSError as error:
        yield reject(source, "unreadable", error.strerror or "input error")


def _records(stream: _Stream, limit: int) -> Iterator[tuple[dict[str, str], bytes | None]]:
    """Headers and content of the response records; None for the content of one past the limit."""
    while (line := stream.line()) is not None:
        if not line.strip():
            continue
        if not line.startswith(b"WARC/"):
            raise MarsadError("bad-warc", "a record that does not begin with WARC/")
        headers = _headers(stream)
        length = headers.get("content-length", "")
        if not (length.isascii() and length.isdigit()) or len(length) > 15:
            raise MarsadError("bad-warc", "a record without a length")
        response = headers.get("warc-type", "").lower() == "response"
        fits = int(length) <= limit
        body = stream.take(int(length), response and fits)
        if response:
            yield headers, body if fits else None


def _headers(stream: _Stream) -> dict[str, str]:
    out: dict[str, str] = {}
    size = 0
    while line := stream.line():
        size += len(line)
        if size > _MAX_HEADERS:
            raise MarsadError("bad-warc", "headers without end")
        name, colon, value = line.partition(b":")
        if colon:
            out.setdefault(name.strip().decode("latin-1").lower(), value.strip().decode("utf-8", "replace"))
    return out


def _page(response: bytes, limit: int) -> bytes | None:
    """The HTML of an HTTP response; None for another type or status."""
    head, blank, body = response.partition(b"\r\n\r\n")
    if not blank:
        head, blank, body = response.partition(b"\n\n")
    first, _, rest = head.partition(b"\n")
    status = first.split()[1:2]
    if not first.startswith(b"HTTP/") or status != [b"200"]:
        return None
    headers: dict[str, str] = {}
    for line in rest.split(b"\n"):
        name, colon, value = line.partition(b":")
        if colon:
            headers[name.strip().decode("latin-1").lower()] = value.strip().decode("latin-1").lower()
    if not headers.get("content-type", "text/html").startswith(("text/html", "application/xhtml")):
        return None
    if "chunked" in headers.get("transfer-encoding", ""):
        body = _unchunked(body)
    coding = headers.get("content-encoding", "identity")
    if coding in ("gzip", "x-gzip", "deflate") and body.lstrip()[:1] != b"<":
        body = _inflated(body, limit)
    elif coding not in ("identity", "", "gzip", "x-gzip", "deflate") and b"<" not in body[:1000]:
        raise MarsadError("bad-warc", f"content encoding {coding[:20]}")
    return body


def _unchunked(body: bytes) -> bytes:
    """The content of a chunked body; as it is where it is no such thing (archivers often undo it)."""
    out: list[bytes] = []
    at = 0
    while True:
        end = body.find(b"\r\n", at, at + 20)
        size = body[at:end].split(b";")[0].strip() if end >= 0 else b""
        try:
            length = int(size, 16)
        except ValueError:
            return b"".join(out) if out else body
        if length <= 0:
            return b"".join(out)
        out.append(body[end + 2 : end + 2 + length])
        at = end + 2 + length + 2


def _inflated(body: bytes, limit: int) -> bytes:
    for bits in (47, -15):
        inflater = zlib.decompressobj(wbits=bits)
        try:
            got = inflater.decompress(body, limit + 1)
        except zlib.error:
            continue
        if len(got) > limit:
            raise MarsadError("too-large", f"more than {limit} bytes when unpacked")
        return got
    raise MarsadError("bad-warc", "damaged content encoding")
