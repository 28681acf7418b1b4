"""The commands that keep reports: what they print, and their exit codes."""

from __future__ import annotations

import json
import pathlib

import pytest

from marsad.cli.database import database_of
from marsad.cli.main import main, parser

FIRST = (
    "أعلن وزير الدفاع اللبناني أمس أن الجيش سينتشر على الحدود.\nوهدد الرئيس الإيراني حسن روحاني بالانسحاب من الاتفاق."
)
SECOND = "نفت الخارجية السورية إغلاق السفارة.\nوأكدت أن العمل فيها مستمر."


@pytest.fixture
def folder(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> pathlib.Path:
    """Two reports and one input that is none; the database is a file beside them."""
    monkeypatch.setenv("MARSAD_DATABASE", str(tmp_path / "reports.db"))
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text(FIRST, "utf-8")
    (tmp_path / "in" / "b.txt").write_text(SECOND, "utf-8")
    (tmp_path / "in" / "c.txt").write_text("no Arabic here", "utf-8")
    return tmp_path / "in"


def test_ingest_tells_what_became_of_the_reports(folder: pathlib.Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ingest", str(folder), "--workers", "1", "--published", "2024-03-05"]) == 1
    said = capsys.readouterr()
    assert said.out.startswith("2 new, 0 known, 1 set aside; 2 reports in ")
    assert "c.txt: not-arabic" in said.err
    (folder / "c.txt").unlink()
    assert main(["ingest", str(folder), "--workers", "1", "--published", "2024-03-05"]) == 0
    assert capsys.readouterr().out.startswith("0 new, 2 known; 2 reports in ")
    assert main(["ingest"]) == 2
    assert main(["ingest", "--reread"]) == 0
    assert main(["ingest", str(folder / "absent.txt")]) == 1
    assert "no-such-file" in capsys.readouterr().err


def test_the_database_may_be_named_before_and_behind_the_command(tmp_path: pathlib.Path) -> None:
    file = str(tmp_path / "x.db")
    for argv in (["--database", file, "status"], ["status", "--database", file]):
        assert database_of(parser().parse_args(argv)) == file
        assert main(argv) == 2  # there is none yet, and status makes none
    assert not (tmp_path / "x.db").exists()


def test_where_no_database_is_named_it_is_in_the_users_data_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("MARSAD_DATABASE", raising=False)
    path = pathlib.Path(database_of(parser().parse_args(["status"])))
    assert path.name == "marsad.db"
    assert path.is_absolute()


def test_status(folder: pathlib.Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["ingest", str(folder), "--workers", "1"])
    capsys.readouterr()
    assert main(["status"]) == 0
    text = capsys.readouterr().out
    assert "reports     2\n" in text
    assert "set aside   1 not-arabic\n" in text
    assert main(["status", "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["reports"] == 2
    assert main(["status", "--aside"]) == 0
    source, code, *_ = capsys.readouterr().out.split("\t")
    assert (source, code) == (str(folder / "c.txt"), "not-arabic")
    assert main(["status", "--aside", "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["code"] == "not-arabic"


def test_search(folder: pathlib.Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["ingest", str(folder), "--workers", "1", "--published", "2024-03-05"])
    capsys.readouterr()
    assert main(["search", "السفارة"]) == 0
    shown = capsys.readouterr()
    assert "[السفارة]" in shown.out
    assert "1 of 1 reports" in shown.err
    assert main(["search", "--speaker", "روحاني", "--force", "threaten", "--format", "jsonl"]) == 0
    assert json.loads(capsys.readouterr().out)["id"] == "a"
    assert main(["search", "الجيش OR السفارة", "--format", "json", "--limit", "1"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["total"], len(found["hits"])) == (2, 1)
    assert main(["search", "--facets", "السفارة"]) == 0
    assert "force\t1\tdeny" in capsys.readouterr().out
    assert main(["search", "--facets", "--format", "json"]) == 0
    assert ["deny", "deny", 1] in json.loads(capsys.readouterr().out)["force"]
    assert main(["search", "غواصة"]) == 1
    assert main(["search", "(السفارة"]) == 2
    assert main(["search", "--since", "غدا"]) == 2


def test_saved_searches(folder: pathlib.Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["ingest", str(folder), "--workers", "1"])
    assert main(["search", "السفارة", "--save", "سفارات"]) == 0
    capsys.readouterr()
    assert main(["search", "--run", "سفارات"]) == 0
    assert "[السفارة]" in capsys.readouterr().out
    assert main(["search", "--run", "سفارات"]) == 1
    assert main(["search", "--list"]) == 0
    assert capsys.readouterr().out.startswith("سفارات\t")
    assert main(["search", "--delete", "سفارات"]) == 0
    assert main(["search", "--run", "سفارات"]) == 2
    assert "no-such-search" in capsys.readouterr().err


def test_copies(folder: pathlib.Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "b.meta.json").write_text(json.dumps({"id": "b", "outlet": "الساحة"}), "utf-8")
    (folder / "d.txt").write_text(FIRST, "utf-8")
    (folder / "d.meta.json").write_text(json.dumps({"id": "d", "outlet": "الميدان"}), "utf-8")
    main(["ingest", str(folder), "--workers", "1"])
    capsys.readouterr()
    assert main(["copies"]) == 0
    assert capsys.readouterr().out == "copied\t1.00\td\ta\n"
    assert main(["copies", "d"]) == 0
    assert "أعلن وزير الدفاع" in capsys.readouterr().out
    assert main(["copies", "--format", "jsonl"]) == 0
    pair = json.loads(capsys.readouterr().out)
    assert (pair["kind"], pair["passages"][0][0][0]) == ("copied", 0)
    assert main(["copies", "b"]) == 1
    assert main(["copies", "nobody"]) == 2


def test_watch(folder: pathlib.Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["watch", str(folder), "--once"]) == 1
    assert f"{folder}: 2 new, 0 known, 1 set aside" in capsys.readouterr().out
    assert main(["watch", "--list"]) == 0
    assert capsys.readouterr().out.startswith(f"folder\t{folder}\t")
    assert main(["watch", "--remove", str(folder)]) == 0
    assert main(["watch", "--remove", str(folder)]) == 1
    assert main(["watch", "/nowhere/at/all", "--once"]) == 2


def test_users_are_kept_from_the_command_line_and_the_log_says_so(
    folder: pathlib.Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    pytest.importorskip("argon2", reason="the extra web is not installed")
    import io

    import marsad

    def run(*argv: str) -> str:
        monkeypatch.setattr("sys.stdin", io.StringIO("a long password\n"))
        assert main(["users", *argv]) == 0
        return capsys.readouterr().err

    run("add", "chief", "--role", "admin")
    run("add", "desk", "--role", "analyst")
    run("token", "desk", "--label", "script")
    assert "tokens taken back: 0" in run("password", "desk", "--keep-tokens")
    assert "tokens taken back: 1" in run("role", "desk", "reader")
    run("stop", "desk")
    with marsad.open(folder.parent / "reports.db") as database:
        told = [f"{deed.what}?{deed.query}" for deed in database.accounts.deeds()[0]]
    assert told[::-1] == [
        "account chief?added=admin",
        "account desk?added=analyst",
        "account desk?token=script",
        "account desk?password=new&sessions_ended=0&tokens_taken_back=0",
        "account desk?role=reader&sessions_ended=0&tokens_taken_back=1",
        "account desk?active=no&sessions_ended=0&tokens_taken_back=0",
    ]


def test_the_state_says_what_the_next_weave_has_to_do(folder: pathlib.Path, capsys: pytest.CaptureFixture[str]) -> None:
    import sqlalchemy as sa

    import marsad
    from marsad.store import tables

    main(["ingest", str(folder), "--workers", "1"])
    main(["status"])
    assert "woven       0 reports, 2 wait for marsad weave\n" in capsys.readouterr().out
    main(["weave"])
    with marsad.open(folder.parent / "reports.db") as database, database.engine.begin() as connection:
        connection.execute(sa.update(tables.woven).values(engine="01234567+" + tables.woven.c.engine))
    capsys.readouterr()
    main(["status"])
    assert "the next weave does all of them anew: this Marsad weaves otherwise" in capsys.readouterr().out
