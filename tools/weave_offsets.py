#!/usr/bin/env python3
"""Clusters of reports that may not be shipped, annotated as offsets alone, and back to what ``evaluate weave`` reads.

    weave_offsets.py pack GOLD_DIR --corpus DIR [--out DIR] [--name NAME]   ID.gold.json -> ID.offsets.json
    weave_offsets.py unpack OUT_DIR --corpus DIR [--offsets DIR]   ID.offsets.json -> ID.gold.json and reports.jsonl

``ID.offsets.json`` is a cluster of the weave's gold (`marsad.evaluate.weave`) with ``[start, end)`` of title, newline,
text in place of each snippet, and ``texts``: the digest of each report's text. ``corpus`` names the file of the folder
DIR that holds the reports. Unpacking writes real text, so it refuses to write inside this repository.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import pathlib
import re
import sys
from collections.abc import Callable
from typing import Any

ROOT = pathlib.Path(__file__).resolve().parent.parent
OFFSETS = ROOT / "tests" / "gold_weave_offsets"

Json = dict[str, Any]


def texts(corpus: pathlib.Path, name: str, ids: set[str]) -> dict[str, Json]:
    """Rows of a corpus file by id. Raises `KeyError` where one is missing."""
    with gzip.open(corpus / name, "rt", encoding="utf-8") as lines:
        found = {row["id"]: row for line in lines if (row := json.loads(line))["id"] in ids}
    if missing := ids - found.keys():
        raise KeyError(f"{name} has no report {sorted(missing)[0]}")
    return found


def full_text(row: Json) -> str:
    """The text that is annotated: title, newline, text."""
    return f"{row['title']}\n{row['text']}"


def places(gold: Json, change: Callable[[str, Any], Any]) -> Json:
    """The cluster with each snippet or span of its events and distractors changed; `change` gets report and place."""
    made: Json = json.loads(json.dumps(gold))
    for event in made["events"]:
        event["in"] = {report: change(report, place) for report, place in event["in"].items()}
    for row in made["distractors"]:
        if "refers" in row:
            row["refers"] = {key: change(row["report"], place) for key, place in row["refers"].items()}
    return made


def reports(gold: Json) -> set[str]:
    """The ids of all reports of a cluster."""
    return {*gold["reports"], *(row["report"] for row in gold["distractors"])}


def pack(gold: Json, corpus: pathlib.Path, name: str) -> Json:
    """The offsets of one cluster. Raises `ValueError` where a snippet is not in its report."""
    rows = texts(corpus, name, reports(gold))

    def offsets(report: str, snippet: str) -> list[int]:
        found = re.fullmatch(r"(.*?)\[\[(.+?)\]\](.*)", snippet, re.DOTALL)
        whole = "".join(found.groups()) if found else ""
        at = full_text(rows[report]).find(whole)
        if found is None or at < 0:
            raise ValueError(f"{report}: {snippet}")
        start = at + len(found[1])
        return [start, start + len(found[2])]

    made = places(gold, offsets)
    digests = {i: hashlib.sha256(full_text(row).encode()).hexdigest()[:16] for i, row in sorted(rows.items())}
    return {"corpus": name, "texts": digests, **made}


def unpack(data: Json, corpus: pathlib.Path) -> tuple[Json, list[Json]]:
    """A cluster with snippets again, and its reports. Raises `ValueError` where the corpus has another text."""
    rows = texts(corpus, data["corpus"], set(data["texts"]))
    for report, digest in data["texts"].items():
        if hashlib.sha256(full_text(rows[report]).encode()).hexdigest()[:16] != digest:
            raise ValueError(f"{report}: another text than the one that was annotated")

    def snippet(report: str, place: list[int]) -> str:
        text, (start, end) = full_text(rows[report]), place
        left, right = start, end
        while text.find(text[left:right]) != left:  # the first place of the snippet has to be the one that is meant
            left, right = max(0, left - 4), min(len(text), right + 4)
        return f"{text[left:start]}[[{text[start:end]}]]{text[end:right]}"

    gold = places({k: v for k, v in data.items() if k not in ("corpus", "texts")}, snippet)
    return gold, [rows[i] for i in sorted(rows)]


def _write(path: pathlib.Path, data: Json) -> None:
    path.write_text(json.dumps(data, ensure_ascii=False, indent=1) + "\n", "utf-8")


def main() -> None:
    """Packs or unpacks the clusters of a folder."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("way", choices=("pack", "unpack"))
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--corpus", type=pathlib.Path, required=True)
    parser.add_argument("--offsets", type=pathlib.Path, default=OFFSETS)
    parser.add_argument("--out", type=pathlib.Path, default=OFFSETS)
    parser.add_argument("--name", default="ant2018.jsonl.gz")
    args = parser.parse_args()
    if args.way == "pack":
        for path in sorted(args.folder.glob("*.gold.json")):
            made = pack(json.loads(path.read_text("utf-8")), args.corpus, args.name)
            _write(args.out / path.name.replace(".gold.", ".offsets."), made)
        return
    if args.folder.resolve().is_relative_to(ROOT):
        sys.exit(f"{args.folder} is inside the repository: reports are not to be written there")
    args.folder.mkdir(parents=True, exist_ok=True)
    found: dict[str, Json] = {}
    for path in sorted(args.offsets.glob("*.offsets.json")):
        gold, rows = unpack(json.loads(path.read_text("utf-8")), args.corpus)
        _write(args.folder / path.name.replace(".offsets.", ".gold."), gold)
        found.update((row["id"], row) for row in rows)
    lines = (json.dumps(found[i], ensure_ascii=False) for i in sorted(found))
    (args.folder / "reports.jsonl").write_text("\n".join(lines) + "\n", "utf-8")


if __name__ == "__main__":
    main()
