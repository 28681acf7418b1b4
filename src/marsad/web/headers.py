"""What stands around every answer: security headers, the guard against foreign hosts and forms, ETags."""

from __future__ import annotations

import hashlib
from typing import Final
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from marsad.errors import MarsadError
from marsad.web import problems
from marsad.web.policy import HEADERS

LOOPBACK: Final = frozenset({"127.0.0.1", "localhost", "::1"})
SAFE: Final = frozenset({"GET", "HEAD", "OPTIONS"})
MAX_TAGGED: Final = 4_000_000  # bytes of an answer that is held back to be tagged


class Guard:
    """Refuses requests under a name that is not the server's (DNS rebinding) and forms that another site sends."""

    def __init__(self, app: ASGIApp, hosts: frozenset[str]) -> None:
        self._app, self._hosts = app, hosts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Lets the request through, or answers it with ``foreign-request``."""
        if scope["type"] == "http" and (why := self._fault(scope)):
            await problems.answer(Request(scope), MarsadError("foreign-request", why))(scope, receive, send)
            return
        await self._app(scope, receive, send)

    def _fault(self, scope: Scope) -> str | None:
        headers = Headers(scope=scope)
        host = urlsplit(f"//{headers.get('host', '')}").hostname or ""
        if self._hosts and host not in self._hosts:
            return f"the host {host[:60]} is not this server's"
        if scope["method"] in SAFE:
            return None
        if headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
            return "another site sent it"
        origin = headers.get("origin")
        if origin is not None and urlsplit(origin).netloc != headers.get("host"):
            return "another site sent it"
        return None


class Dressed:
    """Sets the security headers of every answer; the ETag of those to GET, and 304 where the client has them."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers the request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        known = Headers(scope=scope).get("if-none-match", "")
        held: list[Message] = []

        async def out(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
                headers.setdefault("Cache-Control", "private, no-cache")  # all but what says of itself that it is built
                # An answer of known length is whole; a stream has none, and is passed on as it comes.
                whole = int(headers.get("content-length", MAX_TAGGED + 1)) <= MAX_TAGGED
                if scope["method"] == "GET" and message["status"] == 200 and whole and "etag" not in headers:
                    held.append(message)
                    return
            elif held:
                held.append(message)
                if message.get("more_body"):
                    return
                await _tagged(held, known, send)
                held.clear()
                return
            await send(message)

        await self._app(scope, receive, out)


async def _tagged(held: list[Message], known: str, send: Send) -> None:
    start, *rest = held
    body = b"".join(m.get("body", b"") for m in rest)
    headers = MutableHeaders(scope=start)
    tag = f'W/"{hashlib.blake2b(body, digest_size=12).hexdigest()}"'
    headers["ETag"] = tag
    if known and tag in (part.strip() for part in known.split(",")):
        start["status"] = 304
        for name in ("content-length", "content-type"):
            if name in headers:
                del headers[name]
        body = b""
    await send(start)
    await send({"type": "http.response.body", "body": body})
