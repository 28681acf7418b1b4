"""Who takes part in an event: every candidate of the report is weighed by what speaks for and against it.

The clause names participants (arguments), leaves them to be understood (pronouns, dropped subjects, verbal nouns), or
says nothing, because the report has told of the happening before. Each candidate entity has features: how its own
clause has it, what it is in other words for the happening, whom the clause and the sentence are about, who speaks, what
kind of entity it is. Their weights (`arabic/event_roles.yaml`) are those of a logistic regression, fitted on annotated
reports by ``tools/event_weights.py``; salience by weighed factors after Lappin and Leass (1994).
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping
from typing import Final, Literal, NamedTuple

import msgspec

from marsad.document import Entity, Event, Mention, Report
from marsad.lexicon import events as lexicon
from marsad.lexicon import function_words
from marsad.lexicon.event_weights import Weights

Role = Literal["actor", "recipient"]
ROLES: Final[tuple[Role, Role]] = ("actor", "recipient")
CLASSES: Final = {
    "ASSAULT": "force", "COERCE": "force",
    "CONSULT": "talk", "AGREE": "talk", "COOPERATE": "talk",
    "AID": "matter", "RETREAT": "matter", "SANCTION": "matter", "MOBILIZE": "matter", "PROTEST": "matter",
    "REQUEST": "act", "ACCUSE": "act", "REJECT": "act", "THREATEN": "act", "SUPPORT": "act", "CONCEDE": "act",
}  # fmt: skip
_PARTICLES: Final = frozenset(
    "أن إن بأن وأن أنه أنها أنهم إنه إنها إنهم بأنه بأنها حيث فيما بينما الذي التي الذين".split()
)
SOFT: Final = ("topic", "body")
_SENTENCES: Final = 1  # sentences before that of the trigger whose mentions are candidates


class Known(NamedTuple):
    """What resolving the arguments of one event gave: entity, role, and how ("mention", "pronoun", "topic" ...)."""

    entity: str
    role: Role
    how: str


class Context:
    """A report with look-ups by event and entity."""

    def __init__(
        self,
        report: Report,
        events: list[Event],
        known: list[list[Known]],
        entities: Mapping[str, Entity],
        agrees: Callable[[str, str], bool],
    ) -> None:
        self.agrees = agrees
        self.report, self.events, self.known, self.entities = report, events, known, entities
        self.frames = lexicon.load().frames
        firsts = [s.first for s in report.sentences]
        self.place = [bisect_right(firsts, e.token) - 1 for e in events]
        self.statements = {s.id: s for s in report.statements}
        starts = [t.start for t in report.tokens]
        self.by_sentence: dict[int, list[Mention]] = {}
        self.count: dict[str, int] = {}
        self.prepositions = function_words.load().prepositions
        for m in report.mentions:
            if m.entity is None or m.kind == "pronoun":
                continue
            sentence = bisect_right(firsts, bisect_right(starts, m.span.start) - 1) - 1
            self.by_sentence.setdefault(sentence, []).append(m)
            self.count[m.entity] = self.count.get(m.entity, 0) + 1
        self.most = max(self.count.values(), default=1)
        self.head = {m.entity for m in self.by_sentence.get(0, ()) if m.entity is not None}
        self.kin: dict[str, list[int]] = {}
        for k, e in enumerate(events):
            self.kin.setdefault(e.type, []).append(k)
        self.sure: list[dict[Role, tuple[str, ...]]] = [
            {
                role: tuple(dict.fromkeys(n.entity for n in held if n.role == role and n.how not in SOFT))
                for role in ROLES
            }
            for held in known
        ]
        self.governs = {m.span: self._governed(m) for ms in self.by_sentence.values() for m in ms}

    def _governed(self, m: Mention) -> str:
        """The preposition before a mention, attached or free."""
        text, start = self.report.text, m.span.start
        if (
            start
            and text[start - 1] in "بلك"
            and (start < 2 or not text[start - 2].isalpha() or text[start - 2] == "و")
        ):
            return text[start - 1]
        words = text[max(0, start - 12) : start].split()
        return words[-1] if words and words[-1] in self.prepositions else ""

    def candidates(self, k: int) -> list[str]:
        """Entities that may take part in event `k`, in a fixed order."""
        out: dict[str, None] = {n.entity: None for n in self.known[k]}
        for s in range(self.place[k] - _SENTENCES, self.place[k] + 1):
            for m in self.by_sentence.get(s, ()):
                if m.entity is not None:
                    out[m.entity] = None
        for j in self.kin[self.events[k].type]:
            for role in ROLES:
                for i in self.sure[j][role]:
                    out[i] = None
        for j in range(max(0, k - 4), k):
            if self.place[j] == self.place[k]:
                out.update(dict.fromkeys((*self.sure[j]["actor"], *self.sure[j]["recipient"])))
        holder = self.statements.get(self.events[k].in_ or "")
        if holder is not None and holder.speaker is not None:
            out[holder.speaker] = None
        return [i for i in out if i in self.entities]

    def features(self, k: int, entity: str, role: Role) -> list[str]:
        """What speaks for and against `entity` as `role` of event `k`, by name."""
        event, known = self.events[k], self.known[k]
        group = CLASSES[event.type]
        frame = self.frames[event.frame] if event.frame >= 0 else None
        rule = event.why.rule.split(":")[0] if event.why is not None else ""
        nominal = "n" if rule in ("noun", "masdar") else "v"
        other: Role = "recipient" if role == "actor" else "actor"
        out = ["bias", f"bias|{nominal}"]
        own = [n for n in known if n.entity == entity and n.role == role and n.how != "body"]
        out += [f"own:{n.how}" for n in own]
        if any(n.entity == entity and n.role == other and n.how not in SOFT for n in known):
            out.append("own-other")
        for a in event.arguments:
            if a.how == "pronoun" and a.role == role and len(a.agreement or "") >= 2:
                out.append("agrees" if self.agrees(entity, a.agreement or "") else "disagrees")
                break
        filled = any(n.role == role and n.entity != entity and n.how not in (*SOFT, "pronoun") for n in known)
        if not own:
            out.append("filled" if filled else "open")
        if frame is not None and frame.symmetric:
            out.append("symmetric")
            if not own:
                out.append(f"symmetric-{sum(n.role == 'actor' for n in known)}")
        if frame is not None and role == "actor" and not frame.actor:
            out.append("victim-frame")
        kind = self._kind(entity)
        out.append(f"kind:{kind}|{group}")
        if not own and not filled:
            out.append(f"open-kind:{kind}|{group}")
        if filled and not own:
            return out  # the clause says who it was
        if role == "actor" and any(n.entity == entity and n.how == "body" for n in known):
            out.append(f"body|{group}")
        out += self._kin(k, entity, role, other, group)
        out += self._about(k, entity, role, group, bool(own))
        return out

    def chance(self, k: int, entity: str, role: Role, table: Weights) -> float:
        """How likely it is that `entity` has the role, 0 to 1."""
        score = sum(table.weights.get(f, 0.0) for f in self.features(k, entity, role))
        return 1 / (1 + math.exp(-max(-30.0, min(30.0, score))))

    def _kind(self, entity: str) -> str:
        e = self.entities[entity]
        if e.type == "LOC":
            return "state" if e.kb is not None and e.kb == e.country else "place"
        if e.sector in ("MIL", "REB", "COP", "PRM"):
            return "armed"
        if e.type == "ANON":
            return f"anon-{e.class_}"
        if e.sector == "CVL" and e.type == "ORG":
            return "people"
        return e.type

    def _kin(self, k: int, entity: str, role: Role, other: Role, group: str) -> list[str]:
        """What the entity is in other events of the type: in the sentence, before, in all of the report."""
        out = []
        event = self.events[k]
        others = [j for j in self.kin[event.type] if j != k]
        here = [j for j in others if self.place[j] == self.place[k]]
        for name, which in (("same", role), ("cross", other)):
            if any(entity in self.sure[j][which] for j in here):
                out.append(f"here-{name}")
        if any(n.entity == entity and n.role == role and n.how == "topic" for j in here for n in self.known[j]):
            out.append("here-topic")
        if here and any(self.sure[j][role] for j in here) and not any(entity in self.sure[j][role] for j in here):
            out.append("here-somebody")
        lemma = self._lemma(event)
        before = [j for j in others if j < k and self.place[j] != self.place[k] and self.sure[j][role]]
        if before:
            j = before[-1]
            tag = "lemma" if self._lemma(self.events[j]) == lemma else "type"
            if entity in self.sure[j][role]:
                out.append(f"last-{tag}")
            else:
                out.append("last-somebody")
            if entity in self.sure[j][other]:
                out.append("last-cross")
        else:
            after = [j for j in others if j > k and self.sure[j][role]]
            if after:
                out.append("next" if entity in self.sure[after[0]][role] else "next-somebody")
        told = [j for j in others if self.sure[j][role]]
        if told:
            share = sum(entity in self.sure[j][role] for j in told) / len(told)
            if share:
                out.append(f"share-{'most' if share >= 0.5 else 'some'}")
        turned = [j for j in others if self.sure[j][other]]
        if turned:
            share = sum(entity in self.sure[j][other] for j in turned) / len(turned)
            if share:
                out.append(f"turned-{'most' if share >= 0.5 else 'some'}")
        return out

    def _lemma(self, event: Event) -> str:
        return self.frames[event.frame].lemma if event.frame >= 0 else ""

    def _about(self, k: int, entity: str, role: Role, group: str, own: bool) -> list[str]:
        """Where the entity stands about the trigger: sentence, clause, other acts, speech."""
        out = []
        event = self.events[k]
        at, end = event.trigger
        near = [
            j for j in range(max(0, k - 4), k) if self.place[j] == self.place[k] and self.events[j].type != event.type
        ]
        if near:
            j = near[-1]
            kind = self.events[j].type
            if entity in self.sure[j]["actor"]:
                out += [f"by-actor|{CLASSES[kind]}", f"by-actor|{kind}"]
            if entity in self.sure[j]["recipient"]:
                out += [f"by-recipient|{CLASSES[kind]}", f"by-recipient|{kind}"]
        holder = self.statements.get(event.in_ or "")
        if holder is not None:
            if holder.speaker == entity:
                out += ["speaker", f"speaker|{holder.force}"]
            elif holder.speaker is not None and holder.speaker in self.entities:
                speaker = self.entities[holder.speaker]
                e = self.entities[entity]
                if e.type == "LOC" and e.country is not None and e.country == speaker.country and e.kb == e.country:
                    out.append("speaker-country")
            if entity in holder.addressees:
                out.append(f"addressee|{holder.force}")
        if own:
            return out
        mentions = [m for m in self.by_sentence.get(self.place[k], ()) if m.entity == entity]
        before = [m for m in mentions if m.span.end <= at]
        after = [m for m in mentions if m.span.start >= end]
        if before:
            m = before[-1]
            gap = self.report.text[m.span.end : at]
            out.append(f"before:{'next' if len(gap) < 3 else 'near' if len(gap) < 30 else 'far'}")
            cut = self._cut(m.span.end, at)
            out.append(f"clause:{cut}")
            if (
                not cut
                and not self.governs[m.span]
                and all(
                    self.governs[x.span] or x.entity == entity or self._cut(x.span.end, at) for x in self._earlier(k, m)
                )
            ):
                out.append(f"clause-subject|{group}")
            out.append(f"before:{'free' if not self.governs[m.span] else 'governed'}")
            if all(self.governs.get(x.span) or x.entity == entity for x in self._earlier(k, m)):
                out.append("subject")
        if after:
            m = after[0]
            gap = self.report.text[end : m.span.start]
            far = "next" if len(gap) < 3 else "near" if len(gap) < 25 else "far"
            clause = "" if not any(c in gap for c in "،,:؛") else "-past-comma"
            out.append(f"after:{far}{clause}")
            out.append(f"after:{self.governs[m.span]}{clause}")
        if not mentions and any(m.entity == entity for m in self.by_sentence.get(self.place[k] - 1, ())):
            out.append("sentence-before")
        elif not mentions:
            out.append("elsewhere")
        if entity in self.head:
            out.append("headline")
        if self.count.get(entity, 0) >= 0.6 * self.most:
            out.append("frequent")
        return out

    def _cut(self, start: int, end: int) -> str:
        """What parts a mention from the trigger: nothing, a comma, a clause particle."""
        text = self.report.text[start:end]
        if any(w in _PARTICLES for w in text.split()):
            return "particle"
        return "comma" if any(c in text for c in "،,:؛") else ""

    def _earlier(self, k: int, m: Mention) -> Iterable[Mention]:
        return [x for x in self.by_sentence.get(self.place[k], ()) if x.span.end <= m.span.start]


def assign(
    report: Report,
    events: list[Event],
    known: list[list[Known]],
    entities: Mapping[str, Entity],
    tables: Mapping[Role, Weights],
    agrees: Callable[[str, str], bool],
) -> list[Event]:
    """The events with their actors and recipients; a speech act keeps its speaker."""
    context = Context(report, events, known, entities, agrees)
    out = []
    for k, event in enumerate(events):
        speakers = [n.entity for n in known[k] if n.how == "speaker"]
        scored: list[tuple[float, str, Role]] = []
        for role in ROLES:
            table = tables[role]
            if speakers and role == "actor":
                continue
            ranked = sorted(
                ((context.chance(k, entity, role, table), entity) for entity in context.candidates(k)),
                key=lambda pair: -pair[0],
            )
            for n, (chance, entity) in enumerate(ranked):
                if chance >= (table.more if n else table.least):
                    scored.append((chance, entity, role))
        chosen: dict[Role, list[str]] = {"actor": list(speakers), "recipient": []}
        taken: set[str] = set(speakers)
        for _, entity, role in sorted(scored, key=lambda s: -s[0]):
            if entity not in taken:
                taken.add(entity)
                chosen[role].append(entity)
        out.append(msgspec.structs.replace(event, actors=tuple(chosen["actor"]), recipients=tuple(chosen["recipient"])))
    return out
