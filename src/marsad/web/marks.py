"""A text with marks in it as HTML: spans that overlap in any way become elements that are well nested.

No character of the text is lost, added or moved: the text content of what comes out is the text. Where two marks cross,
the one that begins later is cut in two at the end of the other, and both pieces carry its id.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

import msgspec
from markupsafe import Markup, escape

_MAX_OPEN: Final = 200  # elements inside one another: browsers stop nesting at some hundreds
_NEAR: Final = 90  # characters shown around a change
_REPLACED: Final = str.maketrans({"\0": "\ufffd"})  # HTML has no NUL


class Mark(msgspec.Struct, frozen=True):
    """A span of the text, half-open, in code points, and the element that it becomes: its class, its data.

    ``data`` are names (without ``data-``) and values of attributes. Of equal spans that of a lower rank is outer.
    """

    start: int
    end: int
    name: str
    data: tuple[tuple[str, str], ...] = ()
    rank: int = 0
    tag: str = "span"


def nested(text: str, marks: Iterable[Mark]) -> Markup:
    """The text with its marks. Marks that are empty or reach outside the text are cut to it, or left out."""
    kept = [m for m in (_cut(mark, len(text)) for mark in marks) if m is not None]
    opening: dict[int, list[tuple[int, int, int, Mark]]] = {}
    for n, mark in enumerate(kept):
        opening.setdefault(mark.start, []).append((-mark.end, mark.rank, n, mark))
    out: list[str] = []
    held: list[Mark] = []  # open marks, the outermost first
    at = 0
    for here in sorted({*opening, *(mark.end for mark in kept)}):
        out.append(_escaped(text[at:here]))
        at = here
        cut = _close(held, here, out)
        for mark in cut:
            _open(mark, held, out, again=True)
        for _, _, _, mark in sorted(opening.get(here, ()), key=lambda item: item[:3]):
            _open(mark, held, out)
    out.append(_escaped(text[at:]))
    return Markup("".join(out))  # noqa: S704 - every piece of it is escaped above


def _cut(mark: Mark, length: int) -> Mark | None:
    start, end = max(0, mark.start), min(length, mark.end)
    if start >= end:
        return None
    return mark if (start, end) == (mark.start, mark.end) else msgspec.structs.replace(mark, start=start, end=end)


def _close(held: list[Mark], here: int, out: list[str]) -> list[Mark]:
    """Closes what ends here with all inside it; gives what of that goes on, the outermost first."""
    first = next((n for n, mark in enumerate(held) if mark.end == here), None)
    if first is None:
        return []
    inside = held[first:]
    out.extend(f"</{mark.tag}>" for mark in reversed(inside))
    del held[first:]
    return [mark for mark in inside if mark.end > here]


def _open(mark: Mark, held: list[Mark], out: list[str], *, again: bool = False) -> None:
    if len(held) >= _MAX_OPEN:
        return
    held.append(mark)
    data = "".join(f' data-{name}="{escape(value)}"' for name, value in mark.data)
    # A mark that was cut is one stop of the keyboard, not two.
    more = ' data-again tabindex="-1"' if again else ""
    out.append(f'<{mark.tag} class="{escape(mark.name)}"{data}{more}>')


def _escaped(piece: str) -> str:
    # A bare carriage return would be read as a line feed.
    return str(escape(piece.translate(_REPLACED))).replace("\r", "&#13;")


def found(text: str, start: int, spans: Sequence[tuple[int, int]]) -> Markup:
    """A stretch of a text that begins at `start`, with what was found in it (spans of the whole text) in ``<mark>``."""
    return nested(text, (Mark(a - start, b - start, "found", tag="mark") for a, b in spans))


def difference(before: str, after: str, changes: Sequence[Sequence[Sequence[int]]]) -> Markup:
    """What was changed between two texts: each change with the words around it, old ones struck out, new ones marked.

    `changes` are ``[[start, end] in before, [start, end] in after]``, in order (`marsad.store.changes`).
    """
    return Markup("").join(_differences(before, after, changes))


def _differences(before: str, after: str, changes: Sequence[Sequence[Sequence[int]]]) -> Iterator[Markup]:
    at = 0
    for (old_start, old_end), (start, end) in changes:
        if start - at > 2 * _NEAR:
            yield Markup("{} … {}").format(after[at : at + _NEAR] if at else "", after[start - _NEAR : start])
        else:
            yield escape(after[at:start])
        if old_end > old_start:
            yield Markup('<del class="m-change-out">{}</del>').format(before[old_start:old_end])
        if end > start:
            yield Markup('<ins class="m-change-in">{}</ins>').format(after[start:end])
        at = end
    rest = after[at:]
    yield Markup("{} …").format(rest[:_NEAR]) if len(rest) > _NEAR else escape(rest)
