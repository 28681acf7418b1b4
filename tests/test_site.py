"""The documentation's site builds without a warning, leads nowhere that is not there, and asks no other host."""

from __future__ import annotations

import pathlib
import re
import shlex
import subprocess
import sys
from html.parser import HTMLParser
from urllib.parse import unquote, urlsplit

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[1]
DOCS = ROOT / "docs"
GUIDES = ("start", "record", "search", "weave", "ledgers", "workbench", "knowledge", "teams")
FETCHED = {"script": "src", "img": "src", "link": "href", "iframe": "src", "source": "src", "object": "data"}

NAVIGATION = ("canonical", "search", "index", "next", "prev")  # links of the head that are followed, not fetched


class Page(HTMLParser):
    """What a page fetches, where it links to, the ids that it has, and the directions of its elements."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.fetched: list[str] = []
        self.links: list[str] = []
        self.ids: set[str] = set()
        self.directions: list[tuple[str | None, str | None]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = dict(attrs)
        if attributes.get("id"):
            self.ids.add(str(attributes["id"]))
        if attributes.get("dir"):
            self.directions.append((attributes["dir"], attributes.get("lang")))
        address = attributes.get(FETCHED.get(tag, ""))
        if address and not (
            tag == "link" and attributes.get("rel") in ("canonical", "search", "index", "next", "prev")
        ):
            self.fetched.append(address)
        if tag == "a" and attributes.get("href"):
            self.links.append(str(attributes["href"]))


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> pathlib.Path:
    folder: pathlib.Path = tmp_path_factory.mktemp("site")
    command = [sys.executable, "-m", "sphinx", "-q", "-W", "--keep-going", "-b", "html"]
    done = subprocess.run(
        [*command, "-d", str(folder / "made"), str(DOCS), str(folder / "html")], capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return folder / "html"


@pytest.fixture(scope="module")
def pages(site: pathlib.Path) -> dict[pathlib.Path, Page]:
    return {path: Page(path.read_text("utf-8")) for path in sorted(site.rglob("*.html"))}


def test_every_page_of_docs_is_there(site: pathlib.Path, pages: dict[pathlib.Path, Page]) -> None:
    written = {path.relative_to(DOCS).with_suffix(".html") for path in DOCS.rglob("*.md")}
    assert {site / name for name in written} <= pages.keys()


def test_no_link_leads_to_nothing(site: pathlib.Path, pages: dict[pathlib.Path, Page]) -> None:
    lost = []
    for path, page in pages.items():
        for link in page.links:
            parts = urlsplit(link)
            if parts.scheme or parts.netloc:
                continue
            target = (path.parent / unquote(parts.path)).resolve() if parts.path else path
            there = target.is_file() or (target / "index.html").is_file()
            anchor = unquote(parts.fragment)
            # a page's own scripts answer for the empty anchor
            if not there or (anchor and target in pages and anchor not in pages[target].ids):
                lost.append(f"{path.relative_to(site)}: {link}")
    assert not lost


def test_no_page_asks_another_host_for_anything(site: pathlib.Path, pages: dict[pathlib.Path, Page]) -> None:
    for path, page in pages.items():
        for address in page.fetched:
            parts = urlsplit(address)
            assert not parts.netloc, f"{path}: {address}"
            assert parts.scheme in ("", "data"), f"{path}: {address}"
            assert parts.scheme or (path.parent / unquote(parts.path)).is_file(), f"{path}: {address}"
    for style in site.rglob("*.css"):
        assert not re.search(r"(?:url\(|@import)\s*['\"]?(?:https?:)?//", style.read_text("utf-8")), style


@pytest.mark.parametrize("guide", GUIDES)
def test_every_guide_is_there_in_both_languages(
    guide: str, pages: dict[pathlib.Path, Page], site: pathlib.Path
) -> None:
    english, arabic = ((DOCS / folder / f"{guide}.md").read_text("utf-8") for folder in ("guide", "ar"))
    heads = [re.findall(r"^#+ ", text, re.M) for text in (english, arabic)]
    assert heads[0] == heads[1]
    assert len(heads[0]) >= 3
    # what is typed is the same in both
    typed = [sorted(re.findall(r"^marsad .*", text, re.M)) for text in (english, arabic)]
    assert typed[0] == typed[1]
    assert len(re.findall("[\u0621-\u064a]", arabic)) > 600
    assert ("rtl", "ar") in pages[site / "ar" / f"{guide}.html"].directions
    assert ("rtl", "ar") not in pages[site / "guide" / f"{guide}.html"].directions


def test_commands_in_guides_are_those_of_the_program() -> None:
    from marsad.cli.main import parser

    for path in [*(DOCS / "guide").glob("*.md"), *(DOCS / "ar").glob("*.md")]:
        for line in re.findall(r"^marsad (.*?)(?:\s{2,}#.*)?$", path.read_text("utf-8"), re.M):
            words = shlex.split(re.split(r"\s[|>]\s", line)[0])
            assert parser().parse_args(words).run


def test_the_example_of_knowledge_reads(tmp_path: pathlib.Path) -> None:
    for path in (DOCS / "guide" / "knowledge.md", DOCS / "ar" / "knowledge.md"):
        blocks = re.findall(r"```yaml\n(# (\S+?):? .*?|# (\S+)\n.*?)```", path.read_text("utf-8"), re.DOTALL)
        assert len(blocks) == 3
        for text, first, second in blocks:
            file = tmp_path / path.parent.name / (first or second)
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, "utf-8")
        command = [sys.executable, "-m", "marsad", "knowledge", "check", str(tmp_path / path.parent.name)]
        assert subprocess.run(command, capture_output=True).returncode == 0
