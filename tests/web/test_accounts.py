"""Team mode from outside: signing in, what each role may, forms of other sites, limits, tokens, the audit log."""

from __future__ import annotations

import re

import pytest
from fastapi.testclient import TestClient

from marsad.library.database import Database
from marsad.web import limits
from marsad.web.app import create_app
from marsad.web.rendering import environment
from marsad.web.sections.accounts import TRIES

HOST = "http://127.0.0.1"
WORD = "a long password"
HTML = {"Accept": "text/html"}


@pytest.fixture
def team(own: Database) -> TestClient:
    """A browser on a workbench in team mode with a user of each role; nobody is signed in."""
    for role in ("reader", "analyst", "admin"):
        own.accounts.add(f"the {role}", role, WORD)
    return TestClient(create_app(own, team=True), base_url=HOST, headers=HTML)


def sign_in(team: TestClient, role: str, word: str = WORD) -> str:
    """Signs in; gives the token that forms carry."""
    team.post("/sign-in", data={"name": f"the {role}", "password": word})
    found = re.search(r'name="csrf-token" content="(\w+)"', team.get("/reports").text)
    return found[1] if found else ""


def test_nobody_sees_anything_who_is_not_signed_in(team: TestClient) -> None:
    answer = team.get("/reports?limit=5", follow_redirects=False)
    assert answer.status_code == 303
    assert answer.headers["location"] == "/sign-in?next=%2Freports%3Flimit%3D5"
    refused = team.get("/api/v1/reports")
    assert refused.status_code == 401
    assert refused.json()["code"] == "not-signed-in"
    assert team.post("/users", data={"name": "x"}).status_code == 401


def test_signing_in_leads_on_and_out_again(team: TestClient) -> None:
    answer = team.post(
        "/sign-in", data={"name": "the reader", "password": WORD, "next": "/database"}, follow_redirects=False
    )
    assert answer.headers["location"] == "/database"
    cookie = answer.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    assert team.get("/api/v1/me").json() == {"name": "the reader", "role": "reader"}
    token = sign_in(team, "reader")
    team.post("/sign-out", data={"csrf": token})
    assert team.get("/api/v1/me").status_code == 401


