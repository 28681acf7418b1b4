"""The tools for agents, asked by the SDK's own client: in memory, and over standard input and output."""

from __future__ import annotations

import hashlib
import os
import pathlib
import sys
from typing import Any

import anyio
import pytest
from mcp_types import TextContent

import marsad
from marsad.cli.main import main
from marsad.library.database import Database
from marsad.mcp.server import make_server
from mcp import Client, StdioServerParameters, stdio_client

REPORTS = (
    (
        "agency",
        "وكالة السلام",
        "2024-05-03",
        "قتلى في انفجار قرب مطار عدن\nقالت وزارة الداخلية اليمنية إن ثلاثة جنود قتلوا الخميس في انفجار قرب مطار عدن."
        " وهدد وزير الدفاع اليمني محسن الداعري بالرد على جماعة الحوثي إذا تكرر الهجوم.",
    ),
    (
        "daily",
        "صحيفة النهار",
        "2024-05-04",
        "ارتفاع حصيلة انفجار عدن إلى خمسة قتلى\nأعلنت وزارة الصحة اليمنية الجمعة أن خمسة جنود قتلوا الخميس في انفجار"
        " قرب مطار عدن. ونقلت وكالة رويترز عن مصدر أمني قوله إن السيارة كانت مفخخة.",
    ),
)


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> pathlib.Path:
    file: pathlib.Path = tmp_path_factory.mktemp("mcp") / "reports.db"
    with marsad.open(file) as database:
        for id, outlet, published, text in REPORTS:
            database.add(text, id=id, outlet=outlet, published=published)
        database.weave()
    return file


@pytest.fixture
def database(path: pathlib.Path) -> Any:
    with marsad.open(path, create=False) as opened:
        yield opened


def ask(database: Database, tool: str, **arguments: Any) -> dict[str, Any]:
    """What a tool answers to the SDK's client."""

    async def asked() -> dict[str, Any]:
        async with Client(make_server(database)) as client:
            result = await client.call_tool(tool, arguments)
            assert not result.is_error, result.content
            assert result.structured_content is not None
            return result.structured_content

    return anyio.run(lambda: asked())


def refused(database: Database, tool: str, **arguments: Any) -> str:
    async def asked() -> str:
        async with Client(make_server(database)) as client:
            result = await client.call_tool(tool, arguments)
            assert result.is_error
            content = result.content[0]
            assert isinstance(content, TextContent)
            return content.text

    return anyio.run(lambda: asked())


def quotes(answer: Any) -> list[dict[str, Any]]:
    """All quotations anywhere in an answer."""
    if isinstance(answer, dict):
        own = [answer] if answer.keys() == {"start", "end", "text", "cut"} else []
        return own + [q for value in answer.values() for q in quotes(value)]
    return [q for value in answer for q in quotes(value)] if isinstance(answer, list) else []


def test_the_tools_say_what_they_take_and_give_and_that_they_only_read(database: Database) -> None:
    async def listed() -> Any:
        async with Client(make_server(database)) as client:
            return (await client.list_tools()).tools

    tools = {tool.name: tool for tool in anyio.run(lambda: listed())}
    assert tools.keys() == {"read", "search", "report", "happenings", "happening", "ledger", "explain"}
    for tool in tools.values():
        assert tool.description
        assert tool.annotations is not None
        assert tool.annotations.read_only_hint
        assert tool.annotations.open_world_hint is False
        assert tool.output_schema is not None
        assert tool.output_schema["additionalProperties"] is False
    assert tools["search"].input_schema["properties"]["limit"]["maximum"] == 100


