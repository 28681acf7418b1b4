"""Charts, map and network in a real browser: by keyboard and pointer, under the policy, with nothing on the console."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

pytest.importorskip("playwright", reason="playwright is not installed")

from playwright.sync_api import Browser, Page, expect


@pytest.fixture(scope="module")
def pages(browser: Browser) -> Page:
    """One tab for all tests; cookies go between them."""
    return browser.new_page(viewport={"width": 1400, "height": 900}, reduced_motion="reduce")


@pytest.fixture
def tab(pages: Page) -> Iterator[Page]:
    """The tab; what a test leaves on the console fails it."""
    said: list[str] = []
    pages.on("console", lambda message: said.append(message.text))
    pages.on("pageerror", lambda error: said.append(str(error)))
    yield pages
    pages.context.clear_cookies()
    assert not said


def zoomed(tab: Page) -> str:
    """The picture of the chart's canvas, to see whether it changed."""
    found: str = tab.evaluate("document.querySelector('.visual-canvas canvas').toDataURL()")
    return found


@pytest.mark.parametrize("lang", ["ar", "en"])
def test_the_timeline_is_zoomed_and_moved_by_keys_and_buttons(tab: Page, address: str, lang: str) -> None:
    tab.goto(f"{address}/timeline?time=all&lang={lang}", wait_until="networkidle")
    canvas = tab.locator(".visual-canvas")
    expect(canvas.locator("canvas")).to_be_visible()
    pictures = [zoomed(tab)]
    canvas.focus()
    for key in ("+", "ArrowLeft", "-"):
        tab.keyboard.press(key)
        tab.wait_for_timeout(200)
        pictures.append(zoomed(tab))
    assert len(set(pictures[:3])) == 3, "keys do nothing"
    tab.get_by_role("button", name="Zoom in" if lang == "en" else "تقريب").click()
    tab.wait_for_timeout(200)
    assert zoomed(tab) != pictures[-1]


def test_a_bar_leads_to_its_events(tab: Page, address: str) -> None:
    tab.goto(f"{address}/timeline?lang=en", wait_until="networkidle")
    box = tab.locator(".visual-canvas").bounding_box()
    assert box is not None
    before = tab.url
    for n in range(60, int(box["width"]) - 10, 6):  # along the foot of the bars until one is met
        tab.mouse.click(box["x"] + n, box["y"] + box["height"] - 66)
        if tab.url != before:
            break
    tab.wait_for_url(re.compile(r"since=\d{4}-\d\d-\d\d&until=\d{4}-\d\d-\d\d"))
    expect(tab.locator(".items > li").first).to_be_visible()


def test_the_chart_follows_the_theme(tab: Page, address: str) -> None:
    tab.goto(f"{address}/timeline?time=all&lang=en", wait_until="networkidle")
    expect(tab.locator(".visual-canvas canvas")).to_be_visible()
    light = zoomed(tab)
    switch = tab.locator("[data-theme-switch]")
    switch.click()
    switch.click()
    expect(tab.locator("html")).to_have_attribute("data-theme", "dark")
    tab.wait_for_timeout(200)
    assert zoomed(tab) != light
    assert {c["name"]: c["value"] for c in tab.context.cookies()}["marsad_theme"] == "dark"
    tab.reload()
    expect(tab.locator("html")).to_have_attribute("data-theme", "dark")


def test_the_map_says_what_is_where(tab: Page, address: str) -> None:
    tab.goto(f"{address}/map?time=all&lang=en", wait_until="networkidle")
    town = tab.locator(".map svg a:has(circle)").first
    country = tab.locator(".map svg a:has(.shaded)").first
    expect(town).to_have_attribute("aria-label", re.compile(r".+: [\d,]+ events"))
    expect(country).to_have_attribute("href", re.compile(r"^/timeline\?.*place="))
    town.focus()
    expect(tab.locator(".tip")).to_contain_text("events")
    drawn = tab.locator(".map svg > g")
    assert drawn.get_attribute("transform") is None
    tab.get_by_role("button", name="Zoom in").click()
    expect(drawn).to_have_attribute("transform", re.compile(r"scale\(1\.6\)"))
    tab.get_by_role("button", name="Whole map").click()
    expect(drawn).to_have_attribute("transform", re.compile(r"scale\(1\)"))
    town.focus()
    tab.keyboard.press("Enter")
    tab.wait_for_url(re.compile(r"/timeline\?.*place="))
    expect(tab.locator(".items > li").first).to_be_visible()


