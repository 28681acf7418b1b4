"""Mentions, speakers and addressees to entities: one linked record.

Names are clustered by group, id, spelling and short form (`clusters`), roles by what they can only mean (`roles`),
speakers by source, pronoun and who went on (`speakers`). An authority that vouches for one statement vouches for what
the same speaker goes on to say.
"""

from __future__ import annotations

from bisect import bisect_left

import msgspec

from marsad.document import Channel, Mention, Report, Span, Statement
from marsad.link.clusters import Clusters, capitals_as_governments, join_appositions, join_groups, join_names
from marsad.link.describe import describe, outlet_entity
from marsad.link.designated import join_designated
from marsad.link.general_bodies import of_their_state
from marsad.link.holders import assign, in_context, name_known, part, strangers
from marsad.link.roles import join_roles
from marsad.link.services import join_services
from marsad.link.short_states import name_short_states
from marsad.link.speakers import Speakers


def link(report: Report) -> Report:
    """Assigns ``entities`` and the entity of every mention, speaker and addressee."""
    report = of_their_state(part(report))
    clusters = Clusters(report)
    name_known(clusters)
    name_short_states(clusters)
    join_designated(clusters)
    capitals_as_governments(clusters)
    join_groups(clusters)
    join_appositions(clusters, strangers)
    assign(clusters)
    join_names(clusters)
    join_roles(clusters)
    join_services(clusters)
    in_context(clusters)
    speakers = Speakers(report, clusters)
    speakers.resolve()
    ids: dict[int | str, str] = {}

    def identity(key: int | str | None) -> str | None:
        return None if key is None else ids.setdefault(key, f"e{len(ids) + 1}")

    mentions = []
    members: dict[int, list[Mention]] = {}
    for k, m in enumerate(report.mentions):
        cluster = clusters.find(k)
        mentions.append(msgspec.structs.replace(m, entity=identity(cluster)))
        members.setdefault(cluster, []).append(m)
    statements = []
    for s in _between(_inherit(report.statements, speakers), speakers):
        addressees = []
        for span in s.addressee_spans:
            k2 = speakers.at(span)
            entity = identity(clusters.find(k2) if k2 is not None else speakers.unknown(span))
            if entity is not None and entity not in addressees:
                addressees.append(entity)
        if not addressees:
            told = identity(_told_by_pronoun(report, s, speakers))
            addressees += [told] if told is not None else []
        statements.append(
            msgspec.structs.replace(s, speaker=identity(speakers.speaker.get(s.id)), addressees=tuple(addressees))
        )
    statements = _met(_channels(_told(statements, members, ids), members, ids))
    entities = [
        describe(
            report, ids[key], speakers.members(key) if isinstance(key, int) else [], _span(key, speakers), ids, clusters
        )
        for key in ids
    ]
    outlet, entities = outlet_entity(report, entities)
    return report.with_(
        mentions=tuple(mentions),
        statements=tuple(statements),
        entities=tuple(entities),
        outlet_entity=outlet,
    )


_NEAR = 150  # characters between a pronoun and whom it names


def _told_by_pronoun(report: Report, s: Statement, speakers: Speakers) -> int | str | None:
    """ "وأبلغه أن", "نقلا عن": who was told where only a pronoun, or nothing, names him."""
    who, above = speakers.speaker.get(s.id), speakers.speaker.get(s.parent or "")
    if s.parent is not None and s.lemma is not None and s.lemma.startswith("نقلا"):
        return above if above != who else None
    if not s.told_pronoun or s.cue is None or s.why is None or not s.why.rule.startswith(("past", "pres")):
        return None
    if s.parent is not None and above != who:
        return above
    feminine, many = report.slice(s.cue).endswith("ها"), report.slice(s.cue).endswith("هم")
    for k in range(bisect_left(speakers.starts, s.cue.start) - 1, -1, -1):
        m = report.mentions[k]
        if m.span.end < s.cue.start - _NEAR or "\n" in report.text[m.span.end : s.cue.start]:
            return None
        if m.kind == "pronoun" or m.type not in ("PER", "ORG", "ANON") or speakers.clusters.find(k) == who:
            continue
        if (m.number == "p") == many and (many or m.gender is None or (m.gender == "f") == feminine):
            return speakers.clusters.find(k)
    return None


def _met(statements: list[Statement]) -> list[Statement]:
    """What is said in a talk of two is said to whom the talk was with."""
    last: dict[tuple[str | None, Channel], tuple[str, ...]] = {}
    out = []
    for s in statements:
        if s.channel in ("phone", "meeting"):
            key = (s.speaker, s.channel)
            if s.addressees:
                last[key] = s.addressees
            elif key in last and s.speaker not in last[key]:
                s = msgspec.structs.replace(s, addressees=last[key])
        out.append(s)
    return out


