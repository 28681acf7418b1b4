"""Accounts on both databases: users, sessions, tokens, the log."""

from __future__ import annotations

from typing import Any

import pytest
import sqlalchemy as sa

from marsad.errors import MarsadError
from marsad.library.accounts import MOST
from marsad.library.database import Database
from marsad.store import tables

pytest.importorskip("argon2", reason="the extra web is not installed")

WORD = "a long password"


def fails(code: str) -> object:
    return pytest.raises(MarsadError, match=f"^{code}:")


@pytest.fixture
def accounts(database: Database) -> Database:
    database.accounts.add("chief", "admin", WORD)
    database.accounts.add("desk", "analyst", WORD)
    return database


def test_users_sign_in_with_their_password_only(accounts: Database) -> None:
    secret = accounts.accounts.sign_in("desk", WORD)
    found = accounts.accounts.of_session(secret)
    assert found is not None
    assert (found.name, found.role) == ("desk", "analyst")
    for name, word in (("desk", "another password"), ("nobody", WORD), ("desk", "x" * (MOST + 1)), ("desk", "")):
        with fails("wrong-password"):
            accounts.accounts.sign_in(name, word)
    accounts.accounts.sign_out(secret)
    assert accounts.accounts.of_session(secret) is None


def test_nothing_that_opens_is_kept(accounts: Database) -> None:
    secret = accounts.accounts.sign_in("desk", WORD)
    token = accounts.accounts.add_token("desk", "script", role="reader")
    with accounts.engine.connect() as connection:
        kept = repr([connection.execute(sa.select(t)).all() for t in (tables.users, tables.sessions, tables.tokens)])
    assert not any(opening in kept for opening in (WORD, secret, token))
    assert "$argon2id$" in kept


def test_a_session_ends_when_it_is_old_or_idle(accounts: Database) -> None:
    for column in ("began", "seen"):
        secret = accounts.accounts.sign_in("desk", WORD)
        with accounts.engine.begin() as connection:
            connection.execute(sa.update(tables.sessions).values({column: "2020-01-01T00:00:00.000Z"}))
        assert accounts.accounts.of_session(secret) is None


def test_who_may_not_sign_in_any_more_is_out_at_once(accounts: Database) -> None:
    secret, token = accounts.accounts.sign_in("desk", WORD), accounts.accounts.add_token("desk", "x", role="reader")
    accounts.accounts.change("desk", active=False)
    assert accounts.accounts.of_session(secret) is None
    assert accounts.accounts.of_token(token) is None
    with fails("wrong-password"):
        accounts.accounts.sign_in("desk", WORD)


def test_a_new_password_ends_all_sessions(accounts: Database) -> None:
    before = accounts.accounts.sign_in("desk", WORD)
    with fails("wrong-password"):
        accounts.accounts.change_own_password("desk", "not the old one", "another long one")
    with fails("bad-password"):
        accounts.accounts.change_own_password("desk", WORD, "short")
    assert accounts.accounts.of_session(before) is not None
    after, ended = accounts.accounts.change_own_password("desk", WORD, "another long one")
    assert ended.sessions == 1
    assert accounts.accounts.of_session(before) is None
    assert accounts.accounts.of_session(after) is not None


@pytest.mark.parametrize("change", [{"password": "another long one"}, {"role": "reader"}, {"active": False}])
def test_a_change_ends_sessions_and_tokens_and_stands_in_the_log(accounts: Database, change: dict[str, Any]) -> None:
    kept = accounts.accounts
    for keep in (True, False):
        secret, token = kept.sign_in("desk", WORD), kept.add_token("desk", "script", role="reader")
        ended = kept.change("desk", **change, keep_tokens=keep, by="chief")
        taken = not keep or change.get("active") is False
        assert (ended.sessions, ended.tokens > 0) == (1, taken)
        assert kept.of_session(secret) is None
        assert (kept.of_token(token) is None) == taken
        (deed,) = kept.deeds(limit=1)[0]
        assert (deed.who, deed.what) == ("chief", "account desk")
        assert f"sessions_ended=1&tokens_taken_back={ended.tokens}" in (deed.query or "")
        assert "another" not in (deed.query or "")
        kept.change("desk", role="analyst", active=True, password=WORD, keep_tokens=True)


def test_what_changes_nothing_ends_nothing(accounts: Database) -> None:
    kept = accounts.accounts
    secret, token = kept.sign_in("desk", WORD), kept.add_token("desk", "script", role="reader")
    ended = kept.change("desk", role="analyst", active=True, by="chief")
    assert (ended.sessions, ended.tokens) == (0, 0)
    assert kept.of_session(secret) is not None
    assert kept.of_token(token) is not None
    assert kept.deeds()[1] == 0


def test_no_session_begins_with_a_password_that_was_changed_meanwhile(
    accounts: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    from argon2 import PasswordHasher

    verify = PasswordHasher.verify

    def slow(self: PasswordHasher, kept: str, given: str) -> bool:
        found = verify(self, kept, given)
        accounts.accounts.change("desk", password="another long one")
        return bool(found)

    monkeypatch.setattr(PasswordHasher, "verify", slow)
    with fails("wrong-password"):
        accounts.accounts.sign_in("desk", WORD)


def test_an_admin_is_left(accounts: Database) -> None:
    for change in ({"role": "reader"}, {"active": False}):
        with fails("bad-account"):
            accounts.accounts.change("chief", **change)  # type: ignore[arg-type]
    assert accounts.accounts.admins() == 1


@pytest.mark.parametrize("name", ["", " desk2", "a\nb", "x" * 61, "desk"])
def test_names_that_cannot_be(accounts: Database, name: str) -> None:
    with fails("bad-account"):
        accounts.accounts.add(name, "reader", WORD)
    with fails("bad-account"):
        accounts.accounts.add("new", "king", WORD)


def test_a_token_may_no_more_than_its_user(accounts: Database) -> None:
    with fails("bad-account"):
        accounts.accounts.add_token("desk", "script", role="admin")
    token = accounts.accounts.add_token("desk", "script", role="analyst", until="2099-12-31")
    found = accounts.accounts.of_token(token)
    assert found is not None
    assert found[1] == "analyst"
    accounts.accounts.change("desk", role="reader", keep_tokens=True)
    found = accounts.accounts.of_token(token)
    assert found is not None
    assert found[1] == "reader"
    (kept,) = accounts.accounts.tokens("desk")
    assert kept.used is not None
    with fails("no-such-token"):
        accounts.accounts.delete_token("chief", kept.key)
    accounts.accounts.delete_token("desk", kept.key)
    assert accounts.accounts.of_token(token) is None


def test_a_token_ends_with_its_last_day(accounts: Database) -> None:
    with fails("bad-date"):
        accounts.accounts.add_token("desk", "x", role="reader", until="soon")
    assert (
        accounts.accounts.of_token(accounts.accounts.add_token("desk", "x", role="reader", until="2020-01-01")) is None
    )


def test_the_log_is_in_order_and_bounded(accounts: Database) -> None:
    accounts.accounts.note("desk", "POST /judgements", 303, address="10.0.0.1")
    accounts.accounts.note("", "POST /sign-in", 401, query="q" * 5_000)
    found, total = accounts.accounts.deeds()
    assert total == 2
    assert [d.what for d in found] == ["POST /sign-in", "POST /judgements"]
    assert len(found[0].query or "") == 1_000
    assert accounts.accounts.deeds(who="desk")[1] == 1
