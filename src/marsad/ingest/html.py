"""HTML pages: title, outlet, author and date from JSON-LD and meta elements, the article's text by trafilatura.

Nothing is fetched: a page is only what its bytes hold. The extractor is loaded when the first page comes, because it
takes long to start; it belongs to the extra ``html``.
"""

from __future__ import annotations

import html
import re
from typing import Any

import msgspec

from marsad.document import Report
from marsad.errors import MarsadError
from marsad.ingest.base import DEFAULT_LIMITS, NO_DEFAULTS, Defaults, Limits, clean, iso_date, make_report
from marsad.ingest.decode import check_arabic, decode
from marsad.ingest.text import NO_SIDECAR, Sidecar, as_text, damage

_CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s{0,5}=\s{0,5}[\"']?([A-Za-z0-9_-]{2,30})", re.IGNORECASE)
_TAG = re.compile("<(/?)([a-zA-Z][a-zA-Z0-9]{0,20})")
# Elements whose end tag may be left out say nothing of depth.
_OPEN_ENDED = frozenset(
    "p li td th tr dt dd option thead tbody tfoot colgroup br img hr meta link input source wbr col area base embed "
    "track param html head body rp rt".split()
)
_ARTICLE = (
    "article",
    "newsarticle",
    "reportagenewsarticle",
    "blogposting",
    "report",
    "opinionnewsarticle",
    "liveblogposting",
)
_MAX_LD = 2_000_000  # characters of one JSON-LD block
_MAX_NODES = 2_000
_MIN_BODY = 80  # characters of an article
_META = {
    "title": ("og:title", "twitter:title"),
    "outlet": ("og:site_name", "application-name"),
    "published": (
        "article:published_time",
        "og:article:published_time",
        "datepublished",
        "date",
        "dc.date",
        "dc.date.issued",
        "publish-date",
        "pubdate",
        "parsely-pub-date",
        "sailthru.date",
    ),
    "author": ("author", "article:author", "dc.creator", "parsely-author"),
    "url": ("og:url",),
}


class Found(msgspec.Struct):
    """What a page says of itself."""

    title: str | None = None
    outlet: str | None = None
    published: str | None = None
    author: str | None = None
    url: str | None = None
    body: str | None = None


def read_html(
    data: bytes,
    id: str,
    *,
    url: str | None = None,
    sidecar: Sidecar = NO_SIDECAR,
    limits: Limits = DEFAULT_LIMITS,
    encoding: str | None = None,
    defaults: Defaults = NO_DEFAULTS,
) -> Report:
    """The report of a page. A sidecar's metadata comes before the page's own.

    Raises ``no-html-reader``, ``no-text-in-html``, ``too-large``, ``not-arabic`` and what `decode` raises.
    """
    if len(data) > limits.max_report_bytes:
        raise MarsadError("too-large", f"more than {limits.max_report_bytes} bytes")
    decoded = decode(data, encoding or _declared(data))
    check_depth(decoded.text, limits.max_html_depth)
    found = metadata(decoded.text)
    text = body_text(decoded.text) or ""
    if len(text) < _MIN_BODY and found.body and len(found.body) > len(text):
        text = found.body
    if len(text.strip()) < 2:
        raise MarsadError("no-text-in-html")
    check_arabic(text)
    own = as_text(sidecar.id)
    report = make_report(
        own or id,
        text,
        title=as_text(sidecar.title) or found.title,
        apart=True,
        url=as_text(sidecar.url) or url or found.url,
        published=as_text(sidecar.published) or found.published,
        outlet=as_text(sidecar.outlet) or found.outlet,
        author=as_text(sidecar.author) or found.author,
        defaults=defaults,
        warnings=damage(decoded.damaged),
    )
    return report.with_(own_id=True) if own else report


def _declared(data: bytes) -> str | None:
    """The page's own charset where the bytes do not prove another and can be read so."""
    m = _CHARSET.search(data[:4096])
    if m is None:
        return None
    name = m[1].decode("ascii").lower()
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        if name in ("utf-8", "utf8", "unicode") or not name.startswith(
            ("windows-1256", "cp1256", "iso-8859-6", "x-mac")
        ):
            return None
        return {"x-mac-arabic": "mac_arabic"}.get(name, name)
    return None


