"""Who asks, and what he may do. Every route names the role that it needs, by one of the dependencies below.

Alone on one's own machine (embedded mode) there is no login: whoever reaches the loopback address is the admin. In team
mode the session or the API token says who it is.
"""

from __future__ import annotations

from typing import Annotated, Final, Literal

import msgspec
from fastapi import Depends, Request

from marsad.errors import MarsadError

Role = Literal["reader", "analyst", "admin"]
ROLES: Final[tuple[Role, ...]] = ("reader", "analyst", "admin")  # each may what the one before may


class Identity(msgspec.Struct, frozen=True):
    """Who asks: the name under which judgements are kept, and the role."""

    name: str
    role: Role

    def may(self, role: Role) -> bool:
        """Whether the role is his, or a lower one."""
        return ROLES.index(self.role) >= ROLES.index(role)


OWNER: Final = Identity("owner", "admin")


def who_asks(request: Request) -> Identity | None:
    """Who asks; None where nobody is signed in."""
    return OWNER


class Needs:
    """A dependency that lets only a role, and those above it, in. Raises ``not-signed-in``, ``not-allowed``."""

    def __init__(self, role: Role) -> None:
        self.role = role

    def __call__(self, request: Request) -> Identity:
        """Who asks."""
        found = who_asks(request)
        if found is None:
            raise MarsadError("not-signed-in")
        if not found.may(self.role):
            raise MarsadError("not-allowed", self.role)
        request.state.identity = found
        return found


Reader = Annotated[Identity, Depends(Needs("reader"))]
Analyst = Annotated[Identity, Depends(Needs("analyst"))]
Admin = Annotated[Identity, Depends(Needs("admin"))]
