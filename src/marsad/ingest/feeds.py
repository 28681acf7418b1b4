"""Feeds: RSS 0.9 to 2.0, RDF and Atom, and lists of feeds in OPML. Bytes in, items out; nothing is fetched here.

The XML comes from outside: entities are neither expanded nor looked up, no file or address is opened, sizes and numbers
are bounded, and faulty XML is read as far as it goes.
"""

from __future__ import annotations

import html
from collections.abc import Iterator
from typing import Any, Final
from urllib.parse import urljoin

import msgspec

from marsad.errors import MarsadError
from marsad.ingest.base import clean, iso_date

_Element = Any  # of lxml, which has no types

MAX_ITEMS: Final = 2_000
_MAX_DEPTH: Final = 40
_MAX_TITLE: Final = 1_000
_ITEMS: Final = frozenset({"item", "entry"})
_ROOTS: Final = frozenset({"rss", "rdf", "feed", "channel"})
_BLOCKS: Final = frozenset("p div br li h1 h2 h3 h4 h5 h6 blockquote tr figure figcaption section article".split())
_SKIPPED: Final = frozenset("script style iframe noscript svg form button figure".split())


class Item(msgspec.Struct, frozen=True):
    """One item of a feed. Dates are ISO days; `stamp` changes whenever the feed says that the item did."""

    url: str | None
    title: str | None = None
    published: str | None = None
    author: str | None = None
    summary: str | None = None  # HTML
    content: str | None = None  # HTML of the whole text, where the feed has it
    stamp: str = ""


class Feed(msgspec.Struct, frozen=True):
    """A feed: its title, and its items as they stand in it, the newest first as a rule."""

    title: str | None
    items: tuple[Item, ...]


class Outline(msgspec.Struct, frozen=True):
    """A feed that a list names."""

    url: str
    title: str | None


def kind_of_xml(data: bytes) -> str | None:
    """``feed`` or ``opml`` by the first bytes; None for anything else."""
    head = data[:2_000].lower()
    for sign, kind in ((b"<opml", "opml"), (b"<rss", "feed"), (b"<rdf:rdf", "feed"), (b"<feed", "feed")):
        if sign in head and b"<html" not in head:
            return kind
    return None


def parse_feed(data: bytes, base: str, *, charset: str | None = None) -> Feed:
    """The feed of the bytes; `base` is its address, for links that are relative. Raises ``bad-feed``."""
    root = _root(data, charset)
    if _name(root) not in _ROOTS:
        raise MarsadError("bad-feed", f"it begins with {_name(root)[:40]}")
    channel = next((e for e in root if _name(e) == "channel"), root)
    title = _text(_first(channel, "title"))
    items = []
    for element in _walk(root):
        if _name(element) in _ITEMS:
            items.append(_item(element, base))
            if len(items) == MAX_ITEMS:
                break
    return Feed(title, tuple(items))


def parse_opml(data: bytes) -> list[Outline]:
    """The feeds that a list names, each once, in order. Raises ``bad-feed``."""
    root = _root(data, None)
    if _name(root) != "opml":
        raise MarsadError("bad-feed", f"it begins with {_name(root)[:40]}, not opml")
    out: dict[str, Outline] = {}
    for element in _walk(root):
        if _name(element) == "outline":
            said = {str(k).lower(): str(v) for k, v in element.attrib.items()}
            url = said.get("xmlurl", "").strip()
            if url and len(out) < MAX_ITEMS:
                out.setdefault(url, Outline(url, clean(said.get("title") or said.get("text"))))
    return list(out.values())


def _root(data: bytes, charset: str | None) -> _Element:
    try:
        from lxml import etree
    except ModuleNotFoundError as error:
        raise MarsadError("no-html-reader", error.name or "lxml") from error
    parser = etree.XMLParser(
        recover=True,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
        encoding=charset if charset and not data.lstrip().startswith(b"<?xml") else None,
    )
    try:
        root = etree.fromstring(data.strip(), parser)
    except (etree.XMLSyntaxError, LookupError, ValueError) as error:
        raise MarsadError("bad-feed", str(error)[:120]) from error
    if root is None:
        raise MarsadError("bad-feed", "no XML")
    return root


