"""What the terminal view needs to know of terminals: width, colours, and text that runs in two directions."""

from __future__ import annotations

import os
import re
import shutil
import unicodedata
from functools import lru_cache
from typing import Final, TextIO

import msgspec

from marsad.cli.labels import Lang
from marsad.settings import int_setting, text_setting

RLI, FSI, PDI, RLM = "\u2067", "\u2068", "\u2069", "\u200f"
MAX_WIDTH: Final = 110
_STYLES: Final = {
    "strong": "1",
    "dim": "2",
    "assert": "36",
    "ask": "36",
    "deny": "35",
    "accuse": "33",
    "demand": "33;1",
    "threaten": "31;1",
    "commit": "32",
    "support": "32",
}
# Control characters, and the bidi controls that could break out of an isolate: never sent to a terminal.
_UNSAFE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c]")
_SPACES = re.compile(r"\s+")
_STRONG_RTL = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]")


class Screen(msgspec.Struct, frozen=True):
    """Where a view is printed: columns, whether colours may be used, whether it is a terminal that joins directions.

    On what is no terminal (a file, a pipe) neither colours nor directional isolates are written.
    """

    width: int = 96
    colors: bool = False
    isolates: bool = False

    def style(self, text: str, name: str) -> str:
        """The text in a style of the palette, where there are colours."""
        return f"\x1b[{_STYLES[name]}m{text}\x1b[0m" if self.colors and name in _STYLES else text

    def isolate(self, text: str, lang: Lang) -> str:
        """Keeps the order of a piece that runs against the line's direction."""
        against = bool(_STRONG_RTL.search(text)) != (lang == "ar")
        return f"{FSI}{text}{PDI}" if self.isolates and against else text

    def arabic(self, text: str) -> str:
        """Keeps a piece of a report right to left, whatever it begins with."""
        return f"{RLI}{text}{PDI}" if self.isolates else text


def screen_for(stream: TextIO) -> Screen:
    """The screen behind a stream, by the settings ``color`` and ``width`` and the variable ``NO_COLOR``."""
    terminal = stream.isatty()
    color = text_setting("color")
    colors = color == "always" or (color == "auto" and terminal and not os.environ.get("NO_COLOR"))
    width = int_setting("width") or min(shutil.get_terminal_size((96, 24)).columns, MAX_WIDTH)
    return Screen(max(40, width), colors, terminal)


def lang_of(given: str | None) -> Lang:
    """The language of the view: as given, or by the setting ``lang``."""
    return "ar" if (given or text_setting("lang")) == "ar" else "en"


def safe(text: str) -> str:
    """A text on one line without control characters."""
    return _SPACES.sub(" ", _UNSAFE.sub(" ", text)).strip()


@lru_cache(maxsize=4096)
def _columns(char: str) -> int:
    if unicodedata.combining(char) or unicodedata.category(char) in ("Cf", "Mn", "Me"):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def columns(text: str) -> int:
    """How many columns a text takes; marks and controls take none."""
    return sum(map(_columns, text))


def wrap(text: str, width: int) -> list[str]:
    """Lines of at most `width` columns, broken at spaces; a longer word stands on a line of its own."""
    lines: list[str] = []
    line, used = "", 0
    for word in text.split():
        size = columns(word)
        if line and used + 1 + size > width:
            lines.append(line)
            line, used = word, size
        elif line:
            line, used = f"{line} {word}", used + 1 + size
        else:
            line, used = word, size
    return [*lines, line] if line else lines
