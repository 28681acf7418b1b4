"""Every page in a real browser, in both languages, at three widths: nothing overflows, fails, or is out of reach.

Needs Chromium and the packages of the extra dev. Pictures of all pages are kept in build/screenshots
(MARSAD_SCREENSHOTS).
"""

from __future__ import annotations

import json
import os
import pathlib
import re
import subprocess
import sys
from collections.abc import Iterator
from typing import Any, Final

import pytest

from marsad.cli.demo import FOLDER
from marsad.library.database import Database
from marsad.store.happenings import Asked
from marsad.web.rendering import NAV, link, part

pytest.importorskip("playwright", reason="playwright is not installed")
pytest.importorskip("axe_playwright_python", reason="axe-playwright-python is not installed")

import axe_playwright_python
from playwright.sync_api import Browser, BrowserContext, Page

WIDTHS: Final = {"phone": (360, 800), "tablet": (800, 1180), "desk": (1400, 900)}
SCREENSHOTS: Final = pathlib.Path(
    os.environ.get("MARSAD_SCREENSHOTS") or pathlib.Path(__file__).parent.parent.parent / "build" / "screenshots"
)
AXE: Final = (pathlib.Path(axe_playwright_python.__path__[0]) / "axe.min.js").read_text("utf-8")

# What reaches out of the window, or is cut off by a box that hides what does not fit. Boxes that scroll, and what is
# hidden from sight on purpose, do not count.
FAULTS: Final = """() => {
  const found = [];
  const width = document.documentElement.clientWidth;
  const shown = (e) => `${e.tagName.toLowerCase()}.${e.className} "${(e.textContent || '').trim().slice(0, 40)}"`;
  const wide = document.documentElement.scrollWidth;
  if (wide > width + 1) found.push(`page is ${wide} wide`);
  const scrolls = (e) => {
    for (let p = e.parentElement; p; p = p.parentElement) {
      if (['auto', 'scroll', 'hidden', 'clip'].includes(getComputedStyle(p).overflowX)) return true;
    }
    return false;
  };
  const meant = '.visually-hidden, .skip, svg, canvas, input, dialog:not([open]), details:not([open]) > :not(summary)';
  for (const e of document.querySelectorAll('main *, header *, footer *')) {
    const style = getComputedStyle(e), box = e.getBoundingClientRect();
    if (box.width <= 1 || box.height <= 1 || style.visibility === 'hidden' || e.closest(meant)) continue;
    if ((box.right > width + 1 || box.left < -1) && !scrolls(e)) found.push(`out of the window: ${shown(e)}`);
    const hides = style.overflowX === 'hidden' || style.overflowX === 'clip';
    if (hides && e.scrollWidth > e.clientWidth + 1 && style.textOverflow !== 'ellipsis') {
      found.push(`cut: ${shown(e)}`);
    }
  }
  return found.slice(0, 8);
}"""


class Watched:
    """A tab, with all that went wrong in it: errors of scripts, words on the console, requests that failed or left."""

    def __init__(self, context: BrowserContext, address: str) -> None:
        self.page: Page = context.new_page()
        self.address = address
        self.faults: list[str] = []
        self.page.on("console", lambda m: self.faults.append(f"console: {m.text}") if m.type == "error" else None)
        self.page.on("pageerror", lambda error: self.faults.append(f"script: {error}"))
        self.page.on("requestfailed", self._failed)
        self.page.on("request", self._left)

    def _failed(self, request: Any) -> None:
        # The browser drops what a page still waits for when the next page is asked for: nothing failed then. What the
        # server refuses is an answer of 400 or more, which is a word on the console.
        if request.failure != "net::ERR_ABORTED":
            self.faults.append(f"failed: {request.url} {request.failure}")

    def _left(self, request: Any) -> None:
        if not request.url.startswith((self.address, "data:", "blob:")):
            self.faults.append(f"another host: {request.url}")

    def go(self, path: str) -> Page:
        """Opens a path of the server and waits until nothing is on its way any more."""
        answer = self.page.goto(self.address + path, wait_until="networkidle")
        assert answer is not None
        assert answer.status == 200, (path, answer.status)
        return self.page

    def axe(self) -> list[str]:
        """The serious findings of axe-core."""
        self.page.evaluate(AXE)
        options = {
            "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"],
            "resultTypes": ["violations"],
        }
        found = self.page.evaluate(f"() => axe.run(document, {json.dumps(options)})")
        return [
            f"{v['id']} ({v['impact']}): {v['help']}: {v['nodes'][0]['html'][:160]} [{len(v['nodes'])}]"
            for v in found["violations"]
            if v["impact"] in ("serious", "critical")
        ]


