"""``marsad demo``: reads the reports that come with Marsad."""

from __future__ import annotations

import argparse
import os
import pathlib

from marsad.cli import read
from marsad.settings import PREFIX

NAME = "demo"
HELP = "read the reports that come with Marsad"
DESCRIPTION = """\
Reads the reports that are bundled with Marsad and shows who says what in them, on whose word. They were written for
the project: some tell of invented countries, some of the real world's public facts. Who is who in the invented ones
is knowledge of one's own (setting knowledge_dir), laid out in the folder demo/knowledge.

With --serve the reports are put into a database of their own, woven, and shown in the workbench until Ctrl-C; the
database, and what was judged in it, is gone afterwards."""

FOLDER = pathlib.Path(__file__).resolve().parent.parent / "demo"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command's arguments: those of ``marsad read`` but for the input."""
    parser.add_argument("only", nargs="*", metavar="ID", help="only these reports")
    parser.add_argument("--format", choices=("text", "json", "jsonl"), default="text", help="as for marsad read")
    parser.add_argument("--lang", choices=("ar", "en"), help="the language of the glosses")
    parser.add_argument("--serve", action="store_true", help="open the workbench on them")
    parser.add_argument("--port", type=int, help="of the workbench (setting: port)")
    parser.set_defaults(published=None, outlet=None, encoding=None, output=None, workers=1)


def run(args: argparse.Namespace) -> int:
    """Shows the bundled reports."""
    os.environ.setdefault(f"{PREFIX}KNOWLEDGE_DIR", str(FOLDER / "knowledge"))
    names = args.only or sorted(p.stem for p in FOLDER.glob("*.txt"))
    args.paths = [str(FOLDER / f"{name}.txt") for name in names]
    return _serve(args) if args.serve else read.run(args)


def _serve(args: argparse.Namespace) -> int:
    """The workbench on a database of the reports that lasts as long as it is served."""
    import contextlib
    import tempfile

    import marsad
    from marsad.cli.serve import end_on_signal, serve
    from marsad.settings import int_setting

    end_on_signal()
    with tempfile.TemporaryDirectory(prefix="marsad-demo-") as folder, contextlib.ExitStack() as stack:
        database = stack.enter_context(marsad.open(pathlib.Path(folder) / "demo.db"))
        counts = database.ingest(*args.paths)
        database.compare()
        woven = database.weave()
        print(f"{counts.new} reports read; {woven.written} happenings and utterances woven of them.")
        return serve(database, host="127.0.0.1", port=int_setting("port") if args.port is None else args.port)
