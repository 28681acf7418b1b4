"""What holds for every route: who may, which headers, how errors look; and the words of the interface."""

from __future__ import annotations

import re
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute
from fastapi.testclient import TestClient

from marsad.errors import MESSAGES
from marsad.web import access, language, problems
from marsad.web.rendering import NAV, bidi, environment
from marsad.web.sections import __path__ as sections_path

OPEN = {"/api/v1/openapi.json", "/sign-in"}


def routes(app: FastAPI) -> list[APIRoute]:
    found: list[APIRoute] = []

    def walk(listed: list[Any]) -> None:
        for route in listed:
            if isinstance(route, APIRoute):
                found.append(route)
            elif hasattr(route, "original_router"):  # how FastAPI keeps a router that was included
                walk(route.original_router.routes)

    walk(app.routes)
    return found


def needs(dependant: Dependant) -> list[str]:
    own = [d.call.role for d in dependant.dependencies if isinstance(d.call, access.Needs)]
    return own + [role for d in dependant.dependencies for role in needs(d)]


def test_every_route_names_the_role_that_it_needs(app: FastAPI) -> None:
    found = routes(app)
    assert len(found) > 4
    for route in found:
        if route.path not in OPEN:
            roles = needs(route.dependant)
            assert roles, f"{route.path} lets everybody in"
            if route.methods & {"POST", "PUT", "PATCH", "DELETE"} and route.path not in {"/sign-out"}:
                assert set(roles) & {"analyst", "admin"} or "/account" in route.path, f"{route.path} lets readers write"


def test_headers_keep_other_sites_out(client: TestClient) -> None:
    answer = client.get("/reports")
    policy = answer.headers["content-security-policy"]
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert re.search(r"<script(?![^>]*\bsrc=)(?![^>]*application/json)", answer.text) is None
    assert re.search(r"<[^>]+\s(?:style|on[a-z]+)=", answer.text) is None


def test_a_name_that_is_not_the_servers_is_refused(client: TestClient) -> None:
    answer = client.get("/api/v1/status", headers={"Host": "evil.example"})
    assert answer.status_code == 403
    assert answer.json()["code"] == "foreign-request"


@pytest.mark.parametrize("headers", [{"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.example"}])
def test_a_form_of_another_site_is_refused(client: TestClient, headers: dict[str, str]) -> None:
    assert client.post("/api/v1/status", headers=headers).json()["code"] == "foreign-request"


def test_errors_are_problem_details(client: TestClient) -> None:
    answer = client.get("/api/v1/reports/none-of-this-name")
    assert answer.status_code == 404
    assert answer.headers["content-type"] == problems.MEDIA_TYPE
    told = answer.json()
    assert told["code"] == "no-such-report"
    assert told["remedy"] == MESSAGES["no-such-report"][1]
    assert told["instance"] == "/api/v1/reports/none-of-this-name"
    page = client.get("/nowhere", headers={"Accept": "text/html"})
    assert page.status_code == 404
    assert MESSAGES["no-such-page"][1] in page.text
    assert client.get("/api/v1/reports?limit=many").json()["code"] == "bad-request"


def test_every_status_is_of_a_code_that_there_is() -> None:
    assert set(problems.STATUS) <= set(MESSAGES)


def test_an_answer_that_is_known_is_not_sent_again(client: TestClient) -> None:
    first = client.get("/api/v1/status")
    assert first.json()["reports"] > 20
    again = client.get("/api/v1/status", headers={"If-None-Match": first.headers["etag"]})
    assert again.status_code == 304
    assert again.content == b""


def test_the_language_is_the_one_asked_for_and_is_kept(client: TestClient) -> None:
    assert '<html lang="en" dir="ltr">' in client.get("/reports", headers={"Accept-Language": "en-GB,ar;q=.5"}).text
    assert '<html lang="ar" dir="rtl">' in client.get("/reports?lang=ar", headers={"Accept-Language": "en"}).text
    assert '<html lang="ar" dir="rtl">' in client.get("/reports", headers={"Accept-Language": "en"}).text


def test_lists_come_in_pages(client: TestClient) -> None:
    first = client.get("/api/v1/reports?limit=10").json()
    second = client.get(first["next"]).json()
    assert first["total"] == second["total"]
    assert len({r["id"] for r in first["items"] + second["items"]}) == 20
    assert second["previous"].endswith("offset=0")


def test_the_text_of_the_data_has_its_own_direction() -> None:
    assert 'dir="rtl"' in bidi("قال")
    assert 'dir="ltr"' in bidi("said")
    assert "&lt;b&gt;" in bidi("<b>")


@pytest.mark.parametrize("key", sorted(language.messages()))
def test_every_word_is_there_in_both_languages(key: str) -> None:
    forms = language.messages()[key]
    assert set(forms) == {"ar", "en"}
    fields = []
    for lang, form in forms.items():
        shapes = [form] if isinstance(form, str) else list(form.values())
        if not isinstance(form, str):
            wanted = {"one", "other"} if lang == "en" else {"one", "two", "few", "many", "other"}
            assert wanted <= set(form)
        assert all(shape.strip() for shape in shapes)
        fields.append({name for shape in shapes for name in re.findall(r"\{(\w+)\}", shape)})
    assert fields[0] == fields[1]


def test_words_used_are_there_and_words_there_are_used() -> None:
    # A key is written out where it is used, or put together from its beginning and a value: t("nav." ~ key).
    used, begun = set(), set()
    sources = [environment().loader.get_source(environment(), name)[0] for name in environment().list_templates()]  # type: ignore[union-attr]
    folder = next(iter(sections_path))
    import pathlib

    sources += [p.read_text("utf-8") for p in pathlib.Path(folder).parent.rglob("*.py")]
    for text in sources:
        for key, more in re.findall(r"""\bt(?:ext)?\((?:lang, )?["']([a-z][\w.-]*)["'](\s*~)?""", text):
            (begun if more else used).add(key)
        used |= set(re.findall(r"""# words: ([\w.-]+)""", text))
    begun.add("code.")  # the words of the record's codes: word(field, value)
    there = set(language.messages())
    assert used <= there, used - there
    unused = {k for k in there - used if not any(k.startswith(b) for b in begun)}
    assert not unused, unused
    for key, _, _ in NAV:
        assert f"nav.{key}" in there


@pytest.mark.parametrize(
    ("n", "category"),
    [
        (0, "zero"),
        (1, "one"),
        (2, "two"),
        (3, "few"),
        (10, "few"),
        (11, "many"),
        (100, "other"),
        (103, "few"),
        (111, "many"),
        (1.5, "other"),
    ],
)
def test_arabic_counts_as_the_language_does(n: float, category: str) -> None:
    assert language.plural("ar", n) == category