def shot(page: Page, name: str) -> None:
    """Keeps a picture of the page as it is now."""
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=SCREENSHOTS / f"{name}.png", full_page=True)


MOST: Final = 300_000  # bytes that come over the wire before a page is drawn


def paths(database: Database) -> dict[str, str]:
    """A name and an address for each sort of page: those of the navigation, and one of each thing that has a page."""
    found = {key: path for key, path, _ in NAV}
    happening = database.happenings_page(Asked(kind=("event",), order="reports")).rows[0]
    utterance = database.happenings_page(Asked(kind=("statement",), order="reports")).rows[0]
    speaker = database.facets("")["speaker"][0][0]
    found["database"] = "/database"
    found["report"] = "/reports/baghdad-embassy"
    found["happening"] = f"/happenings/{part(happening.id)}"
    found["utterance"] = f"/happenings/{part(utterance.id)}"
    found["actor"] = f"/actors/{part(speaker)}"
    found["threats"] = "/ledgers/threats"
    found["commitments"] = "/ledgers/commitments"
    found["results"] = link("/search", q="السفارة")
    found["nothing"] = link("/search", q="ظظظظ")
    return found


def opened(browser: Browser, address: str, lang: str, size: str, scheme: str = "light") -> Watched:
    """A new tab in a language, a width and a colour scheme."""
    width, height = WIDTHS[size]
    context = browser.new_context(
        viewport={"width": width, "height": height},
        locale=lang,
        color_scheme="dark" if scheme == "dark" else "light",
        reduced_motion="reduce",
    )
    return Watched(context, address)


@pytest.mark.parametrize("size", list(WIDTHS))
@pytest.mark.parametrize("lang", ["ar", "en"])
def test_pages_fit_and_work(browser: Browser, address: str, demo: Database, lang: str, size: str) -> None:
    tab = opened(browser, address, lang, size)
    wrong: dict[str, list[str]] = {}
    for name, path in paths(demo).items():
        tab.faults.clear()
        page = tab.go(path)
        assert page.locator("html").get_attribute("lang") == lang
        found = [*tab.faults, *page.evaluate(FAULTS)]
        if size != "tablet":
            found += tab.axe()
        shot(page, f"{name}-{lang}-{size}")
        if found:
            wrong[path] = found
    tab.page.context.close()
    assert not wrong, "\n".join(f"{path}\n    " + "\n    ".join(found) for path, found in wrong.items())


@pytest.mark.parametrize("lang", ["ar", "en"])
def test_pages_are_readable_in_the_dark(browser: Browser, address: str, demo: Database, lang: str) -> None:
    tab = opened(browser, address, lang, "desk", "dark")
    wrong: dict[str, list[str]] = {}
    for name, path in paths(demo).items():
        page = tab.go(path)
        shot(page, f"{name}-{lang}-dark")
        if found := [f for f in tab.axe() if f.startswith("color-contrast")]:
            wrong[path] = found
    tab.page.context.close()
    assert not wrong, wrong


def test_a_page_is_drawn_from_few_bytes(browser: Browser, address: str, demo: Database) -> None:
    for path in paths(demo).values():
        tab = opened(browser, address, "ar", "desk")
        session = tab.page.context.new_cdp_session(tab.page)
        session.send("Network.enable")
        came: list[float] = []
        session.on("Network.loadingFinished", lambda m, came=came: came.append(m["encodedDataLength"]))
        tab.page.goto(address + path, wait_until="load")
        painted = sum(came)
        tab.page.context.close()
        assert 0 < painted < MOST, (path, painted)


def test_the_keyboard_reaches_everything(browser: Browser, address: str) -> None:
    tab = opened(browser, address, "en", "desk")
    page = tab.go("/reports")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("?")
    assert page.locator("#keys").is_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.name") == "q"
    page.keyboard.press("Escape")
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("j")
    page.keyboard.press("j")
    second = page.locator("[data-item]").nth(1)
    assert page.evaluate("e => e.contains(document.activeElement)", second.element_handle())
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/reports/."))
    page.keyboard.press("g")
    page.keyboard.press("l")
    page.wait_for_url(re.compile(r"/ledgers"))
    assert not tab.faults
    page.context.close()


