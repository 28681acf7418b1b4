"""Events, ties, places and people across reports, on both databases."""

from __future__ import annotations

import importlib

import pytest
import sqlalchemy as sa
from alembic.migration import MigrationContext
from alembic.operations import Operations

from marsad.errors import MarsadError
from marsad.library.database import Database
from marsad.store import actors, events, said, tables, ties, whereabouts
from marsad.store import engine as db
from marsad.store.rows import day_of

REPORTS = (
    (
        "a",
        "2024-03-05",
        "الميدان",
        "قال وزير الخارجية الروسي سيرغي لافروف لنظيره التركي هاكان فيدان إن بلاده ترفض العقوبات.\n"
        "والتقى الرئيس الروسي فلاديمير بوتين الرئيس التركي رجب طيب أردوغان أمس في أنقرة.\n"
        "وقصفت القوات الروسية مواقع في إدلب السورية أول من أمس ما أدى إلى مقتل خمسة أشخاص.",
    ),
    (
        "b",
        "2024-03-12",
        "النهار",
        "هدد الرئيس الأميركي جو بايدن إيران بفرض عقوبات جديدة.\n"
        "ومن المقرر أن يزور وزير الخارجية الأميركي أنتوني بلينكن تركيا يوم 20 آذار/مارس 2024.\n"
        "وأعلنت تركيا أن روسيا لم تقصف إدلب.",
    ),
    ("c", None, "النهار", "زار وفد قطري بيروت."),
)


@pytest.fixture
def told(database: Database) -> Database:
    for id, published, outlet, text in REPORTS:
        database.add(text, published=published, outlet=outlet, id=id)
    return database


def listed(database: Database, **asked: object) -> list[tuple[str, str, str, str | None]]:
    with db.reading(database.engine) as connection:
        found = events.page(connection, events.Asked(**asked), limit=100)  # type: ignore[arg-type]
    assert found.total == len(found.rows)
    return [(row.report, row.type, row.status, row.day) for row in found.rows]


def in_records(database: Database, kb: str, *parts: str) -> list[tuple[str, str]]:
    """Report and id of what the records themselves give somebody a part in."""
    found = []
    for record in database.records():
        mine = {e["id"] for e in record["entities"] if e["kb"] == kb}
        for kind in ("events", "statements"):
            for one in record[kind]:
                who = [one.get(part) for part in parts]
                if mine & {w for part in who for w in (part if isinstance(part, list) else [part])}:
                    found.append((record["id"], one["id"]))
    return found


def test_the_day_that_an_event_counts_for() -> None:
    assert day_of("2024-03-04", "2024-03-04", "2024-03-05") == "2024-03-04"
    assert day_of("2024-02-01", "2024-02-29", "2024-03-05T10:00:00Z") == "2024-02-01"
    assert day_of("2024-01-01", "2024-12-31", "2024-03-05T10:00:00Z") == "2024-03-05"
    assert day_of("2024-02-31", "2024-02-31", "2024-03-05") == "2024-03-05"
    assert day_of(None, None, "2024-03-05") == "2024-03-05"
    assert day_of("2024-03-04", None, None) is None


def test_events_are_listed_the_latest_first(told: Database) -> None:
    found = listed(told)
    assert found[0] == ("b", "CONSULT", "planned", "2024-03-20")
    assert [day for *_, day in found] == sorted((day for *_, day in found if day), reverse=True)
    assert ("a", "CONSULT", "actual", "2024-03-04") in found
    assert not [row for row in found if row[0] == "c"]  # of no day


def test_events_are_chosen_by_party_type_status_place_and_day(told: Database) -> None:
    consults = {("b", "CONSULT", "planned", "2024-03-20"), ("a", "CONSULT", "actual", "2024-03-04")}
    assert set(listed(told, type=("CONSULT",))) == consults
    biden = listed(told, party=("per-joe-biden",))
    assert ("b", "THREATEN", "actual", "2024-03-12") in biden
    assert len(biden) == len(in_records(told, "per-joe-biden", "actors", "recipients"))
    assert listed(told, party=("بايدن",)) == listed(told, party=("Biden",)) == listed(told, actor=("per-joe-biden",))
    assert listed(told, recipient=("per-joe-biden",)) == []
    assert {row[1] for row in listed(told, place=("loc-idlib",))} == {"ASSAULT"}
    assert listed(told, place=("SYR",)) == listed(told, place=("إدلب",)) != []
    assert {row[2] for row in listed(told, status=("negated", "hypothetical"))} == {"negated", "hypothetical"}
    assert {row[3] for row in listed(told, since="2024-03-12", until="2024-03-12")} == {"2024-03-12"}
    assert {row[1] for row in listed(told, quad=(1,))} == {"CONSULT"}
    assert listed(told, party=("لا أحد بهذا الاسم",)) == []
    with pytest.raises(MarsadError, match="bad-date"):
        listed(told, since="yesterday")


