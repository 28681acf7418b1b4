"""What every store must do, whichever database holds it."""

from __future__ import annotations

import json
import pathlib
from collections.abc import Callable

import msgspec
import pytest
import sqlalchemy as sa

import marsad
from marsad.document import Report
from marsad.errors import MarsadError
from marsad.library.database import Database
from marsad.pipeline import run
from marsad.record import to_json
from marsad.store import engine as db
from marsad.store import tables
from marsad.store.terms import SCHEME

Write = Callable[..., pathlib.Path]

FIRST = "أعلن وزير الدفاع اللبناني أمس أن الجيش سينتشر على الحدود.\nوقال إن القرار اتخذ بعد مشاورات مع الحكومة."
SECOND = "نفت الخارجية السورية إغلاق السفارة.\nوأكدت أن العمل فيها مستمر."


def lines(*rows: dict[str, str]) -> str:
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def rows(database: Database, table: sa.Table) -> int:
    with db.reading(database.engine) as connection:
        return int(connection.execute(sa.select(sa.func.count()).select_from(table)).scalar_one())


def test_a_report_comes_back_as_the_record_that_reading_it_gives(database: Database, write: Write) -> None:
    file = write("a.jsonl", lines({"id": "a", "text": FIRST, "published": "2024-03-05", "outlet": "الميدان"}))
    assert database.ingest(file).new == 1
    stored = database.report("a")
    wanted = run(Report(id="a", text=FIRST, title=FIRST.split("\n")[0], published="2024-03-05", outlet="الميدان"))
    assert stored.body.decode() == to_json(wanted)
    assert (stored.published, stored.outlet, stored.number) == ("2024-03-05", "الميدان", 1)
    assert stored.source == f"{file}:1"
    assert [r.id for r in database] == ["a"]
    assert list(database.records()) == [stored.record]


def test_every_annotation_has_its_row(database: Database) -> None:
    database.add(FIRST, published="2024-03-05", id="a")
    record = database.report("a").record
    for name in ("entities", "mentions", "statements", "events"):
        assert rows(database, tables.metadata.tables[name]) == len(record[name])
    speakers = {s["speaker"] for s in record["statements"]} - {None}
    assert speakers
    with db.reading(database.engine) as connection:
        found = connection.execute(sa.select(tables.roles.c.entity).where(tables.roles.c.role == "speaker")).scalars()
        assert set(found) == speakers


def test_the_same_input_again_changes_nothing(database: Database, write: Write) -> None:
    folder = write("all/a.txt", FIRST).parent
    write("all/b.txt", SECOND)
    assert database.ingest(folder).new == 2
    before = [(r.id, r.body, r.fetched) for r in database]
    counts = database.ingest(folder)
    assert (counts.new, counts.known) == (0, 2)
    assert [(r.id, r.body, r.fetched) for r in database] == before


def test_one_address_written_two_ways_is_one_report(database: Database, write: Write) -> None:
    file = write(
        "a.jsonl",
        lines(
            {"text": FIRST, "url": "http://www.paper.example/news/5/?utm_source=feed"},
            {"text": FIRST, "url": "https://paper.example/news/5#comments"},
        ),
    )
    counts = database.ingest(file)
    assert len(database) == 1
    assert counts.new == 1


def test_a_report_and_its_correction_may_come_in_one_file(database: Database, write: Write) -> None:
    corrected = FIRST.replace("أمس", "الثلاثاء")
    url = "https://paper.example/1"
    both = lines({"id": "a", "text": FIRST, "url": url}, {"id": "b", "text": corrected, "url": url})
    counts = database.ingest(write("1.jsonl", both))
    assert (counts.new, counts.corrected) == (1, 1)
    stored = database.report("a")
    assert (stored.number, stored.record["text"]) == (2, corrected)
    assert rows(database, tables.records) == 1
    assert [hit.id for hit in database.search("الثلاثاء").hits] == ["a"]
    assert database.ingest(write("1.jsonl", both)).known == 2


def test_a_corrected_report_is_kept_beside_the_first_with_the_difference(database: Database, write: Write) -> None:
    url = "https://paper.example/5"
    corrected = FIRST.replace("أمس", "الثلاثاء")
    assert database.ingest(write("1.jsonl", lines({"id": "a", "text": FIRST, "url": url}))).new == 1
    counts = database.ingest(write("2.jsonl", lines({"id": "b", "text": corrected, "url": url})))
    assert (counts.new, counts.corrected) == (0, 1)
    stored = database.report("a")
    assert (stored.number, stored.record["text"]) == (2, corrected)
    first, second = database.versions("a")
    assert (first.number, first.given.text, first.change) == (1, FIRST, None)
    assert second.change is not None
    [[old, new]] = second.change["text"]
    assert (FIRST[slice(*old)].strip(), corrected[slice(*new)].strip()) == ("أمس", "الثلاثاء")
    # the old text again is no news
    assert database.ingest(write("1.jsonl", lines({"id": "a", "text": FIRST, "url": url}))).known == 1
    assert database.report("a").number == 2


def test_two_reports_under_one_id_are_both_kept(database: Database, write: Write) -> None:
    file = write(
        "a.jsonl", lines({"id": "1", "text": FIRST, "url": "https://a.example/1"}, {"id": "1", "text": SECOND})
    )
    assert database.ingest(file).new == 2
    first, second = database
    assert first.id == "1"
    assert second.id.startswith("1~")
    assert second.record["id"] == second.id


def test_the_same_text_of_two_outlets_is_two_reports(database: Database, write: Write) -> None:
    file = write("a.txt", FIRST)
    assert database.ingest(file, outlet="الميدان").new == 1
    assert database.ingest(file, outlet="الساحة").new == 1
    assert {r.outlet for r in database} == {"الميدان", "الساحة"}


