"""Compares what is new with everything there is, and keeps which reports share text."""

from __future__ import annotations

from typing import Any

from sqlalchemy.engine import Engine

from marsad.store import copies
from marsad.store import engine as db


def compare(engine: Engine) -> int:
    """Finds the copies among reports that were not compared yet, and between them and the others; how many pairs.

    Safe to stop: what was compared is noted together with what was found.
    """
    with db.reading(engine) as connection:
        pairs, fresh = copies.candidates(connection)
        rows: list[dict[str, Any]] = list(copies.judged(connection, list(pairs)))
    if fresh:
        with db.writing(engine) as connection:
            copies.write(connection, rows, fresh)
    return len(rows)