def _walk(root: _Element) -> Iterator[_Element]:
    """All elements in order, to a bounded depth."""
    stack = [(root, 0)]
    while stack:
        element, depth = stack.pop()
        yield element
        if depth < _MAX_DEPTH:
            stack += ((child, depth + 1) for child in reversed(element) if isinstance(child.tag, str))


def _name(element: _Element) -> str:
    """An element's name without its namespace; content:encoded is ``encoded``."""
    tag = element.tag
    return tag.rsplit("}", 1)[-1].rsplit(":", 1)[-1].lower() if isinstance(tag, str) else ""


def _first(element: _Element, *names: str) -> _Element | None:
    """The first child of the first name that there is."""
    for name in names:
        for child in element:
            if _name(child) == name:
                return child
    return None


def _raw(element: _Element | None) -> str | None:
    """The text of an element as it stands; markup inside (Atom's xhtml) is written out."""
    if element is None:
        return None
    from lxml import etree

    if any(isinstance(child.tag, str) for child in element):
        text = "".join(etree.tostring(child, encoding="unicode") for child in element)
        return (element.text or "") + text
    pieces = [element.text or ""]
    for child in element:  # entities that were not expanded
        pieces += [html.unescape(child.text or ""), child.tail or ""]
    return "".join(pieces).strip() or None


def _text(element: _Element | None) -> str | None:
    """The text of an element on one line, HTML in it taken off."""
    raw = _raw(element)
    if raw is None:
        return None
    text = fragment_text(raw) if "<" in raw or "&" in raw else raw
    return clean(text[:_MAX_TITLE])


def _item(element: _Element, base: str) -> Item:
    content = _first(element, "encoded")
    if content is None:
        content = _first(element, "content")
    when = _raw(_first(element, "pubdate", "published", "date", "issued", "created", "updated", "modified"))
    changed = _raw(_first(element, "updated", "modified")) or when
    title = _text(_first(element, "title"))
    summary = _raw(_first(element, "description", "summary"))
    person = _first(element, "creator", "author")
    name = None if person is None else _first(person, "name")
    body = _raw(content)
    return Item(
        url=_link(element, base),
        title=title,
        published=iso_date(when) if when else None,
        author=_text(person if name is None else name),
        summary=summary,
        content=body,
        stamp=(changed or f"{title}|{(summary or '')[:200]}")[:500],
    )


def _link(element: _Element, base: str) -> str | None:
    """The page of an item: Atom's alternate link, RSS's link, else a guid that is an address."""
    found: str | None = None
    for child in element:
        name = _name(child)
        if name == "link":
            href = child.get("href")
            if href and child.get("rel", "alternate") == "alternate":
                found = href
                break
            found = found or _raw(child)
        elif name in ("origlink",):
            found = _raw(child) or found
    if not found:
        guid = _raw(_first(element, "guid", "id")) or ""
        found = guid if guid.startswith(("http://", "https://")) else None
    if not found:
        return None
    try:
        url = urljoin(base, found.strip())
    except ValueError:
        return None
    return url if url.startswith(("http://", "https://")) else None


def fragment_text(fragment: str) -> str:
    """The text of a piece of HTML, a paragraph a line."""
    from lxml import html as lxml_html
    from lxml.etree import ParserError

    try:
        root = lxml_html.fragment_fromstring(fragment.replace("\0", ""), create_parent="div")
    except (ParserError, ValueError, TypeError):
        return ""
    pieces: list[str] = []
    stack: list[tuple[_Element, bool]] = [(root, False)]
    while stack:
        element, leaving = stack.pop()
        name = _name(element)
        if leaving or not name or name in _SKIPPED:
            if name in _BLOCKS:
                pieces.append("\n")
            if element is not root:
                pieces.append(element.tail or "")
            continue
        if name in _BLOCKS:
            pieces.append("\n")
        pieces.append(element.text or "")
        stack.append((element, True))
        stack += ((child, False) for child in reversed(element))
    lines = (" ".join(line.split()) for line in "".join(pieces).split("\n"))
    return "\n".join(line for line in lines if line)
