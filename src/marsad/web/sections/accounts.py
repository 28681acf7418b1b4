"""Accounts: signing in and out, one's own password and tokens; for admins the users and the audit log. Team mode."""

from __future__ import annotations

from typing import Annotated, Any, Final
from urllib.parse import urlsplit

import msgspec
from fastapi import APIRouter, Depends, Form, Query, Request, Response
from fastapi.responses import RedirectResponse
from pydantic import BaseModel

from marsad.errors import MarsadError
from marsad.library.accounts import Accounts
from marsad.store.accounts import LONGEST, ROLES, Ended, Token, User
from marsad.web.access import SAFE, Admin, Identity, Reader, who_asks
from marsad.web.limits import Rate
from marsad.web.paging import Page, Paging, paged
from marsad.web.problems import LONGEST_ONWARD, problem
from marsad.web.rendering import link, page
from marsad.web.signing import COOKIE, SIGN_IN
from marsad.web.state import Db

TRIES: Final = (8, 15 * 60)  # of one name from one address, in seconds; a sign-in that succeeds gives them back
ADDRESSES: Final = (40, 15 * 60)  # of all names from one address


def _team(request: Request) -> None:
    if not request.app.state.team:
        raise MarsadError("no-such-page", request.url.path[:80])


def _browser(request: Request) -> None:
    """A token makes no tokens and no users: what it opened would outlast it."""
    found = who_asks(request)
    if request.method not in SAFE and found is not None and found.session is None:
        raise MarsadError("not-allowed", f"{found.role}, signed in with a password")


api = APIRouter(tags=["accounts"], dependencies=[Depends(_team)])
pages = APIRouter(dependencies=[Depends(_team), Depends(_browser)])

Text = Annotated[str, Form(max_length=1_000)]
Number = Annotated[int | None, Query(ge=0, le=1_000_000)]


def _tries(request: Request, bounds: tuple[int, int] = TRIES) -> Rate:
    """The application's count of tries."""
    kept: dict[tuple[int, int], Rate] = request.app.state.tries
    return kept.setdefault(bounds, Rate(*bounds))


class UserRow(BaseModel):
    """A user, without the password's hash."""

    name: str
    role: str
    active: bool
    added: str


class DeedRow(BaseModel):
    """A row of the audit log: who changed what or took what out, and what the answer was."""

    at: str
    who: str
    what: str
    query: str | None
    status: int
    address: str | None


def _row(user: User) -> UserRow:
    return UserRow(name=user.name, role=user.role, active=user.active, added=user.added)


def _deeds(request: Request, accounts: Accounts, asked: Paging, name: str | None) -> Page[DeedRow]:
    found, total = accounts.deeds(who=name or None, limit=asked.limit, offset=asked.offset)
    return paged(request, [DeedRow(**msgspec.to_builtins(deed)) for deed in found], total, asked)


@api.get("/me")
def get_me(who: Reader) -> dict[str, Any]:
    """Who asks, and with which role."""
    return {"name": who.name, "role": who.role}


@api.get("/users")
def list_users(who: Admin, database: Db) -> list[UserRow]:
    """All users."""
    return [_row(user) for user in database.accounts.users()]


@api.get("/audit")
def list_deeds(
    request: Request,
    who: Admin,
    database: Db,
    asked: Paging,
    name: Annotated[str | None, Query(max_length=60)] = None,
) -> Page[DeedRow]:
    """The audit log, the latest first."""
    return _deeds(request, database.accounts, asked, name)


# Signing in and out


def _own(path: str) -> str:
    """An address of this server to go on to: a path, or the first page."""
    parts = urlsplit(path)
    plain = path.startswith("/") and not path.startswith("//") and "\\" not in path and not parts.netloc
    return path if plain and path.isprintable() else "/"


def _signed_in(request: Request, secret: str, onward: str) -> Response:
    answer = RedirectResponse(onward, 303)
    answer.set_cookie(
        COOKIE,
        secret,
        max_age=int(LONGEST.total_seconds()),
        httponly=True,
        samesite="lax",
        secure=request.url.scheme == "https",
    )
    return answer


@pages.get("/sign-in")
def show_sign_in(
    request: Request, onward: Annotated[str, Query(alias="next", max_length=LONGEST_ONWARD)] = "/"
) -> Response:
    """The form."""
    return page(request, "sign-in.html", {"onward": _own(onward), "problem": None, "name": ""})


@pages.post("/sign-in")
def sign_in(
    request: Request,
    database: Db,
    name: Text,
    password: Text,
    onward: Annotated[str, Form(alias="next", max_length=LONGEST_ONWARD)] = "/",
) -> Response:
    """Signs in, or shows the form again with what was wrong."""
    address = request.client.host if request.client else ""
    key = f"{address} {name}"
    request.scope["marsad.signs-in"] = name
    try:
        if not (_tries(request).take(key) and _tries(request, ADDRESSES).take(address)):
            raise MarsadError("too-many-requests")
        secret = database.accounts.sign_in(name, password)
    except MarsadError as error:
        told = problem(error, SIGN_IN)
        return page(
            request,
            "sign-in.html",
            {"onward": _own(onward), "problem": told, "name": name},
            status=told["status"],
        )
    _tries(request).forget(key)
    return _signed_in(request, secret, _own(onward))


