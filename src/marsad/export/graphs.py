"""Graphs of actors: nodes are who is who across reports, edges single acts or tellings; written as GraphML or GEXF.

Edges wait in a temporary file until the nodes are written; in memory are only the keys of the nodes.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Iterator
from typing import Any, Final
from xml.sax.saxutils import escape, quoteattr

import msgspec

from marsad.export.parts import Facts, Record, days, gloss, json, label

Edge = tuple[str, str, dict[str, Any]]  # from, to, what is said of it
Found = tuple[list[tuple[str, Record]], list[Edge]]

NODE: Final = ("label", "name_ar", "type", "country", "sector")
EDGE: Final = ("label", "kind", "mode", "status", "date", "score", "report", "of", "outlet")
_DOUBLE: Final = frozenset({"score"})
_BYTES: Final = 8 << 20  # of edges that are kept in memory


def acts(record: Record) -> Found:
    """Who does what to whom: from each actor to each recipient of an event."""
    facts = Facts(record)
    nodes: list[tuple[str, Record]] = []
    edges: list[Edge] = []
    for event in record["events"]:
        actors, recipients = facts.named(event["actors"]), facts.named(event["recipients"])
        keys = {e["id"]: facts.who(e) for e in (*actors, *recipients)}
        nodes += [(keys[e["id"]], e) for e in (*actors, *recipients)]
        said = {
            "label": gloss(event),
            "kind": event["type"],
            "mode": event["mode"],
            "status": event["status"],
            "date": days(event)[0],
            "score": event.get("score"),
            "report": facts.id,
            "of": event["id"],
            "outlet": facts.outlet(),
        }
        edges += [(keys[a["id"]], keys[r["id"]], said) for a in actors for r in recipients]
    return nodes, edges


def tells(record: Record) -> Found:
    """Who tells whom: a speaker to his addressees, and to who passes it on: the speaker above, at last the outlet."""
    facts = Facts(record)
    nodes: list[tuple[str, Record]] = []
    edges: list[Edge] = []
    for statement in record["statements"]:
        speaker = facts.entity(statement["speaker"])
        if speaker is None:
            continue
        told = [(entity, "addressee") for entity in facts.named(statement["addressees"])]
        above = facts.statements.get(statement["parent"])
        passes = facts.entity(above["speaker"]) if above is not None else facts.entity(record["outlet"])
        if passes is not None and passes is not speaker:
            told.append((passes, "passed_on" if above is not None else "outlet"))
        nodes += [(facts.who(e), e) for e in (speaker, *(entity for entity, _ in told))]
        for entity, kind in told:
            said = {
                "label": statement["force"],
                "kind": kind,
                "mode": statement["channel"],
                "status": statement["quotation"],
                "date": facts.day,
                "score": None,
                "report": facts.id,
                "of": statement["id"],
                "outlet": facts.outlet(),
            }
            edges.append((facts.who(speaker), facts.who(entity), said))
    return nodes, edges


def graphml(records: Iterable[Record], found: Callable[[Record], Found]) -> Iterator[bytes]:
    """A directed graph with parallel edges as GraphML."""
    yield b'<?xml version="1.0" encoding="UTF-8"?>\n<graphml xmlns="http://graphml.graphdrawing.org/xmlns">\n'
    for on, names in (("node", NODE), ("edge", EDGE)):
        for name in names:
            kind = "double" if name in _DOUBLE else "string"
            yield f'<key id="{on[0]}_{name}" for="{on}" attr.name="{name}" attr.type="{kind}"/>\n'.encode()
    yield b'<graph edgedefault="directed">\n'
    for node, edge in _streamed(records, found):
        if node is not None:
            who, entity = node
            values = "".join(_data("n", name, value) for name, value in zip(NODE, _node(entity), strict=True))
            yield _bytes(f"<node id={_attr(who)}>{values}</node>\n")
        elif edge is not None:
            number, (source, target, said) = edge
            values = "".join(_data("e", name, said[name]) for name in EDGE)
            yield _bytes(f'<edge id="e{number}" source={_attr(source)} target={_attr(target)}>{values}</edge>\n')
    yield b"</graph>\n</graphml>\n"


def gexf(records: Iterable[Record], found: Callable[[Record], Found]) -> Iterator[bytes]:
    """A directed graph with parallel edges as GEXF 1.2."""
    yield b'<?xml version="1.0" encoding="UTF-8"?>\n<gexf xmlns="http://www.gexf.net/1.2draft" version="1.2">\n'
    yield b'<graph mode="static" defaultedgetype="directed">\n'
    for on, names in (("node", NODE[1:]), ("edge", EDGE[1:])):
        yield f'<attributes class="{on}" mode="static">'.encode()
        for name in names:
            kind = "double" if name in _DOUBLE else "string"
            yield f'<attribute id="{on[0]}_{name}" title="{name}" type="{kind}"/>'.encode()
        yield b"</attributes>\n"
    yield b"<nodes>\n"
    in_nodes = True
    for node, edge in _streamed(records, found):
        if node is not None:
            who, entity = node
            head, *rest = _node(entity)
            values = _values("n", NODE[1:], rest)
            yield _bytes(f"<node id={_attr(who)} label={_attr(head or who)}>{values}</node>\n")
        elif edge is not None:
            if in_nodes:
                in_nodes = False
                yield b"</nodes>\n<edges>\n"
            number, (source, target, said) = edge
            ends = f"source={_attr(source)} target={_attr(target)} label={_attr(said['label'] or '')}"
            values = _values("e", EDGE[1:], [said[name] for name in EDGE[1:]])
            yield _bytes(f'<edge id="{number}" {ends}>{values}</edge>\n')
    yield b"</nodes>\n<edges>\n</edges>\n" if in_nodes else b"</edges>\n"
    yield b"</graph>\n</gexf>\n"


def _streamed(
    records: Iterable[Record], found: Callable[[Record], Found]
) -> Iterator[tuple[tuple[str, Record] | None, tuple[int, Edge] | None]]:
    """All nodes, each once, and then all edges."""
    seen: set[str] = set()
    with tempfile.SpooledTemporaryFile(max_size=_BYTES) as waiting:
        for record in records:
            nodes, edges = found(record)
            for who, entity in nodes:
                if who not in seen:
                    seen.add(who)
                    yield (who, entity), None
            for edge in edges:
                waiting.write(json(edge) + b"\n")
        waiting.seek(0)
        for number, line in enumerate(waiting):
            yield None, (number, msgspec.json.decode(line, type=Edge))


def _node(entity: Record) -> list[str | None]:
    return [label(entity), label(entity, "ar"), entity["type"], entity["country"], entity["sector"]]


def _data(on: str, name: str, value: Any) -> str:
    return "" if value is None else f'<data key="{on}_{name}">{escape(_clean(value))}</data>'


def _values(on: str, names: Iterable[str], values: Iterable[Any]) -> str:
    told = "".join(
        f'<attvalue for="{on}_{name}" value={_attr(value)}/>'
        for name, value in zip(names, values, strict=True)
        if value is not None
    )
    return f"<attvalues>{told}</attvalues>"


def _attr(value: Any) -> str:
    return quoteattr(_clean(value))


def _clean(value: Any) -> str:
    """Without what XML cannot hold."""
    text = str(value)
    return "".join(c if c >= " " and c not in "\ufffe\uffff" and not "\ud800" <= c <= "\udfff" else " " for c in text)


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "replace")
