"""What strangers, tokens and readers may not do or see: the log of what is taken out, caches, bounds, other hosts."""

from __future__ import annotations

import re
import threading
import time

import pytest
from argon2 import PasswordHasher
from fastapi.testclient import TestClient

from marsad.errors import MarsadError
from marsad.library.database import Database
from marsad.web.app import create_app
from marsad.web.searching import MAX_VALUES

HOST = "http://127.0.0.1"
WORD = "a long password"
HTML = {"Accept": "text/html"}


@pytest.fixture
def team(own: Database) -> TestClient:
    """A workbench in team mode; a reader and an admin, nobody signed in."""
    for role in ("reader", "admin"):
        own.accounts.add(f"the {role}", role, WORD)
    return TestClient(create_app(own, team=True), base_url=HOST, headers=HTML)


def sign_in(team: TestClient, role: str) -> None:
    answer = team.post("/sign-in", data={"name": f"the {role}", "password": WORD}, follow_redirects=False)
    assert answer.status_code == 303


def program(team: TestClient, own: Database, role: str) -> TestClient:
    """A program with a token."""
    secret = own.accounts.add_token(f"the {role}", "script", role=role)
    return TestClient(team.app, base_url=HOST, headers={"Authorization": f"Bearer {secret}"})


@pytest.mark.parametrize(
    "path",
    ["/api/v1/export?format=jsonl", "/api/v1/judgements/export", "/api/v1/ledgers/deadlines/calendar"],
)
def test_the_log_has_every_file_that_is_taken_out(team: TestClient, own: Database, path: str) -> None:
    sign_in(team, "reader")
    assert team.get(path).status_code == 200
    latest = own.accounts.deeds(limit=1)[0][0]
    assert (latest.who, latest.what, latest.status) == ("the reader", f"GET {path.partition('?')[0]}", 200)


def test_no_cache_on_the_way_keeps_an_answer(client: TestClient) -> None:
    for path in ("/", "/api/v1/export?format=jsonl", "/reports/nothing", "/api/v1/judgements/export"):
        assert client.get(path, headers=HTML).headers["cache-control"] == "private, no-cache", path
    found = re.search(r'href="(/static/[^"]+\.css)"', client.get("/").text)
    assert found
    assert "public" in client.get(found[1]).headers["cache-control"]


def test_the_link_to_the_other_language_stays_on_this_host(client: TestClient) -> None:
    answer = client.get(f"{HOST}//other.example/x", headers=HTML)
    assert answer.status_code == 404
    assert 'href="/other.example/x?lang=' in answer.text
    assert 'href="//' not in answer.text


def test_a_long_address_still_leads_to_the_form_for_signing_in(team: TestClient) -> None:
    answer = team.get("/search?q=" + "a" * 2_050)
    assert answer.status_code == 200
    assert 'name="password"' in answer.text


def test_a_saved_search_has_as_many_values_as_an_address(writer: TestClient) -> None:
    query = {"actor": [f"name {n}" for n in range(MAX_VALUES + 1)]}
    answer = writer.post("/api/v1/searches", json={"name": "many", "query": query})
    assert (answer.status_code, answer.json()["code"]) == (400, "bad-request")
    query["actor"].pop()
    assert writer.post("/api/v1/searches", json={"name": "many", "query": query}).status_code == 201


def test_a_judgement_has_no_value_without_end(writer: TestClient, own: Database) -> None:
    report = own.latest(limit=1)[1][0].id
    given = {"verdict": "wrong", "left": report, "value": ["v" * 4_000]}
    answer = writer.post("/api/v1/judgements", json=given)
    assert (answer.status_code, answer.json()["code"]) == (400, "bad-judgement")


@pytest.mark.parametrize("field", ["id", "title", "outlet", "url", "author"])
def test_what_is_said_of_a_report_has_bounds(writer: TestClient, field: str) -> None:
    answer = writer.post("/api/v1/reports", json={"text": "قال الوزير إن الزيارة تمت أمس.", field: "x" * 5_000})
    assert (answer.status_code, answer.json()["code"]) == (400, "bad-request")


def test_where_the_database_lies_is_told_to_admins_alone(team: TestClient, own: Database) -> None:
    folder = own.name.rpartition("/")[0]
    sign_in(team, "reader")
    assert team.get("/api/v1/status").json()["database"] == "own.db"
    assert folder not in team.get("/database").text
    team.cookies.clear()
    sign_in(team, "admin")
    assert team.get("/api/v1/status").json()["database"] == own.name


def test_a_fault_of_the_database_is_told_to_the_log_alone(
    team: TestClient, own: Database, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fails() -> None:
        raise MarsadError("bad-database", "/folder/of/the/server.db: disk full")

    sign_in(team, "reader")
    monkeypatch.setattr(own, "status", fails)
    for path in ("/api/v1/status", "/database"):
        answer = team.get(path)
        assert answer.status_code == 503
        assert "/folder" not in answer.text
    assert "/folder/of/the/server.db: disk full" in caplog.text


def test_a_token_makes_no_tokens_and_no_users(team: TestClient, own: Database) -> None:
    script = program(team, own, "admin")
    assert script.get("/api/v1/users").status_code == 200
    forms = {
        "/account/tokens": {"label": "another", "role": "admin"},
        "/account/password": {"old": WORD, "new": "another long password"},
        "/users": {"name": "newcomer", "role": "admin", "password": WORD},
        "/users/change": {"name": "the reader", "role": "admin", "active": "true"},
    }
    for path, form in forms.items():
        assert script.post(path, data=form).status_code == 403, path
    assert len(own.accounts.tokens("the admin")) == 1
    assert {user.name: user.role for user in own.accounts.users()} == {"the reader": "reader", "the admin": "admin"}


def test_only_some_passwords_are_tried_at_once(own: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    own.accounts.add("the reader", "reader", WORD)
    lock, now, most = threading.Lock(), 0, 0

    def verify(self: PasswordHasher, kept: str, password: str) -> bool:
        nonlocal now, most
        with lock:
            now += 1
            most = max(most, now)
        time.sleep(0.05)
        with lock:
            now -= 1
        return False

    def tries() -> None:
        with pytest.raises(MarsadError, match="wrong"):
            own.accounts.sign_in("the reader", "not this one")

    monkeypatch.setattr(PasswordHasher, "verify", verify)
    threads = [threading.Thread(target=tries) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert 1 < most <= 4


def test_where_a_file_lay_is_shown_to_those_alone_who_take_reports_in(team: TestClient, own: Database) -> None:
    path = f"/reports/{own.latest()[1][0].id}"
    source = own.report(own.latest()[1][0].id).source
    assert source
    sign_in(team, "reader")
    assert source not in team.get(path).text
    sign_in(team, "admin")
    assert source in team.get(path).text
