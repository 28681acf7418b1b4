"""Pages of lists: how many, from where, and the addresses of the next and the one before."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Final, Generic, TypeVar

from fastapi import Depends, Query, Request
from pydantic import BaseModel

MAX_LIMIT: Final = 200
MAX_OFFSET: Final = 10_000_000

T = TypeVar("T")


class Window(BaseModel):
    """The part of a list that is asked for."""

    limit: int
    offset: int


def window(
    limit: Annotated[int, Query(ge=1, le=MAX_LIMIT, description="how many")] = 25,
    offset: Annotated[int, Query(ge=0, le=MAX_OFFSET, description="how many are passed over")] = 0,
) -> Window:
    """The part of a list that a request asks for."""
    return Window(limit=limit, offset=offset)


Paging = Annotated[Window, Depends(window)]


class Page(BaseModel, Generic[T]):
    """One page of a list: its items, how many there are in all, and the address of the next page."""

    items: list[T]
    total: int
    limit: int
    offset: int
    next: str | None = None
    previous: str | None = None


def paged(request: Request, items: Sequence[T], total: int, asked: Window) -> Page[T]:
    """A page with the addresses of its neighbours, which keep all other parts of the request's address."""

    def at(offset: int) -> str:
        url = request.url.include_query_params(limit=asked.limit, offset=offset)
        return f"{url.path}?{url.query}"

    after = asked.offset + asked.limit
    return Page(
        items=list(items),
        total=total,
        limit=asked.limit,
        offset=asked.offset,
        next=at(after) if after < total else None,
        previous=at(max(0, asked.offset - asked.limit)) if asked.offset else None,
    )
