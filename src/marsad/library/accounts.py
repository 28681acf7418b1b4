"""Accounts of a database in team mode: who may sign in, with which role; sessions, API tokens, the audit log."""

from __future__ import annotations

import functools
import threading
from typing import TYPE_CHECKING, Final

from sqlalchemy.engine import Engine

from marsad.errors import MarsadError
from marsad.store import accounts as store
from marsad.store import engine as db
from marsad.store.accounts import Deed, Token, User
from marsad.store.writing import now

if TYPE_CHECKING:
    from argon2 import PasswordHasher

LEAST: Final = 10  # characters of a password (NIST SP 800-63B asks for length, not for kinds of characters)
MOST: Final = 200  # more would only let strangers make the server hash
_HASHING: Final = threading.BoundedSemaphore(4)  # each takes 64 MiB: many tries at once must not use up the memory


@functools.cache
def _hasher() -> PasswordHasher:
    """Argon2id with the library's parameters, which follow RFC 9106. Raises ``no-web``."""
    try:
        from argon2 import PasswordHasher
    except ModuleNotFoundError as error:
        raise MarsadError("no-web", str(error.name)) from error
    return PasswordHasher()


@functools.cache
def _nobodys() -> str:
    """A hash to compare with where there is no such user: the answer takes as long as where there is one."""
    return _hasher().hash("nobody signs in with this")


def hashed(password: str) -> str:
    """The hash of a new password. Raises ``bad-password``, ``no-web``."""
    if not LEAST <= len(password) <= MOST:
        raise MarsadError("bad-password", f"it has {len(password)} characters")
    with _HASHING:
        return _hasher().hash(password)


class Accounts:
    """The accounts of one database."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def users(self) -> list[User]:
        """All users, by name."""
        with db.reading(self._engine) as connection:
            return store.users(connection)

    def admins(self) -> int:
        """How many admins can sign in."""
        with db.reading(self._engine) as connection:
            return store.admins(connection)

    def add(self, name: str, role: str, password: str) -> User:
        """Adds a user. Raises ``bad-account``, ``bad-password``, ``no-web``."""
        kept = hashed(password)
        with db.writing(self._engine) as connection:
            return store.add_user(connection, name, role, kept)

    def change(
        self, name: str, *, role: str | None = None, active: bool | None = None, password: str | None = None
    ) -> User:
        """Changes a user; a new password, or that he may not sign in any more, ends his sessions.

        Raises ``no-such-user``, ``bad-account``, ``bad-password``, ``no-web``.
        """
        kept = None if password is None else hashed(password)
        with db.writing(self._engine) as connection:
            return store.change_user(connection, name, role=role, active=active, password=kept)

    def sign_in(self, name: str, password: str) -> str:
        """Begins a session; gives what its cookie holds. Raises ``wrong-password``, whatever was wrong; ``no-web``."""
        from argon2.exceptions import Argon2Error, InvalidHashError

        hasher = _hasher()
        with db.reading(self._engine) as connection:
            found = store.find_user(connection, name)
        if found is not None and not found.active:
            found = None
        kept = found.password if found is not None and found.password else _nobodys()
        try:
            with _HASHING:
                right = len(password) <= MOST and hasher.verify(kept, password)
        except (Argon2Error, InvalidHashError):
            right = False
        if found is None or found.password is None or not right:
            raise MarsadError("wrong-password")
        with db.writing(self._engine) as connection:
            if hasher.check_needs_rehash(kept):
                store.rehash(connection, found, hasher.hash(password))
            return store.begin(connection, found)

    def of_session(self, secret: str) -> User | None:
        """Whose session it is, where it is one."""
        with db.reading(self._engine) as connection:
            found = store.of_session(connection, secret)
        if found is None:
            return None
        if found[1]:
            with db.writing(self._engine) as connection:
                store.touch(connection, secret)
        return found[0]

    def sign_out(self, secret: str) -> None:
        """Ends a session."""
        with db.writing(self._engine) as connection:
            store.end(connection, secret)

    def change_own_password(self, name: str, old: str, new: str) -> str:
        """Changes a user's own password; all sessions end, and what a new one's cookie holds is given.

        Raises ``wrong-password``, ``bad-password``.
        """
        hashed(new)
        self.sign_out(self.sign_in(name, old))
        self.change(name, password=new)
        return self.sign_in(name, new)

    def of_token(self, secret: str) -> tuple[User, str] | None:
        """Whose token it is, and the role that it has."""
        with db.reading(self._engine) as connection:
            found = store.of_token(connection, secret)
        if found is None:
            return None
        if found[2]:
            with db.writing(self._engine) as connection:
                store.use_token(connection, secret)
        return found[0], found[1]

    def add_token(self, name: str, label: str, *, role: str, until: str | None = None) -> str:
        """Makes a token for a user; gives what it holds. Raises ``no-such-user``, ``bad-account``, ``bad-date``."""
        with db.writing(self._engine) as connection:
            return store.add_token(connection, store.user(connection, name), label, role, until)

    def tokens(self, name: str) -> list[Token]:
        """A user's tokens. Raises ``no-such-user``."""
        with db.reading(self._engine) as connection:
            return store.tokens(connection, store.user(connection, name))

    def delete_token(self, name: str, key: int) -> None:
        """Takes a token of a user back. Raises ``no-such-user``, ``no-such-token``."""
        with db.writing(self._engine) as connection:
            store.delete_token(connection, store.user(connection, name), key)

    def note(self, who: str, what: str, status: int, *, query: str | None = None, address: str | None = None) -> None:
        """Adds a row to the audit log."""
        with db.writing(self._engine) as connection:
            store.note(connection, Deed(now(), who, what, query, status, address))

    def deeds(self, *, who: str | None = None, limit: int = 50, offset: int = 0) -> tuple[list[Deed], int]:
        """The audit log, the latest first, and how many rows there are."""
        with db.reading(self._engine) as connection:
            return store.deeds(connection, who=who, limit=limit, offset=offset)
