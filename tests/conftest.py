"""What the tests share: a cache of their own, so that no run depends on what an earlier one compiled."""

from __future__ import annotations

import os
import pathlib
from collections.abc import Iterator

import pytest

ROOT = pathlib.Path(__file__).resolve().parent.parent
SHARED = pathlib.Path(os.environ.get("MARSAD_SHARED") or ROOT.parent / "shared")


@pytest.fixture(autouse=True, scope="session")
def _own_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    patch = pytest.MonkeyPatch()
    patch.setenv("MARSAD_CACHE_DIR", str(tmp_path_factory.mktemp("cache")))
    for name in ("NO_COLOR", "MARSAD_COLOR", "MARSAD_WIDTH", "MARSAD_LANG"):
        patch.delenv(name, raising=False)
    yield
    patch.undo()
