"""Accounts of a database in team mode: who may sign in, with which role; sessions, API tokens, the audit log."""

from __future__ import annotations

import functools
import threading
from typing import TYPE_CHECKING, Final

from sqlalchemy.engine import Engine

from marsad.errors import MarsadError
from marsad.store import accounts as store
from marsad.store import engine as db
from marsad.store.accounts import Deed, Ended, Token, User
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

    def add(self, name: str, role: str, password: str, *, by: str | None = None) -> User:
        """Adds a user. `by` stands in the log. Raises ``bad-account``, ``bad-password``, ``no-web``."""
        kept = hashed(password)
        with db.writing(self._engine) as connection:
            added = store.add_user(connection, name, role, kept)
            if by is not None:
                store.log(connection, by, f"account {name}", added=role)
            return added

    def change(
        self,
        name: str,
        *,
        role: str | None = None,
        active: bool | None = None,
        password: str | None = None,
        keep_tokens: bool = False,
        by: str | None = None,
    ) -> Ended:
        """Changes a user; gives what that ended. `by`, who does it, stands in the log with what was changed and ended.

        A new password, another role, or that he may not sign in any more end his sessions and take his tokens back;
        with `keep_tokens` these stay, except of who may not sign in.
        Raises ``no-such-user``, ``bad-account``, ``bad-password``, ``no-web``.
        """
        kept = None if password is None else hashed(password)
        with db.writing(self._engine) as connection:
            before = store.user(connection, name)
            ended = store.change_user(
                connection, name, role=role, active=active, password=kept, keep_tokens=keep_tokens
            )
            if by is not None:
                changed = {
                    "role": role if role != before.role else None,
                    "active": None if active in (None, before.active) else "yes" if active else "no",
                    "password": None if password is None else "new",
                }
                if any(changed.values()) or ended.sessions or ended.tokens:
                    told = {"sessions_ended": ended.sessions, "tokens_taken_back": ended.tokens}
                    store.log(connection, by, f"account {name}", **changed, **told)
            return ended

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
        fresh = hasher.hash(password) if hasher.check_needs_rehash(kept) else None
        with db.writing(self._engine) as connection:
            # The password may have been changed while it was compared: then this was the old one.
            present = store.find_user(connection, name)
            if present is None or not present.active or present.password != kept:
                raise MarsadError("wrong-password")
            if fresh is not None:
                store.rehash(connection, found, fresh)
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

    def change_own_password(self, name: str, old: str, new: str, *, keep_tokens: bool = False) -> tuple[str, Ended]:
        """Changes a user's own password; all sessions end and tokens are taken back, unless `keep_tokens` keeps these.

        Gives what the cookie of a new session holds, and what ended. Raises ``wrong-password``, ``bad-password``.
        """
        hashed(new)
        self.sign_out(self.sign_in(name, old))
        ended = self.change(name, password=new, keep_tokens=keep_tokens, by=name)
        return self.sign_in(name, new), ended

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

    def add_token(self, name: str, label: str, *, role: str, until: str | None = None, by: str | None = None) -> str:
        """Makes a token for a user; gives what it holds. `by` stands in the log.

        Raises ``no-such-user``, ``bad-account``, ``bad-date``.
        """
        with db.writing(self._engine) as connection:
            token = store.add_token(connection, store.user(connection, name), label, role, until)
            if by is not None:
                store.log(connection, by, f"account {name}", token=label)
            return token

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
