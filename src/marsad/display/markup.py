"""Pieces of markup: escaping, direction, the style."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable
from typing import Final
from urllib.parse import urlsplit

# What no page may hold: control characters, and those that turn the direction of what follows.
_BAD: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")

STYLE: Final = """<style>
.marsad{font:14px/1.7 system-ui,"Noto Naskh Arabic","Segoe UI",sans-serif;color:inherit;max-inline-size:60em}
.marsad h4{margin-block:.3em;font-size:1.15em;line-height:1.5}
.marsad .text{white-space:pre-wrap;overflow-wrap:anywhere;border-inline-start:3px solid rgb(128 128 128/.35);
padding-inline-start:.8em;margin-block:.5em}
.marsad .meta,.marsad .dim{opacity:.72;font-size:.92em}
.marsad .furniture{opacity:.5}
.marsad .said{background:rgb(66 133 244/.14)}.marsad .said .said,.marsad .deep{background:rgb(66 133 244/.28)}
.marsad .cue{font-weight:700;text-decoration:underline;text-underline-offset:.25em}
.marsad .name{border-block-end:2px dotted rgb(128 128 128/.9)}
.marsad .time{font-style:italic}
.marsad .act{outline:1px solid rgb(217 119 6/.75);border-radius:3px}
.marsad table{border-collapse:collapse;margin-block:.5em;inline-size:100%}
.marsad th,.marsad td{text-align:start;vertical-align:top;padding:.25em .6em;background:none;
border-block-end:1px solid rgb(128 128 128/.3)}
.marsad td p{margin:0}
.marsad .tag{border:1px solid rgb(128 128 128/.6);border-radius:1em;padding:0 .6em;font-size:.85em;white-space:nowrap}
.marsad .differ{border-color:rgb(220 38 38/.9);font-weight:700}
.marsad .updated{border-color:rgb(217 119 6/.9);font-weight:700}
</style>"""


def clean(text: object) -> str:
    """Text as a page may hold it: escaped, without control and direction characters."""
    return html.escape(_BAD.sub("\ufffd", str(text)))


def run(text: object, kind: str = "", title: str = "") -> str:
    """Words in a line, in their own direction."""
    hover = f' title="{clean(title)}"' if title else ""
    return f"<bdi{f' class={chr(34)}{kind}{chr(34)}' if kind else ''}{hover}>{clean(text)}</bdi>"


def block(text: object, kind: str = "") -> str:
    """A block whose direction goes by its own words."""
    return f'<p dir="auto"{f" class={chr(34)}{kind}{chr(34)}" if kind else ""}>{clean(text)}</p>'


def table(heads: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """A table of markup; nothing where there are no rows."""
    body = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
    if not body:
        return ""
    head = "".join(f'<th scope="col">{clean(h)}</th>' for h in heads)
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def link(url: str | None) -> str:
    """A report's address, where it is one of the web."""
    if not url:
        return ""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    if parts.scheme not in ("http", "https") or not parts.hostname:
        return ""
    return f'<a href="{clean(url)}" rel="noopener noreferrer nofollow">{clean(parts.hostname)}</a>'


def page(parts: Iterable[str]) -> str:
    """All parts in one element with its style."""
    return f'{STYLE}\n<div class="marsad" dir="auto">{"".join(p for p in parts if p)}</div>'
