from __future__ import annotations

import os
import pathlib
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from typing import Any

from marsad.document import Report
from marsad.executors.local import run_all
from marsad.ingest.sources import Rejected

TEXT = "أعلن المجلس أن الجلسة ستعقد غدا."


def name(report: Report) -> str:
    return f"{report.id}:{len(report.tokens)}"


def test_rejections_pass_through_in_their_place() -> None:
    bad = Rejected("x", "empty-input", "", "")
    made = list(run_all([Report(id="a", text=TEXT), bad, Report(id="b", text=TEXT)], name))
    assert made == ["a:7", bad, "b:7"]


def test_inputs_are_read_only_as_they_are_asked_for() -> None:
    asked = []

    def inputs() -> object:
        for i in range(100):
            asked.append(i)
            yield Report(id=str(i), text=TEXT)

    made = run_all(inputs(), name)  # type: ignore[arg-type]
    assert next(made) == "0:7"
    assert asked == [0]


def or_die(report: Report) -> str:
    if report.id == "deadly":
        os.kill(os.getpid(), signal.SIGKILL)
    return report.id


def test_a_report_on_which_the_reader_dies_is_rejected_and_the_others_go_on() -> None:
    ids = [*(f"a{n}" for n in range(20)), "deadly", *(f"b{n}" for n in range(20))]
    made = list(run_all((Report(id=i, text=TEXT, source=f"{i}.txt") for i in ids), or_die, workers=2))
    assert [m.source if isinstance(m, Rejected) else m for m in made] == [*ids[:20], "deadly.txt", *ids[21:]]
    assert [m.code for m in made if isinstance(m, Rejected)] == ["reader-died"]


def test_readers_end_when_the_process_that_writes_is_killed(tmp_path: pathlib.Path) -> None:
    script = tmp_path / "writer.py"
    script.write_text(
        "import itertools, os, pathlib, sys, time\n"
        "from marsad.document import Report\n"
        "from marsad.executors.local import run_all\n"
        "def note(report):\n"
        "    (pathlib.Path(sys.argv[1]) / str(os.getpid())).touch()\n"
        "    time.sleep(0.05)\n"
        "    return report.id\n"
        "if __name__ == '__main__':\n"
        "    for _ in run_all((Report(id=str(n), text='نص') for n in itertools.count()), note, workers=2): pass\n",
        "utf-8",
    )
    seen = tmp_path / "seen"
    seen.mkdir()
    writer = subprocess.Popen([sys.executable, str(script), str(seen)])
    try:
        readers = waited_for(lambda: [int(p.name) for p in seen.iterdir()])
    finally:
        writer.kill()
        writer.wait()
    waited_for(lambda: not any(alive(pid) for pid in readers))


def alive(pid: int) -> bool:
    try:
        return pathlib.Path(f"/proc/{pid}/stat").read_text().split()[2] not in ("Z", "X")
    except OSError:
        return False


def waited_for(what: Callable[[], Any]) -> Any:
    """What it gives once it is true; a generous bound, so that a test that cannot succeed ends."""
    for _ in range(1_200):
        if found := what():
            return found
        time.sleep(0.05)
    raise AssertionError("it never came true")
