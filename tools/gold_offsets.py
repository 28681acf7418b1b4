#!/usr/bin/env python3
"""Gold annotation of reports that may not be shipped, kept as offsets alone, and back again.

    gold_offsets.py pack GOLD_DIR --corpus DIR [--out DIR]     ID.gold.json, ID.txt, ID.meta.json -> ID.offsets.json
    gold_offsets.py unpack OUT_DIR --corpus DIR [--offsets DIR] ID.offsets.json -> ID.gold.json, ID.txt, ID.meta.json

``ID.offsets.json`` holds no word of its report: ``corpus`` (a ``*.jsonl.gz`` file of the folder DIR), ``corpus_id``
(the report's ``id`` in it) and ``sha256`` say which text is meant, which is title, newline, text; all spans are
``[start, end)`` in code points of it. ``entities`` have ``type``, ``name_en``, ``name_ar`` (encyclopaedic names of
known entities only), ``roles`` (every place of a describing form), ``country``, ``sector``, ``class``, ``of``;
``mentions`` are the places of proper names; ``times``, ``statements`` and ``furniture`` are as in ``ID.gold.json``
with spans for snippets; so are ``events``, where they are annotated (without their tolls).

Unpacking writes real text, so it refuses to write inside this repository. Forms that would also match where they are
no name ("السعودية" as an adjective) are fenced off by an entity ``_not_names``, which counts for nothing in scores.
"""

from __future__ import annotations

import argparse
import functools
import gzip
import hashlib
import json
import pathlib
import re
import sys
from typing import Any

from marsad.evaluate.gold import Gold, from_offsets, from_snippets, occurrences

ROOT = pathlib.Path(__file__).resolve().parent.parent
OFFSETS = ROOT / "tests" / "gold_offsets"
FENCE = "_not_names"
STATEMENT = ("speaker", "addressees", "parent", "mode", "channel", "force")
EVENT = ("type", "actors", "recipients", "status", "date", "place", "in")

Json = dict[str, Any]
Range = tuple[int, int]


def full_text(row: Json) -> str:
    """The text that is annotated: title, newline, text."""
    return f"{row['title']}\n{row['text']}" if row.get("title") else str(row["text"])


@functools.lru_cache(maxsize=64)
def corpus_row(corpus: pathlib.Path, name: str, key: str) -> Json:
    """One report of a corpus file. Raises `KeyError` where the file has none of that id."""
    with gzip.open(corpus / name, "rt", encoding="utf-8") as lines:
        for line in lines:
            row: Json = json.loads(line)
            if row["id"] == key:
                return row
    raise KeyError(f"{name} has no report {key}")


def pack(path: pathlib.Path, corpus: pathlib.Path) -> Json:
    """The offsets of one ``ID.gold.json``. Raises `ValueError` where its text is not the corpus's."""
    raw: Json = json.loads(path.read_text("utf-8"))
    meta: Json = json.loads(path.with_name(path.name.replace(".gold.", ".meta.")).read_text("utf-8"))
    gold = from_snippets(path)
    if full_text(corpus_row(corpus, meta["corpus"], meta["corpus_id"])) != gold.text:
        raise ValueError(f"{path.name}: its text is not that of {meta['corpus']} {meta['corpus_id']}")
    return {
        "id": raw["id"],
        "corpus": meta["corpus"],
        "corpus_id": meta["corpus_id"],
        "sha256": hashlib.sha256(gold.text.encode()).hexdigest(),
        "outlet": raw.get("outlet"),
        "published": raw.get("published"),
        "entities": {k: _packed_entity(e, gold.text) for k, e in raw["entities"].items() if k != FENCE},
        "mentions": [{"span": list(m.span), "entity": m.entity} for m in gold.mentions if m.entity != FENCE],
        "times": [{"span": list(t.span), "type": t.type, "value": t.value} for t in gold.times],
        "statements": [
            {
                "id": s.id,
                "cue": s.cue and list(s.cue),
                "source": s.source and list(s.source),
                "content": list(s.content),
            }
            | {k: r.get(k) for k in STATEMENT}
            for s, r in zip(gold.statements, raw["statements"], strict=True)
        ],
        "furniture": [list(f) for f in gold.furniture],
    } | _packed_events(raw, gold)


