"""Team mode around every request: who asks, how often, and what the audit log keeps of it."""

from __future__ import annotations

from typing import Final

from anyio.to_thread import run_sync
from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from marsad.errors import MarsadError
from marsad.library.accounts import Accounts
from marsad.settings import int_setting
from marsad.web import problems
from marsad.web.access import SAFE, SCOPE, Identity
from marsad.web.limits import Rate

COOKIE: Final = "marsad_session"
SIGN_IN: Final = "/sign-in"
TAKEN_OUT: Final = ("/dossier", "/api/v1/dossier")  # reading that the log keeps, beside every answer that is a file


class Signed:
    """Finds out who asks, before the body of the request is read; keeps the log of changes and exports."""

    def __init__(self, app: ASGIApp, accounts: Accounts) -> None:
        self._app, self._accounts = app, accounts
        self._rate = Rate(int_setting("requests_per_minute"), 60)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers the request, or refuses it: ``not-signed-in``, ``too-many-requests``."""
        if scope["type"] != "http" or scope["path"].startswith("/static/"):
            await self._app(scope, receive, send)
            return
        request = Request(scope)
        found = await run_sync(self._who, scope)
        scope[SCOPE] = found
        changes = scope["method"] not in SAFE
        address = request.client.host if request.client else None
        error = None
        if not self._rate.take(f"user {found.name}" if found else f"address {address}"):
            error = MarsadError("too-many-requests")
        elif changes and found is None and scope["path"] != SIGN_IN:
            error = MarsadError("not-signed-in")
        status, file = 500, False

        async def out(message: Message) -> None:
            nonlocal status, file
            if message["type"] == "http.response.start":
                status = message["status"]
                file = Headers(raw=message["headers"]).get("content-disposition", "").startswith("attachment")
            await send(message)

        try:
            answer = self._app if error is None else problems.answer(request, error)
            await answer(scope, receive, out)
        finally:
            if changes or file or scope["path"].startswith(TAKEN_OUT):
                name = scope.get("marsad.signs-in") or (found.name if found else "")
                told = f"{scope['method']} {scope['path']}"
                await run_sync(self._note, name, told, status, request.url.query or None, address)

    def _who(self, scope: Scope) -> Identity | None:
        request = Request(scope)
        scheme, _, secret = Headers(scope=scope).get("authorization", "").partition(" ")
        if secret:
            found = self._accounts.of_token(secret.strip()[:200]) if scheme.lower() == "bearer" else None
            return Identity(found[0].name, found[1]) if found else None
        cookie = request.cookies.get(COOKIE)
        user = self._accounts.of_session(cookie) if cookie and len(cookie) < 200 else None
        return Identity(user.name, user.role, cookie) if user else None

    def _note(self, who: str, what: str, status: int, query: str | None, address: str | None) -> None:
        self._accounts.note(who, what, status, query=query, address=address)
