"""What judgements do where a weave would take long: what they name changes at once, the rest is told to wait."""

from __future__ import annotations

import re
import types
import zlib
from typing import Any
from urllib.parse import quote

import msgspec
import pytest
import sqlalchemy as sa
from fastapi.testclient import TestClient

from marsad.library import regrouping
from marsad.library.database import Database
from marsad.store import engine as db
from marsad.store import tables
from marsad.store.happenings import Asked

PENDING = "waits for the next weave"


@pytest.fixture(autouse=True)
def _every_database_is_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(regrouping, "SMALL", 0)


def widest(own: Database, kind: str = "event") -> dict[str, Any]:
    return own.happening(own.happenings_page(Asked(kind=(kind,), order="reports"), limit=1).rows[0].id)[0]


def telling(member: dict[str, Any]) -> str:
    return f"{member['report']}#{member['id']}"


def tellings(cluster: dict[str, Any]) -> set[str]:
    return {telling(m) for m in (*cluster["members"], *cluster["mentions"])}


@pytest.mark.parametrize("outgoing", ["first", "last"])
def test_a_report_leaves_and_comes_back(writer: TestClient, own: Database, outgoing: str) -> None:
    cluster = widest(own)
    first = cluster["members"][0]
    last = next(m for m in cluster["members"][::-1] if m["report"] != first["report"])
    stays, leaves = (last, first) if outgoing == "first" else (first, last)
    before = own.status().reports, {c["id"] for c in own.happenings()}
    form = {"verdict": "not_same", "left": telling(stays), "right": telling(leaves), "back": "happening"}
    answer = writer.post("/judgements", data=form, follow_redirects=False)
    assert answer.status_code == 303
    now, gone = own.happening(telling(stays))[0], own.happening(telling(leaves))[0]
    assert tellings(now) | tellings(gone) == tellings(cluster)
    assert {t.rpartition("#")[0] for t in tellings(gone)} == {leaves["report"]}
    assert now["counts"]["reports"] == cluster["counts"]["reports"] - 1
    assert gone["counts"]["reports"] == 1
    assert now["grade"]["words"]["en"]
    assert own.happenings_by_id([now["id"]])[0].reports == now["counts"]["reports"]
    assert {c["id"] for c in own.happenings()} == before[1] - {cluster["id"]} | {now["id"], gone["id"]}
    assert own.judgements_pending()
    assert PENDING in writer.get(f"/happenings/{quote(telling(stays), safe='')}?lang=en").text
    key = own.judgements()[0].key
    assert writer.delete(f"/api/v1/judgements/{key}").status_code == 200
    back = own.happening(telling(stays))[0]
    assert back["id"] == cluster["id"]
    assert [s["verdict"] for s in back["slots"]] == [s["verdict"] for s in cluster["slots"]]
    assert not own.judgements_pending()
    assert PENDING not in writer.get("/judgements?lang=en").text


def test_the_next_weave_holds_to_it(writer: TestClient, own: Database) -> None:
    cluster = widest(own)
    first = cluster["members"][0]
    last = next(m for m in cluster["members"][::-1] if m["report"] != first["report"])
    made = {"verdict": "not_same", "left": telling(first), "right": telling(last)}
    assert writer.post("/api/v1/judgements", json=made).status_code == 201
    own.weave()
    assert not own.judgements_pending()
    assert telling(last) not in tellings(own.happening(telling(first))[0])


@pytest.mark.parametrize("kind", ["event", "statement"])
def test_two_happenings_become_one(writer: TestClient, own: Database, kind: str) -> None:
    rows = own.happenings_page(Asked(kind=(kind,), reports=1), limit=40).rows
    one, other = rows[0], next(r for r in rows[1:] if r.members[0].report != rows[0].members[0].report)
    was = tellings(own.happening(one.id)[0]) | tellings(own.happening(other.id)[0])
    made = {"verdict": "same", "left": one.id, "right": other.id}
    assert writer.post("/api/v1/judgements", json=made).status_code == 201
    merged = own.happening(f"{one.members[0].report}#{one.members[0].id}")[0]
    assert tellings(merged) == was
    assert any(level["level"] == "judged/same" for joined in merged["why"] for level in joined["levels"])
    assert own.happenings_by_id([one.id, other.id]) == []
    html = writer.get(f"/happenings/{merged['id']}?lang=en").text
    assert "an analyst's judgement joined them" in html.replace("&#39;", "'")