def test_a_text_is_read_with_its_chain_and_its_words(database: Database) -> None:
    text = REPORTS[1][3]
    answer = ask(database, "read", text=text, published="2024-05-04", outlet="صحيفة النهار")
    last = answer["statements"][-1]
    assert last["speaker"]["ar"] == "مصدر أمني"
    assert last["content"]["text"] == "السيارة كانت مفخخة"
    assert [p["ar"] for p in last["chain"]][-2:] == ["رويترز", "مصدر أمني"]
    assert answer["statements_total"] == len(answer["statements"])
    found = quotes(answer)
    assert found
    assert all(text[q["start"] : q["end"]] == q["text"] for q in found)


def test_answers_come_in_pages(database: Database) -> None:
    text = REPORTS[0][3]
    whole = ask(database, "read", text=text)
    first, second = (ask(database, "read", text=text, limit=1, offset=n) for n in (0, 1))
    assert first["statements"] + second["statements"] == whole["statements"][:2]
    assert first["statements_total"] == whole["statements_total"] >= 2


def test_search_and_a_report(database: Database) -> None:
    found = ask(database, "search", query="انفجار", since="2024-05-04")
    assert found["total"] == 1
    assert [hit["id"] for hit in found["hits"]] == ["daily"]
    assert ask(database, "search", query="انفجار", force=["threaten"])["hits"][0]["id"] == "agency"
    report = ask(database, "report", id="daily", text_from=10)
    assert report["text"]["text"] == REPORTS[1][3][10:]
    assert not report["text"]["cut"]
    assert report["published"] == "2024-05-04"
    assert ask(database, "report", id="daily")["text"] is None


def test_a_happening_with_accounts_differences_and_origins(database: Database) -> None:
    listed = ask(database, "happenings", type=["ASSAULT"])
    assert listed["total"] == 1
    row = listed["happenings"][0]
    assert row["outlets"] == 2
    answer = ask(database, "happening", id=row["id"])
    assert answer["total"] == 1
    one = answer["happenings"][0]
    dead = next(slot for slot in one["slots"] if slot["slot"] == "dead")
    assert {value["value"]: value["reports"] for value in dead["values"]} == {"3": ["agency"], "5": ["daily"]}
    assert one["origins_total"] == len(one["origins"]) == 2
    assert one["reasons"]
    texts = {id: text for id, _, _, text in REPORTS}
    for telling in one["tellings"]:
        words = telling["words"]
        assert texts[telling["report"]][words["start"] : words["end"]] == words["text"]
    assert ask(database, "happening", id="daily")["happenings"][0]["id"] == row["id"]


def test_a_ledger_with_its_evidence(database: Database) -> None:
    answer = ask(database, "ledger", name="threats", on="2024-06-01")
    assert answer["total"] == 1
    row = answer["rows"][0]
    assert row["by"][0]["ar"] == "محسن الداعري"
    assert row["condition"] == "إذا تكرر الهجوم"
    words = row["evidence"][0]["words"]
    assert REPORTS[0][3][words["start"] : words["end"]] == words["text"]
    assert ask(database, "ledger", name="threats", on="2024-05-01")["total"] == 0


@pytest.mark.parametrize(("kind", "prefix"), [("statement", "s"), ("event", "v")])
def test_explanations_lead_to_rule_entries_and_words(database: Database, kind: str, prefix: str) -> None:
    stored = ask(database, "explain", item=f"{prefix}1", report="agency")
    assert stored["kind"] == kind
    assert stored["rule"]
    assert stored["entries"]
    assert stored["same"]
    facts = {fact["about"]: fact["value"] for fact in stored["facts"]}
    assert facts["rule"] == stored["rule"]
    assert "[" in facts["cue" if kind == "statement" else "trigger"]
    _, _, published, text = REPORTS[0]
    unkept = ask(database, "explain", item=f"{prefix}1", text=text, published=published)
    assert unkept["rule"] == stored["rule"]
    for here, there in zip(unkept["facts"], stored["facts"], strict=True):
        assert here == there or here["about"] == "chain"  # a text by itself has no outlet


