"""Fetching from the web, for feeds and the pages that they name: bounded in time and size, and never inside.

Every address that the name of a host resolves to is checked before a connection is made, and the connection goes to
the address that was checked, so that a second answer of the name service changes nothing; every hop of a redirect is
checked in the same way. Private, loopback, link-local and other addresses that are not of the public internet are
refused unless the policy allows them. Proxies of the environment are not used: they would look names up themselves.
"""

from __future__ import annotations

import contextlib
import http.client
import ipaddress
import socket
import ssl
import threading
import time
import zlib
from collections.abc import Iterator
from typing import Final
from urllib.parse import quote, urljoin, urlsplit

import msgspec

from marsad.errors import MarsadError

REDIRECTS: Final = 5
_PIECE: Final = 1 << 16
_MOVED: Final = frozenset({301, 302, 303, 307, 308})
_FOR_GOOD: Final = frozenset({301, 308})
_MAX_URL: Final = 4_000
_SPECIAL: Final = ipaddress.ip_network("192.0.0.0/24")  # older versions of Python take parts of it for global
_NAT64: Final = ipaddress.ip_network("64:ff9b::/96")
_SAFE: Final = "/:?#[]@!$&'()*+,;=%-._~"


class Policy(msgspec.Struct, frozen=True):
    """How is fetched. Times are seconds, sizes bytes after decompression."""

    private: bool = False  # also from addresses that are not of the public internet
    timeout: float = 30.0  # for one request as a whole, redirects apart
    max_bytes: int = 10_000_000
    agent: str = "marsad"


class Fetched(msgspec.Struct, frozen=True):
    """What came back. ``status`` is 200, or 304 with an empty body where nothing changed."""

    url: str  # where it was in the end
    status: int
    body: bytes
    type: str  # content type without parameters, lower-case
    charset: str | None
    etag: str | None
    modified: str | None
    moved: str | None = None  # the new address, where every redirect was for good


def fetch(url: str, policy: Policy, *, etag: str | None = None, modified: str | None = None) -> Fetched:
    """What an address holds; with `etag` or `modified` only where it changed since.

    Raises ``address-refused`` for addresses that are not to be asked, ``fetch-failed`` where nothing usable came back,
    ``too-large`` past the limit.
    """
    at, moved = url, True
    for hop in range(REDIRECTS + 1):
        with _asked(at, policy, etag, modified) as response:
            if response.status in _MOVED and (location := response.headers.get("Location")):
                moved = moved and response.status in _FOR_GOOD
                at = urljoin(at, location.strip())
                continue
            if response.status == 304:
                body = b""
            elif response.status == 200:
                body = _body(response, policy.max_bytes)
            else:
                raise MarsadError("fetch-failed", f"{_short(at)}: status {response.status}")
            return Fetched(
                url=at,
                status=response.status,
                body=body,
                type=response.headers.get_content_type(),
                charset=response.headers.get_content_charset(),
                etag=_header(response, "ETag"),
                modified=_header(response, "Last-Modified"),
                moved=at if hop and moved else None,
            )
    raise MarsadError("fetch-failed", f"{_short(url)}: more than {REDIRECTS} redirects")


def _header(response: http.client.HTTPResponse, name: str) -> str | None:
    value = response.headers.get(name)
    return value[:500] if value and value.isascii() and value.isprintable() else None


def _short(url: str) -> str:
    return url[:200]


@contextlib.contextmanager
def _asked(url: str, policy: Policy, etag: str | None, modified: str | None) -> Iterator[http.client.HTTPResponse]:
    """The response of one hop. A clock closes the connection when the time is over, whatever the server does."""
    tls, host, port, target = _parts(url)
    until = time.monotonic() + policy.timeout
    addresses = checked(host, port, policy.private)
    with contextlib.ExitStack() as closing:
        try:
            raw = _connected(addresses, until)
            closing.callback(raw.close)
            clock = threading.Timer(max(0.1, until - time.monotonic()), _cut, [raw])
            clock.daemon = True
            closing.callback(clock.cancel)
            clock.start()
            connection = http.client.HTTPConnection(host, port)
            closing.callback(connection.close)
            connection.sock = ssl.create_default_context().wrap_socket(raw, server_hostname=host) if tls else raw
            connection.request("GET", target, headers=_headers(policy, tls, host, port, etag, modified))
            response = connection.getresponse()
            closing.callback(response.close)
            yield response
            if time.monotonic() >= until:  # what was cut off may look like an end
                raise TimeoutError("it took too long")
        except (OSError, http.client.HTTPException, ValueError, zlib.error) as error:
            late = " (time is over)" if time.monotonic() >= until else ""
            said = str(error)[:120] or type(error).__name__
            raise MarsadError("fetch-failed", f"{_short(url)}: {said}{late}") from error