_OCCASIONS: frozenset[Channel] = frozenset({"phone", "meeting", "interview", "press_conference", "speech", "statement"})


def _told(statements: list[Statement], members: dict[int, list[Mention]], ids: dict[int | str, str]) -> list[Statement]:
    """Who talks to an outlet goes on talking to it, until he is told to talk elsewhere."""
    outlets = {ids[c] for c, ms in members.items() if any(m.type == "MEDIA" for m in ms)}
    last: dict[tuple[str | None, str | None], tuple[str, ...]] = {}
    out = []
    for s in statements:
        key = (s.speaker, s.parent)
        if s.addressees and all(a in outlets for a in s.addressees):
            last[key] = s.addressees
        elif not s.addressees and key in last and s.channel not in ("statement", "post", "press_conference", "speech"):
            s = msgspec.structs.replace(s, addressees=last[key])
        out.append(s)
    return out


_LEAD = 3  # statements that headline and lead may hold


def _channels(
    statements: list[Statement], members: dict[int, list[Mention]], ids: dict[int | str, str]
) -> list[Statement]:
    """One report tells of one occasion: a channel said once of a speaker holds for all that he says at that level.

    What an outlet says, it says as media.
    """
    outlets = {ids[c] for c, ms in members.items() if any(m.type == "MEDIA" for m in ms)}
    said: dict[str | None, set[Channel]] = {}
    for s in statements:
        if s.channel in _OCCASIONS and s.channel is not None:
            said.setdefault(s.speaker, set()).add(s.channel)
    out = []
    seen: set[str | None] = set()
    for n, s in enumerate(statements):
        channel = s.channel
        if channel is not None:
            seen.add(s.speaker)
        if s.speaker in outlets and channel is None:
            channel = "media"
        elif channel is None and s.speaker is not None and len(said.get(s.speaker, ())) == 1:
            only = next(iter(said[s.speaker]))
            # a talk of two is told when it is told; what is said to the press is told in headline and lead already
            if s.speaker in seen or (only not in ("phone", "meeting", "interview") and n < _LEAD):
                channel = only
        out.append(s if channel == s.channel else msgspec.structs.replace(s, channel=channel))
    return out


def _span(key: int | str, speakers: Speakers) -> Span | None:
    return speakers.new_spans.get(key) if isinstance(key, str) else None


def _inherit(statements: tuple[Statement, ...], speakers: Speakers) -> list[Statement]:
    """ "وأضاف بلينكن" after "وقال بلينكن بحسب المصدر" stands on the same word."""
    out: list[Statement] = []
    last: Statement | None = None
    for s in statements:
        if _is_authority(s):
            out.append(s)
            continue
        parent = speakers.by_id.get(s.parent or "")
        if last is not None and parent is None and last.parent is not None:
            who = speakers.speaker.get(s.id)
            above = speakers.by_id[last.parent]
            if (
                who is not None
                and who == speakers.speaker.get(last.id)
                and who != speakers.speaker.get(above.id)
                and not _inside(s, above)
            ):
                s = msgspec.structs.replace(s, parent=last.parent)
        if parent is None or _vouches(parent, speakers):
            last = s
        out.append(s)
    return out


def _between(statements: list[Statement], speakers: Speakers) -> list[Statement]:
    """A sentence of somebody whom an authority told of, between two of that authority, is told by it as well."""
    tops = [k for k, s in enumerate(statements) if s.parent is None]
    out = list(statements)
    for n in range(1, len(tops) - 1):
        k = tops[n]
        before, after = statements[tops[n - 1]], statements[tops[n + 1]]
        who, authority = speakers.speaker.get(statements[k].id), speakers.speaker.get(before.id)
        if authority is None or who == authority or speakers.speaker.get(after.id) != authority:
            continue
        told = [
            s for s in statements[tops[n - 1] + 1 : k] if speakers.speaker.get(s.id) == who and s.parent is not None
        ]
        if told and _is_unnamed(authority, speakers):
            out[k] = msgspec.structs.replace(statements[k], parent=told[-1].parent)
    return out


def _is_unnamed(who: int | str, speakers: Speakers) -> bool:
    if isinstance(who, str):
        return True
    return any(speakers.report.mentions[k].type in ("MEDIA", "ANON") for k in speakers.members(who))


def _inside(s: Statement, outer: Statement) -> bool:
    return outer.content.start <= s.content.start < outer.content.end


def _is_authority(s: Statement) -> bool:
    return s.why is not None and s.why.rule == "attribution"


def _vouches(s: Statement, speakers: Speakers) -> bool:
    """Whether a statement is one of the report's own level that passes on the word of others."""
    if s.parent is not None:
        return False
    if _is_authority(s) or (s.why is not None and s.why.rule.endswith("relay")):
        return True
    who = speakers.speaker.get(s.id)
    return who is not None and _is_unnamed(who, speakers)
