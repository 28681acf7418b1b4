"""Every setting of Marsad: name, default, what it does. Docs and command line read this table."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Final

import msgspec

from marsad.errors import MarsadError

PREFIX: Final = "MARSAD_"


class Setting(msgspec.Struct, frozen=True):
    """One setting. It is given in the environment as ``MARSAD_`` and its name in capitals."""

    name: str
    default: str | int
    help: str
    choices: tuple[str, ...] = ()
    least: int = 0

    @property
    def variable(self) -> str:
        """The environment variable that sets it."""
        return PREFIX + self.name.upper()


SETTINGS: Final[tuple[Setting, ...]] = (
    Setting(
        "max_report_bytes",
        4_000_000,
        "The largest report that is read, in bytes as they come in; a larger one is set aside with too-large.",
        least=1,
    ),
    Setting("lang", "en", "The language of the terminal view's glosses.", choices=("ar", "en")),
    Setting(
        "color",
        "auto",
        "Colours in the terminal view: on terminals only, always, or never.",
        ("auto", "always", "never"),
    ),
    Setting("width", 0, "Columns of the terminal view; 0 takes the terminal's own, at most 110."),
    Setting(
        "knowledge_dir",
        "",
        "A folder of your own knowledge, laid out as src/marsad/knowledge is (people/, organisations/, offices/ ...); "
        "it wins over what is shipped.",
    ),
    Setting(
        "latin_names",
        "auto",
        "Latin spellings of people in no list: where the extra latin is installed, or never.",
        choices=("auto", "never"),
    ),
    Setting(
        "database",
        "",
        "The database: path of a SQLite file or a URL; empty takes marsad.db in the user's data folder.",
    ),
    Setting(
        "fetch_private",
        "no",
        "Whether feeds and pages may also be fetched from private, loopback and other inner addresses.",
        ("no", "yes"),
    ),
    Setting("fetch_timeout", 30, "Seconds after which a request to the web is given up.", least=1),
    Setting("fetch_bytes", 10_000_000, "The largest feed or page that is fetched, in bytes once unpacked.", least=1),
    Setting("fetch_pause", 2, "Seconds between two requests to the same host."),
    Setting("feed_minutes", 30, "Minutes after which a feed or folder is looked at again.", least=1),
    Setting(
        "serve_feeds",
        "yes",
        "Whether marsad serve keeps feeds and folders that are watched up to date, as marsad watch does.",
        ("yes", "no"),
    ),
    Setting("host", "127.0.0.1", "The address at which marsad serve listens."),
    Setting("port", 8766, "The port at which marsad serve listens; 0 takes one that is free."),
    Setting("team", "no", "Whether users sign in to the workbench (team mode).", ("no", "yes")),
    Setting(
        "hosts",
        "",
        "Names under which the workbench may be asked for, besides the address at which it listens; commas between.",
    ),
    Setting("requests_per_minute", 600, "Requests of one user, or of one address, in team mode.", least=1),
    Setting("max_upload_bytes", 200_000_000, "The largest upload that the workbench takes, in bytes.", least=1),
    Setting("cache_dir", "", "Where compiled lexicons are kept; empty takes the user's cache folder."),
)


def setting(name: str, environment: Mapping[str, str] = os.environ) -> str | int:
    """The value of a setting, from the environment or by default. Raises ``bad-setting`` on a value that cannot be."""
    entry = next((s for s in SETTINGS if s.name == name), None)
    if entry is None:
        raise MarsadError("bad-setting", f"there is none called {name}")
    raw = environment.get(entry.variable)
    if raw is None:
        return entry.default
    if entry.choices and raw not in entry.choices:
        raise MarsadError("bad-setting", f"{entry.variable} is {raw!r}, not one of {', '.join(entry.choices)}")
    if isinstance(entry.default, int):
        if not raw.strip().isdecimal() or int(raw) < entry.least:
            raise MarsadError(
                "bad-setting", f"{entry.variable} is {raw!r}, not a whole number of at least {entry.least}"
            )
        return int(raw)
    return raw


def text_setting(name: str) -> str:
    """The value of a setting that holds text."""
    return str(setting(name))


def int_setting(name: str) -> int:
    """The value of a setting that holds a whole number."""
    return int(setting(name))