def test_what_is_no_pair_changes_no_happening(writer: TestClient, own: Database) -> None:
    cluster = widest(own)
    before = [c["id"] for c in own.happenings()]
    for made in (
        {"verdict": "wrong", "left": telling(cluster["members"][0])},
        {"verdict": "note", "left": cluster["id"], "comment": "ينظر فيه"},
    ):
        assert writer.post("/api/v1/judgements", json=made).status_code == 201
    assert [c["id"] for c in own.happenings()] == before
    assert not own.judgements_pending()


def test_tellings_of_two_happenings_are_left_where_they_are(writer: TestClient, own: Database) -> None:
    one, other = own.happenings_page(Asked(kind=("event",)), limit=2).rows
    before = [c["id"] for c in own.happenings()]
    left, right = (f"{row.members[0].report}#{row.members[0].id}" for row in (one, other))
    assert writer.post("/api/v1/judgements", json={"verdict": "not_same", "left": left, "right": right}).is_success
    assert [c["id"] for c in own.happenings()] == before
    assert own.judgements_pending()


def test_what_an_earlier_weave_kept_is_not_asked(writer: TestClient, own: Database) -> None:
    with db.writing(own.engine) as connection:
        connection.execute(sa.update(tables.woven).values(tellings=zlib.compress(msgspec.msgpack.encode([["x"]]))))
    cluster = widest(own)
    first = cluster["members"][0]
    last = next(m for m in cluster["members"][::-1] if m["report"] != first["report"])
    made = {"verdict": "not_same", "left": telling(first), "right": telling(last)}
    assert writer.post("/api/v1/judgements", json=made).status_code == 201
    assert telling(last) not in tellings(own.happening(telling(first))[0])


def test_a_telling_that_is_no_more_changes_nothing(
    writer: TestClient, own: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    cluster = widest(own)
    first = cluster["members"][0]
    last = next(m for m in cluster["members"][::-1] if m["report"] != first["report"])
    monkeypatch.setattr(regrouping, "Records", lambda *_, **__: types.SimpleNamespace(tellings=lambda report: {}))
    made = {"verdict": "not_same", "left": telling(first), "right": telling(last)}
    assert writer.post("/api/v1/judgements", json=made).status_code == 201
    assert own.happening(cluster["id"]) == [cluster]
    assert own.judgements_pending()


def test_what_may_be_the_same_is_offered_and_joined_by_its_address(writer: TestClient, own: Database) -> None:
    cluster = widest(own)
    near = writer.get("/judgements/candidates", params={"of": cluster["id"], "lang": "en"})
    assert near.status_code == 200
    offered = re.findall(r'name="right" value="(c-[0-9a-f]{16})"', near.text)
    assert offered
    assert cluster["id"] not in offered
    parties = {*cluster["actors"], *cluster["recipients"]}
    for id in offered:
        other = own.happening(id)[0]
        assert other["kind"] == cluster["kind"]
        entities = [own.report(m["report"]).record["entities"] for m in other["members"]]
        assert any(e["kb"] in parties for listed in entities for e in listed)
    address = f"http://127.0.0.1/happenings/{offered[0]}?lang=ar"
    found = writer.get("/judgements/candidates", params={"of": cluster["id"], "q": address, "lang": "en"}).text
    assert re.findall(r'name="right" value="(c-[0-9a-f]{16})"', found) == [offered[0]]
    was = tellings(cluster) | tellings(own.happening(offered[0])[0])
    made = {"verdict": "same", "left": cluster["id"], "right": address}
    assert writer.post("/api/v1/judgements", json=made).status_code == 201
    assert tellings(own.happening(telling(cluster["members"][0]))[0]) == was
    missing = writer.get("/judgements/candidates", params={"of": "c-0000000000000000"})
    assert missing.status_code == 404
