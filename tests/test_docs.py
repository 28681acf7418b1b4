"""The pages say what the code does: they fail when a command, setting, error code or stage is undocumented."""

from __future__ import annotations

import pathlib
import subprocess
import sys

import pytest

from marsad.cli.main import COMMANDS
from marsad.errors import MESSAGES
from marsad.pipeline import STAGES
from marsad.settings import SETTINGS

ROOT = pathlib.Path(__file__).resolve().parent.parent


def page(name: str) -> str:
    return (ROOT / "docs" / name).read_text("utf-8")


@pytest.mark.parametrize("command", [c.NAME for c in COMMANDS])
def test_every_command_is_documented(command: str) -> None:
    assert f"## marsad {command}\n" in page("commands.md")


@pytest.mark.parametrize("code", list(MESSAGES))
def test_every_error_is_documented_with_a_remedy(code: str) -> None:
    said, remedy = MESSAGES[code]
    assert f"| `{code}` |" in page("errors.md")
    assert said.endswith(".")
    assert remedy.endswith(".")


@pytest.mark.parametrize("variable", [s.variable for s in SETTINGS])
def test_every_setting_is_documented(variable: str) -> None:
    assert f"| `{variable}` |" in page("settings.md")


@pytest.mark.parametrize("stage", [s.name for s in STAGES])
def test_every_stage_is_documented(stage: str) -> None:
    assert f"| {stage} |" in page("stages.md")


def test_pages_and_the_readme_are_as_the_code_would_write_them() -> None:
    done = subprocess.run(
        [sys.executable, str(ROOT / "tools" / "docs.py")], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_codes_used_in_the_code_are_in_the_table() -> None:
    import re

    used = set()
    for path in (ROOT / "src").rglob("*.py"):
        used |= set(
            re.findall(
                r"""(?:MarsadError|message|reject|warned)\((?:[\w.]+, )?"([a-z]+(?:-[a-z]+)+)\"""",
                path.read_text("utf-8"),
            )
        )
    assert used <= set(MESSAGES)
    assert {"empty-input", "stage-failed", "bad-gold"} <= used