@pytest.mark.parametrize("onward", ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:1"])
def test_signing_in_leads_to_no_other_site(team: TestClient, onward: str) -> None:
    answer = team.post(
        "/sign-in", data={"name": "the reader", "password": WORD, "next": onward}, follow_redirects=False
    )
    assert answer.headers["location"] == "/"


def test_a_session_of_https_stays_there(own: Database) -> None:
    own.accounts.add("the reader", "reader", WORD)
    team = TestClient(create_app(own, team=True), base_url="https://127.0.0.1")
    answer = team.post("/sign-in", data={"name": "the reader", "password": WORD}, follow_redirects=False)
    assert "Secure" in answer.headers["set-cookie"]


def test_passwords_are_not_tried_for_ever(team: TestClient) -> None:
    tried = [team.post("/sign-in", data={"name": "the admin", "password": f"guess {n}"}) for n in range(TRIES[0] + 1)]
    assert [answer.status_code for answer in tried] == [401] * TRIES[0] + [429]
    assert team.post("/sign-in", data={"name": "the admin", "password": WORD}).status_code == 429
    assert sign_in(team, "reader")


@pytest.mark.parametrize(("role", "status"), [("reader", 403), ("analyst", 403), ("admin", 200)])
def test_only_admins_keep_users(team: TestClient, role: str, status: int) -> None:
    sign_in(team, role)
    for path in ("/users", "/audit", "/api/v1/users", "/api/v1/audit"):
        assert team.get(path).status_code == status


def test_a_form_without_the_sessions_token_is_refused(team: TestClient) -> None:
    token = sign_in(team, "admin")
    form = {"name": "newcomer", "role": "reader", "password": WORD}
    assert team.post("/users", data=form).status_code == 403
    assert team.post("/users", data=form | {"csrf": "0" * 64}).status_code == 403
    assert team.post("/users", data=form | {"csrf": token}, follow_redirects=False).status_code == 303
    assert "newcomer" in team.get("/users").text
    assert "newcomer" in {user["name"] for user in team.get("/api/v1/users").json()}


def test_every_form_that_changes_anything_carries_the_token() -> None:
    env = environment()
    assert env.loader is not None
    for name in env.list_templates():
        source = env.loader.get_source(env, name)[0]
        for form in re.findall(r"<form[^>]*method=\"post\".*?</form>", source, re.S):
            if 'action="/sign-in"' not in form:
                assert "{{ csrf() }}" in form, (name, form[:80])


def test_what_cannot_be_kept_is_said_above_the_form(team: TestClient) -> None:
    token = sign_in(team, "admin")
    answer = team.post("/users", data={"name": "x", "role": "reader", "password": "short", "csrf": token})
    assert answer.status_code == 400
    assert 'role="alert"' in answer.text
    gone = {"name": "the admin", "role": "reader", "active": "true", "csrf": token}
    assert team.post("/users/change", data=gone).status_code == 400


def test_a_token_is_shown_once_and_opens_the_api_for_its_role(team: TestClient, own: Database) -> None:
    csrf = sign_in(team, "analyst")
    answer = team.post("/account/tokens", data={"label": "script", "role": "reader", "csrf": csrf})
    (secret,) = re.findall(r"marsad_[\w-]{43}", answer.text)
    assert secret not in team.get("/account").text
    program = TestClient(team.app, base_url=HOST, headers={"Authorization": f"Bearer {secret}"})
    assert program.get("/api/v1/me").json() == {"name": "the analyst", "role": "reader"}
    assert program.get("/api/v1/users").status_code == 403
    (kept,) = own.accounts.tokens("the analyst")
    team.post(f"/account/tokens/{kept.key}/delete", data={"csrf": csrf})
    assert program.get("/api/v1/me").status_code == 401
    over = team.post("/account/tokens", data={"label": "script", "role": "admin", "csrf": csrf})
    assert over.status_code == 400


def test_a_new_password_signs_the_other_browsers_out(team: TestClient) -> None:
    other = TestClient(team.app, base_url=HOST, headers=HTML)
    sign_in(other, "reader")
    csrf = sign_in(team, "reader")
    team.post("/account/password", data={"old": WORD, "new": "an even longer one", "csrf": csrf})
    assert team.get("/api/v1/me").status_code == 200
    assert other.get("/api/v1/me").status_code == 401
    assert sign_in(other, "reader", "an even longer one")


def test_the_log_tells_who_did_what(team: TestClient) -> None:
    team.post("/sign-in", data={"name": "the admin", "password": "not this one"})
    csrf = sign_in(team, "admin")
    team.post("/users", data={"name": "newcomer", "role": "reader", "password": WORD, "csrf": csrf})
    found = team.get("/api/v1/audit").json()["items"]
    assert [(d["who"], d["what"], d["status"]) for d in found] == [
        ("the admin", "POST /users", 303),
        ("the admin", "account newcomer", 200),
        ("the admin", "POST /sign-in", 303),
        ("the admin", "POST /sign-in", 401),
    ]
    assert WORD not in str(found)


def test_alone_there_are_no_accounts(client: TestClient) -> None:
    for path in ("/sign-in", "/account", "/users", "/api/v1/audit"):
        assert client.get(path).status_code == 404


def test_a_body_over_the_bound_is_refused(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    answer = client.post("/api/v1/status", content=b"x" * (limits.FORM + 1))
    assert answer.status_code == 413
    assert answer.json()["code"] == "too-large"


def test_the_rate_refills_and_forgets() -> None:
    at = [0.0]
    rate = limits.Rate(3, 60, clock=lambda: at[0])
    assert [rate.take("a") for _ in range(4)] == [True, True, True, False]
    assert rate.take("b")
    at[0] = 20.0
    assert [rate.take("a") for _ in range(2)] == [True, False]
    for n in range(limits.KEPT + 5):
        rate.take(f"stranger {n}")
    assert len(rate._left) == limits.KEPT
    assert rate.take("a")


def test_a_user_who_asks_too_much_waits(own: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MARSAD_REQUESTS_PER_MINUTE", "3")
    team = TestClient(create_app(own, team=True), base_url=HOST)
    answers = [team.get("/api/v1/me") for _ in range(4)]
    assert [a.status_code for a in answers] == [401, 401, 401, 429]
    assert answers[-1].headers["retry-after"]


def test_a_reset_ends_what_the_old_password_opened(own: Database, team: TestClient) -> None:
    thief = TestClient(team.app, base_url=HOST, headers=HTML)
    csrf = sign_in(thief, "analyst")
    made = thief.post("/account/tokens", data={"csrf": csrf, "label": "x", "role": "analyst"})
    token = re.search(r"marsad_[\w-]+", made.text)
    assert token is not None
    bearer = {"Authorization": f"Bearer {token[0]}"}
    outside = TestClient(team.app, base_url=HOST)
    assert outside.get("/api/v1/me", headers=bearer).status_code == 200
    form = {"csrf": sign_in(team, "admin"), "name": "the analyst", "role": "analyst", "active": "true"}
    answer = team.post("/users/change?lang=en", data={**form, "password": "another long one"})
    assert "1 session was ended. 1 token was taken back." in answer.text
    assert outside.get("/api/v1/me", headers=bearer).status_code == 401
    assert thief.get("/api/v1/me").status_code == 401
    assert re.search(r'name="keep_tokens" value="true"(?! checked)', team.get("/users").text)  # not chosen by itself
    assert "account the analyst?active" not in team.get("/audit").text
    assert "account the analyst?password=new&amp;sessions_ended=1&amp;tokens_taken_back=1" in team.get("/audit").text
