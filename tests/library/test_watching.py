"""Feeds, lists, pages and folders: taken in once, kept up to date."""

from __future__ import annotations

import os
import pathlib
import threading
from typing import Any

import pytest
import sqlalchemy as sa

from marsad.errors import MarsadError
from marsad.ingest.base import Rejected
from marsad.library import watching
from marsad.library.database import Database
from marsad.library.ingesting import Counts
from marsad.library.watching import How
from marsad.store import engine as db
from marsad.store import sources, tables

DAY = "Tue, 05 Mar 2024 10:00:00 +0300"


def take(database: Database, *inputs: str, aside: list[Rejected] | None = None, **how: Any) -> Counts:
    seen = [] if aside is None else aside
    return watching.take_in(database.engine, inputs, How(**how), progress=lambda _: None, aside=seen.append)


def look(database: Database, aside: list[Rejected] | None = None) -> Counts:
    seen = [] if aside is None else aside
    return watching.watch(database.engine, How(), once=True, aside=seen.append)


def known(database: Database) -> list[sources.Source]:
    with db.reading(database.engine) as connection:
        return sources.sources(connection)


def test_a_feed_brings_its_pages_and_asks_only_for_what_is_new(database: Database, site: Any) -> None:
    site.page("/1", "الميناء يعود إلى العمل")
    site.page("/2", "اتفاق على الطرق")
    site.rss("/rss", ("/1", "الميناء", DAY), ("/2", "الطرق", DAY))
    assert take(database, site.url + "/rss").new == 2
    assert {r.outlet for r in database} == {"الميدان"}
    assert {r.published for r in database} == {"2024-03-05"}
    assert {r.url for r in database} == {site.url + "/1", site.url + "/2"}
    site.taken()
    assert look(database) == Counts()
    assert site.taken() == [("/rss", 304)]
    site.page("/3", "خبر ثالث")
    site.rss("/rss", ("/3", "خبر", DAY), ("/1", "الميناء", DAY), ("/2", "الطرق", DAY))
    assert look(database).new == 1
    assert site.taken() == [("/rss", 200), ("/3", 200)]


def test_an_item_that_the_feed_says_changed_is_fetched_again_and_kept_beside_the_first(
    database: Database, site: Any
) -> None:
    site.page("/1", "الميناء يعود إلى العمل")
    site.rss("/rss", ("/1", "الميناء", DAY))
    take(database, site.url + "/rss")
    old = site.pages["/1"]
    site.pages["/1"] = old.replace("الأسبوع المقبل", "الشهر المقبل")
    site.rss("/rss", ("/1", "الميناء", DAY.replace("10:00", "12:00")))
    counts = look(database)
    assert (counts.new, counts.corrected) == (0, 1)
    [stored] = database
    assert "الشهر المقبل" in stored.record["text"]
    assert [v.number for v in database.versions(stored.id)] == [1, 2]


def test_items_that_fail_are_tried_again_but_not_for_ever(database: Database, site: Any) -> None:
    site.page("/1", "الميناء يعود إلى العمل")
    site.rss("/rss", ("/1", "الميناء", DAY), ("/gone", "خبر", DAY))
    aside: list[Rejected] = []
    counts = take(database, site.url + "/rss", aside=aside)
    assert (counts.new, counts.aside) == (1, 1)
    assert [(r.source, r.code) for r in aside] == [(site.url + "/gone", "fetch-failed")]
    for _ in range(5):
        look(database)
    assert [path for path, _ in site.taken()].count("/gone") == sources.MAX_TRIES
    assert [a.code for a in database.aside()] == ["fetch-failed"]
    site.page("/gone", "خبر عاد")
    site.rss("/rss", ("/gone", "خبر", DAY.replace("10:00", "11:00")))
    assert look(database).new == 1
    assert database.aside() == []


def test_an_item_with_its_whole_text_needs_no_page(database: Database, site: Any) -> None:
    text = "<p>أعلن رئيس البلدية افتتاح الحديقة العامة أمام الزوار.</p>" * 12
    site.pages["/rss"] = (
        "<rss xmlns:content='http://purl.org/rss/1.0/modules/content/'><channel><title>الساحة</title><item>"
        f"<title>افتتاح الحديقة</title><link>{site.url}/9</link><content:encoded><![CDATA[{text}]]></content:encoded>"
        "</item></channel></rss>"
    )
    assert take(database, site.url + "/rss").new == 1
    assert [path for path, _ in site.taken()] == ["/rss", "/rss"]
    [stored] = database
    assert stored.title == "افتتاح الحديقة"


def test_a_list_of_feeds_from_a_file_and_from_an_address(database: Database, site: Any, tmp_path: pathlib.Path) -> None:
    site.page("/1", "الميناء يعود إلى العمل")
    site.rss("/a", ("/1", "الميناء", DAY))
    opml = (
        "<opml><body>" + "".join(f"<outline text='ق' xmlUrl='{site.url}{p}'/>" for p in ("/a", "/b")) + "</body></opml>"
    )
    (tmp_path / "feeds.opml").write_text(opml, "utf-8")
    site.pages["/list"] = opml
    aside: list[Rejected] = []
    counts = take(database, str(tmp_path / "feeds.opml"), aside=aside)
    assert (counts.new, counts.aside) == (1, 1)
    assert [r.source for r in aside] == [site.url + "/b"]
    assert [(s.address[-2:], s.failures) for s in known(database)] == [("/a", 0), ("/b", 1)]
    assert take(database, site.url + "/list").new == 0
    assert len(known(database)) == 2
    with db.writing(database.engine) as connection:
        assert sources.remove(connection, site.url + "/b")
        assert not sources.remove(connection, site.url + "/b")
    assert len(database) == 1


