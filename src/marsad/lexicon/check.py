"""Runs the case files: what every lexicon entry must, and must not, do.

Beside ``arabic/X.yaml`` or ``knowledge/**/X.yaml`` stands ``X.cases.yaml``. It holds one block, or a list of blocks::

    checker: marsad.lexicon.reporting_check:check_form
    match:
      - {form: قالت, lemma: قال, code: "past:3fs"}
    no_match:
      - {form: مصر, lemma: أصرّ}

A checker is a function of a case (the mapping as written) and of what is expected of it (``True`` under ``match``,
``False`` under ``no_match``). It returns ``None`` where the case holds, otherwise what is wrong, in a few words. It is
named by ``module:function`` and looked up only when cases are run, so that annotators of higher layers can have
cases without this module importing them. A file may also be a bare list of cases, all of which must match; its checker
then is `CHECKERS` of the file's name. Every exception of a checker is a failure of its case, never of the run.
"""

from __future__ import annotations

import importlib
import pathlib
from collections.abc import Callable, Iterable, Iterator
from typing import Any, Final

import msgspec
import yaml

from marsad.errors import MarsadError
from marsad.lexicon.loader import DATA_FOLDERS, ROOT

Checker = Callable[[dict[str, Any], bool], str | None]

CHECKERS: Final[dict[str, str]] = {
    "numbers": "marsad.annotate.numbers:check_case",
    "times": "marsad.annotate.times:check_case",
    "months": "marsad.annotate.times:check_case",
    "units": "marsad.annotate.quantities:check_case",
    "titles": "marsad.annotate.names:check_case",
    "bodies": "marsad.annotate.names:check_case",
    "roles": "marsad.annotate.names:check_case",
    "sources": "marsad.annotate.names:check_case",
}
"""The checker of a case file that is a bare list, by the name of the file before ``.cases.yaml``."""

TABLES: Final[tuple[str, ...]] = (
    "marsad.lexicon.reporting_check:problems",
    "marsad.lexicon.knowledge:load",
    "marsad.lexicon.offices:problems",
    "marsad.lexicon.conflicts:problems",
    "marsad.lexicon.events:problems",
)
"""Functions that read whole tables: one that raises ``bad-lexicon``, or returns a list of problems, gives failures."""


class Failure(msgspec.Struct, frozen=True):
    """One thing that is wrong: the file (within the package), its line or 0, the case in short, and what is wrong."""

    file: str
    line: int
    case: str
    problem: str

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        return f"{place}: {self.case}: {self.problem}" if self.case else f"{place}: {self.problem}"


class Case(msgspec.Struct, frozen=True):
    """One case as written, with the line it begins on and what is expected of it."""

    line: int
    checker: str
    expected: bool
    data: dict[str, Any]


def case_files() -> list[pathlib.Path]:
    """Every case file of the data folders, sorted."""
    return sorted(path for folder in DATA_FOLDERS for path in (ROOT / folder).rglob("*.cases.yaml"))


def run_all() -> list[Failure]:
    """Reads every table and runs every case file; the failures in the order of files and lines."""
    found = list(_tables())
    for path in case_files():
        found += run_file(path)
    return found


def run_file(path: pathlib.Path) -> list[Failure]:
    """The failures of one case file; a file that cannot be read is one failure."""
    name = _name(path)
    try:
        cases = list(read_cases(path))
    except (yaml.YAMLError, ValueError, OSError) as error:
        return [Failure(name, 0, "", " ".join(str(error).split()))]
    found = []
    for case in cases:
        problem = _run(case)
        if problem is not None:
            found.append(Failure(name, case.line, _short(case.data), problem))
    return found


def read_cases(path: pathlib.Path) -> Iterator[Case]:
    """The cases of a file; raises ``ValueError`` where it has not the shape that this module describes."""
    text = path.read_text("utf-8")
    data = yaml.safe_load(text)
    node = yaml.compose(text, Loader=yaml.SafeLoader)
    if data is None or node is None:
        return
    if isinstance(data, dict):
        yield from _block(data, node)
    elif isinstance(data, list) and all(isinstance(d, dict) and "checker" in d for d in data):
        for block, child in zip(data, node.value, strict=True):
            yield from _block(block, child)
    elif isinstance(data, list):
        name = path.name.removesuffix(".cases.yaml")
        if name not in CHECKERS:
            raise ValueError(f"a bare list of cases, and marsad.lexicon.check.CHECKERS has no checker for {name!r}")
        yield from _cases(data, node, CHECKERS[name], expected=True)
    else:
        raise ValueError("neither a block with checker, match and no_match nor a list")


def _block(data: dict[str, Any], node: yaml.Node) -> Iterator[Case]:
    unknown = set(data) - {"checker", "match", "no_match"}
    if unknown or "checker" not in data:
        raise ValueError(f"a block has checker, match and no_match; not {', '.join(sorted(map(str, unknown))) or '-'}")
    children = {key.value: value for key, value in node.value}
    for key, expected in (("match", True), ("no_match", False)):
        if data.get(key):
            yield from _cases(data[key], children[key], str(data["checker"]), expected=expected)


def _cases(data: Any, node: yaml.Node, checker: str, *, expected: bool) -> Iterator[Case]:
    if not isinstance(data, list):
        raise ValueError("match and no_match hold lists")
    for case, child in zip(data, node.value, strict=True):
        line = child.start_mark.line + 1
        if not isinstance(case, dict):
            raise ValueError(f"line {line}: a case is a mapping")
        yield Case(line, checker, expected, case)


def _run(case: Case) -> str | None:
    try:
        checker: Checker = find(case.checker)
        return checker(case.data, case.expected)
    except Exception as error:  # whatever a checker does wrong is said of its case
        return f"{type(error).__name__}: {error}"


def find(path: str) -> Callable[..., Any]:
    """A function by ``module:function``; raises ``ImportError``, ``AttributeError`` or ``ValueError``."""
    module, _, function = path.partition(":")
    if not function:
        raise ValueError(f"a checker is written module:function, not {path!r}")
    found = getattr(importlib.import_module(module), function)
    if not callable(found):
        raise ValueError(f"{path} is no function")
    return found  # type: ignore[no-any-return]


def _tables() -> Iterator[Failure]:
    """Syntax of every data file, then the tables that are compiled from them."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    for folder in DATA_FOLDERS:
        for path in sorted((ROOT / folder).rglob("*.yaml")):
            if path.name.endswith(".cases.yaml"):
                continue
            try:
                yaml.load(path.read_text("utf-8"), loader)  # noqa: S506 safe loader
            except (yaml.YAMLError, UnicodeDecodeError) as error:
                yield Failure(_name(path), 0, "", " ".join(str(error).split()))
    yield from tables(TABLES)


def tables(paths: Iterable[str]) -> Iterator[Failure]:
    """What functions that read whole tables (``module:function``) find wrong."""
    for table in paths:
        try:
            problems = find(table)()
        except MarsadError as error:
            problems = [error.message]
        for problem in problems if isinstance(problems, list) else []:
            yield Failure(table.partition(":")[0], 0, "", str(problem))


def _name(path: pathlib.Path) -> str:
    return str(path.relative_to(ROOT)) if path.is_relative_to(ROOT) else path.name


def _short(data: dict[str, Any]) -> str:
    text = str(next((data[k] for k in ("text", "form", "phrase") if k in data), data))
    return text if len(text) <= 70 else text[:69] + "…"
