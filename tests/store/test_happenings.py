"""Pages of happenings: what they hold, by which fields they are chosen, in which order; on both databases alike."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

import marsad
from marsad.errors import MarsadError
from marsad.library.database import Database
from marsad.store.happenings import Asked

BLAST = (
    "قتل {dead} شخصا في انفجار سيارة مفخخة استهدف سوقا شعبية في مدينة الموصل شمالي العراق.\n"
    "وتبنى تنظيم داعش الهجوم على السوق، وقالت الشرطة إن {dead} شخصا قتلوا في الانفجار.\n"
)
CALL = (
    "بحث وزير الخارجية المصري سامح شكري في اتصال هاتفي مع نظيره السعودي عادل الجبير الأوضاع في اليمن وسوريا.\n"
    "وقال شكري إن الحل السياسي هو السبيل الوحيد.\n"
)


@pytest.fixture
def woven(url: str) -> Iterator[Database]:
    """One blast told by three outlets with two tolls, and one call told by two."""
    told = [
        (BLAST.format(dead=12), "2018-05-02", "العربية"),
        (BLAST.format(dead=15), "2018-05-02", "سكاي نيوز عربية"),
        (BLAST.format(dead=15), "2018-05-03", "بي بي سي"),
        (CALL, "2018-06-01", "العربية"),
        (CALL, "2018-06-02", "سكاي نيوز عربية"),
    ]
    with marsad.open(url) as database:
        for n, (text, day, outlet) in enumerate(told):
            database.add(f"{text}التقرير رقم {n}.", published=day, outlet=outlet, id=f"r{n}", title=f"خبر رقم {n}")
        database.weave()
        yield database


def ids(database: Database, asked: Asked) -> list[str]:
    page = database.happenings_page(asked, limit=500)
    assert page.total == len(page.rows)
    return [row.id for row in page.rows]


def test_a_page_has_what_the_clusters_have(woven: Database) -> None:
    whole = {c["id"]: c for c in woven.happenings(several=True)}
    page = woven.happenings_page(limit=500)
    assert page.total == len(whole) > 2
    assert {row.id for row in page.rows} == whole.keys()
    for row in page.rows:
        cluster = whole[row.id]
        assert (row.kind, row.type, row.status, row.date) == tuple(
            cluster[k] for k in ("kind", "type", "status", "date")
        )
        assert [row.first_day, row.last_day] == (cluster["interval"] or [None, None])
        assert {"reports": row.reports, "outlets": row.outlets, "origins": row.origins} == cluster["counts"]
        assert row.credibility == cluster["grade"]["credibility"]
        assert list(row.differing) == [s["slot"] for s in cluster["slots"] if s["verdict"] == "differ"]
        assert row.differs == bool(row.differing)
        assert row.told == len(cluster["members"])
        assert {(m.report, m.id) for m in row.members} == {(m["report"], m["id"]) for m in cluster["members"]}
        assert all(m.title == f"خبر رقم {m.report[1:]}" for m in row.members)
        assert row.latest == max(m.published or "" for m in row.members)
    assert woven.happenings_by_id(reversed([r.id for r in page.rows])) == list(reversed(page.rows))
    assert woven.happenings_by_id(["c-none"]) == []


def test_pages_follow_each_other_in_a_stated_order(woven: Database) -> None:
    rows = woven.happenings_page(limit=500).rows
    assert [r.latest for r in rows] == sorted((r.latest for r in rows), reverse=True)
    parts = [woven.happenings_page(limit=2, offset=n).rows for n in range(0, len(rows) + 2, 2)]
    assert [row for part in parts for row in part] == list(rows)
    by_reports = [r.reports for r in woven.happenings_page(Asked(order="reports"), limit=500).rows]
    assert by_reports == sorted(by_reports, reverse=True)
    happened = [r.last_day or "" for r in woven.happenings_page(Asked(order="happened"), limit=500).rows]
    assert happened == sorted(happened, reverse=True)
    everything = woven.happenings_page(Asked(reports=1), limit=0)
    assert (everything.total, everything.rows) == (sum(1 for _ in woven.happenings()), ())


def test_fields_choose(woven: Database) -> None:
    several = ids(woven, Asked())
    blast = ids(woven, Asked(type=("assault",), reports=3))
    call = ids(woven, Asked(type=("CONSULT",), kind=("event",)))
    assert blast
    assert call
    assert set(blast).isdisjoint(call)
    assert set(blast) <= set(ids(woven, Asked(place=("الموصل",))))
    assert set(blast).isdisjoint(ids(woven, Asked(outlet=("بي بي سي",), report=("r3",))))
    assert set(call) <= set(ids(woven, Asked(actor=("سامح شكري",))))
    assert set(call) <= set(ids(woven, Asked(party=("Adel al-Jubeir",))))
    assert ids(woven, Asked(actor=("لا أحد بهذا الاسم",))) == []
    assert set(ids(woven, Asked(report=("r3",)))) == set(ids(woven, Asked(report=("r4",)))) >= set(call)
    assert set(ids(woven, Asked(differs=True))) | set(ids(woven, Asked(differs=False))) == set(several)
    assert set(blast) & set(ids(woven, Asked(slot=("dead",)))) == set(blast) & set(ids(woven, Asked(differs=True)))
    assert set(ids(woven, Asked(until="2018-05-31"))) >= set(blast)
    assert set(ids(woven, Asked(since="2018-05-31"))) >= set(call)
    assert set(ids(woven, Asked(since="2018-05-31"))).isdisjoint(blast)
    assert ids(woven, Asked(outlets=3))
    assert ids(woven, Asked(outlets=4)) == []
    with pytest.raises(MarsadError, match="bad-date"):
        woven.happenings_page(Asked(since="soon"))


def test_kinds_types_and_statuses_are_counted(woven: Database) -> None:
    counts = woven.happenings_counts()
    total = woven.happenings_page(limit=0).total
    assert sum(n for _, n in counts["kind"]) == total
    for field in ("kind", "type", "status"):
        for value, number in counts[field]:
            asked = {"kind": Asked(kind=(value,)), "type": Asked(type=(value,)), "status": Asked(status=(value,))}
            assert woven.happenings_page(asked[field], limit=0).total == number