@pytest.mark.parametrize("lang", ["ar", "en"])
def test_the_map_shows_a_stretch_of_time_by_the_keyboard_alone(tab: Page, address: str, lang: str) -> None:
    tab.goto(f"{address}/map?time=all&lang={lang}", wait_until="networkidle")
    events = "events" if lang == "en" else "أحداث"
    first, last, said = (tab.locator(f"[data-map-{name}]") for name in ("from", "to", "shown"))
    drawn = tab.locator(".map svg a[href]:has(circle)")

    def counted() -> int:
        found = re.search(rf": ([\d,]+) {events}", said.inner_text())
        assert found is not None
        return int(found[1].replace(",", ""))

    expect(said).to_contain_text(events)
    everything, towns = counted(), drawn.count()
    assert towns
    assert "time=all" in (drawn.first.get_attribute("href") or "")
    last.focus()
    tab.keyboard.press("Home")  # the first step alone
    expect(last).to_have_value("0")
    begun = counted()
    assert 0 < begun < everything
    assert drawn.count() < towns
    assert first.get_attribute("aria-valuetext") != last.get_attribute("aria-valuetext")  # a month's first and last day
    first.focus()
    tab.keyboard.press("End")  # takes the other handle along
    assert first.input_value() == last.input_value() == first.get_attribute("max")
    since, until = (handle.get_attribute("aria-valuetext") for handle in (first, last))
    assert f"{since} – {until}" in said.inner_text()
    if drawn.count():
        href = drawn.first.get_attribute("href") or ""
        assert f"since={since}" in href
        assert f"until={until}" in href
        assert "time=all" not in href
    at = int(first.input_value())
    tab.get_by_role("button", name="Earlier" if lang == "en" else "أبكر").press("Enter")
    expect(first).to_have_value(str(at - 1))
    tab.get_by_role("button", name="The whole time" if lang == "en" else "المدة كلها").press("Enter")
    assert (counted(), drawn.count()) == (everything, towns)


def test_the_network_shows_one_time_after_the_other(tab: Page, address: str) -> None:
    tab.goto(f"{address}/network?time=all&lang=en", wait_until="networkidle")
    nodes, links = tab.locator(".net .node"), tab.locator(".net .link")
    assert nodes.count() > 2
    said = tab.locator("[data-network-shown]")
    expect(said).to_have_text("the whole time")
    assert tab.locator(".net .link.is-dim").count() == 0
    slider = tab.locator("[data-network-time]")
    slider.focus()
    seen = 0
    for _ in range(int(slider.get_attribute("max") or 0)):
        tab.keyboard.press("ArrowRight")
        expect(said).to_have_text(re.compile(r"^(week|month) of \d{4}-\d\d-\d\d$"))
        lit = links.count() - tab.locator(".net .link.is-dim").count()
        assert lit > 0
        seen += lit
    assert seen >= links.count()
    nodes.first.focus()
    tab.keyboard.press("Enter")
    tab.wait_for_url(re.compile(r"/actors/"))


def test_a_link_to_what_was_read_leads_to_its_mark(tab: Page, address: str) -> None:
    tab.goto(f"{address}/timeline?time=all&lang=ar", wait_until="networkidle")
    tab.keyboard.press("j")
    tab.keyboard.press("Enter")
    tab.wait_for_url(re.compile(r"/reports/.*#why-v\d+"))
    id = tab.url.rpartition("#why-")[2]
    expect(tab.locator(f"#why-{id}")).to_be_visible()
    mark = tab.locator(f'.report-text [data-mark="{id}"]').first
    expect(mark).to_be_in_viewport()
    expect(mark).to_have_class(re.compile("is-lit"))


def test_without_script_every_page_says_the_same(pages: Page, address: str) -> None:
    browser = pages.context.browser
    assert browser is not None
    context = browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 844})
    page = context.new_page()
    for path in ("/", "/timeline?time=all", "/map?time=all", "/network?time=all", "/actors"):
        page.goto(f"{address}{path}{'&' if '?' in path else '?'}lang=en")
        expect(page.locator(".visual")).not_to_be_visible()
        assert page.locator("[data-item]").count() > 3, path
        page.locator(".menu > summary").click()
        expect(page.locator(".nav a").first).to_be_visible()
    context.close()
