"""Fetching: what is asked, what is refused, what is bounded. No address outside this machine is asked."""

from __future__ import annotations

import gzip
import http.server
import socket
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from marsad.errors import MarsadError
from marsad.ingest import fetch as fetching
from marsad.ingest.fetch import Policy, checked, fetch, public

Answer = tuple[int, dict[str, str], bytes]
OPEN = Policy(private=True, timeout=5, max_bytes=100_000)


class Site:
    """A server on this machine: answers by path, and what was asked."""

    def __init__(self) -> None:
        self.answers: dict[str, Answer | Callable[[http.server.BaseHTTPRequestHandler], None]] = {}
        self.asked: list[tuple[str, dict[str, str]]] = []
        site = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                site.asked.append((self.path, dict(self.headers)))
                answer = site.answers.get(self.path, (404, {}, b""))
                if callable(answer):
                    answer(self)
                    return
                status, headers, body = answer
                self.send_response(status)
                for name, value in {"Content-Type": "text/html; charset=utf-8", **headers}.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: Any) -> None:
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True).start()

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()


@pytest.fixture
def site() -> Iterator[Site]:
    made = Site()
    yield made
    made.close()


def code(url: str, policy: Policy = OPEN) -> str:
    with pytest.raises(MarsadError) as caught:
        fetch(url, policy)
    return caught.value.code


def test_a_page_comes_with_what_the_server_says_of_it(site: Site) -> None:
    site.answers["/a%20b?x=1"] = (200, {"ETag": '"1"', "Last-Modified": "Sat, 01 Jun 2024 00:00:00 GMT"}, b"<p>x")
    got = fetch(site.url + "/a b?x=1", OPEN)
    assert (got.body, got.type, got.charset, got.etag) == (b"<p>x", "text/html", "utf-8", '"1"')
    assert got.moved is None
    assert site.asked[0][1]["User-Agent"] == "marsad"


def test_conditional_requests_say_what_is_known(site: Site) -> None:
    site.answers["/"] = (304, {}, b"")
    got = fetch(site.url, OPEN, etag='"1"', modified="Sat, 01 Jun 2024 00:00:00 GMT")
    assert (got.status, got.body) == (304, b"")
    asked = site.asked[0][1]
    assert (asked["If-None-Match"], asked["If-Modified-Since"]) == ('"1"', "Sat, 01 Jun 2024 00:00:00 GMT")


def test_redirects_are_followed_to_a_bound_and_moves_for_good_are_told(site: Site) -> None:
    site.answers |= {"/a": (301, {"Location": "/b"}, b""), "/b": (308, {"Location": "c"}, b""), "/c": (200, {}, b"c")}
    site.answers |= {"/t": (302, {"Location": "/c"}, b""), "/loop": (302, {"Location": "/loop"}, b"")}
    assert fetch(site.url + "/a", OPEN).moved == site.url + "/c"
    assert fetch(site.url + "/t", OPEN).moved is None
    assert code(site.url + "/loop") == "fetch-failed"


@pytest.mark.parametrize(
    "address",
    [
        *(
            "127.0.0.1",
            "10.1.2.3",
            "172.16.0.1",
            "192.168.1.1",
            "169.254.169.254",
            "100.64.0.1",
            "0.0.0.0",
            "224.0.0.1",
        ),
        *("255.255.255.255", "192.0.2.1", "198.18.0.1", "240.0.0.1", "192.0.0.8"),
        *("::1", "::", "fe80::1%eth0", "fc00::1", "fec0::1", "ff02::1", "2001:db8::1"),
        *("::ffff:127.0.0.1", "::ffff:10.0.0.1", "::127.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "not an address"),
    ],
)
def test_inner_addresses_are_not_public(address: str) -> None:
    assert not public(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "1.1.1.1", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808"])
def test_outer_addresses_are(address: str) -> None:
    assert public(address)


@pytest.mark.parametrize(
    "url",
    [
        *("http://127.0.0.1/", "http://localhost:1/", "http://[::1]/", "http://[::ffff:127.0.0.1]/", "http://0x7f.1/"),
        *("http://2130706433/", "http://169.254.169.254/latest/", "file:///etc/passwd", "ftp://host/x", "gopher://x/"),
        *(
            "http://me:secret@host.example/",
            "http:///x",
            "http://host.example:99999/",
            "//host.example/",
            "http://a\n/",
        ),
        "http://" + "a" * 5000,
    ],
)
def test_what_is_not_to_be_asked_is_refused_before_anything_is_sent(url: str) -> None:
    assert code(url, Policy(timeout=2)) == "address-refused"


def test_every_answer_of_the_name_service_is_checked(monkeypatch: pytest.MonkeyPatch) -> None:
    def answers(*found: str) -> None:
        rows = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, 80)) for address in found]
        monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: rows)

    answers("8.8.8.8", "10.0.0.1")
    with pytest.raises(MarsadError) as caught:
        checked("two.example", 80, private=False)
    assert caught.value.code == "address-refused"
    answers("8.8.8.8", "1.1.1.1")
    assert [address for _, (address, _) in checked("two.example", 80, private=False)] == ["8.8.8.8", "1.1.1.1"]