def test_what_is_set_aside_is_kept_with_its_reason_until_it_can_be_read(database: Database, write: Write) -> None:
    file = write("a.txt", "nothing Arabic at all")
    seen = []
    assert database.ingest(file, aside=seen.append).aside == 1
    assert [r.code for r in seen] == ["not-arabic"]
    database.ingest(file)
    with db.reading(database.engine) as connection:
        row = connection.execute(sa.select(tables.aside)).one()
    assert (row.source, row.code, row.times) == (str(file), "not-arabic", 2)
    assert database.status().aside == {"not-arabic": 1}
    write("a.txt", FIRST)
    assert database.ingest(file).new == 1
    assert database.status().aside == {}


def test_reading_anew_replaces_the_records_of_another_engine_only(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    database.add(FIRST, id="a")
    database.add(SECOND, id="b")
    assert database.reread() == 0
    with db.writing(database.engine) as connection:
        old = tables.records.c.report == database.report("a").key
        connection.execute(sa.update(tables.records).where(old).values(engine="0.0.1+00000000", body=b""))
        connection.execute(sa.delete(tables.statements).where(tables.statements.c.report == 1))
    assert database.status().outdated == 1
    assert database.reread() == 1
    record = database.report("a").record
    assert record["text"] == FIRST
    assert rows(database, tables.statements) == sum(len(r["statements"]) for r in database.records())
    assert database.status().outdated == 0


def test_a_failed_batch_leaves_nothing(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    database.add(FIRST, id="a")
    from marsad.store import fulltext

    def broken(*_: object) -> None:
        raise RuntimeError("no room")

    monkeypatch.setattr(fulltext, "add", broken)
    with pytest.raises(RuntimeError):
        database.add(SECOND, id="b")
    assert [r.id for r in database] == ["a"]
    assert rows(database, tables.versions) == rows(database, tables.records) == 1


def test_a_stream_sees_one_state_while_others_write(database: Database) -> None:
    database.add(FIRST, id="a")
    stream = iter(database)
    assert next(stream).id == "a"
    database.add(SECOND, id="b")
    assert list(stream) == []
    assert len(list(database)) == 2


def test_a_database_opens_again_and_one_of_a_later_version_does_not(database: Database, url: str) -> None:
    database.add(FIRST, id="a")
    with marsad.open(url, create=False) as again:
        assert len(again) == 1
    with db.writing(database.engine) as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = 'ffff'"))
    with pytest.raises(MarsadError) as caught:
        marsad.open(url)
    assert caught.value.code == "newer-database"


def test_migrations_make_the_tables_that_the_code_names(database: Database) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    with database.engine.connect() as connection:
        ours = {"word_index", "stem_index"}
        context = MigrationContext.configure(
            connection,
            opts={"include_name": lambda name, kind, _: not (kind == "table" and str(name).startswith(tuple(ours)))},
        )
        assert compare_metadata(context, tables.metadata) == []


def test_unknown_reports_are_an_error(database: Database) -> None:
    for look_up in (database.report, database.versions):
        with pytest.raises(MarsadError) as caught:
            look_up("x")
        assert caught.value.code == "no-such-report"


def test_a_file_written_over_with_another_text_is_another_report(database: Database, write: Write) -> None:
    file = write("latest.txt", FIRST)
    assert database.ingest(file).new == 1
    write("latest.txt", SECOND)
    assert database.ingest(file).new == 1
    write("latest.txt", SECOND.replace("مستمر", "متوقف"))
    database.ingest(file)
    assert sorted(r.record["text"] for r in database)[0] == FIRST
    assert database.ingest(write("other/latest.txt", FIRST)).known == 1


def test_a_line_put_in_above_others_makes_no_versions(database: Database, write: Write) -> None:
    file = write("all.jsonl", lines({"text": FIRST}))
    database.ingest(file)
    write("all.jsonl", lines({"text": SECOND}, {"text": FIRST}))
    counts = database.ingest(file)
    assert (counts.new, counts.corrected, counts.known) == (1, 0, 1)


def test_an_index_of_an_earlier_version_is_made_anew(database: Database) -> None:
    from marsad.store import fulltext

    database.add(FIRST, id="a")
    database.add(SECOND, id="b")
    with db.writing(database.engine) as connection:
        fulltext.clear(connection)
        connection.execute(sa.update(tables.versions).values(indexed=0))
    assert database.search("السفارة").total == 0
    database.reread()
    assert [h.id for h in database.search("السفارة").hits] == ["b"]
    assert [h.id for h in database.search('"على الحدود"').hits] == ["a"]
    with db.reading(database.engine) as connection:
        assert set(connection.execute(sa.select(tables.versions.c.indexed)).scalars()) == {SCHEME}


def test_what_no_database_takes_is_replaced_and_the_rest_kept(database: Database) -> None:
    database.add("قال الوزير\0 إن\ud800 الاجتماع تأجل.", id="a\0\udfff", title="عنوان\0", outlet="\ud900")
    [stored] = database
    assert (stored.id, stored.title, stored.outlet) == ("a\ufffd\ufffd", "عنوان\ufffd", "\ufffd")
    assert stored.record["text"] == "عنوان\0\nقال الوزير\0 إن\ufffd الاجتماع تأجل."
    assert stored.record["id"] == stored.id


def test_a_key_of_the_record_that_is_not_ascii_survives(database: Database) -> None:
    database.add("قال المدير «نعم» 👍 وقال إن العمل سيستمر.", id="رقم-١")
    assert msgspec.json.decode(database.report("رقم-١").body)["id"] == "رقم-١"
