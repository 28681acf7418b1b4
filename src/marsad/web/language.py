"""The interface's words in its two languages, and which of them a request is answered in.

The words stand in ``i18n/*.yaml``: key, then ``ar`` and ``en``. A word that changes with a number is a map of CLDR's
plural categories, chosen by ``n``.
"""

from __future__ import annotations

import functools
import pathlib
from collections.abc import Mapping
from typing import Final, Literal

import yaml
from fastapi import Request

from marsad.settings import text_setting

Lang = Literal["ar", "en"]
COOKIE: Final = "marsad_lang"
FOLDER: Final = pathlib.Path(__file__).parent / "i18n"

Form = str | Mapping[str, str]


@functools.cache
def messages() -> Mapping[str, Mapping[Lang, Form]]:
    """All words by key. Raises `ValueError` where a key stands in two files."""
    found: dict[str, Mapping[Lang, Form]] = {}
    for file in sorted(FOLDER.glob("*.yaml")):
        for key, forms in (yaml.safe_load(file.read_text(encoding="utf-8")) or {}).items():
            if key in found:
                raise ValueError(f"{file.name}: {key} stands in another file already")
            found[key] = forms
    return found


def plural(lang: Lang, n: float) -> str:
    """CLDR's plural category of a number (https://cldr.unicode.org, rules of ``ar`` and ``en``)."""
    if lang == "en":
        return "one" if n == 1 else "other"
    if n in (0, 1, 2):
        return ("zero", "one", "two")[int(n)]
    if n != int(n):
        return "other"
    rest = int(n) % 100
    if 3 <= rest <= 10:
        return "few"
    return "many" if 11 <= rest <= 99 else "other"


def text(lang: Lang, key: str, **values: object) -> str:
    """The words of a key. ``n`` chooses the plural and is written with its thousands apart. Raises `KeyError`."""
    form = messages()[key][lang]
    n = values.get("n")
    if not isinstance(form, str):
        category = plural(lang, float(n)) if isinstance(n, int | float) else "other"
        form = form.get(category, form["other"])
    shown = {name: f"{value:,}" if isinstance(value, int) else value for name, value in values.items()}
    return form.format(**shown) if shown else form


def language(request: Request) -> Lang:
    """The language of an answer: ``?lang=``, else the cookie, else what the browser prefers, else the setting."""
    asked = request.query_params.get("lang") or request.cookies.get(COOKIE)
    if asked in ("ar", "en"):
        return "ar" if asked == "ar" else "en"
    for part in request.headers.get("accept-language", "")[:200].split(","):
        tag = part.split(";")[0].strip().lower()[:2]
        if tag in ("ar", "en"):
            return "ar" if tag == "ar" else "en"
    return "ar" if text_setting("lang") == "ar" else "en"
