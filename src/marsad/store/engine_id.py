"""Which engine made a record: the version, and a digest of the code and the data that read reports."""

from __future__ import annotations

import hashlib
from functools import cache
from typing import Final

from marsad import __version__
from marsad.lexicon.loader import ROOT

# What a record depends on. The store itself, commands and exports are not among them.
_PARTS: Final = (
    "document.py",
    "folding.py",
    "pipeline.py",
    "record.py",
    "ingest/furniture.py",
    "ingest/datelines.py",
    "ingest/repeats.py",
    "ingest/lines.py",
    "text/*.py",
    "lexicon/*.py",
    "annotate/*.py",
    "link/*.py",
    "arabic/**/*.yaml",
    "knowledge/**/*.yaml",
)


@cache
def engine_id() -> str:
    """Such as ``0.1.0+5e0c2f1a``: another one whenever rules or lexicon, and so perhaps records, are others."""
    digest = hashlib.blake2b(digest_size=4)
    for pattern in _PARTS:
        for path in sorted(ROOT.glob(pattern)):
            if not path.name.endswith(".cases.yaml"):
                digest.update(path.relative_to(ROOT).as_posix().encode() + b"\0" + path.read_bytes())
    return f"{__version__}+{digest.hexdigest()}"
