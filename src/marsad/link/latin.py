"""Latin names of people in no list, from arabic-name-romanizer (MIT, UNICEF), where it is installed.

It looks names up in attested spellings first and asks a small model for what nobody has spelt. It is loaded with the
first name that needs it; without it (extra ``latin``), or with the setting ``latin_names`` never, there is none.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, lru_cache
from typing import Final

from marsad.settings import text_setting

# Countries whose habits of spelling the library tells apart, by ISO 3166-1 alpha-3.
_ALPHA_2: Final = {
    "IRQ": "IQ", "SYR": "SY", "LBN": "LB", "JOR": "JO", "PSE": "PS", "EGY": "EG", "SDN": "SD", "LBY": "LY", "TUN": "TN",
    "DZA": "DZ", "MAR": "MA", "MRT": "MR", "SAU": "SA", "YEM": "YE", "OMN": "OM", "ARE": "AE", "QAT": "QA", "BHR": "BH",
    "KWT": "KW", "SOM": "SO", "DJI": "DJ", "COM": "KM", "IRN": "IR", "AFG": "AF", "PAK": "PK",
}  # fmt: skip


@lru_cache(maxsize=20_000)
def latin(name: str, country: str | None) -> str | None:
    """The likely Latin spelling of a personal name; None without the library. ``country`` is ISO 3166-1 alpha-3."""
    if text_setting("latin_names") == "never":
        return None
    spell = _speller()
    if spell is None:
        return None
    made = spell(name, country=_ALPHA_2.get(country or ""))
    return made if isinstance(made, str) and made.strip() else None


@cache
def _speller() -> Callable[..., object] | None:
    try:
        from arabic_name_romanizer import Transliterator
    except ImportError:
        return None
    spell: Callable[..., object] = Transliterator().transliterate
    return spell
