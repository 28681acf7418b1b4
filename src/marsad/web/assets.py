"""Where the files of the built front end are. Names carry the hash of the content, so files may be kept for good."""

from __future__ import annotations

import functools
import pathlib

import msgspec

from marsad.errors import MarsadError

STATIC = pathlib.Path(__file__).parent / "static"
URL = "/static/"


@functools.cache
def manifest(folder: pathlib.Path = STATIC) -> dict[str, str]:
    """What each file of the front end is called now: ``{"app.css": "app-QG5RER42.css", ...}``.

    Raises:
        MarsadError: ``no-front-end`` where it was not built.
    """
    try:
        return msgspec.json.decode((folder / "manifest.json").read_bytes(), type=dict[str, str])
    except (OSError, msgspec.DecodeError) as error:
        raise MarsadError("no-front-end", str(folder)) from error


def asset(name: str) -> str:
    """The address of a file of the front end, a path on this server: ``asset("app.css")`` is ``/static/app-HASH.css``.

    Raises:
        MarsadError: ``no-front-end`` where it was not built or has no such file.
    """
    files = manifest()
    if name not in files:
        raise MarsadError("no-front-end", name)
    return URL + files[name]