@pytest.mark.parametrize(("item", "kind"), [("e1", "entity"), ("t1", "time")])
def test_entities_and_times_are_explained_too(database: Database, item: str, kind: str) -> None:
    answer = ask(database, "explain", item=item, report="agency")
    assert answer["kind"] == kind
    assert len(answer["facts"]) >= 2
    assert answer["chain"] == []


def test_a_ledger_of_a_database_that_is_not_woven_is_the_same(database: Database) -> None:
    with marsad.open(":memory:") as fresh:
        for id, outlet, published, text in REPORTS:
            fresh.add(text, id=id, outlet=outlet, published=published)
        for name in ("threats", "denials", "incidents"):
            assert ask(fresh, "ledger", name=name, on="2024-06-01") == ask(
                database, "ledger", name=name, on="2024-06-01"
            )


@pytest.mark.parametrize(
    ("tool", "arguments", "said"),
    [
        ("read", {"text": "No Arabic here at all."}, "not-arabic"),
        ("read", {"text": "قال " * 60_000}, "too-large"),
        ("read", {"text": REPORTS[0][3], "published": "yesterday"}, "bad-date"),
        ("report", {"id": "nothing"}, "no-such-report"),
        ("happening", {"id": "c-0"}, "no-such-happening"),
        ("explain", {"item": "s99", "report": "daily"}, "no-such-annotation"),
        ("explain", {"item": "s1"}, "either report or text"),
        ("explain", {"item": "s99", "text": REPORTS[0][3]}, "no-such-annotation"),
        ("ledger", {"name": "threats", "on": "soon"}, "bad-date"),
        ("ledger", {"name": "gossip"}, "contacts"),
        ("search", {"query": "انفجار", "limit": 1000}, "100"),
        ("search", {"query": "انفجار", "offset": 10**30}, "10000000"),
        ("search", {"actor": ["س" * 5_000]}, "200"),
        ("happenings", {"reports": 10**30}, "1000"),
    ],
)
def test_what_cannot_be_answered_says_so_with_its_code(
    database: Database, tool: str, arguments: dict[str, Any], said: str
) -> None:
    assert said in refused(database, tool, **arguments)


def test_long_words_are_cut_and_say_so(database: Database) -> None:
    text = "قال وزير الدفاع إن " + "الجيش سيبقى في مواقعه حتى إشعار آخر و" * 30 + "هذا كل شيء."
    content = ask(database, "read", text=text)["statements"][0]["content"]
    assert content["cut"]
    assert content["text"] == text[content["start"] : content["start"] + 600]


def test_over_standard_input_and_output_and_nothing_is_changed(path: pathlib.Path) -> None:
    before = hashlib.sha256(path.read_bytes()).digest()
    command = ["-m", "marsad", "mcp", "--database", str(path)]
    server = StdioServerParameters(command=sys.executable, args=command, env=dict(os.environ))

    async def asked() -> list[dict[str, Any] | None]:
        async with Client(stdio_client(server)) as client:
            results = [
                await client.call_tool("search", {"query": "انفجار"}),
                await client.call_tool("happening", {"id": "daily"}),
                await client.call_tool("ledger", {"name": "threats"}),
            ]
            return [r.structured_content for r in results]

    search, happening, ledger = anyio.run(lambda: asked())
    assert search is not None
    assert search["total"] == 2
    assert happening is not None
    assert happening["total"] >= 1
    assert ledger is not None
    assert ledger["total"] == 1
    assert hashlib.sha256(path.read_bytes()).digest() == before


def test_without_the_sdk_the_command_says_what_to_install(
    path: pathlib.Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delitem(sys.modules, "marsad.mcp.server", raising=False)
    monkeypatch.setitem(sys.modules, "mcp.server.mcpserver", None)
    assert main(["mcp", "--database", str(path)]) == 2
    assert "no-mcp" in capsys.readouterr().err


def test_without_a_database_the_command_says_so(tmp_path: pathlib.Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["mcp", "--database", str(tmp_path / "none.db")]) == 2
    assert "no-database" in capsys.readouterr().err
