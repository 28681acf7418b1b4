"""How texts stand in the database: JSON, compressed. And what came in of a report, so that it can be read anew."""

from __future__ import annotations

import hashlib
import re
import zlib
from typing import Any

import msgspec

from marsad.document import Report, Warning
from marsad.store.identity import canonical

_LEVEL = 3
_HALVES = re.compile("[\ud800-\udfff]")


class Given(msgspec.Struct, frozen=True):
    """What an input gave of a report: enough to read it again without the input."""

    text: str
    url: str | None = None
    title: str | None = None
    published: str | None = None
    outlet: str | None = None
    author: str | None = None
    lang: str = "ar"
    warnings: tuple[Warning, ...] = ()
    own_id: str | None = None  # the id, where the input itself gave one

    @classmethod
    def of(cls, report: Report) -> Given:
        """What a report that no stage has seen yet was given."""
        return cls(
            whole(report.text),
            report.url,
            report.title,
            report.published,
            report.outlet,
            report.author,
            report.lang,
            report.warnings,
            report.id if report.own_id else None,
        )

    def report(self, id: str) -> Report:
        """The report to be read, under its id in the store."""
        return Report(
            id=id,
            text=self.text,
            url=self.url,
            title=self.title,
            published=self.published,
            outlet=self.outlet,
            author=self.author,
            lang=self.lang,
            warnings=self.warnings,
            own_id=self.own_id is not None,
        )

    def digest(self) -> str:
        """SHA-256 of text and metadata: the same where a report came in again unchanged, by whichever link."""
        same = msgspec.structs.replace(self, url=self.url and canonical(self.url))
        return hashlib.sha256(msgspec.json.encode(same)).hexdigest()


_GIVEN = msgspec.json.Decoder(Given)


def whole(text: str) -> str:
    """A text without halves of surrogate pairs, which no encoding can write: U+FFFD in their places."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return _HALVES.sub("\ufffd", text)
    return text


def pack(value: Any) -> bytes:
    """A value as compressed JSON."""
    return pack_bytes(msgspec.json.encode(value))


def pack_bytes(data: bytes) -> bytes:
    """JSON compressed."""
    return zlib.compress(data, _LEVEL)


def unpack(data: bytes) -> Any:
    """The value of compressed JSON, in dicts and lists."""
    return msgspec.json.decode(zlib.decompress(data))


def unpack_bytes(data: bytes) -> bytes:
    """The JSON itself."""
    return zlib.decompress(data)


def unpack_given(data: bytes) -> Given:
    """What came in of a version."""
    return _GIVEN.decode(zlib.decompress(data))
