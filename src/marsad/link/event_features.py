"""Who takes part in an event: every candidate of the report is weighed by what speaks for and against it.

The clause names participants (arguments), leaves them to be understood (pronouns, dropped subjects, verbal nouns), or
says nothing, because the report has told of the happening before. Each candidate entity has features: how its own
clause has it, what it is in other words for the happening, whom the clause and the sentence are about, who speaks, what
kind of entity it is. `event_roles` weighs them; salience by weighed factors after Lappin and Leass (1994).
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Mapping
from typing import Final, Literal, NamedTuple

from marsad.document import Entity, Event, Mention, Report, Statement
from marsad.lexicon import event_circumstances, event_participants, function_words
from marsad.lexicon import events as lexicon
from marsad.link.event_absent import absent
from marsad.link.event_foes import Bout, Foes
from marsad.link.event_kinds import Side, crowd_of, kind_of, possessed
from marsad.link.event_links import first_from, has_article, is_noun, last_before
from marsad.link.event_members import enclosing, part_of_others

Role = Literal["actor", "recipient"]
ROLES: Final[tuple[Role, Role]] = ("actor", "recipient")
CLASSES: Final = {
    "ASSAULT": "force", "COERCE": "force",
    "CONSULT": "talk", "AGREE": "talk", "COOPERATE": "talk",
    "AID": "matter", "RETREAT": "matter", "SANCTION": "matter", "MOBILIZE": "matter", "PROTEST": "matter",
    "REQUEST": "act", "ACCUSE": "act", "REJECT": "act", "THREATEN": "act", "SUPPORT": "act", "CONCEDE": "act",
}  # fmt: skip
_CUT: Final = "أن إن بأن وأن أنه أنها أنهم إنه إنها إنهم بأنه بأنها حيث فيما بينما الذي التي الذين".replace(" ", "|")
_CUTS: Final = re.compile(rf"(?<!\S)(?:{_CUT})(?!\S)")
_COMMAS: Final = re.compile("[،,:؛]")
_NAMED: Final = frozenset({"mention", "country", "group"})
SOFT: Final = ("topic", "body", "same")
LOOSE: Final = (*SOFT, "pronoun", "his")  # beside whom others are candidates
_IN: Final = frozenset({"في", "داخل", "شمال", "جنوب", "شرق", "غرب", "وسط"})
_DURING: Final = frozenset("خلال أثناء عقب بعد قبل قبيل غداة هامش ختام بمناسبة في".split())
_UNARMED: Final = ("CVL", "MED")
_KIN: Final = 24  # events of the type before and behind that are looked at
_HEAD: Final = 3  # characters of a content before the act that is declared: "أعلن الجيش [تدمير]"
_SENTENCES: Final = 1  # sentences before that of the trigger whose mentions are candidates


class Known(NamedTuple):
    """What resolving the arguments of one event gave: entity, role, and how ("mention", "pronoun", "topic" ...)."""

    entity: str
    role: Role
    how: str


class View(NamedTuple):
    """What is the same for all candidates of an event."""

    sides: dict[Role, Side]
    near: int  # the nearest event of another type before it in the sentence
    holder: Statement | None
    positions: dict[str, list[str]]
    before: frozenset[str | None]
    definite: bool  # the trigger takes its happening up: القصف
    bouts: dict[Role, Bout]


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
        self.kinds: dict[str, str] = {}
        self.crowds: dict[str, str] = {}
        self.report, self.events, self.known, self.entities = report, events, known, entities
        firsts = [s.first for s in report.sentences]
        self.place = [bisect_right(firsts, e.token) - 1 for e in events]
        self.statements = {s.id: s for s in report.statements}
        starts = [t.start for t in report.tokens]
        self.cuts = [found.start() for found in _CUTS.finditer(report.text)]
        self.commas = [found.start() for found in _COMMAS.finditer(report.text)]
        self.by_sentence: dict[int, list[Mention]] = {}
        self.around = enclosing(report)
        self.parts: set[Mention] = set()  # no actors: some of those named before ("بينهم القيادي فلان"), where it was
        self.count: dict[str, int] = {}
        self.prepositions = function_words.load().prepositions
        witnesses = event_circumstances.load().witnesses
        for m in report.mentions:
            if m.entity is None or m.kind == "pronoun":
                continue
            first = bisect_right(starts, m.span.start) - 1
            if part_of_others(report, first):
                if m.kind == "role":
                    continue
                self.parts.add(m)
            elif m.type == "LOC" and first and report.tokens[first - 1].word.folded.startswith(witnesses):
                self.parts.add(m)  # "معركة شهدتها ليبيا"
            sentence = bisect_right(firsts, first) - 1
            self.by_sentence.setdefault(sentence, []).append(m)
            self.count[m.entity] = self.count.get(m.entity, 0) + 1
        gone = absent(report)
        self.absent = {p: {m.entity for m in ms if m.span in gone} for p, ms in self.by_sentence.items()}
        self.most = max(self.count.values(), default=1)
        self.head = {m.entity for m in self.by_sentence.get(0, ()) if m.entity is not None}
        self.tellers: dict[int, list[Statement]] = {}
        for held in report.statements:
            if held.cue is not None and held.speaker is not None:
                where = bisect_right(firsts, bisect_right(starts, held.cue.start) - 1) - 1
                self.tellers.setdefault(where, []).append(held)
        self.kin: dict[str, list[int]] = {}
        for k, e in enumerate(events):
            self.kin.setdefault(e.type, []).append(k)
        self.sure: list[dict[Role, tuple[str, ...]]] = [
            {
                role: tuple(dict.fromkeys(n.entity for n in held if n.role == role and n.how not in _soft(role, e)))
                for role in ROLES
            }
            for held, e in zip(known, events, strict=True)
        ]
        self.acts: dict[str, dict[tuple[str, str], int]] = {}
        self.doers: dict[tuple[str, Role], dict[str, int]] = {(c, r): {} for c in set(CLASSES.values()) for r in ROLES}
        self.told: dict[tuple[str, Role], int] = dict.fromkeys(self.doers, 0)
        for k, e in enumerate(events):
            group, sure = CLASSES[e.type], self.sure[k]
            acts = self.acts.setdefault(group, {})
            for a in sure["actor"]:
                for b in sure["recipient"]:
                    acts[a, b] = acts.get((a, b), 0) + 1
            for role in ROLES:
                self.told[group, role] += bool(sure[role])
                doers = self.doers[group, role]
                for i in sure[role]:
                    doers[i] = doers.get(i, 0) + 1
        self.leads: dict[tuple[str, Role], frozenset[str]] = {key: frozenset() for key in self.doers}
        for k in range(len(events) - 1, -1, -1):
            for role in ROLES:
                if self.sure[k][role]:
                    self.leads[CLASSES[events[k].type], role] = frozenset(self.sure[k][role])
        self.foes = Foes(report, entities, self.acts.get("force", {}))
        self.governs = {m.span: self._governed(m) for ms in self.by_sentence.values() for m in ms}
        self.located = {p: {m.entity for m in ms if self.governs[m.span] in _IN} for p, ms in self.by_sentence.items()}

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

    def view(self, k: int) -> View:
        """What is the same for all candidates of event `k`, worked out once."""
        event, place = self.events[k], self.place[k]
        kin = self.kin[event.type]
        at = bisect_left(kin, k)
        others = [j for j in kin[max(0, at - _KIN) : at + _KIN] if j != k]
        here = [j for j in others if self.place[j] == place]
        lemma = self._lemma(event)
        sides: dict[Role, Side] = {}
        for role in ROLES:
            told = [j for j in others if self.sure[j][role]]
            before = [j for j in told if j < k and self.place[j] != place]
            after = [j for j in told if j > k] if not before else []
            last = before[-1] if before else -1
            shares: dict[str, int] = {}
            for j in told:
                for i in self.sure[j][role]:
                    shares[i] = shares.get(i, 0) + 1
            sides[role] = Side(
                here=frozenset(i for j in here for i in self.sure[j][role]),
                topics=frozenset(n.entity for j in here for n in self.known[j] if n.role == role and n.how == "topic"),
                last=frozenset(self.sure[last][role]) if before else frozenset(),
                last_other=frozenset(self.sure[last][_other(role)]) if before else frozenset(),
                tag="" if not before else "lemma" if self._lemma(self.events[last]) == lemma else "type",
                after=frozenset(self.sure[after[0]][role]) if after else frozenset(),
                told=len(told),
                shares=shares,
                head=frozenset(i for j in told if self.place[j] == 0 for i in self.sure[j][role]),
                first=frozenset(self.sure[told[0]][role]) if told else frozenset(),
                alike=frozenset(i for j in told if self._lemma(self.events[j]) == lemma for i in self.sure[j][role]),
            )
        near = next(
            (
                j
                for j in range(k - 1, max(-1, k - 5), -1)
                if self.place[j] == place and self.events[j].type != event.type
            ),
            -1,
        )
        return View(
            sides,
            near,
            self.statements.get(event.in_ or ""),
            self._positions(k),
            frozenset(m.entity for m in self.by_sentence.get(place - 1, ())),
            is_noun(event) and has_article(self.report, event),
            self._bouts(k),
        )

    def _bouts(self, k: int) -> dict[Role, Bout]:
        """Whom the candidates for the roles of event `k` are held against."""
        event, sure = self.events[k], self.sure[k]
        here = [m for m in self.by_sentence.get(self.place[k], ()) if m.entity in self.entities]
        at = event.trigger.end
        places = [m for m in here if self.entities[m.entity or ""].type == "LOC" and self.entities[m.entity or ""].kb]
        # the first place behind the trigger, else the last before it
        near = min(places, key=lambda m: (m.span.start < at, abs(m.span.start - at)), default=None)
        holders = self.foes.holders(near.entity or "") if near is not None else ()
        around = tuple(dict.fromkeys(m.entity or "" for m in here))
        own = CLASSES[event.type] == "force" and bool(sure["actor"] and sure["recipient"])
        land = self.entities[near.entity or ""].country if near is not None else None
        ground = event.type == "ASSAULT" and self._lemma(event) in event_participants.load().ground
        return {
            role: Bout(
                self.foes.siding(sure[_other(role)]),
                around,
                holders,
                own,
                land,
                bool(sure[_other(role)]) and all(self.entities[i].country != land for i in sure[_other(role)]),
                ground,
            )
            for role in ROLES
        }

    def _positions(self, k: int) -> dict[str, list[str]]:
        """Features of where the entities of the sentence stand about the trigger of event `k`."""
        at, end = self.events[k].trigger
        group = CLASSES[self.events[k].type]
        out: dict[str, list[str]] = {}
        free: set[str] = set()  # ungoverned so far
        held = [a.span for a in self.events[k].arguments if a.span is not None]
        particle, comma = last_before(self.cuts, at), last_before(self.commas, at)
        behind = first_from(self.commas, end)
        for m in self.by_sentence.get(self.place[k], ()):
            entity = m.entity or ""
            if any(s.start <= m.span.start and m.span.end <= s.end and s != m.span for s in held):
                out.setdefault(entity, []).append("inside")  # "قتل قائد الفيلق [في الحرس]": its body tells who he is
            if m.span.end <= at:
                gap = at - m.span.end
                governed = self.governs[m.span]
                cut = "particle" if particle >= m.span.end else "comma" if comma >= m.span.end else ""
                found = [
                    f"before:{'next' if gap < 3 else 'near' if gap < 30 else 'far'}",
                    f"clause:{cut}",
                    f"before:{'governed' if governed else 'free'}",
                ]
                if free <= {entity}:
                    found.append("subject")
                    if not cut and not governed:
                        found.append(f"clause-subject|{group}")
                if not governed:
                    free.add(entity)
                out[entity] = [*found, *(f for f in out.get(entity, ()) if f == "inside")]
            elif m.span.start >= end and not any(f.startswith("after") for f in out.get(entity, ())):
                gap = m.span.start - end
                far = "next" if gap < 3 else "near" if gap < 25 else "far"
                clause = "-past-comma" if behind < m.span.start else ""
                out.setdefault(entity, []).extend((f"after:{far}{clause}", f"after:{self.governs[m.span]}{clause}"))
        return out

    def candidates(self, k: int, role: Role) -> list[str]:
        """Entities that may be `role` of event `k`, in a fixed order; where its clause says who it was, only those."""
        known = self.known[k]
        own = [n for n in known if n.role == role and n.how not in LOOSE]
        event = self.events[k]
        frame = lexicon.frame(event.frame)
        alone = role == "actor" and frame is not None and frame.symmetric and len({n.entity for n in own}) == 1
        if own and not alone:
            mine = [n for n in known if n.role == role and n.how != "body"]
            return list(dict.fromkeys(n.entity for n in mine if n.entity in self.entities))
        out: dict[str, None] = {n.entity: None for n in known}
        other = {n.entity for n in known if n.role != role and n.how not in SOFT}
        for s in range(self.place[k] - _SENTENCES, self.place[k] + 1):
            for m in self.by_sentence.get(s, ()):
                if m.entity is None or (role == "actor" and m in self.parts):
                    continue
                if s != self.place[k] or self.around.get(m) not in other:  # "قتل زعيم [الحركة]"
                    out[m.entity] = None
        kin = self.kin[self.events[k].type]
        at = bisect_left(kin, k)
        for j in kin[max(0, at - _KIN) : at + _KIN]:
            for either in ROLES:
                out.update(dict.fromkeys(self.sure[j][either]))
        for j in range(max(0, k - 4), k):
            if self.place[j] == self.place[k]:
                out.update(dict.fromkeys((*self.sure[j]["actor"], *self.sure[j]["recipient"])))
        holder = self.statements.get(self.events[k].in_ or "")
        if holder is not None and holder.speaker is not None:
            out[holder.speaker] = None
        victims = [self.entities[i].sector for i in other if i in self.entities]
        if event.type == "ASSAULT" and role == "actor" and any(sector in _UNARMED for sector in victims):
            tells = {n.entity for n in known if n.how == "body"} - {n.entity for n in own}
            out = {i: None for i in out if i not in tells}  # "أعلن الجيش مقتل خمسة مدنيين": it would not say so
        own_too = {n.entity for n in known}
        if event.type == "CONSULT":
            for gone in self.absent.get(self.place[k], ()):
                out.pop(gone or "", None)
        speaks = role == "recipient" and event.speech is not None
        home = {self.entities[n.entity].country for n in known if speaks and n.role == "actor"} - {None}
        return [i for i in out if i in self.entities and (i in own_too or not self._barred(i, role, event.type, home))]

    def _barred(self, entity: str, role: Role, act: str, home: set[str | None]) -> bool:
        """Whether somebody takes part only where the clause says so: a mere place, "قواته" as who suffers.

        No state protests, and whoever speaks for one (`home`) does not speak to it.
        """
        kind, held = self._kind(entity), self.entities[entity]
        if kind == "state":
            return (act == "PROTEST" and role == "actor") or held.country in home
        return kind == "place" or (role == "recipient" and possessed(held))

    def features(self, k: int, entity: str, role: Role, view: View) -> list[str]:
        """What speaks for and against `entity` as `role` of event `k`, by name."""
        event, known = self.events[k], self.known[k]
        group = CLASSES[event.type]
        frame = lexicon.frame(event.frame)
        form = "n" if is_noun(event) else "v"
        out = ["bias", f"bias|{form}"]
        own = [n.how for n in known if n.entity == entity and n.role == role and n.how != "body"]
        out += [f"own:{how}" for how in own]
        if any(n.entity == entity and n.role != role and n.how not in SOFT for n in known):
            out.append("own-other")
        for a in event.arguments:
            if a.how == "pronoun" and a.role == role and len(a.agreement or "") >= 2:
                out.append("agrees" if self.agrees(entity, a.agreement or "") else "disagrees")
                break
        if not own:
            out.append("open")
        if frame is not None and frame.symmetric:
            aimed = role == "recipient" and any(how in _NAMED for how in own)
            out.append("symmetric-aimed" if aimed else "symmetric")  # "الحرب ضد فلان"
            out += [f"symmetric-own:{how}" for how in own]
            if not own:
                out.append(f"symmetric-{sum(n.role == 'actor' for n in known)}")
        if frame is not None and role == "actor" and not frame.actor:
            out.append("victim-frame")
            if view.holder is not None and view.holder.speaker == entity:
                out.append("victim-speaker")
        kind = self._kind(entity)
        out.append(f"kind:{kind}|{group}")
        crowd = self._crowd(entity)
        if crowd:
            out += [f"crowd:{crowd}", f"crowd:{crowd}|{role}|{group}"]
        if not own:
            out.append(f"open-kind:{kind}|{group}")
        if role == "actor" and any(n.entity == entity and n.how == "body" for n in known):
            out.append(f"body|{group}")
            out.append(f"body|{form}")
            hit = self.sure[k]["recipient"] or tuple(view.sides["recipient"].here)
            if hit:  # an army tells of its strikes on the armed, and of what others did to civilians
                out.append(f"body-on-{'armed' if any(self._kind(i) == 'armed' for i in hit) else 'others'}")
        self._pair(k, entity, role, group, out)
        start = len(out)
        self._kin(entity, role, view, out)
        lead = self.leads[group, role]
        if lead:
            out.append("class-lead" if entity in lead else "class-lead-somebody")
        if entity in self.leads[group, _other(role)]:
            out.append("class-lead-cross")
        if view.definite:
            out += [f"def|{f}" for f in out[start:] if f.startswith(("last", "share"))]
        self._about(k, entity, group, bool(own), view, out)
        return out + self.foes.features(entity, group, view.bouts[role])

    def _kind(self, entity: str) -> str:
        held = self.kinds.get(entity)
        if held is None:
            held = self.kinds[entity] = kind_of(self.entities[entity])
        return held

    def _crowd(self, entity: str) -> str:
        held = self.crowds.get(entity)
        if held is None:
            held = self.crowds[entity] = crowd_of(self.entities[entity])
        return held

    def _pair(self, k: int, entity: str, role: Role, group: str, out: list[str]) -> None:
        """What the entity does to, or suffers from, who has the other role; what it is in acts of the class at all."""
        others = self.sure[k][_other(role)]
        acts = self.acts.get(group, {})
        if others:
            here = {(entity, o) if role == "actor" else (o, entity) for o in others}
            if any(acts.get(p, 0) > self._own(k, p) for p in here):
                out.append("pair")
            if any(acts.get((b, a), 0) for a, b in here):
                out.append("pair-turned")
            mine = self.entities[entity].country
            if mine is not None:
                out.append(
                    f"country-{'same' if any(self.entities[o].country == mine for o in others) else 'other'}|{group}"
                )
        share = self.doers[group, role].get(entity, 0) - (entity in self.sure[k][role])
        total = self.told[group, role] - bool(self.sure[k][role])
        if share > 0:
            out.append(f"class-{'most' if share >= 0.5 * total else 'some'}|{role}")
        turned = self.doers[group, _other(role)].get(entity, 0) - (entity in self.sure[k][_other(role)])
        if turned > 0:
            out.append("class-turned" + ("" if share > 0 else "-only"))

    def _own(self, k: int, pair: tuple[str, str]) -> int:
        sure = self.sure[k]
        return int(pair[0] in sure["actor"] and pair[1] in sure["recipient"])

    def _kin(self, entity: str, role: Role, view: View, out: list[str]) -> None:
        """What the entity is in other events of the type: in the sentence, before, in all of the report."""
        side, turned = view.sides[role], view.sides[_other(role)]
        if entity in side.here:
            out.append("here-same")
        elif side.here:
            out.append("here-somebody")
        if entity in turned.here:
            out.append("here-cross")
        if entity in side.topics:
            out.append("here-topic")
        if side.tag:
            out.append(f"last-{side.tag}" if entity in side.last else "last-somebody")
            if entity in side.last_other:
                out.append("last-cross")
        elif side.after:
            out.append("next" if entity in side.after else "next-somebody")
        for name, held in (("share", side), ("turned", turned)):
            share = held.shares.get(entity, 0)
            if share:
                out.append(f"{name}-{'most' if share >= 0.5 * held.told else 'some'}")
        if side.head:
            out.append("head-role" if entity in side.head else "head-somebody")
        if entity in turned.head:
            out.append("head-cross")
        if side.told:
            if entity in side.first:
                out.append("lead" if len(side.first) < 3 else "lead-many")
            elif entity in turned.first:
                out.append("lead-cross")
            if side.alike:
                out.append("alike" if entity in side.alike else "alike-somebody")

    def _lemma(self, event: Event) -> str:
        frame = lexicon.frame(event.frame)
        return frame.lemma if frame is not None else ""

    def _about(self, k: int, entity: str, group: str, own: bool, view: View, out: list[str]) -> None:
        """Where the entity stands about the trigger: sentence, clause, other acts, speech."""
        if view.near >= 0:
            kind = self.events[view.near].type
            for role in ROLES:
                if entity in self.sure[view.near][role]:
                    out += [f"by-{role}|{CLASSES[kind]}", f"by-{role}|{kind}"]
        holder = view.holder
        if holder is not None:
            if holder.speaker == entity:
                out += ["speaker", f"speaker|{holder.force}"]
                if self.events[k].trigger.start - holder.content.start <= _HEAD:
                    out += ["declares", f"declares|{group}"]
            elif holder.speaker is not None and holder.speaker in self.entities:
                e, country = self.entities[entity], self.entities[holder.speaker].country
                if e.type == "LOC" and country is not None and e.country == country and e.kb == country:
                    out.append("speaker-country")
            if entity in holder.addressees:
                out.append(f"addressee|{holder.force}")
        at = self.events[k].trigger.start
        for told in self.tellers.get(self.place[k], ()):
            if told.speaker == entity and not told.content.start <= at < told.content.end:
                word = self.report.tokens[max(self.events[k].token - 1, 0)].word.letters
                out += [f"teller|{group}", "teller|during" if word in _DURING else "teller|else"]
                break
        if own:
            return
        place = view.positions.get(entity)
        if place is not None:
            out += place
            if self._kind(entity) == "state" and entity in self.located.get(self.place[k], ()):
                out += ["located", f"located|{group}"]  # "مظاهرة في تونس"
        else:
            out.append("sentence-before" if entity in view.before else "elsewhere")
        if entity in self.head:
            out.append("headline")
        if self.count.get(entity, 0) >= 0.6 * self.most:
            out.append("frequent")


def _soft(role: Role, event: Event) -> tuple[str, ...]:
    """What tells nothing of other events: whoever attacks is hit only where his attack is met ("صد هجوما للتنظيم")."""
    return (*SOFT, "event") if role == "recipient" and event.type == "ASSAULT" else SOFT


def _other(role: Role) -> Role:
    return "recipient" if role == "actor" else "actor"
