"""Copies in the store: found among what is new and what is there, with classes and passages."""

from __future__ import annotations

import random

import sqlalchemy as sa

from marsad.library.database import Database
from marsad.store import copies, tables
from marsad.store import engine as db

SENTENCES = [
    f"{verb} {who} أن {what} سيبدأ في {where} قبل نهاية العام الحالي رغم الصعوبات التي تواجهها البلاد."
    for verb in ("أعلن", "أكد", "ذكر", "أوضح")
    for who in ("الوزير", "المدير", "السفير", "الحاكم", "النائب")
    for what in ("المشروع الجديد", "مؤتمر السلام", "برنامج الإغاثة")
    for where in ("العاصمة", "الساحل", "الشمال", "القرى البعيدة")
]


def article(seed: int, length: int = 12) -> list[str]:
    return random.Random(seed).sample(SENTENCES, length)


def add(database: Database, id: str, sentences: list[str], day: str | None = None, url: str | None = None) -> None:
    database.add("\n".join(sentences), id=id, published=day, url=url, title=f"عنوان {id}")


def found(database: Database) -> dict[tuple[str, str], str]:
    return {(c.later, c.earlier): c.kind for c in database.copies()}


def test_three_classes_with_passages(database: Database) -> None:
    wire = article(1)
    add(database, "wire", wire, "2024-03-05")
    add(database, "copy", [*wire[:6], "كتب هذه الجملة محرر الصحيفة.", *wire[6:]], "2024-03-06")
    add(database, "part", [*article(2)[:8], *wire[3:6], "وهذه نهاية الخبر كما رواها مراسلنا."], "2024-03-06")
    add(database, "own", ["هذا نص لا علاقة له بغيره كتبه مراسل وحده عن حياة الناس في المدينة القديمة."], "2024-03-06")
    assert database.compare() >= 2
    kinds = found(database)
    assert kinds["copy", "wire"] == "copied"
    assert kinds["part", "wire"] == "partly"
    assert not any("own" in pair for pair in kinds)
    with db.reading(database.engine) as connection:
        assert [copies.class_of_report(connection, id) for id in ("wire", "copy", "part", "own")] == [
            "own",
            "copied",
            "partly",
            "own",
        ]
    [part] = [c for c in database.copies("part") if c.earlier == "wire"]
    later, earlier = database.report("part").record["text"], database.report("wire").record["text"]
    assert "\n".join(wire[3:6]).rstrip(".") in {later[a:b] for (a, b), _ in part.passages}
    for (a, b), (c, d) in part.passages:
        assert later[a:b].split()[0] == earlier[c:d].split()[0]


def test_the_one_published_first_is_the_earlier_whichever_came_in_first(database: Database) -> None:
    add(database, "late", article(1), "2024-03-07")
    add(database, "early", article(1), "2024-03-05")
    add(database, "undated", article(1))
    database.compare()
    assert set(found(database)) == {("late", "early"), ("undated", "early"), ("undated", "late")}


def test_only_what_is_new_is_compared(database: Database) -> None:
    add(database, "a", article(1), "2024-03-05")
    assert database.compare() == 0
    add(database, "b", article(1), "2024-03-06")
    assert database.compare() == 1
    assert database.compare() == 0
    add(database, "c", article(1), "2024-03-07")
    assert database.compare() == 2
    assert set(found(database)) == {("b", "a"), ("c", "a"), ("c", "b")}


def test_a_corrected_report_is_compared_anew(database: Database) -> None:
    url = "https://paper.example/1"
    add(database, "a", article(1), "2024-03-05")
    add(database, "b", article(1), "2024-03-06", url)
    database.compare()
    assert ("b", "a") in found(database)
    add(database, "b", article(7), "2024-03-06", url)
    assert found(database) == {}
    database.compare()
    assert found(database).get(("b", "a")) != "copied"


def test_what_very_many_share_is_no_sign_and_pairs_do_not_grow_with_the_square(database: Database) -> None:
    for n in range(40):
        add(database, f"r{n:02}", article(5, 4), f"2024-03-{n % 28 + 1:02}")
    database.compare()
    with db.reading(database.engine) as connection:
        pairs = connection.execute(sa.select(sa.func.count()).select_from(tables.copies)).scalar_one()
    assert 39 <= pairs <= 2 * 39


def test_furniture_is_no_shared_text(database: Database) -> None:
    record = {"text": "قال الوزير نعم\nاقرأ أيضا: قصة أخرى", "furniture": [{"span": [15, 33], "kind": "read_also"}]}
    assert [w for w, _, _ in copies.own_words(record)] == ["قال", "الوزير", "نعم"]