def test_one_page(database: Database, site: Any) -> None:
    site.page("/1", "الميناء يعود إلى العمل")
    assert take(database, site.url + "/1", outlet="الساحة").new == 1
    [stored] = database
    assert (stored.url, stored.outlet, stored.source) == (site.url + "/1", "الساحة", site.url + "/1")
    assert take(database, site.url + "/1", outlet="الساحة").known == 1
    assert known(database) == []


def test_inner_addresses_are_refused_unless_the_settings_say_so(
    database: Database, site: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MARSAD_FETCH_PRIVATE", "no")
    aside: list[Rejected] = []
    assert take(database, site.url + "/rss", aside=aside).aside == 1
    assert [r.code for r in aside] == ["address-refused"]
    assert site.taken() == []


def test_an_item_of_a_public_feed_cannot_point_inside(
    database: Database, site: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from marsad.ingest import fetch

    site.page("/secret", "سر")
    site.rss("/rss", ("/secret", "سر", DAY))
    first = iter([True, True])  # the feed, when it is looked into and when it is asked; not the item
    monkeypatch.setenv("MARSAD_FETCH_PRIVATE", "no")
    real = fetch.public
    monkeypatch.setattr(fetch, "public", lambda address: next(first, False) or real(address))
    aside: list[Rejected] = []
    take(database, site.url + "/rss", aside=aside)
    assert [r.code for r in aside] == ["address-refused"]
    assert [path for path, _ in site.taken()] == ["/rss", "/rss"]


def test_a_folder_is_read_again_only_when_its_files_change(database: Database, tmp_path: pathlib.Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.txt").write_text("أعلن الوزير افتتاح الجسر الجديد.", "utf-8")
    os.utime(folder / "a.txt", (1_700_000_000, 1_700_000_000))
    watching.register(database.engine, [str(folder)], How(outlet="الساحة"))
    assert look(database).new == 1
    assert look(database) == Counts()
    (folder / "b.txt").write_text("أعلن الوزير افتتاح النفق الجديد.", "utf-8")
    counts = look(database)
    assert (counts.new, counts.known) == (1, 1)
    assert {r.outlet for r in database} == {"الساحة"}


def test_what_cannot_be_watched_is_refused(database: Database, site: Any, tmp_path: pathlib.Path) -> None:
    site.page("/1", "الميناء")
    (tmp_path / "x.opml").write_text("<opml><body/></opml>", "utf-8")
    for given, code in (
        (str(tmp_path / "absent"), "no-such-file"),
        (site.url + "/1", "bad-feed"),
        (str(tmp_path / "x.opml"), "bad-feed"),
        (str(tmp_path / "y.opml"), "no-such-file"),
    ):
        with pytest.raises(MarsadError) as caught:
            watching.register(database.engine, [given], How())
        assert caught.value.code == code


def test_a_source_is_looked_at_by_one_process_at_a_time(database: Database, tmp_path: pathlib.Path) -> None:
    [key] = watching.register(database.engine, [str(tmp_path)], How())
    with db.writing(database.engine) as connection:
        assert sources.claim(connection, key, 10)
        assert not sources.claim(connection, key, 10)
        assert sources.claim(connection, key, 10, force=True)


def test_a_source_that_fails_is_asked_less_and_less_often(database: Database, site: Any) -> None:
    site.rss("/rss")
    [key] = watching.register(database.engine, [site.url + "/rss"], How())
    del site.pages["/rss"]
    dues = []
    for _ in range(12):
        look(database)
        [source] = known(database)
        dues.append(source.due)
    assert source.failures == 12
    assert "503" in (source.fault or "")
    assert dues == sorted(dues)
    site.rss("/rss")
    look(database)
    [source] = known(database)
    assert (source.key, source.failures, source.fault) == (key, 0, None)


def test_watching_ends_when_it_is_told_to(database: Database, tmp_path: pathlib.Path) -> None:
    watching.register(database.engine, [str(tmp_path)], How())
    stop = threading.Event()
    looked = []

    def end(source: sources.Source, _: Counts) -> None:
        looked.append(source.address)
        stop.set()

    watching.watch(database.engine, How(), stop=stop, looked=end, aside=lambda _: None)
    assert looked == [str(tmp_path)]


def test_two_looks_at_once_double_nothing(database: Database, site: Any) -> None:
    for n in range(6):
        site.page(f"/{n}", f"خبر رقم {n}")
    site.rss("/rss", *((f"/{n}", f"خبر {n}", DAY) for n in range(6)))
    threads = [threading.Thread(target=take, args=(database, site.url + "/rss")) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(database) == 6
    with db.reading(database.engine) as connection:
        assert connection.execute(sa.select(sa.func.count()).select_from(tables.versions)).scalar_one() == 6
