"""Statements across reports: who said what to whom, through whom; and what was said about somebody."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import msgspec
import sqlalchemy as sa
from sqlalchemy.engine import Connection

from marsad.store import tables
from marsad.store.events import parties_of, who_is
from marsad.store.happenings import Party
from marsad.store.packing import unpack_bytes

MAX_LIMIT: Final = 200
_LOOKED: Final = 400  # of the latest reports that name somebody, in which what was said about him is looked for
_MANY: Final = 400
_LONG: Final = 400  # characters of a content that are shown
_S, _R, _O = tables.statements.c, tables.reports.c, tables.roles.c


class StatementRow(msgspec.Struct, frozen=True):
    """A statement of a report. ``content`` is cut at 400 characters. ``chain`` are the speakers through whom it came,
    from the outlet's side to the one who is nearest; without the speaker himself. An unnamed one has ``who`` ANON."""

    report: str
    id: str
    title: str | None
    outlet: str | None
    published: str | None
    content: str
    force: str
    quotation: str
    channel: str | None
    speaker: Party | None
    addressees: tuple[Party, ...]
    chain: tuple[Party, ...]


class StatementsPage(msgspec.Struct, frozen=True):
    """Some statements, and how many there are in all."""

    total: int
    rows: tuple[StatementRow, ...]


class _Text(msgspec.Struct):
    text: str


_TEXT: Final = msgspec.json.Decoder(_Text)


def page(
    connection: Connection, who: str, role: str = "speaker", *, limit: int = 25, offset: int = 0
) -> StatementsPage:
    """The statements in which somebody (an id or a name) is speaker or addressee, the latest first."""
    found = who_is(connection, who)
    mine = sa.select(_O.report, _O["of"].label("id")).where(_O.who.in_(found), _O.role == role).distinct().subquery()
    total = int(connection.execute(sa.select(sa.func.count()).select_from(mine)).scalar_one())
    query = (
        sa.select(mine.c.report, mine.c.id)
        .join(tables.reports, _R.key == mine.c.report)
        .order_by(sa.func.coalesce(_R.published, "").desc(), _R.key.desc(), sa.func.length(mine.c.id), mine.c.id)
    )
    keys = connection.execute(query.limit(max(0, min(limit, MAX_LIMIT))).offset(max(0, offset))).all()
    return StatementsPage(total, tuple(rows(connection, [(row[0], row[1]) for row in keys])))


def about(connection: Connection, who: str, *, limit: int = 10) -> list[StatementRow]:
    """What others said about somebody: statements whose content names him, in the latest reports that do."""
    e, m = tables.entities.c, tables.mentions.c
    latest = (
        sa.select(e.report, e.id)
        .join(tables.reports, _R.key == e.report)
        .where(e.who == who)
        .order_by(sa.func.coalesce(_R.published, "").desc(), e.report.desc())
        .limit(_LOOKED)
    )
    named = {row[0]: row[1] for row in connection.execute(latest)}
    keys: list[tuple[int, str]] = []
    listed = list(named)
    for n in range(0, len(listed), 50):
        some = listed[n : n + 50]
        spans: dict[int, list[int]] = {}
        for report, entity, start in connection.execute(
            sa.select(m.report, m.entity, m.start).where(m.report.in_(some), m.kind != "pronoun")
        ):
            if named[report] == entity:
                spans.setdefault(report, []).append(start)
        query = sa.select(_S.report, _S.id, _S.speaker, _S.content_start, _S.content_end)
        said: dict[int, list[str]] = {}
        for report, id, speaker, start, end in connection.execute(
            query.where(_S.report.in_(some)).order_by(_S.report, _S.n)
        ):
            if speaker != named[report] and any(start <= at < end for at in spans.get(report, ())):
                said.setdefault(report, []).append(id)
        keys += [(report, id) for report in some for id in said.get(report, ())]
        if len(keys) >= limit:
            break
    return rows(connection, keys[:limit])


def rows(connection: Connection, keys: Sequence[tuple[int, str]]) -> list[StatementRow]:
    """Statements by report's key and id, in that order; those that are not there are passed over."""
    found: dict[tuple[int, str], sa.Row[Any]] = {}
    heads: dict[int, sa.Row[Any]] = {}
    texts: dict[int, str] = {}
    reports = sorted({key for key, _ in keys})
    for n in range(0, len(reports), _MANY):
        some = reports[n : n + _MANY]
        for row in connection.execute(sa.select(tables.statements).where(_S.report.in_(some))):
            found[row.report, row.id] = row
        c = tables.records.c
        head = sa.select(_R.key, _R.id, _R.title, _R.outlet, _R.published, c.body)
        for row in connection.execute(head.join(tables.records, c.report == _R.key).where(_R.key.in_(some))):
            heads[row.key] = row
            texts[row.key] = _TEXT.decode(unpack_bytes(row.body)).text
    above = {key: _above(found, key) for key in keys if key in found}
    parties = parties_of(connection, {*above, *(up for listed in above.values() for up in listed)})
    out: list[StatementRow] = []
    for key in keys:
        if key not in found or key[0] not in heads:
            continue
        row, head_of = found[key], heads[key[0]]
        mine = parties.get(key, {})
        chain = [party for up in above[key] for party in parties.get(up, {}).get("speaker", ())[:1]]
        speaker = next(iter(mine.get("speaker", ())), None)
        nearer = [*chain[1:], speaker]  # one who goes on speaking stands once
        chain = [party for party, after in zip(chain, nearer, strict=False) if after is None or party.who != after.who]
        content = texts[key[0]][row.content_start : row.content_end]
        out.append(
            StatementRow(
                report=head_of.id,
                id=row.id,
                title=head_of.title,
                outlet=head_of.outlet,
                published=head_of.published,
                content=content if len(content) <= _LONG else content[:_LONG].rsplit(None, 1)[0] + " …",
                force=row.force,
                quotation=row.quotation,
                channel=row.channel,
                speaker=speaker,
                addressees=tuple(mine.get("addressee", ())),
                chain=tuple(chain),
            )
        )
    return out


def _above(found: dict[tuple[int, str], sa.Row[Any]], key: tuple[int, str]) -> list[tuple[int, str]]:
    """The statements on whose authority one is reported, the outermost first."""
    out: list[tuple[int, str]] = []
    row = found[key]
    while row.parent is not None and (key[0], row.parent) in found and (key[0], row.parent) not in out:
        out.append((key[0], row.parent))
        row = found[key[0], row.parent]
    return out[::-1]
