"""Dossiers as files: Markdown, and .docx where the library for it is installed."""

from __future__ import annotations

import datetime
import io
import zipfile
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

from marsad.errors import MarsadError
from marsad.web.dossier_blocks import Block
from marsad.web.language import Lang
from marsad.web.rendering import has_arabic

if TYPE_CHECKING:
    from docx.document import Document

# What begins or holds markup in Markdown (CommonMark 2.4), and HTML.
_ESCAPED: Final = str.maketrans({c: f"\\{c}" for c in "\\`*_{}[]<>()#+-.!|~&"})
_TURNING: Final = (*range(0x202A, 0x202F), *range(0x2066, 0x206A))  # characters that turn the direction
_CONTROLS: Final = {
    **dict.fromkeys((*range(0x20), 0x7F, 0xFFFE, 0xFFFF, *_TURNING), " "),
    **dict.fromkeys(range(0xD800, 0xE000), "\ufffd"),
}


def line(value: str) -> str:
    """A text on one line, without what is no text or turns the direction."""
    return " ".join(value.translate(_CONTROLS).split())


def address(url: str | None) -> str | None:
    """An address that may be linked: of the web, in one piece."""
    if url is None or not url.startswith(("http://", "https://")):
        return None
    return quote(line(url).replace(" ", "%20"), safe=":/?#@!$&'*+,;=%~-._")


def markdown(pieces: Iterable[Block]) -> Iterator[str]:
    """The pieces as CommonMark; what stands in the data is no markup."""
    for piece in pieces:
        said, below = (line(part).translate(_ESCAPED) for part in (piece.text, piece.below))
        if piece.kind == "title":
            yield f"# {said}\n\n{below}\n\n"
        elif piece.kind == "heading":
            yield f"## {said}\n\n"
        elif piece.kind == "item":
            yield f"- {said}\n" + (f"  {below}\n\n" if below else "\n")
        elif piece.kind == "quote":
            yield f"> {said}\n>\n> — {below}\n\n"
        elif piece.kind == "source":
            url = address(piece.url)
            yield f"- {said}" + (f" <{url}>\n" if url else "\n")
        else:
            yield f"*{said}*\n\n"


def docx(pieces: Iterable[Block], lang: Lang) -> bytes:
    """The pieces as a Word document. Raises ``no-extra`` where python-docx is not installed."""
    try:
        from docx import Document as new_document
    except ImportError as error:
        raise MarsadError("no-extra", "web") from error
    document = new_document()
    document.core_properties.created = document.core_properties.modified = datetime.datetime(2000, 1, 1)
    document.core_properties.author = "Marsad"
    for piece in pieces:
        _write(document, piece, lang)
    held = io.BytesIO()
    document.save(held)
    return _undated(held)


def _undated(held: io.BytesIO) -> bytes:
    """The same archive without the time at which it was made: the same input gives the same bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(held) as given, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name in given.namelist():
            made.writestr(zipfile.ZipInfo(name, (2000, 1, 1, 0, 0, 0)), given.read(name), zipfile.ZIP_DEFLATED)
    return out.getvalue()


_STYLES: Final = {
    "title": "Title",
    "heading": "Heading 1",
    "item": "List Bullet",
    "quote": "Quote",
    "source": "Normal",
    "empty": "Normal",
    "text": "Normal",
}


def _write(document: Document, piece: Block, lang: Lang) -> None:
    said = line(piece.text)
    paragraph = document.add_paragraph(style=_STYLES[piece.kind])
    _directed(paragraph, said, lang)
    if (url := address(piece.url)) is not None:
        paragraph.add_run(" ")
        paragraph.add_run(url).font.size = _small()
    below = line(piece.below)
    if below:
        small = document.add_paragraph(style="Normal")
        _directed(small, below, lang)
        for run in small.runs:
            run.font.size = _small()


def _small() -> Any:
    from docx.shared import Pt

    return Pt(9)


def _directed(paragraph: Any, said: str, lang: Lang) -> None:
    """A run with the direction of its text; the paragraph has that of its text too."""
    from docx.oxml import OxmlElement

    run = paragraph.add_run(said)
    if lang == "ar" or has_arabic(said):
        paragraph._p.get_or_add_pPr().append(OxmlElement("w:bidi"))
        run._r.get_or_add_rPr().append(OxmlElement("w:rtl"))