def test_the_connection_goes_to_the_address_that_was_checked(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """A name that gives another address the second time is asked once only."""
    times = []
    real = socket.getaddrinfo

    def once(host: str, port: int, **how: Any) -> Any:
        times.append(host)
        return real("127.0.0.1" if len(times) == 1 else "127.9.9.9", port, **how)

    monkeypatch.setattr(socket, "getaddrinfo", once)
    site.answers["/"] = (200, {}, b"here")
    port = site.server.server_port
    assert fetch(f"http://name.example:{port}/", OPEN).body == b"here"
    assert times == ["name.example"]
    assert site.asked[0][1]["Host"] == f"name.example:{port}"


@pytest.mark.parametrize("target", ["http://127.0.0.1:1/", "http://[::1]/", "file:///etc/passwd", "http://10.0.0.1/"])
def test_every_hop_of_a_redirect_is_checked(site: Site, target: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first hop is let through as if it were public; the second is not."""
    site.answers["/"] = (302, {"Location": target}, b"")
    first = iter([True])
    real = fetching.public
    monkeypatch.setattr(fetching, "public", lambda address: next(first, False) or real(address))
    assert code(site.url, Policy(timeout=3)) == "address-refused"


def test_sizes_are_bounded_also_once_unpacked(site: Site) -> None:
    packed = {"Content-Encoding": "gzip"}
    site.answers["/big"] = (200, {}, b"x" * 100_001)
    site.answers["/bomb"] = (200, packed, gzip.compress(b"x" * 50_000_000))
    site.answers["/fine"] = (200, packed, gzip.compress(b"x" * 100_000))
    site.answers["/cut"] = (200, packed, gzip.compress(b"x" * 100_000)[:-20])
    site.answers["/bad"] = (200, packed, b"this is no gzip")
    assert code(site.url + "/big") == "too-large"
    assert code(site.url + "/bomb") == "too-large"
    assert len(fetch(site.url + "/fine", OPEN).body) == 100_000
    assert code(site.url + "/cut") == "fetch-failed"
    assert code(site.url + "/bad") == "fetch-failed"


def test_answers_that_are_of_no_use(site: Site) -> None:
    def half(handler: http.server.BaseHTTPRequestHandler) -> None:
        handler.wfile.write(b"HTTP/1.0 200 OK\r\nContent-Length: 100\r\n\r\nonly this")

    def noise(handler: http.server.BaseHTTPRequestHandler) -> None:
        handler.wfile.write(b"\x00\x01\x02 no answer at all\r\n\r\n")

    site.answers |= {"/500": (500, {}, b"x"), "/half": half, "/noise": noise}
    for path in ("/404", "/500", "/half", "/noise"):
        assert code(site.url + path) == "fetch-failed"
    assert code("http://127.0.0.1:9/") == "fetch-failed"


def test_a_server_that_drips_is_cut_off_when_the_time_is_over(site: Site) -> None:
    over = threading.Event()

    def drip(handler: http.server.BaseHTTPRequestHandler) -> None:
        handler.wfile.write(b"HTTP/1.0 200 OK\r\n")
        n = 0
        try:
            while not over.is_set() and n < 1_000:
                n += 1
                handler.wfile.write(f"X-{n}: y\r\n".encode())
                handler.wfile.flush()
                time.sleep(0.05)
        except OSError:
            pass

    site.answers["/"] = drip
    try:
        assert code(site.url, Policy(private=True, timeout=0.5)) == "fetch-failed"
    finally:
        over.set()
