"""Events to the linked record: arguments become entities, groups and nationalities entities of their own."""

from __future__ import annotations

from bisect import bisect_left

import msgspec

from marsad.document import Argument, Entity, Event, Mention, Report, Span, Statement, Why
from marsad.folding import fold
from marsad.lexicon import conflicts, event_weights, function_words, linking
from marsad.lexicon.groups import kind_of
from marsad.lexicon.knowledge import by_id as entry
from marsad.link.event_absent import absent
from marsad.link.event_agreement import agrees, gender, two_states
from marsad.link.event_features import LOOSE, ROLES, SOFT, Known, Role
from marsad.link.event_kinds import possessed
from marsad.link.event_links import has_article, links
from marsad.link.event_roles import assign
from marsad.link.event_same import same
from marsad.link.event_sides import both_sides, investigates
from marsad.link.services import kind_named

_FORCE = frozenset({"ASSAULT", "COERCE"})
_MATERIAL = frozenset({"ASSAULT", "COERCE", "MOBILIZE", "RETREAT", "AID", "SANCTION"})
_ARMED = frozenset({"ASSAULT", "MOBILIZE"})
_AT_OTHERS = frozenset({"demand", "accuse", "threaten"})  # "تطالب تركيا بسحب قواتها"
_SPOKESMEN = frozenset({"متحدث", "ناطق", "المتحدث", "الناطق", "بيان"})
_MUTUAL = frozenset({"CONSULT", "COOPERATE", "AGREE"})
_SHARED: dict[str, tuple[Role, ...]] = {
    "outcome": ROLES,
    "others": ROLES,
    "joined": ("actor",),
    "threat": ("recipient",),
}
_TELL = frozenset({"مصدر", "مصادر", "متحدث", "متحدثه", "ناطق", "ناطقه", "بيان", "شاهد", "شهود"})
_LATE = frozenset({"pronoun", "home", "event"})
_PAIRS = 12  # events looked back for two who met
_BACK = 400  # characters looked back for whom a pronoun takes up


def link(report: Report) -> Report:
    """Assigns actors and recipients, and the entities and mentions of those that no name names."""
    linker = Linker(report)
    return linker.finish(linker.resolve())


