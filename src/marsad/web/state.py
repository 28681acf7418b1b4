"""What the routes share: the open database, as a dependency."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Request

from marsad.library.database import Database


def database_of(request: Request) -> Database:
    """The application's database."""
    found = request.app.state.database
    assert isinstance(found, Database)
    return found


Db = Annotated[Database, Depends(database_of)]
