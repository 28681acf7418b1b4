#!/usr/bin/env python3
"""The pages of docs/ that are generated from the code, and the results shown in the README.

Without arguments: says which are out of date, exit code 1 if any is. With ``--write``: writes them.
"""

from __future__ import annotations

import argparse
import pathlib
import re
import sys

from marsad.cli.main import COMMANDS, DESCRIPTION, EPILOG
from marsad.errors import MESSAGES
from marsad.pipeline import GIVEN, STAGES
from marsad.settings import SETTINGS

ROOT = pathlib.Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tools"))

import walk  # noqa: E402

MADE = "<!-- Written by `make docs`; do not edit. -->\n"


def commands() -> str:
    """The reference of all commands and their arguments."""
    out = [f"# Commands\n\n{MADE}\n{DESCRIPTION}\n\n{EPILOG}\n"]
    for module in COMMANDS:
        parser = argparse.ArgumentParser(prog=f"marsad {module.NAME}", add_help=False)
        module.add_arguments(parser)
        usage = [f"marsad {module.NAME}"]
        rows = []
        for action in parser._actions:  # argparse has no other way to list them
            name = ", ".join(action.option_strings) or str(action.metavar or action.dest)
            value = ""
            if action.option_strings and action.nargs != 0:
                value = " " + (str(action.metavar) if action.metavar else "|".join(map(str, action.choices or ())))
            elif action.choices and not action.option_strings:
                name = "|".join(map(str, action.choices))
            usage.append(f"[{name}{value}]" if action.option_strings or action.nargs == "*" else name)
            rows.append(f"| `{name}{value}` | {action.help} |".replace("FILE|FOLDER|-", "FILE\\|FOLDER\\|-"))
        out.append(f"## marsad {module.NAME}\n\n{module.DESCRIPTION}\n\n```\n{' '.join(usage)}\n```\n")
        if rows:
            out.append("\n".join(["| argument | meaning |", "|---|---|", *(_pipes(r) for r in rows)]) + "\n")
    return "\n".join(out)


def _pipes(row: str) -> str:
    """Escapes the bars inside code of a table row."""
    return re.sub(r"`[^`]*`", lambda m: re.sub(r"(?<!\\)\|", r"\\|", m.group()), row)


def settings() -> str:
    """The reference of all settings."""
    rows = ["| variable | default | values | what it does |", "|---|---|---|---|"]
    for s in SETTINGS:
        default = f"`{s.default}`" if s.default != "" else "empty"
        values = ", ".join(f"`{c}`" for c in s.choices) or ("whole number" if isinstance(s.default, int) else "text")
        rows.append(f"| `{s.variable}` | {default} | {values} | {s.help} |")
    text = "Settings are environment variables; `marsad settings` prints their values. A command's argument goes first."
    return f"# Settings\n\n{MADE}\n{text}\n\n" + "\n".join(rows) + "\n"


def errors() -> str:
    """The reference of all error and warning codes."""
    rows = ["| code | what it says | what helps |", "|---|---|---|"]
    rows += [f"| `{code}` | {said.replace('{detail}', '…')} | {remedy} |" for code, (said, remedy) in MESSAGES.items()]
    text = (
        "Input that cannot be read is named on standard error with one of these codes and skipped; what a report"
        " lacks, or what failed on it, stands as a warning in its record."
    )
    return f"# Errors and warnings\n\n{MADE}\n{text}\n\n" + "\n".join(rows) + "\n"


def stages() -> str:
    """The reference of the pipeline."""
    rows = ["| stage | function | requires | assigns | what it does |", "|---|---|---|---|---|"]
    rows += [f"| {s.name} | `{s.path}` | {', '.join(s.requires)} | {', '.join(s.assigns)} | {s.help} |" for s in STAGES]
    text = f"Every report begins with: {', '.join(sorted(GIVEN))}. The order is checked before any text is read."
    return f"# Stages\n\n{MADE}\n{text}\n\n" + "\n".join(rows) + "\n"


def readme() -> str:
    """The README with its results taken anew."""
    text = (ROOT / "README.md").read_text("utf-8")
    for name, made in (("result", walk.result()), ("walk", walk.walk())):
        text = re.sub(
            rf"(<!-- {name} -->\n).*?(<!-- /{name} -->)", lambda m, made=made: m[1] + made + m[2], text, flags=re.S
        )
    return text


PAGES = {
    "docs/commands.md": commands,
    "docs/settings.md": settings,
    "docs/errors.md": errors,
    "docs/stages.md": stages,
    "README.md": readme,
}


def main() -> int:
    """Compares or writes all pages."""
    write = "--write" in sys.argv[1:]
    stale = 0
    for name, make in PAGES.items():
        path, made = ROOT / name, make()
        if path.exists() and path.read_text("utf-8") == made:
            continue
        if write:
            path.write_text(made, "utf-8")
            print(f"wrote {name}")
        else:
            print(f"{name} is out of date: run make docs")
            stale += 1
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main())
