"""The front end that was built: whole, small, of no other host, readable in both themes, and with its licences."""

from __future__ import annotations

import gzip
import importlib.util
import json
import pathlib
import re
import shutil
import types

import pytest

import marsad
from marsad.errors import MarsadError
from marsad.web import assets
from marsad.web.app import create_app

ROOT = pathlib.Path(__file__).resolve().parents[2]
FRONTEND = ROOT / "src" / "marsad" / "web" / "frontend"
# Kilobytes (1000 bytes) as sent, compressed. The first two and the fonts are what every page needs to be painted.
BUDGETS = {"app.css": 12, "app.js": 30, "charts.js": 200, "map.js": 40, "network.js": 35, "world.json": 100}
FIRST_PAINT = 300
PAGE = 60  # what a page itself may weigh, so that the sum stays below


def built(name: str) -> bytes:
    return (assets.STATIC / assets.manifest()[name]).read_bytes()


def kilobytes(name: str) -> float:
    return len(gzip.compress(built(name), 9)) / 1000


@pytest.fixture(scope="module")
def hook() -> types.ModuleType:
    spec = importlib.util.spec_from_file_location("hatch_build", ROOT / "hatch_build.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_manifest_names_every_file_and_no_other() -> None:
    there = {path.name for path in assets.STATIC.iterdir()} - {"manifest.json", "sources.sha256", "LICENSES.txt"}
    assert set(assets.manifest().values()) == there
    assert set(BUDGETS) | {"icon.svg"} <= set(assets.manifest())


def test_names_carry_a_hash_of_the_content() -> None:
    for name, file in assets.manifest().items():
        stem, dot, suffix = name.rpartition(".")
        assert re.fullmatch(rf"{re.escape(stem)}-[0-9A-Z]{{8}}{re.escape(dot + suffix)}", file)


def test_an_asset_has_an_address_on_this_server() -> None:
    assert assets.asset("app.css") == "/static/" + assets.manifest()["app.css"]


def test_what_was_not_built_is_an_error_with_a_remedy(tmp_path: pathlib.Path) -> None:
    for broken in (lambda: assets.manifest(tmp_path), lambda: assets.asset("no-such.js")):
        with pytest.raises(MarsadError) as caught:
            broken()
        assert caught.value.code == "no-front-end"
        assert "make assets" in caught.value.remedy


def test_no_server_begins_without_its_front_end(monkeypatch: pytest.MonkeyPatch) -> None:
    def none() -> None:
        raise MarsadError("no-front-end", "static")

    monkeypatch.setattr("marsad.web.app.manifest", none)
    with marsad.open(":memory:") as database, pytest.raises(MarsadError, match="no-front-end"):
        create_app(database)


@pytest.mark.parametrize(("name", "budget"), BUDGETS.items())
def test_a_bundle_is_within_its_budget(name: str, budget: int) -> None:
    assert kilobytes(name) <= budget


def test_first_paint_needs_little() -> None:
    fonts = sum(kilobytes(name) for name in assets.manifest() if name.endswith(".woff2"))
    assert kilobytes("app.css") + kilobytes("app.js") + fonts + PAGE < FIRST_PAINT


def test_nothing_is_loaded_from_another_host() -> None:
    for name in assets.manifest():
        if name.endswith(".css"):
            text = built(name).decode()
            addresses = re.findall(r"url\(\s*[\"']?([^\"')]+)", text)
            assert addresses, name
            assert all(address.startswith("./") for address in addresses)
            assert "@import" not in text
        elif name.endswith(".js"):
            # addresses that are names (of XML) or stand in messages are no requests
            loaded = re.findall(
                r"(?:fetch|import|Worker|src=|sendBeacon|WebSocket)\s*\(?\s*[\"'`]((?:https?:)?//[^\"'`]+)",
                built(name).decode(),
            )
            assert not loaded, name


def test_fonts_that_the_style_names_are_there() -> None:
    named = set(re.findall(r"url\(\s*[\"']?\./([^\"')]+)", built("app.css").decode()))
    assert named == {file for file in assets.manifest().values() if file.endswith(".woff2")}


def test_the_lock_file_names_no_registry_and_fixes_every_package() -> None:
    lock = json.loads((FRONTEND / "package-lock.json").read_text("utf-8"))
    for name, package in lock["packages"].items():
        assert "resolved" not in package, name
        assert not name or package["integrity"].startswith("sha512-"), name
    wanted = json.loads((FRONTEND / "package.json").read_text("utf-8"))
    for group in ("dependencies", "devDependencies"):
        assert lock["packages"][""][group] == wanted[group]


def test_licences_are_permissive_and_noted() -> None:
    text = (assets.STATIC / "LICENSES.txt").read_text("utf-8")
    found = re.findall(r"(?:\A|={80}\n\n)(\S+) [\d.]+ \(([^)\n]+)\)\n", text)
    assert len(found) == text.count("=" * 80) + 1
    assert {"htmx.org", "world-atlas"} <= {name for name, _ in found}
    notice = (ROOT / "NOTICE").read_text("utf-8")
    for name, licence in found:
        assert licence in {"0BSD", "MIT", "ISC", "BSD-3-Clause", "Apache-2.0", "OFL-1.1"}, name
        assert re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-])", notice), f"NOTICE does not name {name}"


