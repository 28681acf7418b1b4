"""A site on this machine with a feed and pages, and databases."""

from __future__ import annotations

import http.server
import pathlib
import threading
from collections.abc import Iterator
from typing import Any

import pytest

import marsad
from marsad.library.database import Database

BODY = (
    "قال وزير النقل إن الميناء سيعود إلى العمل الأسبوع المقبل بعد انتهاء أعمال الصيانة التي بدأت في الشهر الماضي.",
    "وأضاف الوزير في مؤتمر صحفي أن الحكومة خصصت مبالغ إضافية لإصلاح الطرق المؤدية إلى الميناء وتوسيع المستودعات.",
    "ونفى متحدث باسم الشركة المشغلة وجود خلاف مع الوزارة، مؤكدا أن العقد سينفذ في موعده من دون أي تأخير.",
)


class Site:
    """Pages by path, with an ETag of their content; what was asked, in order; paths that fail."""

    def __init__(self) -> None:
        self.pages: dict[str, str] = {}
        self.asked: list[tuple[str, int]] = []
        site = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                content = site.pages.get(self.path)
                body = (content or "").encode()
                etag = f'"{hash(body)}"'
                status = 503 if content is None else 304 if self.headers.get("If-None-Match") == etag else 200
                site.asked.append((self.path, status))
                self.send_response(status)
                self.send_header("Content-Type", "text/html; charset=utf-8")
                self.send_header("ETag", etag)
                self.send_header("Content-Length", str(len(body) if status == 200 else 0))
                self.end_headers()
                if status == 200:
                    self.wfile.write(body)

            def log_message(self, *_: Any) -> None:
                pass

        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()

    def page(self, path: str, title: str, *body: str) -> None:
        """Puts a page of an article at a path."""
        paragraphs = "".join(f"<p>{p}</p>" for p in body or BODY)
        self.pages[path] = (
            f"<!doctype html><html lang=ar><head><meta charset=utf-8><title>{title}</title>"
            f"<meta property='article:published_time' content='2024-03-05T10:00:00+03:00'></head>"
            f"<body><article><h1>{title}</h1>{paragraphs}</article></body></html>"
        )

    def rss(self, path: str, *items: tuple[str, str, str]) -> None:
        """Puts a feed at a path; items are path, title, date."""
        rows = "".join(
            f"<item><title>{title}</title><link>{self.url}{to}</link><pubDate>{day}</pubDate></item>"
            for to, title, day in items
        )
        self.pages[path] = (
            "<?xml version='1.0' encoding='utf-8'?><rss version='2.0'><channel>"
            f"<title>الميدان</title>{rows}</channel></rss>"
        )

    def taken(self) -> list[tuple[str, int]]:
        """What was asked since the last call."""
        asked, self.asked = self.asked, []
        return asked

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    monkeypatch.setenv("MARSAD_FETCH_PRIVATE", "yes")
    monkeypatch.setenv("MARSAD_FETCH_PAUSE", "0")
    made = Site()
    yield made
    made.close()


@pytest.fixture
def database(tmp_path: pathlib.Path) -> Iterator[Database]:
    with marsad.open(tmp_path / "reports.db") as opened:
        yield opened