def _headers(policy: Policy, tls: bool, host: str, port: int, etag: str | None, modified: str | None) -> dict[str, str]:
    name = f"[{host}]" if ":" in host else host
    headers = {
        "Host": name if port == (443 if tls else 80) else f"{name}:{port}",
        "User-Agent": policy.agent,
        "Accept": "application/rss+xml, application/atom+xml, text/html, application/xml;q=0.9, */*;q=0.5",
        "Accept-Encoding": "gzip",
        "Connection": "close",
    }
    if etag:
        headers["If-None-Match"] = etag
    if modified:
        headers["If-Modified-Since"] = modified
    return headers


def _cut(sock: socket.socket) -> None:
    with contextlib.suppress(OSError):
        sock.shutdown(socket.SHUT_RDWR)


def _parts(url: str) -> tuple[bool, str, int, str]:
    """Whether it is https, host, port and what is asked for. Raises ``address-refused``."""
    if len(url) > _MAX_URL or not url.isprintable():
        raise MarsadError("address-refused", f"{_short(ascii(url))}: not an address of the web")
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError as error:
        raise MarsadError("address-refused", f"{_short(url)}: {error}") from error
    if parts.scheme.lower() not in ("http", "https") or not host:
        raise MarsadError("address-refused", f"{_short(url)}: not an address of the web")
    if parts.username is not None or parts.password is not None:
        raise MarsadError("address-refused", f"{host}: an address with a password in it")
    tls = parts.scheme.lower() == "https"
    if ":" not in host:
        try:
            host = host.encode("idna").decode("ascii")
        except UnicodeError as error:
            raise MarsadError("address-refused", f"{_short(url)}: no name of a host") from error
    target = quote(parts.path or "/", safe=_SAFE) + (f"?{quote(parts.query, safe=_SAFE)}" if parts.query else "")
    return tls, host, port or (443 if tls else 80), target


def checked(host: str, port: int, private: bool) -> list[tuple[socket.AddressFamily, tuple[str, int]]]:
    """The addresses of a host. Raises ``address-refused`` where one of them is not of the public internet."""
    try:
        answers = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise MarsadError("fetch-failed", f"{host}: the name is not known ({error})") from error
    out: list[tuple[socket.AddressFamily, tuple[str, int]]] = []
    for family, _, _, _, found in answers:
        address = str(found[0])
        if not private and not public(address):
            raise MarsadError("address-refused", f"{host} is {address}, which is not of the public internet")
        out.append((family, (address, port)))
    return out


def public(address: str) -> bool:
    """Whether an address is of the public internet, and so is the one that it carries inside, if it carries one."""
    try:
        ip = ipaddress.ip_address(address.split("%")[0])
    except ValueError:
        return False
    if isinstance(ip, ipaddress.IPv6Address):
        inside = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
        if ip in _NAT64:
            inside = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        if inside is not None:
            return public(str(inside))
        if int(ip) >> 32 == 0:  # ::a.b.c.d, the old way to write IPv4
            return False
        if ip.is_site_local:
            return False
    elif ip in _SPECIAL:
        return False
    return ip.is_global and not (ip.is_multicast or ip.is_reserved or ip.is_unspecified or ip.is_loopback)


def _connected(addresses: list[tuple[socket.AddressFamily, tuple[str, int]]], until: float) -> socket.socket:
    """A connection to the first address that answers; to that address, not to the name again."""
    failed: OSError = OSError("no address")
    for family, address in addresses:
        sock = socket.socket(family, socket.SOCK_STREAM)
        sock.settimeout(max(0.1, until - time.monotonic()))
        try:
            sock.connect(address)
            return sock
        except OSError as error:
            sock.close()
            failed = error
    raise failed


def _body(response: http.client.HTTPResponse, limit: int) -> bytes:
    """The content, unpacked; raises ``too-large``."""
    coding = (response.headers.get("Content-Encoding") or "identity").strip().lower()
    if coding not in ("identity", "gzip", "x-gzip", ""):
        raise MarsadError("fetch-failed", f"content encoding {coding[:20]}")
    inflater = zlib.decompressobj(wbits=31) if "gzip" in coding else None
    pieces: list[bytes] = []
    size = came = 0
    while piece := response.read(_PIECE):
        came += len(piece)
        if inflater is not None:
            piece = inflater.decompress(piece, limit - size + 1)
        size += len(piece)
        if size > limit or came > limit:
            raise MarsadError("too-large", f"more than {limit} bytes")
        pieces.append(piece)
    if response.length:
        raise MarsadError("fetch-failed", "cut off")
    if inflater is not None and not inflater.eof:
        raise MarsadError("fetch-failed", "gzip stream cut off")
    return b"".join(pieces)