def test_an_event_is_shown_with_its_parties_and_its_sentence(told: Database) -> None:
    with db.reading(told.engine) as connection:
        row = events.page(connection, events.Asked(actor=("per-vladimir-putin",))).rows[0]
    assert [party.who for party in row.actors] == ["per-vladimir-putin", "per-recep-tayyip-erdogan"]
    assert row.place is not None
    assert (row.place.who, row.place.name_en) == ("loc-ankara", "Ankara")
    assert row.quote == "والتقى الرئيس الروسي فلاديمير بوتين الرئيس التركي رجب طيب أردوغان أمس في أنقرة"
    assert row.quote[slice(*row.mark)] == "التقى"
    assert row.gloss is not None
    assert row.gloss["en"].startswith("Vladimir Putin")


def test_a_long_sentence_is_cut_at_words() -> None:
    text = "قال " * 100 + "قصف" + " ثم" * 100
    quote, (start, end) = events.sentence(text, 400, 403)
    assert quote[start:end] == "قصف"
    assert len(quote) < 280
    assert set(quote.split()) == {"قال", "قصف", "ثم"}


def test_events_are_counted_by_day_week_and_month(told: Database) -> None:
    with db.reading(told.engine) as connection:
        days = events.tempo(connection, events.Asked())
        weeks = events.tempo(connection, events.Asked(), "week")
        months = events.tempo(connection, events.Asked(status=("planned",)), "month")
        assert events.latest_day(connection) == "2024-03-12"
    assert events.Bin("2024-03-20", 1, "planned", 1) in days
    assert events.Bin("2024-03-12", 4, "negated", 1) in days
    assert sum(b.n for b in days) == sum(b.n for b in weeks) == len(listed(told))
    assert {b.day for b in weeks} == {"2024-02-26", "2024-03-04", "2024-03-11", "2024-03-18"}
    assert months == [events.Bin("2024-03-01", 1, "planned", 1)]


