"""Each format is read back by the library or rules of its own, and says what the record says."""

from __future__ import annotations

import csv
import datetime
import io
import json
import os
import pathlib
import re
import socket
from typing import Any, Final

import icalendar
import networkx
import pyarrow.parquet as pq
import pytest
import stix2
from pyld import jsonld

from marsad.errors import MarsadError
from marsad.export import acled, cameo, parquet, parts, polecat
from marsad.export.formats import FORMATS, chunks, replaced
from marsad.lexicon import plover as codebook
from marsad.lexicon.coordinates import point

Record = dict[str, Any]

CI: Final = "MARSAD_TEST_POSTGRES" in os.environ
"""Set where nothing may be skipped."""


def ftm_model() -> Any:
    """The model of followthemoney, which needs the headers of ICU to install: CI has it, a bare machine may not."""
    if not CI:
        pytest.importorskip("followthemoney", reason="followthemoney is not installed (it builds on ICU's headers)")
    from followthemoney import model

    return model


def made(name: str, records: list[Record], **kept: tuple[str, ...]) -> bytes:
    return b"".join(chunks(name, iter(records), **kept))


def rows(data: bytes, delimiter: str) -> list[dict[str, str]]:
    found = list(csv.DictReader(io.StringIO(data.decode("utf-8"), newline=""), delimiter=delimiter))
    assert all(None not in row and None not in row.values() for row in found)
    return found


def of_status(records: list[Record], *statuses: str) -> list[str]:
    return [f"{r['id']}_{e['id']}" for r in records for e in r["events"] if not statuses or e["status"] in statuses]


# What holds for all


@pytest.mark.parametrize("name", FORMATS)
def test_the_same_records_give_the_same_bytes(name: str, records: list[Record]) -> None:
    assert made(name, records) == made(name, records)
    assert made(name, []) is not None


@pytest.mark.parametrize("name", [n for n in FORMATS if n != "parquet" and not n.startswith(("graphml", "gexf"))])
def test_exports_stream(name: str, records: list[Record]) -> None:
    asked = 0

    def endless() -> Any:
        nonlocal asked
        while True:
            for record in records:
                asked += 1
                assert asked < 2_000
                yield {**record, "id": f"{record['id']}-{asked}"}

    stream = chunks(name, endless())
    for _ in range(200):
        next(stream)
    assert asked > 1


def test_parquet_and_gexf_stream_too(records: list[Record], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parquet, "GROUP", 5)
    given = iter(records * 50)
    stream = chunks("parquet", given)
    assert next(stream).startswith(b"PAR1")
    assert next(given, None) is not None
    given = iter(records * 50)  # nodes go out as they come, edges behind them
    stream = chunks("gexf", given)
    assert any(b"<node id" in next(stream) for _ in range(40))
    assert next(given, None) is not None


def test_formats_that_are_unknown() -> None:
    with pytest.raises(MarsadError, match="no-such-format"):
        chunks("excel", [])


def test_a_missing_extra_is_said_with_its_remedy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "pyarrow", None)
    with pytest.raises(MarsadError, match=r"no-extra.*marsad\[parquet\]"):
        chunks("parquet", [])