def check_depth(text: str, limit: int) -> None:
    """Raises ``too-large`` for elements nested deeper than ``limit``: parsers take long over such pages, or fail."""
    depth = 0
    for m in _TAG.finditer(text):
        if m[2].lower() in _OPEN_ENDED:
            continue
        depth += -1 if m[1] else 1
        if depth > limit:
            raise MarsadError("too-large", f"elements nested more than {limit} deep")
        depth = max(depth, 0)


def body_text(text: str) -> str | None:
    """The article's text, a paragraph a line."""
    try:
        import trafilatura
    except ImportError as error:
        raise MarsadError("no-html-reader", "trafilatura") from error
    try:
        got = trafilatura.extract(
            text,
            output_format="txt",
            include_comments=False,
            include_tables=False,
            deduplicate=False,
            favor_recall=True,
        )
    except (ValueError, RecursionError, MemoryError, AssertionError):
        return None
    return str(got) if got else None


def metadata(text: str) -> Found:
    """Title, outlet, author, date and address: JSON-LD first, then meta elements, then ``<time>``, ``<title>``."""
    try:
        from selectolax.lexbor import LexborHTMLParser
    except ImportError as error:
        raise MarsadError("no-html-reader", "selectolax") from error
    tree = LexborHTMLParser(text)
    found = Found()
    for script in tree.css("script[type='application/ld+json']")[:50]:
        _linked_data(script.text() or "", found)
    metas: dict[str, str] = {}
    for node in tree.css("meta")[:_MAX_NODES]:
        attributes = node.attributes
        name = attributes.get("property") or attributes.get("name") or attributes.get("itemprop") or ""
        content = attributes.get("content")
        if name and content and content.strip():
            metas.setdefault(name.lower(), content)
    for field, names in _META.items():
        if getattr(found, field) is None:
            values = (clean(metas[name][:2000]) for name in names if name in metas)
            fits = [v for v in values if v and (field != "published" or iso_date(v)) and not _is_address(field, v)]
            setattr(found, field, fits[0] if fits else None)
    if found.published is None:
        for node in tree.css("time[datetime], [itemprop='datePublished'][datetime]")[:5]:
            value = node.attributes.get("datetime") or ""
            if iso_date(value):
                found.published = value
                break
    if found.title is None:
        heading = tree.css_first("h1") or tree.css_first("title")
        found.title = clean(heading.text()[:2000]) if heading else None
    return found


def _is_address(field: str, value: str) -> bool:
    return field == "author" and value.startswith(("http://", "https://", "@"))


def _linked_data(raw: str, found: Found) -> None:
    """Takes from a JSON-LD block what it says of the article."""
    if len(raw) > _MAX_LD:
        return
    try:
        data = msgspec.json.decode(raw.strip().encode())
    except (msgspec.MsgspecError, UnicodeError, RecursionError):
        return
    queue: list[Any] = [data]
    seen = 0
    while queue and seen < _MAX_NODES:
        node = queue.pop(0)
        seen += 1
        if isinstance(node, list):
            queue += node[:_MAX_NODES]
        elif isinstance(node, dict):
            kinds = node.get("@type")
            names = [str(k).lower() for k in (kinds if isinstance(kinds, list) else [kinds])]
            if any(name in _ARTICLE for name in names):
                _article(node, found)
            queue += [v for k, v in node.items() if k in ("@graph", "mainEntity", "mainEntityOfPage")]


def _article(node: dict[str, Any], found: Found) -> None:
    found.title = found.title or _string(node.get("headline")) or _string(node.get("name"))
    found.outlet = found.outlet or _string(node.get("publisher"))
    found.author = found.author or _string(node.get("author"))
    if found.published is None:
        date = _string(node.get("datePublished"))
        found.published = date if date and iso_date(date) else None
    found.url = found.url or _string(node.get("url"))
    body = node.get("articleBody")
    if found.body is None and isinstance(body, str):
        found.body = html.unescape(re.sub("<[^<>]{0,500}>", "", body)).strip() or None


def _string(value: Any) -> str | None:
    """A text, or the name of a thing, or of the first of several."""
    if isinstance(value, list):
        value = value[0] if value else None
    if isinstance(value, dict):
        value = value.get("name")
    return clean(html.unescape(value[:2000])) if isinstance(value, str) else None