def test_a_small_database_is_looked_at_as_a_whole(told: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    with db.reading(told.engine) as connection:
        assert events.back(connection, "2024-03-12", 7) == "2024-03-05"
        assert events.back(connection, "2024-03-12", 90) == "2023-12-14"
        assert events.bulk(connection, "2024-03-12", 90) == "2023-12-14"
        assert events.bulk(connection, "2024-03-12", 3) == "2024-03-05"
        monkeypatch.setattr(events, "FEW", 1)
        assert events.bulk(connection, "2024-03-12", 3) == "2024-03-10"
        assert events.back(connection, "2024-03-12", 7) == "2024-03-06"


def test_ties_of_contact_have_no_direction_and_others_have(told: Database) -> None:
    told.add("زار الرئيس التركي رجب طيب أردوغان الرئيس الروسي فلاديمير بوتين.", published="2024-03-14", id="d")
    with db.reading(told.engine) as connection:
        met = ties.network(connection, "contacts")
        assert [(t.source, t.target) for t in met if "per-vladimir-putin" in (t.source, t.target)] == [
            ("per-recep-tayyip-erdogan", "per-vladimir-putin")
        ]
        assert {"2024-03-04"} < set(met[0].times) or met[0].n == 1
        threats = ties.network(connection, "threats")
        assert [(t.source, t.target, t.n, t.times) for t in threats] == [("per-joe-biden", "IRN", 1, {"2024-03-11": 1})]
        assert [(t.source, t.target) for t in ties.network(connection, "tells")] == [
            ("per-sergey-lavrov", "per-hakan-fidan")
        ]
        assert ties.network(connection, "threats", since="2024-03-13") == []
        assert ties.network(connection, "threats", around="بايدن") == threats
        assert ties.network(connection, "threats", around="per-vladimir-putin") == []


def test_pairs_are_counted_by_quad_class(told: Database) -> None:
    with db.reading(told.engine) as connection:
        found = {(p.actor, p.recipient): p for p in ties.pairs(connection)}
    assert found["per-joe-biden", "IRN"].quads == (0, 0, 1, 0)
    assert not [pair for pair in found if any(who.startswith("ANON:") for who in pair)]


def test_places_say_how_well_they_are_known(told: Database) -> None:
    with db.reading(told.engine) as connection:
        found = {p.place.who: p for p in whereabouts.whereabouts(connection, events.Asked())}
        syrian = whereabouts.whereabouts(connection, events.Asked(place=("SYR",)))
    idlib = found["loc-idlib"]
    assert (idlib.precision, idlib.country, idlib.n) == ("point", "SYR", 3)
    assert idlib.lat == pytest.approx(35.93, abs=0.1)
    assert (found["LBN"].precision, found["LBN"].lat) == ("country", None)
    assert [p.place.who for p in syrian] == ["loc-idlib"]


@pytest.mark.parametrize("step", ["day", "week", "month"])
def test_places_are_counted_by_time(told: Database, step: events.Step) -> None:
    with db.reading(told.engine) as connection:
        found = whereabouts.whereabouts(connection, events.Asked(), step=step)
        days = {on for (on,) in connection.execute(sa.select(tables.events.c.day)) if on}
        dated = whereabouts.whereabouts(connection, events.Asked(since="1950-01-01"))
    assert dated
    counted = {place.place.who: place.quads for place in dated}  # an event that has no day is in no time
    for place in found:
        quads = tuple(map(sum, zip(*place.times.values(), strict=True))) or (0, 0, 0, 0)
        assert quads == counted.get(place.place.who, (0, 0, 0, 0))
        assert all(n <= most for n, most in zip(quads, place.quads, strict=True))
        assert list(place.times) == sorted(place.times)
        assert set(place.times) <= {events.begin_of(day, step) for day in days}


def test_actors_are_found_with_their_parts(told: Database) -> None:
    with db.reading(told.engine) as connection:
        everyone = actors.page(connection)
        assert everyone.total == len(everyone.rows)
        assert all(a.speaker + a.addressee + a.actor + a.recipient for a in everyone.rows)
        people = actors.page(connection, type="PER", limit=2)
        assert len(people.rows) == 2
        assert people.total == sum(a.type == "PER" for a in everyone.rows) > 3
        assert actors.page(connection, type="PER", offset=50).total == people.total
        assert [a.who for a in actors.page(connection, name="لافروف").rows] == ["per-sergey-lavrov"]
        biden = actors.one(connection, "per-joe-biden")
        counterparts = {c.party.who: (c.by, c.to, c.quads) for c in actors.counterparts(connection, "IRN")}
        assert counterparts["per-joe-biden"] == (0, 2, (0, 0, 1, 1))  # the threat, and the sanctions threatened
        with pytest.raises(MarsadError, match="no-such-entity"):
            actors.one(connection, "per-nobody")
    for part, field in (("speaker", "speaker"), ("actor", "actors"), ("recipient", "recipients")):
        assert getattr(biden, part) == len(in_records(told, "per-joe-biden", field))
    assert (biden.country, biden.speaker) == ("USA", 1)


def test_statements_by_to_and_about(told: Database) -> None:
    with db.reading(told.engine) as connection:
        by = said.page(connection, "per-sergey-lavrov")
        to = said.page(connection, "per-hakan-fidan", "addressee")
        about = said.about(connection, "RUS")
    assert by.rows == to.rows
    assert (by.total, by.rows[0].content) == (1, "بلاده ترفض العقوبات")
    assert [party.who for party in by.rows[0].addressees] == ["per-hakan-fidan"]
    assert ("b", "TUR") in [(row.report, row.speaker.who) for row in about if row.speaker]
    assert about[0].content == "روسيا لم تقصف إدلب"


def test_an_older_database_gets_its_days(told: Database) -> None:
    query = sa.select(tables.events.c.report, tables.events.c.id, tables.events.c.day).order_by("report", "id")
    with db.writing(told.engine) as connection:
        before = connection.execute(query).all()
        connection.exec_driver_sql("DROP INDEX ix_events_day_quad_status_type")
        connection.exec_driver_sql("ALTER TABLE events DROP COLUMN day")
        with Operations.context(MigrationContext.configure(connection)):
            importlib.import_module("marsad.store.migrations.versions.0007_days").upgrade()
        assert connection.execute(query).all() == before
    assert len({day for *_, day in before}) > 3
