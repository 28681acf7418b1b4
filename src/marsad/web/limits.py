"""Bounds on what strangers can make the server do: requests in a time, failed sign-ins, the size of a body."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from typing import Final

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from marsad.errors import MarsadError
from marsad.settings import int_setting
from marsad.web import problems

KEPT: Final = 10_000  # who is remembered at once; the one not seen for longest is forgotten first
FORM: Final = 1_000_000  # bytes of a form without files
UPLOADS: Final = ("/ingest", "/api/v1/jobs", "/api/v1/reports", "/judgements/import", "/api/v1/judgements/import")


class Rate:
    """So many in so many seconds for each name, and as many at once: a bucket that refills evenly."""

    def __init__(self, count: int, seconds: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._count, self._each, self._clock = float(count), count / seconds, clock
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()
        self._lock = threading.Lock()

    def take(self, name: str) -> bool:
        """Whether the name has one left; takes it."""
        with self._lock:
            at = self._clock()
            left, since = self._left.pop(name, (self._count, at))
            left = min(self._count, left + (at - since) * self._each)
            allowed = left >= 1
            left -= allowed
            if left < self._count:
                self._left[name] = (left, at)
            while len(self._left) > KEPT:
                self._left.popitem(last=False)
            return allowed

    def forget(self, name: str) -> None:
        """Gives a name all back."""
        with self._lock:
            self._left.pop(name, None)


class Bounded:
    """Refuses bodies over the bound with ``too-large``: by what they say of themselves, and by what comes."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Lets the request through as far as its body stays in the bound."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        upload = scope["path"].startswith(UPLOADS)
        most = int_setting("max_upload_bytes") if upload else FORM
        said = Headers(scope=scope).get("content-length", "0")
        if not said.isdecimal() or int(said[:18]) > most:
            await problems.answer(Request(scope), MarsadError("too-large", f"over {most:,} bytes"))(
                scope, receive, send
            )
            return
        came = 0

        async def counted() -> Message:
            nonlocal came
            message = await receive()
            came += len(message.get("body", b""))
            if came > most:
                raise MarsadError("too-large", f"over {most:,} bytes")
            return message

        await self._app(scope, counted, send)
