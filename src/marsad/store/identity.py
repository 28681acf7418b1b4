"""What makes two inputs the same report: the canonical address, or the id that the input gave, or where it stands."""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
from typing import Final
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit

from marsad.document import Report

# Parameters that say where a reader came from, not what he reads.
_TRACKING: Final = re.compile(
    r"(?:utm_|mc_|pk_|ga_|hsa_|_hs)\w*|fbclid|gclid|dclid|msclkid|yclid|igshid|xtor|ocid|cmpid|smid|ref_src|ref_url"
    r"|at_medium|at_campaign|at_custom\w*|at_link_\w+|at_format|at_ptr_name|at_bbc_team|ns_\w+|traffic_source|echobox"
)
# The place of a line says nothing: another line stands there as soon as one is put in above it.
_LINE: Final = re.compile(r":[0-9]+\Z")
PLACE: Final = "at:"
ALIKE: Final = 0.3  # share of words in common from which the text at a place is a new version of the one before
_PORTS: Final = {"http": 80, "https": 443}
_MAX_URL: Final = 4_000
_SAFE: Final = "/:@!$&'()*+,;=~-._"


def canonical(url: str) -> str:
    """The address by which a report is known, whichever way it was linked.

    Scheme and host lower-case and without www. and m., no port of the scheme's own, no fragment (but ``#!``),
    no parameters of tracking, the rest in order; percent-encoding the same for all; no slash at the end. http and
    https are one. What is no http address stays as it is.
    """
    url = url.strip()[:_MAX_URL]
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError:
        return url
    if parts.scheme.lower() not in _PORTS or not host:
        return url
    host = host.rstrip(".").lower()
    with contextlib.suppress(UnicodeError):
        host = host.encode("idna").decode("ascii")
    for prefix in ("www.", "m.", "amp."):
        if host.startswith(prefix) and host.count(".") > 1:
            host = host.removeprefix(prefix)
    if port is not None and port != _PORTS[parts.scheme.lower()]:
        host = f"{host}:{port}"
    path = quote(unquote(parts.path, errors="surrogateescape"), safe=_SAFE, errors="surrogateescape").rstrip("/")
    kept = sorted((k, v) for k, v in parse_qsl(parts.query, keep_blank_values=True) if not _TRACKING.fullmatch(k))
    query = f"?{urlencode(kept)}" if kept else ""
    fragment = f"#{parts.fragment}" if parts.fragment.startswith("!") else ""
    return f"https://{host}{path}{query}{fragment}"


def identity(report: Report, digest: str) -> str:
    """By what a report is known in a store: text with its kind before it."""
    if report.url:
        return "url:" + canonical(report.url)
    if report.own_id:
        return f"id:{report.outlet or ''}|{report.id}"
    if report.source and not report.source.startswith("-") and not _LINE.search(report.source):
        return f"{PLACE}{report.outlet or ''}|{os.path.abspath(report.source)}"
    return f"text:{report.outlet or ''}|{digest}"


def alike(before: str, after: str) -> bool:
    """Whether two texts have so many words in common that one may be a correction of the other."""
    old, new = set(before.split()), set(after.split())
    return len(old & new) >= ALIKE * max(1, min(len(old), len(new)))


def digest_of(data: bytes) -> str:
    """SHA-256 of what came in, in hexadecimal digits."""
    return hashlib.sha256(data).hexdigest()