def _packed_events(raw: Json, gold: Gold) -> Json:
    """The events with spans; nothing where none are annotated."""
    if not raw["events"]:
        return {}
    rows = zip(gold.events, raw["events"], strict=True)
    events = [{"id": e.id, "trigger": e.trigger and list(e.trigger)} | {k: r.get(k) for k in EVENT} for e, r in rows]
    return {"events": events}


def _packed_entity(entity: Json, text: str) -> Json:
    """An entity without words of the text: descriptions go, names that an encyclopaedia has stay."""
    known = entity["type"] != "ANON" and entity.get("name_en")
    out: Json = {"type": entity["type"], "name_en": entity.get("name_en") if known else None}
    if known:
        out["name_ar"] = entity["name_ar"]
    out["country"], out["sector"] = entity.get("country"), entity.get("sector")
    if entity["type"] == "ANON":
        out["class"], out["of"] = entity["class"], entity["of"]
    out["roles"] = sorted({span for role in entity.get("roles", []) for span in occurrences(text, role)})
    return out


def dump(packed: Json) -> str:
    """The offsets as JSON, one entity, mention or statement a line, so that changes show as lines."""

    def line(value: Any) -> str:
        return json.dumps(value, ensure_ascii=False)

    parts = []
    for key, value in packed.items():
        if isinstance(value, dict):
            rows = ",\n".join(f"  {line(k)}: {line(v)}" for k, v in value.items())
            parts.append(f" {line(key)}: {{\n{rows}\n }}")
        elif isinstance(value, list) and value:
            rows = ",\n".join(f"  {line(v)}" for v in value)
            parts.append(f" {line(key)}: [\n{rows}\n ]")
        else:
            parts.append(f" {line(key)}: {line(value)}")
    return "{\n" + ",\n".join(parts) + "\n}\n"


def unpack(path: pathlib.Path, corpus: pathlib.Path, out: pathlib.Path) -> None:
    """Writes the gold files of one ``ID.offsets.json`` into the folder `out`.

    Raises ``bad-gold`` where the corpus has not the text annotated, `ValueError` where `out` lies in this repository
    or the files written would not say the same as the offsets.
    """
    if out.resolve().is_relative_to(ROOT):
        raise ValueError(f"{out} lies in the repository, where the text of the corpus may not be kept")
    raw: Json = json.loads(path.read_text("utf-8"))
    gold = from_offsets(path, corpus)
    text, name = gold.text, raw["id"]
    entities = {key: _unpacked_entity(key, e, gold) for key, e in raw["entities"].items()}
    if fence := fences(text, {m.span for m in gold.mentions}):
        entities[FENCE] = {
            "type": "ANON",
            "name_ar": FENCE,
            "mentions": fence,
            "roles": [],
            "class": "other",
            "of": None,
        }
    written = {
        "id": name,
        "outlet": raw["outlet"],
        "published": raw["published"],
        "entities": entities,
        "times": [{"at": marked(text, t.span), "type": t.type, "value": t.value} for t in gold.times],
        "statements": [
            {
                "id": s.id,
                "cue": s.cue and marked(text, s.cue),
                "source": s.source and marked(text, s.source),
                "content": stretch(text, s.content),
            }
            | {k: r[k] for k in STATEMENT}
            for s, r in zip(gold.statements, raw["statements"], strict=True)
        ],
        "events": [
            {"id": e.id, "trigger": e.trigger and marked(text, e.trigger)} | {k: r[k] for k in EVENT}
            for e, r in zip(gold.events, raw.get("events", ()), strict=True)
        ],
        "furniture": [stretch(text, f) for f in gold.furniture],
    }
    meta = {"id": name, "outlet": gold.outlet, "published": raw["published"], "author": gold.author}
    meta |= {"corpus": raw["corpus"], "corpus_id": raw["corpus_id"]}
    out.mkdir(parents=True, exist_ok=True)
    (out / f"{name}.txt").write_text(text, "utf-8", newline="")
    for kind, value in (("gold", written), ("meta", meta)):
        (out / f"{name}.{kind}.json").write_text(json.dumps(value, ensure_ascii=False, indent=1) + "\n", "utf-8")
    if pack(out / f"{name}.gold.json", corpus) != json.loads(json.dumps(raw), object_hook=_spans_of_roles):
        raise ValueError(f"{path.name}: the snippets written do not lead back to the same offsets")


