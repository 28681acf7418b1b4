"""A database of the bundled reports, woven, and a client of the workbench over it."""

from __future__ import annotations

import os
import pathlib
import shutil
import subprocess
import sys
from collections.abc import Iterator

import pytest

import marsad
from marsad.cli.demo import FOLDER

pytest.importorskip("fastapi", reason="the extra web is not installed")

from fastapi import FastAPI
from fastapi.testclient import TestClient

from marsad.library.database import Database
from marsad.web.app import create_app

HOST = "http://127.0.0.1"


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
