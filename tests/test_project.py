"""The project's own files agree with one another."""

from __future__ import annotations

import pathlib
import re
import tomllib

import marsad

ROOT = pathlib.Path(__file__).resolve().parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
LOCK = (ROOT / "uv.lock").read_text("utf-8")


def names(requirements: list[str]) -> set[str]:
    return {re.split(r"[^A-Za-z0-9._-]", r)[0].lower().replace("_", "-") for r in requirements}


def test_every_dependency_stands_in_the_lock_file() -> None:
    locked = {package["name"] for package in tomllib.loads(LOCK)["package"]}
    extras = [r for group in PROJECT["optional-dependencies"].values() for r in group]
    assert names(PROJECT["dependencies"] + extras) <= locked


def test_the_lock_file_names_only_the_standard_index() -> None:
    assert set(re.findall(r"https?://([^/\"]+)", LOCK)) == {"pypi.org", "files.pythonhosted.org"}


def test_one_version() -> None:
    assert PROJECT["version"] == marsad.__version__


def test_every_target_of_make_says_what_it_does() -> None:
    text = (ROOT / "Makefile").read_text("utf-8")
    phony = re.search(r"^\.PHONY: (.*)$", text, re.M)
    assert phony
    for target in phony[1].split():
        assert re.search(rf"^{target}:.*## \S", text, re.M), target
    assert {"demo", "test", "check", "bench"} <= set(phony[1].split())


def test_ci_runs_make_test() -> None:
    script = ROOT / ".ci" / "run"
    assert script.stat().st_mode & 0o111
    assert "make --no-print-directory test" in script.read_text("utf-8")


def test_data_files_go_into_the_wheel() -> None:
    """Everything under src/marsad is packaged: data, bundled reports, the mark that types are there."""
    build = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["hatch"]["build"]["targets"]["wheel"]
    assert build == {"packages": ["src/marsad"], "exclude": ["src/marsad/web/frontend"]}  # static/ is built from that
    package = pathlib.Path(marsad.__file__).parent
    assert (package / "py.typed").exists()
    assert list(package.glob("arabic/*.yaml"))
    assert len(list(package.glob("demo/*.txt"))) >= 12
