#!/usr/bin/env python3
"""Looks for text of the shared folder in this repository: runs of words that stand in both.

The shared reports may be read but not copied. Every tracked text file is cut into runs of eight Arabic words (spelling
variants made one), line by line; then the shared texts are gone through once. A run of eight may be a full title with
its holder's name and is only listed; two words more are a copy, and the exit code is 1. Without the folder there is
nothing to compare, which is said.
"""

from __future__ import annotations

import gzip
import json
import os
import pathlib
import re
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

ROOT = pathlib.Path(__file__).resolve().parent.parent
RUN = 8
COPY = 10
_WORD = re.compile("[\u0621-\u064a\u0660-\u0669]{2,}|[0-9]+")
_FOLD = str.maketrans({"أ": "ا", "إ": "ا", "آ": "ا", "ى": "ي", "ة": "ه", "ـ": None})


def runs(text: str, ends: str = "\n") -> Iterator[tuple[str, ...]]:
    """The runs of eight words of a text; none goes over one of the characters `ends`."""
    for line in re.split(f"[{re.escape(ends)}]", text):
        words = [w.translate(_FOLD) for w in _WORD.findall(line)]
        for i in range(len(words) - RUN + 1):
            yield tuple(words[i : i + RUN])


def tracked() -> dict[tuple[str, ...], str]:
    """Each run of the tracked files, and where it stands."""
    names = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True).stdout.decode()
    out: dict[tuple[str, ...], str] = {}
    for name in filter(None, names.split("\0")):
        path = ROOT / name
        try:
            text = path.read_text("utf-8")
        except (UnicodeDecodeError, FileNotFoundError, IsADirectoryError):
            continue
        # Data files list names and terms side by side: there a run ends with the entry.
        ends = '\n,[]{}":\t/' if name.startswith(("src/marsad/arabic", "src/marsad/knowledge")) else "\n"
        for number, line in enumerate(text.splitlines(), 1):
            for run in runs(line, ends):
                out.setdefault(run, f"{name}:{number}")
    return out


def strings(data: Any) -> Iterator[str]:
    """All strings of a JSON value."""
    if isinstance(data, str):
        yield data
    elif isinstance(data, dict):
        for value in data.values():
            yield from strings(value)
    elif isinstance(data, list):
        for value in data:
            yield from strings(value)


def shared_texts(folder: pathlib.Path) -> Iterator[tuple[str, str]]:
    """Every text of the shared folder with the name of its file."""
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        name = str(path.relative_to(folder))
        if name.endswith((".jsonl", ".jsonl.gz")):
            data = path.read_bytes()
            for line in (gzip.decompress(data) if name.endswith(".gz") else data).splitlines():
                for text in strings(json.loads(line)):
                    yield name, text
        elif name.endswith(".json"):
            for text in strings(json.loads(path.read_text("utf-8"))):
                yield name, text
        elif name.endswith((".txt", ".md")):
            yield name, path.read_text("utf-8")


def main() -> int:
    """Prints each run that stands in both."""
    folder = pathlib.Path(os.environ.get("MARSAD_SHARED") or ROOT.parent / "shared")
    if not folder.is_dir():
        print("copies: skipped, there is no shared folder to compare with")
        return 0
    ours = tracked()
    firsts = {run[0] for run in ours}
    found: dict[str, tuple[int, str]] = {}
    for name, text in shared_texts(folder):
        for line in text.splitlines():
            words = [w.translate(_FOLD) for w in _WORD.findall(line)]
            length = RUN - 1  # words of the present stretch that stands in both
            for i in range(len(words) - RUN + 1):
                run = tuple(words[i : i + RUN]) if words[i] in firsts else ()
                if run not in ours:
                    length = RUN - 1
                    continue
                length += 1
                place = ours[run]
                if length > found.get(place, (0, ""))[0]:
                    found[place] = length, f"{name}: {' '.join(words[i + RUN - length : i + RUN])}"
    copies = sum(length >= COPY for length, _ in found.values())
    for place, (length, where) in sorted(found.items()):
        print(f"{'COPY' if length >= COPY else 'look'}  {place}: {length} words also in {where}")
    print(f"copies: {len(ours)} runs of {RUN} words compared, {len(found)} stand in both, {copies} of them copies")
    return 1 if copies else 0


if __name__ == "__main__":
    sys.exit(main())
