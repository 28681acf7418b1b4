"""The full-text index: FTS5 tables in SQLite, a tsvector in PostgreSQL, both over the same folded words.

Rows are those of ``versions``: a version's text never changes, so its row in the index never does either. Words in
order serve phrases, stems serve words (see `marsad.store.terms`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

import sqlalchemy as sa
from sqlalchemy.engine import Connection

MAX_POSITION = 16_383  # PostgreSQL's last
STEM = "+"  # before the stems in a tsvector, so that a phrase never meets them


def create(connection: Connection) -> None:
    """Makes the index of a new database."""
    if connection.dialect.name == "sqlite":
        run = connection.exec_driver_sql
        kind = "content='', columnsize=0, tokenize=\"unicode61 remove_diacritics 0\""
        run(f"CREATE VIRTUAL TABLE word_index USING fts5(words, detail=full, {kind})")
        run(f"CREATE VIRTUAL TABLE stem_index USING fts5(stems, detail=none, {kind})")
    else:
        connection.exec_driver_sql(
            "CREATE TABLE word_index (version bigint PRIMARY KEY REFERENCES versions (key) ON DELETE CASCADE, "
            "words tsvector NOT NULL)"
        )
        connection.exec_driver_sql("CREATE INDEX ix_word_index_words ON word_index USING gin (words)")


def add(connection: Connection, items: Sequence[tuple[int, list[str], list[str]]]) -> None:
    """Indexes versions: key, forms in order, stems."""
    if not items:
        return
    if connection.dialect.name == "sqlite":
        words = [{"v": version, "t": " ".join(forms)} for version, forms, _ in items]
        stems = [{"v": version, "t": " ".join(stems)} for version, _, stems in items]
        connection.execute(sa.text("INSERT INTO word_index (rowid, words) VALUES (:v, :t)"), words)
        connection.execute(sa.text("INSERT INTO stem_index (rowid, stems) VALUES (:v, :t)"), stems)
    else:
        rows = [{"v": version, "t": vector(forms, stems)} for version, forms, stems in items]
        insert = "INSERT INTO word_index (version, words) VALUES (:v, CAST(:t AS tsvector))"
        connection.execute(sa.text(insert), rows)


def clear(connection: Connection) -> None:
    """Empties the index, before all is indexed anew."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("INSERT INTO word_index (word_index) VALUES ('delete-all')")
        connection.exec_driver_sql("INSERT INTO stem_index (stem_index) VALUES ('delete-all')")
    else:
        connection.exec_driver_sql("TRUNCATE word_index")


def vector(forms: Iterable[str], stems: Iterable[str]) -> str:
    """A tsvector as PostgreSQL reads it; words are letters and digits only, so nothing needs escaping but quotes."""
    places: dict[str, list[int]] = defaultdict(list)
    for n, form in enumerate(forms, 1):
        if n <= MAX_POSITION:
            places[form].append(n)
    out = [f"'{form}':{','.join(map(str, at[:255]))}" for form, at in places.items()]
    out += [f"'{STEM}{stem}'" for stem in stems]
    return " ".join(out)
