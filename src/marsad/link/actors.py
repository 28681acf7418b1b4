"""Placeholder while this stage is being built: passes the report on."""

from __future__ import annotations

from marsad.document import Report


def link(report: Report) -> Report:
    return report
