"""Plain text, with an optional sidecar of metadata.

Beside ``ID.txt`` a file ``ID.meta.json`` may give ``id``, ``url``, ``outlet``, ``published``, ``author`` and ``title``.
Without a sidecar the id is the file's name without its ending, and a short first line is the title.
"""

from __future__ import annotations

import pathlib

import msgspec

from marsad.document import Report, Warning
from marsad.errors import message
from marsad.ingest.base import NO_DEFAULTS, Defaults, make_report
from marsad.ingest.decode import check_arabic, decode

_MAX_SIDECAR = 100_000


class Sidecar(msgspec.Struct, frozen=True):
    """What ``ID.meta.json`` may say; a value of another type than text is left out."""

    id: object = None
    url: object = None
    outlet: object = None
    published: object = None
    author: object = None
    title: object = None


NO_SIDECAR = Sidecar()


def as_text(value: object) -> str | None:
    """A metadata value as text: numbers are written out, everything else that is not text is None."""
    if isinstance(value, str):
        return value or None
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else None


def sidecar_of(path: pathlib.Path) -> Sidecar:
    """The sidecar of a file; an absent or unusable one says nothing."""
    name = path.with_name(f"{path.name.split('.')[0]}.meta.json")
    other = path.with_name(f"{path.stem}.meta.json")
    for file in (other, name):
        try:
            with file.open("rb") as stream:
                return msgspec.json.decode(stream.read(_MAX_SIDECAR), type=Sidecar)
        except (OSError, msgspec.MsgspecError, UnicodeDecodeError):
            continue
    return NO_SIDECAR


def read_text(
    data: bytes,
    id: str,
    *,
    sidecar: Sidecar = NO_SIDECAR,
    encoding: str | None = None,
    defaults: Defaults = NO_DEFAULTS,
) -> Report:
    """The report of a text file's bytes. Raises ``empty-input``, ``binary-input``, ``undecodable``, ``not-arabic``."""
    decoded = decode(data, encoding)
    return described(decoded.text, id, sidecar, defaults, decoded.damaged)


def described(text: str, id: str, said: Sidecar, defaults: Defaults, damaged: int) -> Report:
    """The report of a text and of what was said beside it. Raises ``empty-input``, ``not-arabic``."""
    check_arabic(text)
    own = as_text(said.id)
    report = make_report(
        own or id,
        text,
        title=as_text(said.title),
        apart=True,
        url=as_text(said.url),
        published=as_text(said.published),
        outlet=as_text(said.outlet),
        author=as_text(said.author),
        defaults=defaults,
        warnings=damage(damaged),
    )
    return report.with_(own_id=True) if own else report


def damage(count: int) -> tuple[Warning, ...]:
    """The warning that some characters could not be decoded."""
    return (Warning("damaged-text", message("damaged-text", str(count))),) if count else ()
