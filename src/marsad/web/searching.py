"""What is looked for, as it stands in an address: the query, the facets, days and order; and back again."""

from __future__ import annotations

from typing import Annotated, Any, Final, Literal

from fastapi import Depends, Query
from pydantic import BaseModel

from marsad.store.search import Request as Search

MANY: Final = (
    "actor",
    "recipient",
    "type",
    "status",
    "place",
    "speaker",
    "addressee",
    "channel",
    "force",
    "entity",
    "outlet",
)
PEOPLE: Final = ("actor", "recipient", "place", "speaker", "addressee", "entity")  # whose values are keys, or names
MAX_VALUES: Final = 20  # of one facet

Several = Annotated[list[str], Query(max_length=MAX_VALUES)]
Order = Literal["newest", "oldest", "added"]


class Asked(BaseModel):
    """A search as an address has it."""

    q: str = ""
    since: str | None = None
    until: str | None = None
    order: Order = "newest"
    values: dict[str, list[str]] = {}

    @property
    def request(self) -> Search:
        """The search as the store has it."""
        chosen: dict[str, Any] = {name: tuple(values) for name, values in self.values.items()}
        return Search(query=self.q, since=self.since, until=self.until, order=self.order, **chosen)

    @property
    def query(self) -> dict[str, Any]:
        """The parts of the address, without those that say nothing."""
        order = None if self.order == "newest" else self.order
        found = {"q": self.q, **self.values, "since": self.since, "until": self.until, "order": order}
        return {name: value for name, value in found.items() if value}

    @property
    def narrowed(self) -> bool:
        """Whether anything at all is asked."""
        return bool(self.q.strip() or self.values or self.since or self.until)

    def with_value(self, name: str, value: str) -> dict[str, Any]:
        """The address's parts with one more value of a facet."""
        return {**self.query, name: [*self.values.get(name, []), value]}

    def without(self, name: str, value: str | None = None) -> dict[str, Any]:
        """The address's parts without a value of a facet, or without a field."""
        kept = [one for one in self.values.get(name, []) if value is not None and one != value]
        return {key: held for key, held in {**self.query, name: kept}.items() if held}


def asked(
    q: Annotated[str, Query(max_length=2_100, description='words, "phrases", OR, -not, brackets')] = "",
    actor: Several = [],  # noqa: B006 - read by FastAPI, never changed
    recipient: Several = [],  # noqa: B006
    type: Several = [],  # noqa: B006
    status: Several = [],  # noqa: B006
    place: Several = [],  # noqa: B006
    speaker: Several = [],  # noqa: B006
    addressee: Several = [],  # noqa: B006
    channel: Several = [],  # noqa: B006
    force: Several = [],  # noqa: B006
    entity: Several = [],  # noqa: B006
    outlet: Several = [],  # noqa: B006
    since: Annotated[str | None, Query(max_length=40, description="published on this day or later")] = None,
    until: Annotated[str | None, Query(max_length=40, description="published on this day or earlier")] = None,
    order: Order = "newest",
) -> Asked:
    """The search that a request asks for. Names are whole words of a name, or keys as facets give them."""
    given = {
        "actor": actor,
        "recipient": recipient,
        "type": type,
        "status": status,
        "place": place,
        "speaker": speaker,
        "addressee": addressee,
        "channel": channel,
        "force": force,
        "entity": entity,
        "outlet": outlet,
    }
    values = {
        name: list(dict.fromkeys(one.strip()[:300] for one in held if one.strip())) for name, held in given.items()
    }
    return Asked(
        q=q,
        since=since or None,
        until=until or None,
        order=order,
        values={name: held for name, held in values.items() if held},
    )


def of_request(request: Search) -> Asked:
    """A saved search as an address has it."""
    values = {name: list(getattr(request, name)) for name in MANY if getattr(request, name)}
    return Asked(q=request.query, since=request.since, until=request.until, order=request.order, values=values)


Searched = Annotated[Asked, Depends(asked)]
