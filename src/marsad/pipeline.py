"""The stages that a report passes through, in order, each with what it requires and what it assigns.

The order is checked when this module is loaded: a stage whose requirement no earlier stage assigns never runs on a
single report. Stage functions are loaded on first use, so that `marsad --help` does not pay for them.
"""

from __future__ import annotations

import importlib
import logging
from collections.abc import Callable, Iterable
from functools import cache
from typing import Final, cast

import msgspec

from marsad.document import Report, Warning
from marsad.errors import MarsadError, message

log = logging.getLogger(__name__)

StageFunction = Callable[[Report], Report]

GIVEN: Final = frozenset(
    {"id", "text", "url", "title", "published", "outlet", "author", "lang", "source", "digest", "own_id", "warnings"}
)
"""The fields of a report that are there before the first stage."""
OURS: Final = frozenset({"bad-lexicon", "bad-setting"})
"""Errors that would come with every report."""


class Stage(msgspec.Struct, frozen=True):
    """A named step from Report to Report. ``path`` is ``module:function``."""

    name: str
    path: str
    requires: tuple[str, ...]
    assigns: tuple[str, ...]
    help: str

    @property
    def function(self) -> StageFunction:
        """The stage's function, loaded on first use."""
        return _load(self.path)


STAGES: Final[tuple[Stage, ...]] = (
    Stage(
        "furniture",
        "marsad.ingest.furniture:set_aside",
        ("text",),
        ("furniture", "author", "outlet"),
        "Finds what is not the report's own reporting: bylines, captions, read-also lines.",
    ),
    Stage(
        "segment",
        "marsad.text.segment:segment",
        ("text",),
        ("tokens", "sentences", "quotations"),
        "Cuts the text into words and sentences and pairs the quotation marks.",
    ),
    Stage(
        "times",
        "marsad.annotate.times:annotate",
        ("tokens", "sentences"),
        ("times",),
        "Finds expressions of time and resolves them against the publication date.",
    ),
    Stage(
        "quantities",
        "marsad.annotate.quantities:annotate",
        ("tokens", "times"),
        ("quantities",),
        "Finds numbers and what they count.",
    ),
    Stage(
        "names",
        "marsad.annotate.names:annotate",
        ("tokens", "sentences", "quotations"),
        ("mentions",),
        "Finds names and roles of people, bodies, places, outlets and unnamed sources.",
    ),
    Stage(
        "statements",
        "marsad.annotate.statements:annotate",
        ("tokens", "quotations", "times", "mentions"),
        ("statements",),
        "Finds who reports what: cue, source, content, and which statement stands inside which.",
    ),
    Stage(
        "events",
        "marsad.annotate.events:annotate",
        ("tokens", "quotations", "times", "quantities", "mentions", "statements"),
        ("events",),
        "Finds words for happenings of PLOVER types and who acts and suffers in their clauses.",
    ),
    Stage(
        "actors",
        "marsad.link.actors:link",
        ("mentions", "statements"),
        ("entities", "mentions", "statements", "outlet_entity"),
        "Joins mentions into entities and gives every statement its speaker and addressees.",
    ),
    Stage(
        "happenings",
        "marsad.link.events:link",
        ("events", "mentions", "entities", "statements"),
        ("events", "entities", "mentions"),
        "Resolves the participants of events to entities.",
    ),
    Stage(
        "circumstances",
        "marsad.link.circumstances:link",
        ("events", "entities", "mentions", "statements", "times", "quantities"),
        ("events",),
        "Says of events whether they happened, when, where, how many, on what condition and until when.",
    ),
)


@cache
def _load(path: str) -> StageFunction:
    module, _, name = path.partition(":")
    return cast(StageFunction, getattr(importlib.import_module(module), name))


def check(stages: Iterable[Stage]) -> list[str]:
    """What is wrong with an order of stages, in words; empty when every requirement is assigned earlier."""
    fields = set(Report.__struct_fields__)
    have = set(GIVEN)
    seen: set[str] = set()
    faults: list[str] = []
    for stage in stages:
        if stage.name in seen:
            faults.append(f"two stages are called {stage.name}")
        seen.add(stage.name)
        faults += [
            f"{stage.name} requires {r}, which no stage before it assigns" for r in stage.requires if r not in have
        ]
        faults += [f"{stage.name} assigns {a}, which is no field of a report" for a in stage.assigns if a not in fields]
        have.update(stage.assigns)
    return faults


def run(report: Report, *, stages: tuple[Stage, ...] = STAGES, strict: bool = False) -> Report:
    """A report with all that the stages add.

    A stage that fails leaves a warning ``stage-failed`` and what it would have added is missing; with `strict` its
    exception is raised instead (for tests). What no report is to blame for, a broken lexicon or a wrong setting, is
    raised in any case. Without a publication date the report carries the warning ``no-date``.
    """
    if report.published is None and all(w.code != "no-date" for w in report.warnings):
        report = warned(report, "no-date")
    for stage in stages:
        try:
            report = stage.function(report)
        except MarsadError as error:
            if strict or error.code in OURS:
                raise
            report = warned(report, "stage-failed", stage.name)
        except Exception:
            if strict:
                raise
            log.debug("stage %s failed on report %s", stage.name, report.id, exc_info=True)
            report = warned(report, "stage-failed", stage.name)
    return report


def warned(report: Report, code: str, detail: str = "") -> Report:
    """The report with one warning more."""
    return report.with_(warnings=(*report.warnings, Warning(code, message(code, detail))))


if _faults := check(STAGES):
    raise ImportError("the stages do not fit together: " + "; ".join(_faults))
