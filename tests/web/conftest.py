"""A database of the bundled reports, woven, and a client of the workbench over it."""

from __future__ import annotations

import os
import pathlib
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

import pytest

import marsad
from marsad.cli.demo import FOLDER

pytest.importorskip("fastapi", reason="the extra web is not installed")

from fastapi import FastAPI
from fastapi.testclient import TestClient

from marsad.library.database import Database
from marsad.web.app import create_app

if TYPE_CHECKING:
    from playwright.sync_api import Browser

HOST = "http://127.0.0.1"
CHROMIUM: Final = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
SWITCHES: Final = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def demo_file(tmp_path_factory: pytest.TempPathFactory) -> pathlib.Path:
    """A SQLite file with the bundled reports, read with the demo's own knowledge, and woven. Copy it to write."""
    file = tmp_path_factory.mktemp("demo") / "demo.db"
    environment = {**os.environ, "MARSAD_KNOWLEDGE_DIR": str(FOLDER / "knowledge")}
    for command in (["ingest", str(FOLDER)], ["weave"]):
        done = subprocess.run(
            [sys.executable, "-m", "marsad", "--database", str(file), *command],
            capture_output=True,
            text=True,
            check=False,
            env=environment,
        )
        assert done.returncode == 0, done.stderr
    return file


@pytest.fixture(scope="session")
def demo(demo_file: pathlib.Path) -> Iterator[Database]:
    """The bundled reports, for reading only."""
    with marsad.open(demo_file) as database:
        yield database


@pytest.fixture(scope="session")
def app(demo: Database) -> FastAPI:
    """The workbench over the bundled reports."""
    return create_app(demo)


@pytest.fixture
def client(app: FastAPI) -> TestClient:
    """A browser without cookies, on the workbench over the bundled reports."""
    return TestClient(app, base_url=HOST)


@pytest.fixture
def own(demo_file: pathlib.Path, tmp_path: pathlib.Path) -> Iterator[Database]:
    """A copy of the bundled reports that a test may write to."""
    file = tmp_path / "own.db"
    shutil.copy(demo_file, file)
    with marsad.open(file) as database:
        yield database


@pytest.fixture
def writer(own: Database) -> TestClient:
    """A browser on the workbench over a copy that may be written to."""
    return TestClient(create_app(own), base_url=HOST)


@pytest.fixture(scope="module")
def address(demo: Database) -> Iterator[str]:
    """The workbench on the bundled reports, on a free port; its address without a slash at the end."""
    import uvicorn

    server = uvicorn.Server(uvicorn.Config(create_app(demo), port=0, log_level="error", access_log=False))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        assert thread.is_alive()
        thread.join(0.02)
    try:
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(10)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """The system's Chromium, without a window. Tests are skipped with the reason where there is none.

    Of a module, not of the whole run: as long as it is open, a loop of events runs, and no other can.
    """
    from playwright.sync_api import sync_playwright

    if CHROMIUM is None:
        if "MARSAD_TEST_BROWSER" in os.environ:
            pytest.fail("MARSAD_TEST_BROWSER is set, and no Chromium is installed")
        pytest.skip("no Chromium is installed (Debian: apt install chromium)")
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=CHROMIUM, args=SWITCHES)
        try:
            yield found
        finally:
            found.close()
