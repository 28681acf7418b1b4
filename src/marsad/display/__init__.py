"""Records and happenings as self-contained HTML, for notebooks.

The HTML needs nothing from outside and runs nothing: a style of its own class, no script, no link but a report's own
address. All text is escaped; direction goes by the content; colours are tints of the page's own, so that it reads on
light and on dark pages.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from marsad.display.cluster import cluster_html
from marsad.display.record import record_html

__all__ = ["Shown", "html_of", "show"]

_MOST: Final = 50  # things in one display


class Shown:
    """Something that a notebook displays; ``html`` is what it displays."""

    __slots__ = ("html",)

    def __init__(self, html: str) -> None:
        self.html = html

    def _repr_html_(self) -> str:
        return self.html

    def __repr__(self) -> str:
        return f"<Shown: {len(self.html):,} characters of HTML>"


def show(thing: Any) -> Shown:
    """What displays a reading, a report of a database, a record, a happening, or several of them.

    Raises `TypeError` for anything else.
    """
    return Shown(html_of(thing))


def html_of(thing: Any) -> str:
    """The HTML of what `show` takes."""
    record = getattr(thing, "record", thing)
    if isinstance(record, Mapping):
        schema = str(record.get("schema", ""))
        if schema.startswith("marsad-weave/"):
            return cluster_html(record)
        if schema.startswith("marsad/"):
            return record_html(record)
    elif isinstance(record, Iterable) and not isinstance(record, str | bytes):
        several = [html_of(one) for _, one in zip(range(_MOST), record, strict=False)]
        return "\n".join(several)
    raise TypeError("show takes a reading, a report, a record (marsad/1) or a happening (marsad-weave/1)")