def test_a_file_is_put_in_place_when_it_is_whole(tmp_path: pathlib.Path) -> None:
    path = tmp_path / "out"
    path.write_bytes(b"before")
    with pytest.raises(ZeroDivisionError), replaced(path) as file:
        file.write(b"%d" % (1 // 0))
    assert path.read_bytes() == b"before"
    with replaced(path) as file:
        file.write(b"whole")
    assert path.read_bytes() == b"whole"
    assert [p.name for p in tmp_path.iterdir()] == ["out"]
    with pytest.raises(MarsadError, match="unwritable"), replaced(tmp_path / "no" / "x"):
        pass


def test_types_and_statuses_choose_events(records: list[Record]) -> None:
    for status in ("actual", "negated", "planned"):
        ids = [json.loads(line)["id"] for line in made("plover", records, statuses=(status,)).splitlines()]
        assert ids == of_status(records, status)
    assert {json.loads(line)["event_type"] for line in made("plover", records, types=("assault",)).splitlines()} == {
        "ASSAULT"
    }
    assert made("jsonl", records, types=("assault",)) == made("jsonl", records)


# Cells


@pytest.mark.parametrize(
    "value", ["=1+1", "+1+1", "-1+cmd|' /C calc'!A0", "@SUM(A1)", "\t=1", "\r=1", " =1", "\u200f=1", "＝1", "\ufeff@x"]
)
def test_no_cell_can_run_as_a_formula(value: str) -> None:
    assert parts.cell(value).startswith("'")


@pytest.mark.parametrize("value", [-9.3, -1, 0, 12, "مصر", "2018-03-05", "'x", "a=b"])
def test_cells_that_are_none_stay(value: Any) -> None:
    assert parts.cell(value) == str(value)


@pytest.mark.parametrize(("name", "delimiter"), [("polecat", "\t"), ("cameo", "\t"), ("acled", ",")])
def test_hostile_cells_stay_cells(name: str, delimiter: str, hostile: Record) -> None:
    data = made(name, [hostile], statuses=("actual", "planned", "hypothetical", "negated"))
    found = rows(data, delimiter)
    assert found or name == "acled"
    for row in found:
        for value in row.values():
            assert not re.match(r"[\s\u200f]*[=+@＝＋＠]", value)
            assert not value.startswith("-") or re.fullmatch(r"-[0-9.]+", value)
            assert not set(value) & set("\t\r\n\x00")


# Events as lines and rows


def test_jsonl_is_the_record(records: list[Record]) -> None:
    assert [json.loads(line) for line in made("jsonl", records).splitlines()] == records


def test_plover(records: list[Record]) -> None:
    events = [json.loads(line) for line in made("plover", records).decode().splitlines()]
    assert [e["id"] for e in events] == of_status(records)
    types = codebook.load().types
    texts = {r["id"]: r["text"] for r in records}
    for event in events:
        assert event["event_type"] in types
        assert set(event["event_mode"]) <= set(types[event["event_type"]].modes)
        assert (
            event["trigger"]["text"]
            == texts[event["story_id"]][event["trigger"]["start_char"] : event["trigger"]["end_char"]]
        )
        assert event["trigger"]["text"] in event["event_text"]
        assert event["quad_class"] in (
            "verbal cooperation",
            "material cooperation",
            "verbal conflict",
            "material conflict",
        )
    denied = [e for e in events if e["status"] == "negated"]
    assert all(e["status_text"] for e in denied)
    assert any(e["fatalities"] == 12 for e in events)


def test_polecat(records: list[Record]) -> None:
    data = made("polecat", records)
    assert data.split(b"\n", 1)[0].decode().split("\t") == list(polecat.COLUMNS)
    assert len(polecat.COLUMNS) == len(set(polecat.COLUMNS)) == 41 - 1
    found = rows(data, "\t")
    assert [row["Event ID"] for row in found] == of_status(records, "actual")
    assert all(value for row in found for value in row.values())
    assert {row["Quad Code"] for row in found} <= {
        "VERBAL COOPERATION",
        "MATERIAL COOPERATION",
        "VERBAL CONFLICT",
        "MATERIAL CONFLICT",
    }
    blast = next(row for row in found if row["Placename"] == "Mosul")
    assert (blast["Country"], round(float(blast["Latitude"])), round(float(blast["Longitude"]))) == ("IRQ", 36, 43)
    planned = rows(made("polecat", records, statuses=("planned",)), "\t")
    assert [row["Event ID"] for row in planned] == of_status(records, "planned")


def test_every_type_and_mode_of_plover_has_a_cameo_code() -> None:
    table = parts.data("cameo.yaml")
    for name, kind in codebook.load().types.items():
        for mode in (None, *kind.modes):
            assert cameo.code({"type": name, "mode": mode, "context": []}) in table["names"]
        rules = table["types"][name]
        assert set(rules.get("mode", {})) <= set(kind.modes)
        for rule in rules.get("both", ()):
            assert rule["mode"] in kind.modes
            assert cameo.code({"type": name, "mode": rule["mode"], "context": [rule["context"]]}) in table["names"]
        for code in rules.get("context", {}).values():
            assert code in table["names"]
    used = {
        code
        for rules in table["types"].values()
        for code in (
            rules["code"],
            *rules.get("mode", {}).values(),
            *rules.get("context", {}).values(),
            *(rule["code"] for rule in rules.get("both", ())),
        )
    }
    assert used == set(table["names"])


def test_cameo(records: list[Record]) -> None:
    found = rows(made("cameo", records), "\t")
    assert {row["event_id"] for row in found} == set(of_status(records, "actual"))
    assert all(re.fullmatch("[0-9]{3,4}", row["cameo"]) and row["cameo_root"] == row["cameo"][:2] for row in found)
    assert any(row["cameo_root"] == "14" for row in found if row["plover_type"] == "PROTEST")


def test_acled(records: list[Record]) -> None:
    found = rows(made("acled", records), ",")
    assert list(found[0]) == list(acled.COLUMNS)
    assert len(acled.COLUMNS) == 31
    assert {row["event_type"] for row in found} <= {
        "Battles",
        "Explosions/Remote violence",
        "Violence against civilians",
        "Protests",
        "Riots",
        "Strategic developments",
    }
    blast = next(row for row in found if row["location"] == "Mosul")
    assert (blast["iso"], blast["country"], blast["year"]) == ("368", "Iraq", "2018")
    for name, modes in parts.data("acled.yaml").items():
        assert set(modes) - {""} <= set(codebook.load().types[name].modes)


# Entities, graphs, annotations


def test_follow_the_money(records: list[Record]) -> None:
    lines = made("ftm", records).splitlines()
    kinds = set()
    dropped = []
    for line in lines:
        given = json.loads(line)
        entity = ftm_model().get_proxy(given, cleaned=False)
        entity.schema.validate(given)
        kinds.add(entity.schema.name)
        for name, values in given["properties"].items():
            if len(entity.get(name)) < len(set(values)) and name not in ("bodyText", "name"):
                dropped.append((entity.schema.name, name, values, entity.get(name)))
    assert not dropped
    assert kinds >= {"Article", "Event", "Person", "Address"}
    ids = {json.loads(line)["id"] for line in lines}
    for line in lines:
        entity = ftm_model().get_proxy(json.loads(line), cleaned=False)
        for prop, value in entity.itervalues():
            if prop.type.name == "entity":
                assert value in ids


def test_stix(records: list[Record]) -> None:
    bundle = stix2.parse(made("stix", records).decode(), allow_custom=False)
    assert bundle.type == "bundle"
    ids = [o.id for o in bundle.objects]
    assert len(ids) == len(set(ids))
    known = set(ids)
    for thing in bundle.objects:
        refs = [*thing.get("object_refs", []), *(thing[k] for k in ("source_ref", "target_ref") if k in thing)]
        assert set(refs) <= known
    reports = [o for o in bundle.objects if o.type == "report"]
    assert len(reports) == len(records)
    assert sum(o.type == "incident" for o in bundle.objects) == len(of_status(records))
    mosul = next(o for o in bundle.objects if o.type == "location" and o.name == "Mosul")
    assert (mosul.country, round(mosul.latitude)) == ("IQ", 36)


def test_json_ld(records: list[Record], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "create_connection", None)  # nothing is fetched
    document = json.loads(made("jsonld", records))
    expanded = jsonld.expand(document)
    oa, prov = "http://www.w3.org/ns/oa#", "http://www.w3.org/ns/prov#"
    texts = {node["@id"]: node for node in expanded}
    annotations = [n for n in expanded if f"{oa}Annotation" in n["@type"]]
    assert len(annotations) == sum(len(r["events"]) + len(r["statements"]) for r in records)
    for note in annotations:
        target = note[f"{oa}hasTarget"][0]
        report = texts[target[f"{oa}hasSource"][0]["@id"]]
        text = report["http://www.w3.org/1999/02/22-rdf-syntax-ns#value"][0]["@value"]
        position, quote = target[f"{oa}hasSelector"]
        start, end = (int(position[f"{oa}{k}"][0]["@value"]) for k in ("start", "end"))
        assert text[start:end] == quote[f"{oa}exact"][0]["@value"]
        assert note[f"{oa}hasBody"][0]["@id"] in texts
        assert note[f"{prov}wasDerivedFrom"][0]["@id"] == report["@id"]
    speakers = [n[f"{prov}wasAttributedTo"][0]["@id"] for n in expanded if f"{prov}wasAttributedTo" in n]
    assert speakers
    assert set(speakers) <= set(texts)
    quads = jsonld.to_rdf(document, {"format": "application/n-quads"})
    assert quads.count("prov#wasQuotedFrom>") == sum(len(r["statements"]) for r in records)


@pytest.mark.parametrize("kind", ["", "-tells"])
def test_graphs(kind: str, records: list[Record]) -> None:
    one = networkx.read_graphml(io.BytesIO(made(f"graphml{kind}", records)), force_multigraph=True)
    two = networkx.read_gexf(io.BytesIO(made(f"gexf{kind}", records)))
    assert one.is_directed()
    assert set(one.nodes) == set(two.nodes)
    assert one.number_of_edges() == two.number_of_edges() > 0
    known = {e["name"]["en"] for r in records for e in r["entities"]}
    assert {"Mike Pompeo"} <= {data.get("label") for _, data in one.nodes(data=True)} & known
    for _, _, data in one.edges(data=True):
        assert data["report"] in {r["id"] for r in records}
    if not kind:
        wanted = sum(len(e["actors"]) * len(e["recipients"]) for r in records for e in r["events"])
        assert one.number_of_edges() == wanted
    else:
        assert {data["kind"] for _, _, data in one.edges(data=True)} >= {"outlet"}


def test_geojson(records: list[Record]) -> None:
    found = json.loads(made("geojson", records))
    assert found["type"] == "FeatureCollection"
    assert {f["id"] for f in found["features"]} == {
        f"{r['id']}_{e['id']}" for r in records for e in r["events"] if e["place"]
    }
    for feature in found["features"]:
        assert feature["type"] == "Feature"
        if feature["geometry"] is not None:
            lon, lat = feature["geometry"]["coordinates"]
            assert -180 <= lon <= 180
            assert -90 <= lat <= 90
    assert sum(f["geometry"] is not None for f in found["features"]) >= 2


def test_parquet(records: list[Record]) -> None:
    table = pq.read_table(io.BytesIO(made("parquet", records)))
    assert table.column_names == list(parquet.COLUMNS)
    assert table["event_id"].to_pylist() == of_status(records)
    assert 12 in table["dead"].to_pylist()
    assert datetime.date(2018, 3, 5) in table["published"].to_pylist()
    assert table["published"].null_count == len(records[2]["events"])


def test_calendar(records: list[Record]) -> None:
    data = made("ics", records)
    assert all(len(line) <= 75 for line in data.split(b"\r\n"))
    data.decode("utf-8")
    calendar = icalendar.Calendar.from_ical(data)
    due = [e["deadline"]["interval"][1] for r in records for e in r["events"] if (e["deadline"] or {}).get("interval")]
    assert due
    events = calendar.walk("VEVENT")
    assert [str(e["DTSTART"].dt) for e in events] == due
    assert len({e["UID"] for e in events}) == len(due)
    assert all(not e.errors for e in events)


def test_hostile_texts_break_no_format(hostile: Record) -> None:
    for name in FORMATS:
        data = made(name, [hostile])
        data.decode("utf-8") if name != "parquet" else None
    for name in ("graphml", "graphml-tells"):
        assert networkx.read_graphml(io.BytesIO(made(name, [hostile]))).number_of_nodes()
    assert networkx.read_gexf(io.BytesIO(made("gexf", [hostile]))).number_of_nodes()
    stix2.parse(made("stix", [hostile]).decode(), allow_custom=False)
    jsonld.expand(json.loads(made("jsonld", [hostile])))
    calendar = icalendar.Calendar.from_ical(made("ics", [hostile]))
    assert all("URL" not in e and not e.errors for e in calendar.walk("VEVENT"))
    for line in made("ftm", [hostile]).splitlines():
        ftm_model().get_proxy(json.loads(line), cleaned=False)


# Coordinates


def test_coordinates() -> None:
    for id, lat, lon in (("loc-mosul", 36.3, 43.1), ("loc-baghdad", 33.3, 44.4), ("loc-tripoli-lbn", 34.4, 35.8)):
        found = point(id)
        assert found is not None
        assert abs(found.lat - lat) < 0.2
        assert abs(found.lon - lon) < 0.2
    assert point("IRQ") is None
