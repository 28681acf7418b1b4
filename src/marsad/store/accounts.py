"""Accounts of team mode: users and their roles, sessions, API tokens, the audit log.

What opens anything is never kept: of passwords a salted hash, of session cookies and tokens their SHA-256 (they are 256
random bits, so that a salt would add nothing). Every function takes a connection.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets
from typing import Any, Final
from urllib.parse import urlencode

import msgspec
import sqlalchemy as sa
from sqlalchemy.engine import Connection

from marsad.errors import MarsadError
from marsad.ingest.base import iso_date
from marsad.store import tables
from marsad.store.writing import now

ROLES: Final = ("reader", "analyst", "admin")  # each may what the one before may
MAX_NAME: Final = 60
IDLE: Final = dt.timedelta(hours=12)  # a session ends that was not used so long
LONGEST: Final = dt.timedelta(days=14)  # and after so long in any case
SEEN: Final = dt.timedelta(minutes=5)  # how exactly the last use is kept: not every request writes

_U, _S, _T, _A = tables.users.c, tables.sessions.c, tables.tokens.c, tables.audit.c


class User(msgspec.Struct, frozen=True):
    """A user. ``password``: the hash."""

    key: int
    name: str
    role: str
    active: bool
    added: str
    shown: str | None = None
    password: str | None = None


class Token(msgspec.Struct, frozen=True):
    """A token without what it holds."""

    key: int
    label: str
    role: str
    added: str
    until: str | None
    used: str | None


class Deed(msgspec.Struct, frozen=True):
    """A row of the audit log."""

    at: str
    who: str
    what: str
    query: str | None
    status: int
    address: str | None


def digest(secret: str) -> str:
    """What is kept of a secret of ours."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def users(connection: Connection) -> list[User]:
    """All users, by name."""
    return [_user(row) for row in connection.execute(sa.select(tables.users).order_by(_U.name))]


def find_user(connection: Connection, name: str) -> User | None:
    """One user, where there is one of the name."""
    row = connection.execute(sa.select(tables.users).where(_U.name == name)).one_or_none()
    return None if row is None else _user(row)


def user(connection: Connection, name: str) -> User:
    """One user. Raises ``no-such-user``."""
    found = find_user(connection, name)
    if found is None:
        raise MarsadError("no-such-user", name[:MAX_NAME])
    return found


def _user(row: sa.Row[Any]) -> User:
    return User(
        key=row.key,
        name=row.name,
        role=row.role,
        active=bool(row.active),
        added=row.added,
        shown=row.shown,
        password=row.password,
    )


def add_user(connection: Connection, name: str, role: str, password: str) -> User:
    """Adds a user; `password` is the hash. Raises ``bad-account``."""
    if not (0 < len(name) <= MAX_NAME) or name != name.strip() or not name.isprintable():
        raise MarsadError("bad-account", f"a name has 1 to {MAX_NAME} printable characters")
    if find_user(connection, name):
        raise MarsadError("bad-account", f"there is a user {name} already")
    _role(role)
    connection.execute(
        sa.insert(tables.users).values(name=name, role=role, password=password, active=True, added=now())
    )
    return user(connection, name)


class Ended(msgspec.Struct, frozen=True):
    """What a change of a user ended: sessions, and tokens that were taken back."""

    sessions: int = 0
    tokens: int = 0


def change_user(
    connection: Connection,
    name: str,
    *,
    role: str | None = None,
    active: bool | None = None,
    password: str | None = None,
    keep_tokens: bool = False,
) -> Ended:
    """Changes a user. A new password, another role, or that he may not sign in any more end his sessions and tokens.

    Whoever got hold of a password may have made a token with it: so tokens stay only where `keep_tokens` says so, and
    never those of who may not sign in. Raises ``no-such-user``, ``bad-account`` (also where no active admin would be
    left).
    """
    found = user(connection, name)
    values: dict[str, Any] = {}
    if role is not None and _role(role) != found.role:
        values["role"] = role
    if active is not None:
        values["active"] = active
    if password is not None:
        values["password"] = password
    if values:
        connection.execute(sa.update(tables.users).where(_U.key == found.key).values(**values))
    if admins(connection) == 0:
        raise MarsadError("bad-account", "one active admin has to be left")
    if not ("role" in values or password is not None or active is False):
        return Ended()
    sessions = connection.execute(sa.delete(tables.sessions).where(_S.user == found.key)).rowcount
    tokens = 0
    if active is False or not keep_tokens:
        tokens = connection.execute(sa.delete(tables.tokens).where(_T.user == found.key)).rowcount
    return Ended(sessions, tokens)


def rehash(connection: Connection, who: User, password: str) -> None:
    """Keeps another hash of the same password."""
    connection.execute(sa.update(tables.users).where(_U.key == who.key).values(password=password))


def _role(role: str) -> str:
    if role not in ROLES:
        raise MarsadError("bad-account", f"{role[:20]} is no role: {', '.join(ROLES)}")
    return role


def admins(connection: Connection) -> int:
    """How many admins can sign in."""
    where = (_U.role == "admin", _U.active.is_(True), _U.password.is_not(None))
    return int(connection.execute(sa.select(sa.func.count()).select_from(tables.users).where(*where)).scalar_one())


# Sessions


