"""Errors as the web shows them: problem details (RFC 9457) for the API, a page with the remedy for people."""

from __future__ import annotations

import logging
from http import HTTPStatus
from typing import Any, Final

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, RedirectResponse
from starlette.exceptions import HTTPException

from marsad.errors import MarsadError
from marsad.web.policy import HEADERS
from marsad.web.rendering import link, page

LOG: Final = logging.getLogger("marsad.web")

# Errors that are not the request's fault but a thing that is not there, or that is not allowed; all others are 400.
STATUS: Final[dict[str, int]] = {
    "no-such-report": 404,
    "no-such-happening": 404,
    "no-such-judgement": 404,
    "no-such-search": 404,
    "no-such-ledger": 404,
    "no-such-annotation": 404,
    "no-such-page": 404,
    "no-such-entity": 404,
    "no-such-user": 404,
    "no-such-token": 404,
    "not-signed-in": 401,
    "wrong-password": 401,
    "not-allowed": 403,
    "foreign-request": 403,
    "too-large": 413,
    "too-many-requests": 429,
    "too-many-jobs": 429,
    "no-such-job": 404,
    "no-such-source": 404,
    "bad-database": 503,
    "web-fault": 500,
}
LONGEST_ONWARD: Final = 2_000  # characters of an address to which signing in leads
MEDIA_TYPE: Final = "application/problem+json"


def problem(error: MarsadError, instance: str) -> dict[str, Any]:
    """The problem details of an error: type, title, status, detail, instance, and the project's code and remedy."""
    status = STATUS.get(error.code, 400)
    return {
        "type": f"urn:marsad:error:{error.code}",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": error.message,
        "instance": instance,
        "code": error.code,
        "remedy": error.remedy,
    }


def answer(request: Request, error: MarsadError) -> Response:
    """The answer to a request that failed: a page under the pages' addresses, else problem details."""
    if error.code == "bad-database":  # where the database lies, and what it says, is for the server's log alone
        LOG.error("%s", error.message)
        error = MarsadError("bad-database", "see the server's log")
    told = problem(error, request.url.path)
    headers = {"Retry-After": "60"} if told["status"] == HTTPStatus.TOO_MANY_REQUESTS else None
    if request.url.path.startswith("/api/") or "text/html" not in request.headers.get("accept", ""):
        return JSONResponse(told, told["status"], headers=headers, media_type=MEDIA_TYPE)
    if error.code == "not-signed-in" and request.method == "GET":
        onward = request.url.path + (f"?{request.url.query}" if request.url.query else "")
        return RedirectResponse(
            link("/sign-in", next=None if onward == "/" or len(onward) > LONGEST_ONWARD else onward), 303
        )
    return page(request, "error.html", {"problem": told}, status=told["status"], headers=headers)


def install(app: FastAPI) -> None:
    """Makes every error of the application answer in one of the two forms."""

    @app.exception_handler(MarsadError)
    def coded(request: Request, error: Exception) -> Response:
        assert isinstance(error, MarsadError)
        return answer(request, error)

    @app.exception_handler(RequestValidationError)
    def invalid(request: Request, error: Exception) -> Response:
        assert isinstance(error, RequestValidationError)
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"][1:])
        return answer(request, MarsadError("bad-request", f"{where}: {first['msg']}"[:200]))

    @app.exception_handler(HTTPException)
    def plain(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        code = {401: "not-signed-in", 403: "not-allowed", 404: "no-such-page", 413: "too-large"}.get(error.status_code)
        if code is None:
            return answer(request, MarsadError("bad-request", str(error.detail)[:200]))
        return answer(request, MarsadError(code, request.url.path[:80]))

    @app.exception_handler(Exception)
    def fault(request: Request, error: Exception) -> Response:
        # What went wrong stands in the server's log; its words may hold what a stranger should not read.
        found = answer(request, MarsadError("web-fault", type(error).__name__))
        found.headers.update(HEADERS)  # it leaves by a way around all others
        return found
