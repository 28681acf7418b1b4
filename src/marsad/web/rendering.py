"""Pages from templates: what every template can call, and the frame that it stands in."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import quote, urlencode

import jinja2
from fastapi import Request, Response
from fastapi.responses import HTMLResponse
from markupsafe import Markup, escape

from marsad import __version__
from marsad.web import language
from marsad.web.access import FIELD, Identity, who_asks
from marsad.web.assets import asset
from marsad.web.language import COOKIE, Lang

# The pages of the navigation: key of its words (nav.KEY), address, the key that opens it behind "g".
NAV: Final = (
    ("overview", "/", "o"),
    ("search", "/search", "s"),
    ("reports", "/reports", "r"),
    ("happenings", "/happenings", "h"),
    ("timeline", "/timeline", "t"),
    ("actors", "/actors", "a"),
    ("network", "/network", "n"),
    ("map", "/map", "m"),
    ("ledgers", "/ledgers", "l"),
    ("ingest", "/ingest", "i"),
    ("judgements", "/judgements", "j"),
)

_DAY: Final = re.compile(r"(\d{4}-\d{2}(?:-\d{2})?)")


_PERIOD: Final = re.compile(r"P(T?)(\d{1,6})([HMDWY])")
_UNITS: Final = {"TH": "hour", "TM": "minute", "D": "day", "W": "week", "M": "month", "Y": "year"}


@functools.cache
def environment() -> jinja2.Environment:
    """The templates; what they are given is escaped, and a name that is not given is an error."""
    env = jinja2.Environment(
        loader=jinja2.PackageLoader("marsad.web", "templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    env.globals.update(asset=asset, nav=NAV, version=__version__, link=link)
    env.filters["part"] = part
    env.filters["skip"] = skip
    env.filters["timex"] = timex
    env.filters["dated"] = dated
    return env


def part(value: str) -> str:
    """A value as one part of an address's path: everything but letters, digits and ``-._~`` is quoted."""
    return quote(value, safe="")


def timex(value: object) -> tuple[str, str, int]:
    """A TIMEX3 value for reading: (its day or itself, its part of the day, 0), or ("", unit, n) of a period."""
    text = str(value)
    if (of := _PERIOD.fullmatch(text)) is not None and of[1] + of[3] in _UNITS:
        return "", _UNITS[of[1] + of[3]], int(of[2])
    day, apart, rest = text.partition("T")
    return (day, rest, 0) if apart and rest in ("MO", "MI", "AF", "EV", "NI") else (text, "", 0)


def link(path: str, **values: object) -> str:
    """An address with a query; what is None or empty is left out, of a list each value stands by itself."""
    pairs = [(k, v) for k, v in values.items() if v not in (None, "", (), [])]
    return f"{path}?{urlencode(pairs, doseq=True)}" if pairs else path


def skip(query: Mapping[str, object], *names: str) -> dict[str, object]:
    """A query without some of its parts: ``by.query|skip("place")``."""
    return {name: value for name, value in query.items() if name not in names}


def dated(value: str) -> Markup:
    """A line in which ISO days keep their order and stay in one piece: among Arabic letters they would be turned."""
    parts = _DAY.split(value)
    whole = Markup('<span class="nowrap ltr">{}</span>')
    return Markup("").join(whole.format(part) if n % 2 else escape(part) for n, part in enumerate(parts))


def has_arabic(value: str) -> bool:
    """Whether the first strong character is Arabic: the direction of a text is its own, not the interface's."""
    for char in value[:200]:
        if "\u0600" <= char <= "\u06ff" or "\u0750" <= char <= "\u077f":
            return True
        if char.isalpha():
            return False
    return False


def bidi(value: str | None) -> Markup:
    """A text of the data in an element that has its own direction and language."""
    if not value:
        return Markup("")
    lang, direction = ("ar", "rtl") if has_arabic(value) else ("en", "ltr")
    return Markup('<bdi lang="{}" dir="{}">{}</bdi>').format(lang, direction, value)


def named(lang: Lang, name: Mapping[str, str | None] | None, otherwise: str = "") -> str:
    """A name ({ar, en}) in the interface's language, else in the other one."""
    if not name:
        return otherwise
    return name.get(lang) or name.get("ar") or name.get("en") or otherwise


def csrf_field(who: Identity | None) -> Markup:
    """The field that every form carries which changes anything; nothing where no cookie signs the user in."""
    if who is None or who.csrf is None:
        return Markup("")
    return Markup('<input type="hidden" name="{}" value="{}">').format(FIELD, who.csrf)


def page(
    request: Request,
    template: str,
    values: Mapping[str, Any],
    *,
    status: int = 200,
    headers: Mapping[str, str] | None = None,
) -> Response:
    """A page. What templates can call stands in docs/design/web.md."""
    lang = language.language(request)

    def t(key: str, **given: object) -> str:
        return language.text(lang, key, **given)

    def word(field: str, value: object) -> str:
        key = f"code.{field}.{value}"
        return language.text(lang, key) if key in language.messages() else str(value)

    who = who_asks(request)
    other: Lang = "en" if lang == "ar" else "ar"
    swapped = request.url.include_query_params(lang=other)
    own = "/" + swapped.path.lstrip("/")  # two strokes would begin the name of another host
    html = (
        environment()
        .get_template(template)
        .render(
            {
                "t": t,
                "word": word,
                "lang": lang,
                "dir": "rtl" if lang == "ar" else "ltr",
                "other": other,
                "theme": theme if (theme := request.cookies.get("marsad_theme")) in ("light", "dark") else None,
                "other_url": f"{own}?{swapped.query}",
                "name": lambda of, otherwise="": named(lang, of, otherwise),
                "bdi": bidi,
                "here": request.url.path,
                "who": who,
                "team": request.app.state.team,
                "csrf": lambda: csrf_field(who),
                **values,
            }
        )
    )
    answer = HTMLResponse(html, status, headers=dict(headers or {}))
    answer.headers["Vary"] = "Accept-Language, Cookie"
    answer.headers["Content-Language"] = lang
    if request.query_params.get("lang") in ("ar", "en"):
        answer.set_cookie(COOKIE, lang, max_age=31_536_000, httponly=True, samesite="lax")
    return answer