@pages.post("/sign-out")
def sign_out(request: Request, who: Reader, database: Db) -> Response:
    """Ends the session."""
    if who.session is not None:
        database.accounts.sign_out(who.session)
    answer = RedirectResponse(SIGN_IN, 303)
    answer.delete_cookie(COOKIE)
    return answer


# One's own account


def _ended(sessions: int | None, tokens: int | None) -> Ended | None:
    return None if sessions is None else Ended(sessions, tokens or 0)


def _account(
    request: Request,
    who: Identity,
    accounts: Accounts,
    *,
    secret: str | None = None,
    error: MarsadError | None = None,
    ended: Ended | None = None,
) -> Response:
    tokens: list[Token] = accounts.tokens(who.name)
    told = None if error is None else problem(error, "/account")
    roles = ROLES[: ROLES.index(who.role) + 1]
    values = {"tokens": tokens, "secret": secret, "problem": told, "roles": roles, "ended": ended}
    return page(request, "account-page.html", values, status=200 if told is None else told["status"])


@pages.get("/account")
def show_account(
    request: Request, who: Reader, database: Db, sessions: Number = None, tokens: Number = None
) -> Response:
    """One's password and tokens; `sessions` and `tokens`: what a new password has just ended."""
    return _account(request, who, database.accounts, ended=_ended(sessions, tokens))


@pages.post("/account/password")
def change_password(
    request: Request, who: Reader, database: Db, old: Text, new: Text, keep_tokens: Annotated[bool, Form()] = False
) -> Response:
    """Changes one's own password; other sessions end, and tokens that the form does not keep."""
    try:
        if not _tries(request).take(f"password {who.name}"):
            raise MarsadError("too-many-requests")
        secret, ended = database.accounts.change_own_password(who.name, old, new, keep_tokens=keep_tokens)
    except MarsadError as error:
        return _account(request, who, database.accounts, error=error)
    _tries(request).forget(f"password {who.name}")
    return _signed_in(request, secret, link("/account", sessions=ended.sessions, tokens=ended.tokens))


@pages.post("/account/tokens")
def make_token(
    request: Request,
    who: Reader,
    database: Db,
    label: Text,
    role: Text,
    until: Annotated[str, Form(max_length=10)] = "",
) -> Response:
    """Makes a token and shows it, this once."""
    try:
        if role in ROLES and not who.may(role):
            raise MarsadError("bad-account", "a token may not more than its user")
        secret = database.accounts.add_token(who.name, label, role=role, until=until or None)
    except MarsadError as error:
        return _account(request, who, database.accounts, error=error)
    return _account(request, who, database.accounts, secret=secret)


@pages.post("/account/tokens/{key}/delete")
def delete_token(key: int, who: Reader, database: Db) -> Response:
    """Takes a token back."""
    database.accounts.delete_token(who.name, key)
    return RedirectResponse("/account", 303)


# The users, and what they did


def _users(
    request: Request,
    accounts: Accounts,
    error: MarsadError | None = None,
    changed: str = "",
    ended: Ended | None = None,
) -> Response:
    told = None if error is None else problem(error, "/users")
    rows = [_row(user) for user in accounts.users()]
    values = {"users": rows, "problem": told, "roles": ROLES, "changed": changed, "ended": ended}
    return page(request, "users.html", values, status=200 if told is None else told["status"])


@pages.get("/users")
def show_users(
    request: Request,
    who: Admin,
    database: Db,
    changed: Annotated[str, Query(max_length=60)] = "",
    sessions: Number = None,
    tokens: Number = None,
) -> Response:
    """The users and their roles; what a change of one has just ended."""
    return _users(request, database.accounts, changed=changed, ended=_ended(sessions, tokens))


@pages.post("/users")
def add_user(request: Request, who: Admin, database: Db, name: Text, role: Text, password: Text) -> Response:
    """Adds a user."""
    try:
        database.accounts.add(name, role, password, by=who.name)
    except MarsadError as error:
        return _users(request, database.accounts, error)
    return RedirectResponse("/users", 303)


@pages.post("/users/change")
def change_user(
    request: Request,
    who: Admin,
    database: Db,
    name: Text,
    role: Text,
    active: Annotated[bool, Form()] = False,
    password: Text = "",
    keep_tokens: Annotated[bool, Form()] = False,
) -> Response:
    """Changes a user's role, whether he may sign in, and his password where one is given.

    Any of these ends his sessions, and takes his tokens back where the form does not keep them.
    """
    try:
        ended = database.accounts.change(
            name, role=role, active=active, password=password or None, keep_tokens=keep_tokens, by=who.name
        )
    except MarsadError as error:
        return _users(request, database.accounts, error)
    return RedirectResponse(link("/users", changed=name, sessions=ended.sessions, tokens=ended.tokens), 303)


@pages.get("/audit")
def show_deeds(
    request: Request, who: Admin, database: Db, asked: Paging, name: Annotated[str, Query(max_length=60)] = ""
) -> Response:
    """The audit log."""
    return page(request, "audit.html", {"found": _deeds(request, database.accounts, asked, name), "name": name})