def begin(connection: Connection, who: User) -> str:
    """Begins a session; gives what its cookie holds. Sessions that are over are cleared away."""
    secret = secrets.token_urlsafe(32)
    connection.execute(sa.delete(tables.sessions).where(sa.or_(_S.seen < now(-IDLE), _S.began < now(-LONGEST))))
    connection.execute(sa.insert(tables.sessions).values(digest=digest(secret), user=who.key, began=now(), seen=now()))
    return secret


def of_session(connection: Connection, secret: str) -> tuple[User, bool] | None:
    """Whose session it is, and whether its last use is to be noted (`touch`); None where it is over or is none."""
    row = connection.execute(
        sa.select(tables.users, _S.seen)
        .join(tables.sessions, _S.user == _U.key)
        .where(_S.digest == digest(secret), _U.active.is_(True), _S.seen >= now(-IDLE), _S.began >= now(-LONGEST))
    ).one_or_none()
    return None if row is None else (_user(row), row.seen < now(-SEEN))


def touch(connection: Connection, secret: str) -> None:
    """Notes that a session was used."""
    connection.execute(sa.update(tables.sessions).where(_S.digest == digest(secret)).values(seen=now()))


def end(connection: Connection, secret: str) -> None:
    """Ends a session."""
    connection.execute(sa.delete(tables.sessions).where(_S.digest == digest(secret)))


def end_others(connection: Connection, who: User, secret: str | None) -> None:
    """Ends all sessions of a user but one."""
    connection.execute(
        sa.delete(tables.sessions).where(_S.user == who.key, _S.digest != (digest(secret) if secret else ""))
    )


# Tokens


def add_token(connection: Connection, who: User, label: str, role: str, until: str | None) -> str:
    """Makes a token; gives what it holds, which is shown once. Raises ``bad-account``, ``bad-date``."""
    if not (0 < len(label.strip()) <= MAX_NAME):
        raise MarsadError("bad-account", f"a token's label has 1 to {MAX_NAME} characters")
    if ROLES.index(_role(role)) > ROLES.index(who.role):
        raise MarsadError("bad-account", "a token may not more than its user")
    if until is not None and iso_date(until) is None:
        raise MarsadError("bad-date", until[:40])
    secret = f"marsad_{secrets.token_urlsafe(32)}"
    connection.execute(
        sa.insert(tables.tokens).values(
            digest=digest(secret), user=who.key, label=label.strip(), role=role, added=now(), until=until
        )
    )
    return secret


def of_token(connection: Connection, secret: str) -> tuple[User, str, bool] | None:
    """Whose token it is, which role it has now, and whether its last use is to be noted; None where it is none."""
    row = connection.execute(
        sa.select(tables.users, _T.role.label("lent"), _T.used)
        .join(tables.tokens, _T.user == _U.key)
        .where(_T.digest == digest(secret), _U.active.is_(True), sa.or_(_T.until.is_(None), _T.until >= now()[:10]))
    ).one_or_none()
    if row is None:
        return None
    lent = min(row.lent, row.role, key=ROLES.index)  # the user's role may have become a lower one
    return _user(row), lent, row.used is None or row.used < now(-SEEN)


def use_token(connection: Connection, secret: str) -> None:
    """Notes that a token was used."""
    connection.execute(sa.update(tables.tokens).where(_T.digest == digest(secret)).values(used=now()))


def tokens(connection: Connection, who: User) -> list[Token]:
    """A user's tokens, in the order in which they were made."""
    columns = [_T[name] for name in Token.__struct_fields__]
    rows = connection.execute(sa.select(*columns).where(_T.user == who.key).order_by(_T.key))
    return [Token(*row) for row in rows]


def delete_token(connection: Connection, who: User, key: int) -> None:
    """Takes a token back. Raises ``no-such-token``."""
    if not connection.execute(sa.delete(tables.tokens).where(_T.user == who.key, _T.key == key)).rowcount:
        raise MarsadError("no-such-token", str(key))


# The log


def note(connection: Connection, deed: Deed) -> None:
    """Adds a row to the log; texts from outside are cut to their bounds."""
    connection.execute(
        sa.insert(tables.audit).values(
            at=deed.at,
            who=deed.who[:MAX_NAME],
            what=deed.what[:300],
            query=deed.query[:1_000] if deed.query else None,
            status=deed.status,
            address=deed.address,
        )
    )


def log(connection: Connection, who: str, what: str, **details: object) -> None:
    """Adds what was done, and not merely asked for, to the log: ``account amal``, with ``role=reader&sessions=2``."""
    note(connection, Deed(now(), who, what, urlencode({k: v for k, v in details.items() if v is not None}), 200, None))


def deeds(
    connection: Connection, *, who: str | None = None, limit: int = 50, offset: int = 0
) -> tuple[list[Deed], int]:
    """The log, the latest first, and how many rows there are."""
    where = [_A.who == who] if who is not None else []
    total = connection.execute(sa.select(sa.func.count()).select_from(tables.audit).where(*where)).scalar_one()
    columns = [_A[name] for name in Deed.__struct_fields__]
    rows = connection.execute(sa.select(*columns).where(*where).order_by(_A.key.desc()).limit(limit).offset(offset))
    return [Deed(*row) for row in rows], int(total)
