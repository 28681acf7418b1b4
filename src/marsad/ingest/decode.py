"""Bytes to text: the encoding found by strict decoding, byte order marks and the letters that Arabic is made of.

UTF-8 and UTF-16 prove themselves. The eight-bit encodings (windows-1256, ISO-8859-6, MacArabic) decode nearly any
bytes, so the one whose words look most like Arabic is taken: they share the letters ا to ض and differ in the rest.
"""

from __future__ import annotations

import codecs
import math
import re
from typing import NamedTuple

from marsad.errors import MarsadError

EIGHT_BIT = ("cp1256", "iso8859_6", "mac_arabic")
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16 LE, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_MAGIC = (
    (b"%PDF-", "PDF"),
    (b"PK\x03\x04", "ZIP, or a Word document"),
    (b"\xd0\xcf\x11\xe0", "an Office document"),
    (b"{\\rtf", "RTF"),
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF8", "GIF"),
    (b"RIFF", "RIFF"),
    (b"\x7fELF", "a program"),
    (b"\x1f\x8b", "gzip"),
    (b"BZh", "bzip2"),
    (b"\xfd7zXZ", "xz"),
    (b"7z\xbc\xaf", "7z"),
    (b"SQLite format 3", "SQLite"),
)
_SAMPLE = 20_000  # characters whose encoding is judged
_JUDGED = 4_000  # characters whose language is judged
_CONTROL = re.compile(b"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_MAX_CONTROL = 0.01
_MAX_DAMAGE = 0.005  # share of characters that may be undecodable in text that is plainly UTF-8

# Per mille of letters in Arabic news; a letter that is not here stands for a wrong decoding.
_PER_MILLE = dict(
    zip(
        "اليمنوترهبةدعسفكحقجشأطصخىإضثذزغءئظآؤ",
        (
            162,
            125,
            72,
            65,
            60,
            58,
            55,
            48,
            40,
            36,
            32,
            31,
            31,
            29,
            28,
            23,
            22,
            21,
            15,
            12,
            17,
            13,
            11,
            9,
            8,
            8,
            7,
            7,
            6,
            6,
            5,
            4,
            4,
            3,
            2,
            2,
        ),
        strict=True,
    )
)
_RARE = 12  # per mille; a letter rarer than this speaks against a decoding
_WEIGHT = {letter: round(60 * math.log(n / _RARE)) for letter, n in _PER_MILLE.items()}
_COMMON = frozenset(
    "في من على إلى أن عن مع هذا هذه التي الذي بعد قبل كما وقال قال كان كانت لا ما لم إن بين خلال عام يوم رئيس الرئيس "
    "اليوم أمس حول كل غير حيث ذلك وفي ومن أو ثم قد وقد هو هي أكد وأكد وزير الوزراء الحكومة مجلس دولة منذ ضد".split()
)
_WORD = re.compile(r"[^\W\d_]+")
_ARABIC_LETTER = re.compile("[\u0621-\u063a\u0641-\u064a]")
_LETTER = re.compile(r"[^\W\d_]")
_ARABIC_SCRIPT = re.compile("[\u0620-\u063a\u0641-\u064a\u066e-\u06d3\u0750-\u077f\ufb50-\ufdff\ufe70-\ufefc]")
_PERSIAN = re.compile(r"\b(?:است|که|این|را|برای|شده|می|هم|خود|ها|کے|ہے|میں|اور|کی|نے)\b")
_OWN = re.compile(r"\b(?:في|من|على|إلى|الى|أن|ان|عن|مع|التي|الذي|هذا|هذه|لا|ما)\b")
_MIN_LETTERS = 2
_MIN_SHARE = 0.3


class Decoded(NamedTuple):
    """A text, the encoding that it was in, and how many characters could not be decoded (they are U+FFFD)."""

    text: str
    encoding: str
    damaged: int = 0


def decode(data: bytes, encoding: str | None = None) -> Decoded:
    """Text of ``data``. Raises ``empty-input``, ``binary-input`` or ``undecodable``; never guesses over binary data."""
    if not data.strip(b" \t\r\n\x00"):
        raise MarsadError("empty-input")
    if encoding is not None:
        return _given(data, encoding)
    for bom, name in _BOMS:
        if data.startswith(bom):
            return _filled(_strict(data[len(bom) :], name))
    kind = next((kind for magic, kind in _MAGIC if data.startswith(magic)), None)
    if kind:
        raise MarsadError("binary-input", kind)
    wide = _utf16(data)
    if wide:
        return wide
    if len(_CONTROL.findall(data[: 4 * _SAMPLE])) > _MAX_CONTROL * min(len(data), 4 * _SAMPLE):
        raise MarsadError("binary-input", "control characters")
    try:
        return Decoded(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError as error:
        return _damaged_utf8(data) or _eight_bit(data, error)


def _given(data: bytes, encoding: str) -> Decoded:
    try:
        name = codecs.lookup(encoding).name
        data.decode(name, "ignore")
    except (LookupError, ValueError) as error:
        raise MarsadError("undecodable", f"no encoding {encoding[:40]}") from error
    for bom, bom_name in _BOMS:
        if data.startswith(bom) and bom_name.startswith(name.removesuffix("-le").removesuffix("-be")):
            return _strict(data[len(bom) :], bom_name)
    return _strict(data, name)


def _strict(data: bytes, name: str) -> Decoded:
    try:
        return Decoded(data.decode(name), name)
    except UnicodeError as error:
        raise MarsadError("undecodable", f"not {name}") from error


def _filled(decoded: Decoded) -> Decoded:
    if not decoded.text.strip():
        raise MarsadError("empty-input")
    return decoded


def _utf16(data: bytes) -> Decoded | None:
    """UTF-16 without a mark: every second byte is the Arabic block's 0x06, or 0x00 of spaces and digits.

    Asked before UTF-8, of which Arabic in UTF-16 is, byte for byte, often a valid piece.
    """
    head = data[:_SAMPLE]
    pairs = len(head) // 2
    if len(data) % 2 or pairs == 0:
        return None
    for name, high in (("utf-16-le", head[1::2]), ("utf-16-be", head[0::2])):
        if high.count(6) + high.count(0) > 0.8 * pairs and high.count(6) > 0.2 * pairs:
            try:
                return Decoded(data.decode(name), name)
            except UnicodeDecodeError:
                continue
    return None


def _damaged_utf8(data: bytes) -> Decoded | None:
    """UTF-8 that was cut inside a character or damaged in a few places; None where it is no UTF-8."""
    text = data.decode("utf-8", "replace")
    bad = text.count("\ufffd")
    if bad <= max(1, _MAX_DAMAGE * len(text)) and len(_ARABIC_LETTER.findall(text[:_SAMPLE])) > 3 * bad:
        return Decoded(text, "utf-8", bad)
    return None


def _eight_bit(data: bytes, cause: UnicodeDecodeError) -> Decoded:
    head = data[: 4 * _SAMPLE]
    best: tuple[float, str] | None = None
    for name in EIGHT_BIT:
        try:
            score = arabic_score(head.decode(name)[:_SAMPLE])
        except UnicodeDecodeError:
            continue
        if best is None or score > best[0]:
            best = (score, name)
    if best is None or best[0] <= 0:
        raise MarsadError("undecodable", "not UTF-8, UTF-16, windows-1256, ISO-8859-6 or MacArabic") from cause
    try:
        return Decoded(data.decode(best[1]), best[1])
    except UnicodeDecodeError as error:
        raise MarsadError("undecodable", f"partly {best[1]}") from error


_UNLIKELY = -200
_STRANGE = re.compile("[\u00a4-\u00aa\u00ac-\u00b6\u00b8-\u00ba\u00bc-\u00bf\u00d7\u0152\u0160\x80-\x9f]")
_GLUED = re.compile("[\u0621-\u064a][][^_{}|\\\\`~@#$%&*+<=>]+[\u0621-\u064a]|[][^{}|\\\\`~<=>][\u0621-\u064a]")
_MIDDLE_ONLY_LAST = frozenset("ةى")


def arabic_score(text: str) -> float:
    """How much a text looks like Arabic: letters by their frequency, common words, impossible places. Above 0: yes."""
    score = 0.0
    for m in _WORD.finditer(text):
        word = m.group()
        if word.isascii():
            continue
        if word in _COMMON:
            score += 400
        if word.startswith(("ال", "وال")):
            score += 150
        for char in word:
            score += _WEIGHT.get(char, _UNLIKELY)
        if any(char in _MIDDLE_ONLY_LAST for char in word[:-1]):
            score -= 200
        if word[0] in "ةىئؤ":
            score -= 200
    # Signs that no Arabic sentence holds, signs glued between letters and spaces that are not ASCII come of a wrong
    # decoding: MacArabic keeps its second set of ASCII signs where the others have letters, its space at 0xA0.
    return score - 60 * len(_STRANGE.findall(text)) - 100 * len(_GLUED.findall(text)) - 5 * text.count("\xa0")


def check_arabic(text: str) -> None:
    """Raises ``empty-input`` for a text without letters or digits and ``not-arabic`` for one in another language."""
    head = text[:_JUDGED]
    if len(_ARABIC_SCRIPT.findall(head)) < _MIN_LETTERS:
        head = text[: 4 * _SAMPLE]  # a text that begins with something else
    letters = len(_LETTER.findall(head))
    if not letters and not re.search(r"\w", text):
        raise MarsadError("empty-input")
    arabic = len(_ARABIC_SCRIPT.findall(head))
    if arabic < _MIN_LETTERS or arabic < _MIN_SHARE * letters:
        raise MarsadError("not-arabic", f"{arabic} Arabic letters of {letters}")
    other = len(_PERSIAN.findall(head))
    if other > 3 and other > 2 * len(_OWN.findall(head)):
        raise MarsadError("not-arabic", "Persian, Urdu or Kurdish words")
