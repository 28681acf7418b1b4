#!/usr/bin/env python3
"""Every check of the project, one after the other: all run, also after one has failed. Exit code 1 if any did.

Names as arguments run only those: ``make check ARGS="types layers"``.
"""

from __future__ import annotations

import pathlib
import subprocess
import sys
import time
from collections.abc import Callable

ROOT = pathlib.Path(__file__).resolve().parent.parent
BIN = pathlib.Path(sys.executable).parent
MAX_LINES = 500
CODE = ("src", "tests", "tools", "benchmarks")

Check = Callable[[], bool]


def command(*words: str) -> Check:
    """A check that is a command of the virtual environment; it holds where the command succeeds."""
    return lambda: subprocess.run([str(BIN / words[0]), *words[1:]], cwd=ROOT, check=False).returncode == 0


def lengths() -> bool:
    """Whether no tracked source file is longer than the limit."""
    listed = subprocess.run(["git", "ls-files", "*.py"], cwd=ROOT, check=True, capture_output=True, text=True)
    long = []
    for name in listed.stdout.splitlines():
        path = ROOT / name
        count = len(path.read_text("utf-8").splitlines()) if path.exists() else 0
        if count > MAX_LINES:
            long.append(f"{name}: {count} lines, more than {MAX_LINES}")
    print("\n".join(long) or f"no file over {MAX_LINES} lines")
    return not long


CHECKS: dict[str, Check] = {
    "format": command("ruff", "format", "--check", *CODE),
    "lint": command("ruff", "check", "--quiet", *CODE),
    "types": command("mypy"),
    "layers": command("lint-imports", "--no-cache"),
    "lexicon": command("marsad", "lexicon", "check"),
    "lengths": lengths,
    "copies": command("python", "tools/copied.py"),
    "docs": command("python", "tools/docs.py"),
    "tests": command("python", "-m", "pytest"),
    "floors": command("python", "tools/scores.py"),
}


def main() -> int:
    """Runs the checks named, or all."""
    names = sys.argv[1:] or list(CHECKS)
    results: dict[str, bool] = {}
    for name in names:
        print(f"\n== {name}", flush=True)
        began = time.perf_counter()
        results[name] = CHECKS[name]()
        print(f"== {name}: {'ok' if results[name] else 'FAILED'} ({time.perf_counter() - began:.1f} s)", flush=True)
    failed = [name for name, ok in results.items() if not ok]
    print(
        f"\n{len(results) - len(failed)} of {len(results)} checks hold"
        + (f"; failed: {', '.join(failed)}" if failed else "")
    )
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
