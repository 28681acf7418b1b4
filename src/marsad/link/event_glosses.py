"""One line for an event, in Arabic and in English, from its codes and entities; never a translation of quoted words.

``Mike Pompeo → Barham Salih: threatens, by phone, to close; condition: an attack goes on``. The Arabic line names acts
by their nouns, so that nothing in it need agree.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from marsad.document import Condition, Entity, Event, Report, Statement, Toll
from marsad.folding import fold
from marsad.lexicon import event_glosses
from marsad.lexicon.event_glosses import Act
from marsad.link.happenings import Happening

_MOST: Final = 3  # names of one side
_LIKELY: Final = 0.5  # whoever is less likely than that to take part is named with a question mark
_DAY: Final = len("2024-05-15")
_CONTENT: Final = 2  # acts in the content of an act of speech
_SPEECH: Final = frozenset({"THREATEN", "REQUEST", "AGREE", "REJECT", "ACCUSE", "SUPPORT", "CONCEDE"})
_LANGUAGES: Final = ("ar", "en")


class Glosser:
    """Writes the glosses of one report."""

    def __init__(self, report: Report, happenings: Sequence[Happening], events: Sequence[Event]) -> None:
        self.report, self.happenings, self.events = report, happenings, events
        self.table = event_glosses.load()
        self.entities: Mapping[str, Entity] = {e.id: e for e in report.entities}
        self.statements: Mapping[str, Statement] = {s.id: s for s in report.statements}
        self.by_id = {e.id: n for n, e in enumerate(events)}

    def read(self) -> list[dict[str, str]]:
        """The glosses by event: {"ar": ..., "en": ...}."""
        return [{lang: self._line(n, lang) for lang in _LANGUAGES} for n in range(len(self.events))]

    def _line(self, n: int, lang: str) -> str:
        event = self.events[n]
        parts = [self._what(n, lang)]
        parts += [self._toll(kind, toll, lang) for kind, toll in event.tolls.items()]
        parts += [self._condition(c, lang) for c in event.conditions]
        if event.deadline is not None and event.deadline.interval is not None:
            parts.append(self._word("until", lang, event.deadline.interval[1]))
        sides = self._sides(event, lang)
        mark = "؛ " if lang == "ar" else "; "
        return (f"{sides}: " if sides else "") + mark.join(dict.fromkeys(parts))

    # Who

    def _sides(self, event: Event, lang: str) -> str:
        actors = self._names(event.actors, lang, event.chances)
        recipients = self._names(event.recipients, lang, event.chances)
        if not actors and not recipients:
            return ""
        actors = actors or self._word("unnamed", lang)
        arrow = " ← " if lang == "ar" else " → "
        return actors + (arrow + recipients if recipients else "")

    def _names(self, ids: Sequence[str], lang: str, chances: Mapping[str, float] | None = None) -> str:
        doubt = " (؟)" if lang == "ar" else " (?)"
        unsure = {i for i, chance in (chances or {}).items() if chance < _LIKELY}
        found = ((i, self._name(i, lang)) for i in ids)
        names = list(dict.fromkeys(name + doubt if i in unsure else name for i, name in found if name))
        more = len(names) - _MOST
        shown = ("، " if lang == "ar" else ", ").join(names[:_MOST])
        return f"{shown} {self._word('more', lang, n=more)}" if more > 0 else shown

    def _name(self, ident: str, lang: str) -> str:
        entity = self.entities.get(ident)
        if entity is None:
            return ""
        return entity.name.get(lang) or entity.name.get("ar") or entity.name.get("en") or ""

    # What

    def _what(self, n: int, lang: str) -> str:
        event, h = self.events[n], self.happenings[n]
        act = self.table.act(event.type, event.mode, h.lemma)
        content = self._content(n) if event.type in _SPEECH else []
        if content and h.lemma not in self.table.lemmas:
            act = self.table.acts[event.type]  # the content says what the mode would
        channel = self._channel(event, lang)
        where = self._name(event.place, lang) if event.place and event.place not in event.recipients else ""
        tail = [self._word("in", lang, where)] if where else []
        if event.date is not None:
            tail.append(self._word("on" if len(event.date) >= _DAY else "in", lang, event.date))
        if lang == "en":
            text = self._verb(act, event.status, len(event.actors) > 1)
            text += f", {channel}," if channel and content else f" {channel}" if channel else ""
        else:
            text = act.ar + (f" {channel}" if channel else "")
            if event.status != "actual":
                text += f" ({self.table.statuses[event.status]['ar']})"
        if content:
            text += self._joined(event, h.lemma, content, lang)
        return " ".join([text, *tail])

    def _verb(self, act: Act, status: str, many: bool) -> str:
        if status == "actual":
            return act.en[1] if many else act.en[0]
        return f"{self.table.statuses[status]['many' if many else 'one']} {act.en[2]}"

    def _joined(self, event: Event, lemma: str, content: Sequence[int], lang: str) -> str:
        """The acts in the content with how they are joined: "to close", "بإغلاق"."""
        join = self.table.joined_lemmas.get(lemma) or self.table.joined.get(event.type)
        if join is None:
            return ""
        acts = []
        for m in content:
            other = self.events[m]
            act = self.table.act(other.type, other.mode, self.happenings[m].lemma)
            names = self._names([r for r in other.recipients if r not in event.recipients], lang)
            word = act.ar if lang == "ar" else act.en[2] if join["en"] == "to" else act.en[3]
            acts.append(f"{word} ({names})" if names else word)
        said = f" {self._word('and', lang)} ".join(acts) if lang == "en" else " و".join(acts)
        link = join[lang]
        if lang == "en":
            return f" {link} {said}" if link else f" {said}"
        return f" {link}{said}" if link in ("ب", "ل") else f" {link} {said}" if link else f" {said}"

    def _content(self, n: int) -> list[int]:
        """Acts that an act of speech is about: those to which its word gave their status, or that it reports."""
        event = self.events[n]
        out: list[int] = []
        for m in range(n + 1, min(len(self.events), n + 8)):
            other = self.events[m]
            by = other.status_by
            governed = by is not None and by.start < event.trigger.end and event.trigger.start < by.end
            told = event.speech is not None and other.in_ == event.speech and other.status != "actual"
            if (governed or (told and not out)) and not self._in_condition(event, m):
                out.append(m)
        return out[:_CONTENT]

    def _in_condition(self, event: Event, m: int) -> bool:
        return any(c.span.start <= self.events[m].trigger.start < c.span.end for c in event.conditions)

    def _channel(self, event: Event, lang: str) -> str:
        said = self.statements.get(event.speech or "")
        name = said.channel if said is not None else None
        if name is None and event.contact is not None and event.contact.channel == "phone" and event.mode != "phone":
            name = "phone"
        return self.table.channels[name][lang] if name in self.table.channels else ""

    # How many, on what condition

    def _toll(self, kind: str, toll: Toll, lang: str) -> str:
        n = str(toll.value if toll.value is not None else toll.low)
        if toll.approximate:
            n = self.table.about[lang].format(n=n)
        elif toll.low is not None:
            n = self.table.least[lang].format(n=n)
        return self.table.tolls[kind][lang].format(n=n)

    def _condition(self, condition: Condition, lang: str) -> str:
        m = self.by_id.get(condition.event or "")
        if m is None:
            return self._word("on_condition", lang)
        other, h = self.events[m], self.happenings[m]
        act = self.table.act(other.type, other.mode, h.lemma)
        actors = self._names(other.actors, lang)
        words = {fold(w) for w in self.report.slice(condition.span).split()}
        if words & self.table.stopping and fold(self.report.slice(other.trigger)) not in self.table.stopping:
            noun = act.ar if lang == "ar" else act.en[3]
            return self._word("condition", lang, self._word("goes_on" if condition.negated else "stops", lang, noun))
        if lang == "ar":
            noun = f"{act.ar} ({actors})" if actors else act.ar
            return self._word("condition", lang, self._word("unless" if condition.negated else "if", lang, noun))
        if actors:
            clause = f"{actors} {act.en[1] if len(other.actors) > 1 else act.en[0]}"
            return self._word("condition", lang, self._word("unless" if condition.negated else "if", lang, clause))
        return self._word("condition", lang, self._word("without" if condition.negated else "in_case", lang, act.en[3]))

    def _word(self, key: str, lang: str, x: str = "", n: int = 0) -> str:
        return self.table.words[key][lang].format(x=x, n=n)