def _spans_of_roles(value: Json) -> Json:
    """`roles` as tuples, as `pack` has them."""
    return value | {"roles": [tuple(r) for r in value["roles"]]} if "roles" in value else value


def _unpacked_entity(key: str, entity: Json, gold: Gold) -> Json:
    """An entity with its forms read from the text; one without a known name is called by its fullest form."""
    roles = list(dict.fromkeys(gold.text[slice(*r)] for r in entity["roles"]))
    names = list(dict.fromkeys(gold.text[slice(*m.span)] for m in gold.mentions if m.entity == key))
    name = entity.get("name_ar") or max(names or roles or [key], key=len)
    return {**entity, "name_ar": name, "mentions": names, "roles": roles}


def marked(text: str, span: Range) -> str:
    """The span in ``[[ ]]`` with as much of the text around it as makes the snippet the only one of its kind."""
    start, end = span
    before, after = start, end
    while text.count(text[before:after]) > 1:
        after = min(len(text), after + 1)
        if text.count(text[before:after]) > 1:
            before = max(0, before - 1)
    return f"{text[before:start]}[[{text[start:end]}]]{text[end:after]}"


def stretch(text: str, span: Range) -> dict[str, str]:
    """A long span by its two ends: the first snippet is unique, the second the first of its kind from there on."""
    start, end = span
    first, last = min(start + 12, len(text)), max(start, end - 12)
    while text.count(text[start:first]) > 1:
        first += 1
    while text.find(text[last:end], start) + (end - last) != end:
        last -= 1
    return {"start": text[start:first], "end": text[last:end]}


def fences(text: str, names: set[Range]) -> list[str]:
    """Longer forms around the places where a name's form stands but is no name, so that they are not taken for it.

    Raises `ValueError` where no neighbouring word makes such a form.
    """
    out: list[str] = []
    for form in sorted({text[a:b] for a, b in names}, key=len, reverse=True):
        for start, end in occurrences(text, form):
            if any(start < b and a < end for a, b in names) or any(
                a <= start and end <= b for fence in out for a, b in occurrences(text, fence)
            ):
                continue
            before = re.search(r"\w+\W+$", text[:start])
            after = re.match(r"\W+\w+", text[end:])
            longer = [text[before.start() : end]] if before else []
            longer += [text[start : end + after.end()]] if after else []
            clear = [f for f in longer if not any(a < y and x < b for x, y in occurrences(text, f) for a, b in names)]
            if not clear:
                raise ValueError(f"no form keeps {form!r} at {start} apart from the name")
            out.append(clear[0])
    return out


def main() -> int:
    """Packs or unpacks a folder; exit code 1 where one of its files failed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=("pack", "unpack"))
    parser.add_argument("folder", type=pathlib.Path, help="pack: the gold folder; unpack: where to write")
    parser.add_argument("--corpus", type=pathlib.Path, default=ROOT.parent / "shared" / "corpus")
    parser.add_argument("--offsets", "--out", type=pathlib.Path, default=OFFSETS, help="the folder of ID.offsets.json")
    args = parser.parse_args()
    failed = 0
    if args.what == "pack":
        args.offsets.mkdir(parents=True, exist_ok=True)
    for path in sorted((args.folder if args.what == "pack" else args.offsets).glob(f"*.{_KIND[args.what]}.json")):
        try:
            if args.what == "pack":
                name = path.name.replace(".gold.", ".offsets.")
                (args.offsets / name).write_text(dump(pack(path, args.corpus)), "utf-8")
            else:
                unpack(path, args.corpus, args.folder)
        except Exception as error:
            print(f"{path.name}: {error}", file=sys.stderr)
            failed += 1
    return int(failed > 0)


_KIND = {"pack": "gold", "unpack": "offsets"}

if __name__ == "__main__":
    sys.exit(main())
