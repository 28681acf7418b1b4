"""Who asks, and what he may do. Every route names the role that it needs, by one of the dependencies below.

Alone on one's own machine (embedded mode) there is no login: whoever reaches the loopback address is the admin. In team
mode the session or the API token says who it is (`marsad.web.signing`).
"""

from __future__ import annotations

import hashlib
import hmac
from typing import Annotated, Final

import msgspec
from fastapi import Depends, Request

from marsad.errors import MarsadError
from marsad.store.accounts import ROLES

SCOPE: Final = "marsad.identity"  # where a request's scope has who asks, in team mode
SAFE: Final = frozenset({"GET", "HEAD", "OPTIONS"})
FIELD, HEADER = "csrf", "x-csrf-token"


class Identity(msgspec.Struct, frozen=True):
    """Who asks: the name under which judgements are kept, and the role.

    ``session`` is what the session's cookie holds, None for a program with a token and in embedded mode.
    """

    name: str
    role: str
    session: str | None = None

    def may(self, role: str) -> bool:
        """Whether the role is his, or a lower one."""
        return ROLES.index(self.role) >= ROLES.index(role)

    @property
    def csrf(self) -> str | None:
        """What a form of ours carries, and a form of another site cannot know; None where no cookie signs him in."""
        return None if self.session is None else hmac.new(self.session.encode(), b"csrf", hashlib.sha256).hexdigest()


OWNER: Final = Identity("owner", "admin")


def who_asks(request: Request) -> Identity | None:
    """Who asks; None where nobody is signed in."""
    if not request.app.state.team:
        return OWNER
    found = request.scope.get(SCOPE)
    assert found is None or isinstance(found, Identity)
    return found


class Needs:
    """A dependency that lets only a role, and those above it, in.

    Raises ``not-signed-in``, ``not-allowed``, ``foreign-request`` (a form without the session's token).
    """

    def __init__(self, role: str) -> None:
        self.role = role

    async def __call__(self, request: Request) -> Identity:
        """Who asks."""
        found = who_asks(request)
        if found is None:
            raise MarsadError("not-signed-in")
        if not found.may(self.role):
            raise MarsadError("not-allowed", self.role)
        if request.method not in SAFE and found.csrf is not None:
            given = request.headers.get(HEADER)
            if given is None and request.headers.get("content-type", "").startswith(
                ("application/x-www-form-urlencoded", "multipart/form-data")
            ):
                given = str((await request.form()).get(FIELD, ""))
            if not hmac.compare_digest((given or "").encode(), found.csrf.encode()):
                raise MarsadError("foreign-request", "the form is not this session's")
        return found


Reader = Annotated[Identity, Depends(Needs("reader"))]
Analyst = Annotated[Identity, Depends(Needs("analyst"))]
Admin = Annotated[Identity, Depends(Needs("admin"))]