def colours(block: str) -> dict[str, str]:
    return dict(re.findall(r"--([\w-]+):\s*(#[0-9a-f]{6})\b", block))


def blocks() -> tuple[dict[str, str], dict[str, str], dict[str, str]]:
    """The colours of the light theme, the dark one by the system's wish, and the dark one chosen."""
    text = (FRONTEND / "css" / "tokens.css").read_text("utf-8")
    light = re.search(r"^:root \{(.*?)^\}", text, re.S | re.M)
    wish = re.search(r"^  :root:not\(\[data-theme=\"light\"\]\) \{(.*?)^  \}", text, re.S | re.M)
    chosen = re.search(r"^:root\[data-theme=\"dark\"\] \{(.*?)^\}", text, re.S | re.M)
    assert light
    assert wish
    assert chosen
    return colours(light[1]), colours(wish[1]), colours(chosen[1])


def contrast(one: str, other: str) -> float:
    """WCAG 2.2's ratio of two colours ``#rrggbb``, 1 to 21."""

    def luminance(colour: str) -> float:
        parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_the_measure_of_contrast() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


def test_both_ways_to_the_dark_theme_are_alike() -> None:
    _, wish, chosen = blocks()
    assert wish == chosen
    assert set(wish) == set(blocks()[0])


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_text_can_be_read_on_its_ground(theme: str) -> None:
    named = blocks()[0 if theme == "light" else 1]
    pairs = [(ink, ink.replace("-muted-ink", "-bg").replace("-ink", "-bg")) for ink in named if ink.endswith("-ink")]
    pairs = [(ink, ground) for ink, ground in pairs if ground in named]
    pairs += [("link-ink", f"{ground}-bg") for ground in ("page", "card", "sunken", "accent-weak")]
    # what floats above the page is set in the page's colours the other way round; areas that carry meaning need 3
    assert len(pairs) >= 20
    for ink, ground in pairs:
        assert contrast(named[ink], named[ground]) >= 4.5, (theme, ink, ground)
    for area in ("quad-1", "quad-2", "quad-3", "quad-4", "focus", "line-strong", "name", "time", "event", "statement"):
        assert contrast(named[area], named["card-bg"]) >= 3, (theme, area)


def test_style_knows_no_left_and_right() -> None:
    physical = re.compile(
        r"(?<![\w-])(?:margin|padding|border)-(?:left|right)|(?<![\w-])(?:left|right)\s*:|text-align:\s*(?:left|right)|float:"
    )
    for path in sorted((FRONTEND / "css").glob("*.css")):
        assert not physical.search(path.read_text("utf-8")), path.name


def test_a_build_is_made_once_and_again_after_a_change(hook: types.ModuleType, tmp_path: pathlib.Path) -> None:
    for part in (hook.FRONTEND, hook.STATIC):
        shutil.copytree(ROOT / part, tmp_path / part)
    assert hook.is_built(tmp_path), "run make assets"
    assert hook.build(tmp_path) is False
    style = tmp_path / hook.FRONTEND / "css" / "app.css"
    style.write_text(style.read_text("utf-8") + "/* changed */\n", "utf-8")
    assert not hook.is_built(tmp_path)
    shutil.rmtree(tmp_path / hook.FRONTEND)
    assert hook.is_built(tmp_path)  # a package without the sources keeps what it has
    (tmp_path / hook.STATIC / "manifest.json").unlink()
    assert not hook.is_built(tmp_path)


def test_no_registry_is_said_with_what_to_do(
    hook: types.ModuleType, tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(ROOT / hook.FRONTEND, tmp_path / hook.FRONTEND)
    monkeypatch.setattr(hook, "run", lambda program, *words, folder: program != "npm")
    with pytest.raises(hook.BuildFailed, match="npm_config_registry"):
        hook.build(tmp_path)
    assert not (tmp_path / hook.STATIC).exists()
