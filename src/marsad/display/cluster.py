"""A happening as HTML: how many tell it, where they differ, where what they tell begins, how far it may be believed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from marsad.display.markup import block, clean, page, run, table
from marsad.lexicon import knowledge

VALUES: Final = 20  # values of one slot
REPORTS: Final = 12  # reports named beside one value or origin
MEMBERS: Final = 100


def cluster_html(cluster: Mapping[str, Any]) -> str:
    """The HTML of one cluster of the weave."""
    counts, grade = cluster["counts"], cluster["grade"]
    told = f"{counts['reports']} reports, {counts['outlets']} outlets, {counts['origins']} origins"
    when = " · ".join(run(called(v)) for v in (cluster["status"], cluster["date"], cluster["place"]) if v)
    sides = [" ، ".join(run(called(a)) for a in cluster[side][:REPORTS]) for side in ("actors", "recipients")]
    more = len(cluster["members"]) - MEMBERS
    return page(
        [
            f"<h4>{run(cluster['type'] or cluster['kind'], 'tag')} {when}</h4>",
            f"<p>{' → '.join(side for side in sides if side)}</p>",
            f'<p class="meta">{clean(cluster["id"])} · {clean(told)}</p>',
            f"<p>{run(grade['credibility'], 'tag')} {run(grade['words']['en'])} {run(grade['words']['ar'])}</p>",
            table(("slot", "accounts", "values"), (_slot(s) for s in cluster["slots"])),
            table(
                ("origin", "where it begins", "reports"),
                ((run(o["kind"], "tag"), run(_label(o)), _reports(o["members"])) for o in cluster["origins"]),
            ),
            block("told by: " + ", ".join(f"{m['report']}#{m['id']}" for m in cluster["members"][:MEMBERS]), "dim"),
            f'<p class="dim">and {more:,} more</p>' if more > 0 else "",
        ]
    )


def called(value: object) -> str:
    """What somebody is called whom the weave names by id or key; any other value as it is."""
    text = str(value)
    entry = knowledge.by_id(text)
    if entry is not None:
        return entry.ar[0] if entry.ar else entry.en or text
    kind, colon, name = text.partition(":")
    return name if colon and kind in _KINDS and name else text


_KINDS: Final = frozenset({"PER", "ORG", "LOC", "MEDIA", "ANON"})


def _label(origin: Mapping[str, Any]) -> str:
    return str(origin["label"]["ar"] or origin["label"]["en"] or "?")


def _slot(slot: Mapping[str, Any]) -> tuple[str, str, str]:
    verdict = slot["verdict"]
    kind = f"tag {verdict}" if verdict in ("differ", "updated") else "tag"
    values = "".join(f"<p>{run(called(v['value']))} {_reports(v['members'])}</p>" for v in slot["values"][:VALUES])
    return clean(slot["slot"]), run(verdict, kind), values


def _reports(members: Sequence[Mapping[str, Any]]) -> str:
    named = list(dict.fromkeys(m["report"] for m in members))
    more = f" +{len(named) - REPORTS}" if len(named) > REPORTS else ""
    return f'<span class="dim">{", ".join(run(r) for r in named[:REPORTS])}{more}</span>'