class Linker:
    """Resolves the arguments of a report's events; ``made`` and ``mentions`` are the entities that this adds."""

    def __init__(self, report: Report) -> None:
        self.report = report
        self.entities = {e.id: e for e in report.entities}
        self.by_kb: dict[str, str] = {}
        for e in report.entities:
            if e.kb is not None and e.type != "PER":
                self.by_kb.setdefault(e.kb, e.id)
        self.statements = {s.id: s for s in report.statements}
        self.starts = [m.span.start for m in report.mentions]
        self.datelines = [f.span for f in report.furniture if f.kind == "dateline"]
        self.of_entity: dict[str, list[Mention]] = {}
        for m in report.mentions:
            if m.entity is not None:
                self.of_entity.setdefault(m.entity, []).append(m)
        self.made: dict[str, Entity] = {}
        self.mentions: list[Mention] = []
        self.groups: dict[tuple[str, str | None], str] = {}
        self.at_span: dict[Span, str] = {}
        self.kinds: dict[tuple[str, str | None], str] = {}
        for m in report.mentions:
            kind = kind_named(m, report.slice(m.span)) if m.kind != "pronoun" else None
            if kind is not None and m.entity is not None:
                self.kinds.setdefault((kind, self.entities[m.entity].country), m.entity)
        for a in report.crowds:
            if a.span is not None:
                self.of_entity.setdefault(self._group(a, a.span), []).append(self.mentions[-1])
        self.absent = absent(report)
        self.named_by = False  # whether a noun and what the text has told say surely whom a pronoun takes up
        self.firm = False  # whether only one that agrees stood before a pronoun
        self.named = self.told().mentions  # with those of the crowds
        self.named_starts = [m.span.start for m in self.named]

    def finish(self, events: list[Event], *, everyone: bool = False) -> Report:
        """The report with its events; of the entities made, those that an event has (or `everyone`)."""
        used = {i for e in events for i in (*e.actors, *e.recipients)}
        made = [e for e in self.made.values() if everyone or e.id in used]
        mine = [m for m in self.mentions if everyone or m.entity in used]
        return self.report.with_(
            events=tuple(events),
            entities=(*self.report.entities, *made),
            mentions=tuple(sorted((*self.report.mentions, *mine), key=lambda m: m.span))
            if mine
            else self.report.mentions,
        )

    def known(self) -> list[list[Known]]:
        """What the arguments of each event resolve to, in the order of the text."""
        out: list[Event] = []
        held: list[list[Known]] = []
        pending: list[tuple[int, Argument]] = []  # event, the argument that is another event
        for event in self.report.events:
            found: list[Known] = []
            for a in sorted(event.arguments, key=lambda a: (a.weak, a.how in _LATE)):
                if a.role not in ("actor", "recipient"):
                    continue
                taken = {n.entity for n in found}
                self.firm = self.named_by = False
                if a.how == "event":
                    pending.append((len(out), a))
                    continue
                if a.how == "home":
                    ids = self._home(event, a, out)
                elif a.how == "pronoun":
                    ids = self._pronoun(event, a, out, taken)
                else:
                    ids = self._ids(a, event)
                if event.type in _MATERIAL and a.role == "actor":
                    ids = [b for i in ids for b in self._who_acts(i)]
                if event.type == "CONSULT" and a.role == "recipient":
                    ids = [self._visited(i) for i in ids]
                how: str = "topic" if a.weak else "mention" if self.named_by else a.how
                if how == "pronoun":
                    how = "we" if (a.agreement or "")[:1] == "1" else "his" if self.firm else how
                found += [Known(i, a.role, how) for i in dict.fromkeys(ids) if i not in taken]
            speaker = self.statements[event.in_].speaker if event.in_ is not None else None
            found = both_sides(event, found, self.entities)
            if event.type == "PROTEST" and not any(n.role == "actor" and n.how not in SOFT for n in found):
                who = next((i for (kind, _), i in self.kinds.items() if kind == "protesters"), None)
                found += [Known(who, "actor", "mention")] if who is not None else []
            body = self.body(speaker) if speaker is not None else None
            if body is not None and body not in {n.entity for n in found}:
                asked = investigates(event, found)
                found.append(Known(body, "actor", "mention" if asked else "body"))
            if body is None and investigates(event, found):
                found += [Known(i, "actor", "mention") for i in self._inquirers(event)]
            held.append(found)
            actors = tuple(n.entity for n in found if n.role == "actor" and n.how not in SOFT)
            out.append(msgspec.structs.replace(event, actors=actors))
        at = {e.token: k for k, e in enumerate(out)}
        for k, a in pending:
            if a.role == "recipient" and a.token in at:
                self._met(held, k, at[a.token])
            taken = {n.entity for n in held[k]}
            for n in held[at[a.token]] if a.token in at else ():
                if n.role == "actor" and n.how not in SOFT and n.entity not in taken and a.role in ROLES:
                    held[k].append(Known(n.entity, "recipient" if a.role == "recipient" else "actor", "event"))
        self._share(held)
        same(self.report, held)
        return held

    def _visited(self, who: str) -> str:
        """The country whose capital somebody visits, where its state holds it."""
        e = self.entities[who]
        known = entry(e.kb) if e.type == "LOC" and e.kb is not None else None
        date = self.report.published[:10] if self.report.published else None
        held = known is not None and known.kind == "capital" and e.country in conflicts.holders(known.id, date)
        return self._country(e.country, None) if held and e.country is not None else who

    def _met(self, held: list[list[Known]], k: int, attack: int) -> None:
        """Whoever meets an attack is whom it was made on: "صد الجيش هجوما"."""
        kinds = {self.report.events[k].type, self.report.events[attack].type}
        if kinds == {"ASSAULT"} and not any(n.role == "recipient" for n in held[attack]):
            taken = {n.entity for n in held[attack]}
            met = [n.entity for n in held[k] if n.role == "actor" and n.how not in SOFT and n.entity not in taken]
            held[attack] += [Known(i, "recipient", "event") for i in met]

    def _inquirers(self, event: Event) -> list[str]:
        """The only police or prosecutors whom the report has named before a known inquiry of nobody."""
        named = any(e.mode == event.mode and any(b.role == "actor" for b in e.arguments) for e in self.report.events)
        if named or not has_article(self.report, event):
            return []  # where somebody is told to inquire, that weighs more
        told = {m.entity for m in self.report.mentions if m.span.start < event.trigger.start and m.entity is not None}
        found = [i for i in told if self.entities[i].type == "ORG" and self.entities[i].sector in ("COP", "JUD")]
        if any("محكم" in (self.entities[i].name.get("ar") or "") for i in found):
            return []  # a court tries, others inquire
        return found if len(found) == 1 else []

    def _share(self, held: list[list[Known]]) -> None:
        """What linked events have of one another: deed and outcome all, joined ones the actor."""
        found = links(self.report)
        for link in (*found, *reversed(found)):
            for a, b in ((link.first, link.second), (link.second, link.first)):
                if link.kind == "threat" and a == link.first:
                    continue
                for role in _SHARED[link.kind]:
                    if any(n.role == role and n.how not in LOOSE for n in held[b]):
                        continue
                    taken = {n.entity for n in held[b] if n.how not in SOFT}
                    for n in list(held[a]):
                        if n.role == role and n.how not in (*LOOSE, "speaker") and n.entity not in taken:
                            held[b].append(Known(n.entity, role, f"{link.kind}"))

    def resolve(self) -> list[Event]:
        """The events with actors and recipients, in the order of the text."""
        known = self.known()
        return assign(self.told(), list(self.report.events), known, self.entities, event_weights.load(), self.agrees)

    def told(self) -> Report:
        """The report with the mentions of those that no name names, who are candidates too."""
        return self.report.with_(mentions=tuple(sorted((*self.report.mentions, *self.mentions), key=lambda m: m.span)))

    def _home(self, event: Event, a: Argument, before: list[Event]) -> list[str]:
        """The country of whom a pronoun takes up: the speaker, or who is named last."""
        holder = self.statements.get(event.in_ or "")
        who = [holder.speaker] if holder is not None and holder.speaker else self._pronoun(event, a, before, set())
        for i in who:
            code = self.entities[i].country if i in self.entities else None
            if code is not None:
                return [self._country(code, a.span)]
        return []

    def _ids(self, a: Argument, event: Event) -> list[str]:
        if a.how == "mention" and a.mention is not None:
            m = self.report.mentions[a.mention]
            both = linking.load().dual_states.get(fold(self.report.slice(m.span)), ())  # "الكوريتان"
            return [self._country(code, None) for code in both] or ([m.entity] if m.entity is not None else [])
        if a.how == "speaker" and a.statement is not None:
            speaker = self.statements[a.statement].speaker
            return [speaker] if speaker is not None else []
        if a.how == "addressee" and a.statement is not None:
            return list(self.statements[a.statement].addressees)
        if a.how == "country" and a.country is not None:
            states = {b.country for b in event.arguments if b.how == "country" and b.role == a.role}
            alone = event.type in _ARMED and a.role == "actor" and len(states) == 1  # "طائرات روسية وتركية": states
            army = self._army(a.country) if alone else None
            return [army or self._country(a.country, a.span)]
        if a.how == "group" and a.span is not None:
            return [self._group(a, a.span)]
        return []

    def _who_acts(self, who: str) -> list[str]:
        """Who uses force where a spokesman or a source is named: the body that he speaks for; nobody for a witness."""
        entity = self.entities[who]
        if entity.type == "MEDIA":
            return []
        if entity.type not in ("ANON", "PER"):
            return [who]
        body = self.body(who)
        if body is not None:
            return [body]
        return [] if entity.type == "ANON" and not self._acts_itself(entity) else [who]

    def _acts_itself(self, entity: Entity) -> bool:
        """Whether people without a name do more than tell: "مقاتلو المعارضة", "قضاة", but no source or witness."""
        if entity.class_ not in ("military", "official"):
            return False
        return not any((m.head or "").removeprefix("ال") in _TELL for m in self.of_entity.get(entity.id, ()))

    def body(self, who: str) -> str | None:
        """The armed body or police that an unnamed source or spokesman speaks for."""
        entity = self.entities[who]
        if entity.type == "ORG" and entity.sector in ("MIL", "COP"):
            return who
        if entity.of is not None and self.entities[entity.of].sector in ("MIL", "COP", "REB"):
            return entity.of
        for m in self.of_entity.get(who, ()):
            if m.kind != "role" or m.head not in _SPOKESMEN:
                continue
            k = bisect_left(self.starts, m.span.start)
            while k < len(self.report.mentions) and self.starts[k] < m.span.end:
                n = self.report.mentions[k]
                if n.type == "ORG" and n.entity is not None and n.entity != who:
                    return n.entity
                k += 1
        return None

    def _we(self, who: str) -> str:
        """For whom a speaker says "we": the body that he speaks for, else the country of who holds an office."""
        entity = self.entities[who]
        if entity.type not in ("PER", "ANON"):
            return who
        body = self.body(who)
        if body is not None:
            return body
        if entity.country is not None and entity.sector == "GOV" and entity.country in self.by_kb:
            return self.by_kb[entity.country]
        return who

    def _army(self, country: str) -> str | None:
        """The army of a country that the report names: "غارة إسرائيلية" beside "الجيش الإسرائيلي"."""
        for e in self.report.entities:
            if e.type == "ORG" and e.country == country and e.sector == "MIL":
                return e.id
        return None

    def _new(self, entity: Entity) -> str:
        self.made[entity.id] = self.entities[entity.id] = entity
        return entity.id

    def _id(self) -> str:
        return f"e{len(self.entities) + 1}"

    def _country(self, code: str, span: Span | None) -> str:
        if code not in self.by_kb:
            known = entry(code)
            self.by_kb[code] = self._new(
                Entity(
                    self._id(),
                    "LOC" if known is None else known.type,
                    {"ar": known.ar[0] if known else code, "en": known.en if known else None},
                    kb=code if known else None,
                    country=known.country if known else code,
                    sector=known.sector if known and known.type != "LOC" else "GOV",
                )
            )
        found = self.by_kb[code]
        if span is not None and span not in self.at_span:
            self.at_span[span] = found
            e = self.entities[found]
            self.mentions.append(
                Mention(span, "role", e.type, found, country=e.country, why=Why("nationality", (code,)))
            )
        return found

    def _group(self, a: Argument, span: Span) -> str:
        if span in self.at_span:
            return self.at_span[span]
        text = self.report.slice(span)
        kind = kind_of(text)
        key = (f"{kind}/" if kind is not None else linking.plain(fold(text).split()), a.country)
        if key not in self.groups:
            self.groups[key] = self._told(kind, a.country) or self._new(
                Entity(
                    self._id(),
                    a.type or "ORG",
                    {"ar": " ".join(text.split()), "en": None},
                    country=a.country,
                    sector=a.sector,
                )
            )
        found = self.groups[key]
        self._rename(found, kind, " ".join(text.split()))
        self.at_span[span] = found
        self.mentions.append(
            Mention(
                span,
                "role",
                a.type or "ORG",
                found,
                number=a.number,
                country=a.country,
                sector=a.sector,
                why=Why("group"),
            )
        )
        return found

    def _rename(self, who: str, kind: str | None, text: str) -> None:
        """What several phrases call differently is called by its kind: "12 مسلحا", "المتشددون" are "مسلحون"."""
        e = self.entities[who]
        name = linking.load().kinds.get(kind or "")
        if name is not None and who in self.made and e.name["ar"] not in (text, name["ar"]):
            self.made[who] = self.entities[who] = msgspec.structs.replace(e, name=dict(name))

    def _told(self, kind: str | None, country: str | None) -> str | None:
        """Whom the report has of that kind: the army of soldiers, the militants of "71 مسلحا"."""
        if kind is None:
            return None
        held = {c: i for (k, c), i in self.kinds.items() if k == kind}
        return held.get(country) or (next(iter(held.values())) if len(held) == 1 and country is None else None)

    def _pronoun(self, event: Event, a: Argument, before: list[Event], known: set[str]) -> list[str]:
        agreement = a.agreement or ""
        holder = self.statements.get(event.in_ or "")
        if agreement[:1] == "1":  # "قصفنا": whoever speaks
            speaker = holder.speaker if holder is not None else None
            if speaker is None or agreement[1:2] != "p":
                return [speaker] if speaker is not None else []
            return [self._we(speaker)]
        own = a.span is not None and agreement[2:3] != "d"
        if own and holder is not None and holder.speaker is not None and holder.force not in _AT_OTHERS:
            speaks = self.body(holder.speaker) or holder.speaker  # "قال المتحدث إن قواتهم أسقطت": his side's
            if speaks not in known and (speaks != holder.speaker or self.agrees(speaks, agreement)):
                self.named_by = True
                return [speaks]
        if agreement[2:3] == "d":  # "الجانبان": the two of the talk or of the act before
            self.named_by = True
            sides = ((*o.actors, *o.recipients) for o in reversed(before[-_PAIRS:]))
            return list(next((both for both in sides if len(both) == 2), ())) or two_states(
                self.report, self.entities, event
            )
        if event.type in _FORCE and a.role == "actor" and (event.why is None or event.why.rule.startswith("verb")):
            return self._acted(event, before, known, agreement)
        if a.role == "recipient" and event.type not in _MUTUAL:
            return self._suffered(event, before, known, agreement)
        # who acted in the clause before
        for other in reversed(before[-3:]):
            if self._same_sentence(other.trigger.start, event.trigger.start) and a.role == "actor":
                for who in other.actors:
                    if who not in known and self.agrees(who, agreement):
                        return [who]
        teller = self._teller(holder, event, agreement, known)
        if teller is not None:
            self.firm = True
            return [teller]
        found = self._mentioned(event, agreement, known)
        if found is not None:
            return [found]
        speaker = holder.speaker if holder is not None else None
        return [speaker] if speaker is not None and speaker not in known and self.agrees(speaker, agreement) else []

    def _teller(self, holder: Statement | None, event: Event, agreement: str, known: set[str]) -> str | None:
        """The speaker, where nobody else whom the pronoun can take up stands in what he says before it.

        "كشف الرئيس عن اتصال جرى بينه وبين الوزير", "هدد في حال عدم الاستجابة لندائه".
        """
        if holder is None or holder.speaker is None or holder.quotation == "direct" or holder.speaker in known:
            return None
        if not self.agrees(holder.speaker, agreement):
            return None
        for k in range(bisect_left(self.named_starts, event.trigger.start) - 1, -1, -1):
            m = self.named[k]
            if m.span.start < holder.content.start:
                break
            if m.entity is not None and m.kind != "pronoun" and agrees(self.report, m, agreement):
                return None
        return holder.speaker

    def _acted(self, event: Event, before: list[Event], known: set[str], agreement: str) -> list[str]:
        """Who acted by force in the clause before."""
        for other in reversed(before[-3:]):
            if other.type in _FORCE and self._same_sentence(other.trigger.start, event.trigger.start):
                return [w for w in other.actors if w not in known and self.agrees(w, agreement)][:1]
        found = self._mentioned(event, agreement, known)
        return [found] if found is not None and self.entities[found].type != "PER" else []

    def _suffered(self, event: Event, before: list[Event], known: set[str], agreement: str) -> list[str]:
        """Whom an object pronoun takes up: not who acts or speaks in the sentence."""
        at = event.trigger.start
        acting = set(known)
        for other in reversed(before[-3:]):
            if other.type in _FORCE and self._same_sentence(other.trigger.start, at):
                acting.update(other.actors)
        acting |= {
            s.speaker
            for s in self.report.statements
            if s.speaker is not None and s.cue is not None and self._same_sentence(s.cue.start, at) and s.cue.start < at
        }
        acting.update(i for i, e in self.entities.items() if possessed(e))  # "قواته" are somebody's who acts
        holder = self.statements.get(event.in_ or "")
        if holder is not None and holder.speaker is not None:
            acting.add(holder.speaker)
        found = self._mentioned(event, agreement, acting)
        return [found] if found is not None else []

    def _same_sentence(self, a: int, b: int) -> bool:
        return not any(c in self.report.text[a:b] for c in ".\n؟!")

    def _mentioned(self, event: Event, agreement: str, known: set[str]) -> str | None:
        """The subject of the sentence so far, or of the one before: the first that agrees, ungoverned."""
        at = event.trigger.start
        here: list[Mention] = []
        before: list[Mention] = []
        for k in range(bisect_left(self.named_starts, at) - 1, -1, -1):
            m = self.named[k]
            if m.span.end < at - _BACK or "\n" in self.report.text[m.span.end : at]:
                break
            if (
                m.entity is None
                or m.entity in known
                or m.kind == "pronoun"
                or m.type == "MEDIA"
                or m.span in self.absent
            ):
                continue
            if not agrees(self.report, m, agreement) or any(m.span.start < d.end for d in self.datelines):
                continue
            (here if self._same_sentence(m.span.start, at) else before).append(m)
        for group in (here, before):
            free = [m for m in group if not self._governed(m)]
            if agreement[1:2] == "f":
                free = [m for m in free if gender(self.report, m) == "f"] or free  # rather than who may be
            if free or group:
                found = free[-1] if free else group[0]
                self.firm = group is here and len({m.entity for m in free}) == 1
                return None if self._town(found) else found.entity
        return None

    def _town(self, m: Mention) -> bool:
        """Whether a mention is a place that takes part in nothing: "تحرير عدن ... بعد تحريرها"."""
        entity = self.entities.get(m.entity or "")
        return entity is not None and entity.type == "LOC" and entity.kb != entity.country

    def _governed(self, m: Mention) -> bool:
        """Whether a preposition stands before a mention."""
        text = self.report.text
        if m.span.start and text[m.span.start - 1] in "بلك":
            return True
        words = text[max(0, m.span.start - 12) : m.span.start].split()
        return bool(words) and words[-1] in function_words.load().prepositions

    def agrees(self, who: str, agreement: str) -> bool:
        """Whether an entity can be what a pronoun or a verb of this agreement takes up."""
        marks = self.of_entity.get(who, [])[:8]
        return any(agrees(self.report, m, agreement) for m in marks) if marks else agreement[2:3] == "p"
