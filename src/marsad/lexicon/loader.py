"""Reads the data folders (`arabic/`, `knowledge/`) and keeps what is compiled from them in a cache.

Parsing YAML takes seconds, reading the compiled JSON takes milliseconds. The cache is plain JSON in the user's cache
folder, named by a hash of the sources and of this version; a cache that cannot be written is done without.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import pathlib
import tempfile
from collections.abc import Callable, Iterable
from functools import cache
from typing import TypeVar

import msgspec
import platformdirs

from marsad.errors import MarsadError
from marsad.settings import text_setting

T = TypeVar("T")

ROOT = pathlib.Path(__file__).resolve().parent.parent
DATA_FOLDERS = ("arabic", "knowledge")
KEPT = 4
"""Caches of one table that are kept: who reads with and without knowledge of his own compiles neither anew."""


def data_files(pattern: str) -> list[pathlib.Path]:
    """Data files by a pattern such as ``arabic/times.yaml`` or ``knowledge/places/*.yaml``, sorted, cases left out."""
    found = [p for p in ROOT.glob(pattern) if not p.name.endswith(".cases.yaml")]
    if not found:
        raise MarsadError("bad-lexicon", f"no file {pattern}")
    return sorted(found)


def overlay() -> pathlib.Path | None:
    """The users' own folder of knowledge (setting ``knowledge_dir``), laid out as ``knowledge/`` is; None without one.

    Raises ``bad-setting`` where the folder is not there.
    """
    given = text_setting("knowledge_dir")
    if not given:
        return None
    folder = pathlib.Path(given)
    if not folder.is_dir():
        raise MarsadError("bad-setting", f"knowledge_dir: there is no folder {given}")
    return folder


def overlay_files(pattern: str) -> list[pathlib.Path]:
    """Files of the users' folder that a pattern such as ``knowledge/people/*.yaml`` means, sorted, cases left out."""
    folder = overlay()
    if folder is None or not pattern.startswith("knowledge/"):
        return []
    found = folder.glob(pattern.removeprefix("knowledge/"))
    return sorted(p for p in found if p.is_file() and not p.name.endswith(".cases.yaml"))


def read_yaml(path: pathlib.Path, shape: type[T]) -> T:
    """A YAML file, checked against a msgspec type; raises ``bad-lexicon`` with file and place."""
    import yaml

    try:
        loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
        return msgspec.convert(yaml.load(path.read_text("utf-8"), loader), shape)  # noqa: S506 safe loader
    except (yaml.YAMLError, msgspec.ValidationError, UnicodeDecodeError) as error:
        raise MarsadError("bad-lexicon", f"{path.name}: {error}") from error


@cache
def _version() -> bytes:
    """Changes whenever a module that compiles data changes, so that no stale cache is read."""
    digest = hashlib.blake2b()
    for name in ("lexicon", "annotate", "text", "link", "ingest", "folding.py"):
        path = ROOT / name
        for source in [path] if path.is_file() else sorted(path.glob("*.py")):
            stat = source.stat()
            digest.update(f"{source.name}:{stat.st_size}:{stat.st_mtime_ns}".encode())
    return digest.digest()


def _cache_file(name: str, sources: Iterable[pathlib.Path]) -> pathlib.Path:
    digest = hashlib.blake2b(_version(), digest_size=16)
    for path in sources:
        digest.update(str(path.relative_to(ROOT) if path.is_relative_to(ROOT) else path.name).encode())
        digest.update(path.read_bytes())
    folder = pathlib.Path(os.environ.get("MARSAD_CACHE_DIR") or platformdirs.user_cache_dir("marsad", appauthor=False))
    return folder / f"{name}-{digest.hexdigest()}.json"


def compiled(name: str, patterns: Iterable[str], shape: type[T], build: Callable[[], T]) -> T:
    """What `build` makes of the data files that match `patterns`, from the cache where it holds it.

    `shape` is a type that msgspec can write as JSON and read back (dicts, lists, tuples, Structs).
    """
    sources = [p for pattern in patterns for p in (*data_files(pattern), *overlay_files(pattern))]
    file = _cache_file(name, sources)
    with contextlib.suppress(OSError, msgspec.MsgspecError):
        return msgspec.json.decode(file.read_bytes(), type=shape)
    made = build()
    with contextlib.suppress(OSError):
        file.parent.mkdir(parents=True, exist_ok=True)
        known = sorted(file.parent.glob(f"{name}-*.json"), key=lambda p: p.stat().st_mtime, reverse=True)
        for old in known[KEPT - 1 :]:
            old.unlink(missing_ok=True)
        with tempfile.NamedTemporaryFile(dir=file.parent, delete=False) as temporary:
            temporary.write(msgspec.json.encode(made))
        os.replace(temporary.name, file)
    return made
