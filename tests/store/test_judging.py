"""Judgements: kept, outweighed, withdrawn, exported and imported alike on every database."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

import marsad
from marsad.errors import MarsadError
from marsad.library.database import Database
from marsad.store import engine as db
from marsad.store import judging, tables

A, B, C = "a#v1", "b#v2", "c#v3"


def links(database: Database) -> judging.Links:
    with db.reading(database.engine) as connection:
        return judging.links(connection)


def test_same_and_not_same_are_links_in_both_directions(database: Database) -> None:
    database.judge("same", B, A, author="rima")
    database.judge("not_same", A, C, author="rima")
    found = links(database)
    assert found.same == {("a", "v1"): {("b", "v2")}, ("b", "v2"): {("a", "v1")}}
    assert found.not_same == {("a", "v1"): {("c", "v3")}, ("c", "v3"): {("a", "v1")}}


def test_a_later_judgement_outweighs_whichever_is_named_first(database: Database) -> None:
    database.judge("same", A, B, author="rima")
    database.judge("not_same", B, A, author="sami")
    found = links(database)
    assert not found.same
    assert found.not_same[("a", "v1")] == {("b", "v2")}
    assert [j.author for j in database.judgements()] == ["rima", "sami"]
    assert [j.author for j in database.judgements(standing=True)] == ["sami"]


def test_undo_adds_a_row_and_takes_back(database: Database) -> None:
    made = database.judge("same", A, B, author="rima")
    assert made.key is not None
    database.undo_judgement(made.key, author="sami")
    assert not links(database).same
    with db.reading(database.engine) as connection:
        rows = connection.execute(sa.select(tables.judgements.c.verdict)).scalars().all()
    assert rows == ["same", "withdrawn"]
    with pytest.raises(MarsadError, match="no-such-judgement"):
        database.undo_judgement(999, author="sami")


def test_notes_stand_beside_each_other_until_withdrawn(database: Database) -> None:
    first = database.judge("note", "a", author="rima", comment="call the ministry")
    database.judge("note", "a", author="rima", comment="no answer")
    database.judge("wrong", A, author="rima")
    assert len(database.judgements(of="a", standing=True)) == 3
    assert first.key is not None
    database.undo_judgement(first.key, author="rima")
    assert {j.comment for j in database.judgements(of="a", standing=True)} == {"no answer", None}


def test_letters_of_sources(database: Database) -> None:
    database.judge("letter", "media-wafa", value="C", author="rima")
    database.judge("letter", "media-wafa", value="B", author="rima")
    with db.reading(database.engine) as connection:
        assert judging.letters(connection) == {"media-wafa": "B"}


@pytest.mark.parametrize(
    ("verdict", "left", "right"),
    [
        ("same", A, A),
        ("same", A, None),
        ("same", A, "b#s1"),
        ("same", "a", "b"),
        ("letter", "media-wafa", None),
        ("note", "a", None),
        ("surely", A, B),
        ("wrong", "", None),
    ],
)
def test_what_makes_no_sense_is_refused(database: Database, verdict: str, left: str, right: str | None) -> None:
    with pytest.raises(MarsadError, match="bad-judgement"):
        database.judge(verdict, left, right, author="rima")
    assert database.judgements() == []


def test_export_and_import_give_the_same_rows_once(database: Database) -> None:
    database.judge("same", A, B, author="rima", comment="هو الاتصال نفسه")
    made = database.judge("note", "a", author="sami", comment="انظر النص")
    assert made.key is not None
    database.undo_judgement(made.key, author="sami")
    lines = database.export_judgements()
    with marsad.open(":memory:") as other:
        assert other.import_judgements(lines) == 3
        assert other.import_judgements(lines) == 0
        assert other.export_judgements() == lines
        assert links(other) == links(database)


def test_an_import_is_in_the_name_of_who_brings_it(database: Database) -> None:
    with marsad.open(":memory:") as other:
        other.judge("same", A, B, author="rima")
        made = other.judge("note", "a", author="sami", comment="انظر النص")
        assert made.key is not None
        other.undo_judgement(made.key, author="sami")
        lines = other.export_judgements()
    assert database.import_judgements(lines, by="omar") == 3
    assert {j.author for j in database.judgements()} == {"omar"}
    assert [j.claimed for j in database.judgements()] == ["rima", "sami", "sami"]
    assert all(j.imported for j in database.judgements())
    assert [j.verdict for j in database.judgements(standing=True)] == ["same"]  # the note is withdrawn there, too
    assert database.import_judgements(lines, by="rima") == 0
    assert database.import_judgements(database.export_judgements(), by="rima") == 0
    (deed,) = database.accounts.deeds(who="omar")[0]
    assert (deed.what, deed.query) == ("import of judgements", "added=3")
    with marsad.open(":memory:") as third:  # through two hands the first author stays
        third.import_judgements(database.export_judgements(), by="lina")
        first = third.judgements()[0]
        assert (first.author, first.claimed) == ("lina", "rima")


def test_an_imported_note_can_be_undone(database: Database) -> None:
    line = b'{"subject":"report","left":"a","verdict":"note","author":"rima","at":"2024-05-02T10:00:00Z","comment":"x"}'
    database.import_judgements([line], by="omar")
    (kept,) = database.judgements(standing=True)
    assert kept.key is not None
    database.undo_judgement(kept.key, author="omar")
    assert database.judgements(standing=True) == []


def test_nothing_from_the_future_comes_in(database: Database) -> None:
    line = b'{"subject":"event","left":"a#v1","verdict":"wrong","author":"rima","at":"2999-01-01T00:00:00Z"}'
    with pytest.raises(MarsadError, match="bad-judgement"):
        database.import_judgements([line], by="omar")


def test_a_faulty_import_adds_nothing(database: Database) -> None:
    database.judge("same", A, B, author="rima")
    lines = [*database.export_judgements(), b'{"subject": "event"}']
    with marsad.open(":memory:") as other:
        with pytest.raises(MarsadError, match="bad-judgement"):
            other.import_judgements(lines)
        assert other.judgements() == []
