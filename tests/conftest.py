"""What the tests share: a cache of their own, so that no run depends on what an earlier one compiled."""

from __future__ import annotations

import os
import pathlib
import sys
from collections.abc import Callable, Iterator
from types import FrameType
from typing import Any

import pytest

ROOT = pathlib.Path(__file__).resolve().parent.parent
SHARED = pathlib.Path(os.environ.get("MARSAD_SHARED") or ROOT.parent / "shared")


@pytest.fixture(autouse=True, scope="session")
def _own_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    patch = pytest.MonkeyPatch()
    patch.setenv("MARSAD_CACHE_DIR", str(tmp_path_factory.mktemp("cache")))
    patch.setenv("MARSAD_KNOWLEDGE_DIR", "")  # what is shipped, and nothing of the demo's own
    for name in ("NO_COLOR", "MARSAD_COLOR", "MARSAD_WIDTH", "MARSAD_LANG"):
        patch.delenv(name, raising=False)
    yield
    patch.undo()


@pytest.fixture
def effort() -> Callable[[Callable[[], object]], int]:
    """How much work a function does: the lines of Python that run. Unlike time it is the same on every machine.

    The function runs once before it is counted, so that what is worked out once for each word type does not count.
    """

    def count(work: Callable[[], object]) -> int:
        lines = 0

        def trace(frame: FrameType, event: str, arg: Any) -> Any:
            nonlocal lines
            lines += event == "line"
            return trace

        work()
        before = sys.gettrace()
        sys.settrace(trace)
        try:
            work()
        finally:
            sys.settrace(before)
        return lines

    return count
