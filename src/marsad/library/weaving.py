"""Weaves records: those of files, without a database."""

from __future__ import annotations

import pathlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import IO, Any, Final

import msgspec

from marsad.errors import MarsadError
from marsad.weave.cluster import Judged, Weaver
from marsad.weave.objects import Telling, tellings
from marsad.weave.output import Records, finished

MAX_LINE: Final = 64_000_000  # bytes of one record
_KEPT: Final = 400  # reports whose records are held at once

RecordOf = Callable[[str], Mapping[str, Any]]


class RecordFile:
    """Records of JSONL files (``marsad read --format jsonl``), each fetched again where it stands.

    Raises ``no-such-file``, ``unreadable``, ``bad-record``. A report that stands in them twice counts once, as it
    stands last.
    """

    def __init__(self, paths: Sequence[str | pathlib.Path]) -> None:
        self._files: list[IO[bytes]] = []
        self._at: dict[str, tuple[int, int]] = {}
        self.tellings: dict[str, list[Telling]] = {}
        for path in paths:
            self._read(path)

    def _read(self, path: str | pathlib.Path) -> None:
        import shutil
        import sys
        import tempfile

        if str(path) == "-":
            file: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115
            shutil.copyfileobj(sys.stdin.buffer, file)
            file.seek(0)
        else:
            try:
                file = open(path, "rb")  # noqa: SIM115 - kept open: records are fetched from it again
            except FileNotFoundError as error:
                raise MarsadError("no-such-file", str(path)) from error
            except OSError as error:
                raise MarsadError("unreadable", f"{path}: {error.strerror}") from error
        number = len(self._files)
        self._files.append(file)
        line, at = 0, 0
        while text := file.readline(MAX_LINE + 1):
            line += 1
            if len(text) > MAX_LINE:
                raise MarsadError("bad-record", f"{path}:{line}: longer than {MAX_LINE:,} bytes")
            if text.strip():
                try:
                    record = msgspec.json.decode(text)
                    made = tellings(record)
                    id = str(record["id"])
                except (msgspec.DecodeError, KeyError, TypeError, IndexError, ValueError, AttributeError) as error:
                    raise MarsadError("bad-record", f"{path}:{line}: {type(error).__name__} {error}"[:200]) from error
                self._at[id] = (number, at)
                self.tellings[id] = made
            at = file.tell()

    def record(self, id: str) -> Mapping[str, Any]:
        """The record of a report, decoded anew."""
        number, at = self._at[id]
        file = self._files[number]
        file.seek(at)
        found: Mapping[str, Any] = msgspec.json.decode(file.readline(MAX_LINE + 1))
        return found


def weave_files(paths: Sequence[str | pathlib.Path], judged: Judged | None = None) -> Iterator[dict[str, Any]]:
    """The clusters of the records in some files, in the order of their first members."""
    from marsad.weave.cluster import weave

    files = RecordFile(paths)
    weaver = weave(files.tellings.values(), judged)
    yield from clusters(weaver, files.tellings.__getitem__, files.record)


def clusters(
    weaver: Weaver, tellings_of: Callable[[str], Sequence[Telling]], record_of: RecordOf
) -> Iterator[dict[str, Any]]:
    """All clusters of a weaver as they are printed."""
    records = Records(record_of, tellings_of, kept=_KEPT)
    for cluster in weaver.clusters.values():
        yield finished(weaver, cluster, records)