def test_the_language_stays_where_it_was_switched(browser: Browser, address: str) -> None:
    tab = opened(browser, address, "en", "desk")
    page = tab.go("/reports?limit=10")
    page.get_by_role("link", name="العربية").click()
    page.wait_for_url(re.compile(r"lang=ar"))
    assert page.locator("html").get_attribute("dir") == "rtl"
    tab.go("/database")
    assert page.locator("html").get_attribute("lang") == "ar"
    page.context.close()


CALLS: Final = ("phone-call-oases", "phone-call-oreida", "second-call-oases", "second-call-oreida", "attack-toll")


@pytest.fixture
def workbench(tmp_path: pathlib.Path) -> Iterator[str]:
    """``marsad serve`` on a database that is not there yet, with the knowledge of the demo's countries."""
    environment = {**os.environ, "MARSAD_KNOWLEDGE_DIR": str(FOLDER / "knowledge"), "PYTHONUNBUFFERED": "1"}
    command = [sys.executable, "-m", "marsad", "--database", str(tmp_path / "own.db"), "serve", "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as process:
        assert process.stdout is not None
        said = re.search(r"http://127\.0\.0\.1:\d+", process.stdout.readline())
        assert said is not None
        try:
            yield said[0]
        finally:
            process.terminate()
            process.wait(20)


def test_an_analysts_way(browser: Browser, workbench: str, tmp_path: pathlib.Path) -> None:
    """Five reports come in; the call that two of them tell is found, compared, judged, and taken out as a dossier."""
    lines, given = [], {}
    for name in CALLS:
        meta = json.loads((FOLDER / f"{name}.meta.json").read_text("utf-8"))
        given[name] = meta["outlet"]
        lines.append(json.dumps({**meta, "id": name, "text": (FOLDER / f"{name}.txt").read_text("utf-8")}))
    file = tmp_path / "five.jsonl"
    file.write_text("\n".join(lines), "utf-8")
    tab = opened(browser, workbench, "en", "desk")
    page = tab.go("/")

    page.get_by_role("navigation", name="Pages").get_by_role("link", name="Ingest").click()
    page.locator("#files").set_input_files(file)
    page.locator("form[action='/ingest/files'] button").click()
    page.wait_for_load_state("networkidle")
    page.locator("[hx-trigger*=every]").first.wait_for(state="detached", timeout=120_000)
    tab.go("/reports")
    assert page.locator("[data-item]").count() == len(CALLS)

    tab.go("/happenings?kind=event&type=CONSULT")
    found = page.locator("[data-item] a").first
    heading = found.inner_text()
    found.click()
    page.wait_for_url(re.compile(r"/happenings/."))
    assert page.locator("h1").inner_text() == heading
    told = page.locator(".side-by-side thead th a").all_inner_texts()
    assert len(told) >= 2
    tellers = {
        href.rpartition("/")[2]
        for link in page.locator(".side-by-side thead th a").all()
        if (href := link.get_attribute("href"))
    }
    assert page.locator(".origins > li").count() >= 1
    assert page.locator("[data-credibility]").count() >= 1
    shot(page, "way-1-happening")

    judge = page.locator("form", has=page.locator("input[name=verdict][value=not_same]"))
    judge.get_by_role("textbox").fill("مكالمتان لا واحدة")
    judge.get_by_role("button").click()
    page.wait_for_load_state("networkidle")
    tab.go("/judgements")
    assert page.get_by_text("مكالمتان لا واحدة").is_visible()
    shot(page, "way-2-judgements")
    page.get_by_role("button", name="Undo").click()
    page.wait_for_load_state("networkidle")
    assert page.locator("button", has_text="Undo").count() == 0

    tab.go("/happenings?kind=event&type=CONSULT")
    page.locator("[data-item] a").first.click()
    page.wait_for_url(re.compile(r"/happenings/."))
    page.get_by_role("link", name="Dossier").click()
    page.wait_for_url(re.compile(r"/dossier\?"))
    shot(page, "way-3-dossier")
    quoted = page.locator("main blockquote").all_inner_texts()
    assert quoted
    with page.expect_download() as download:
        page.locator("a[href*='format=markdown'], a[href*='format=md']").first.click()
    text = download.value.path().read_text("utf-8")
    shown = page.locator("main").inner_text()
    assert [outlet for outlet in map(given.get, tellers) if outlet not in shown] == []
    assert text.startswith("#")
    assert [outlet for outlet in map(given.get, tellers) if outlet not in text] == []
    assert not tab.faults
    page.context.close()
