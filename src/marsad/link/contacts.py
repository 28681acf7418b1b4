"""Calls, meetings and visits with their channel and length; messages that one carries from another to a third.

A contact is a CONSULT event (its participants are the event's). A relay is a message with its origin, its carrier, its
addressee and what it is about, held by the event of its sentence that stands nearest.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from marsad.annotate.scene import NP, Scene
from marsad.document import Contact, Event, Relay, Span, Word
from marsad.lexicon import contacts
from marsad.lexicon.contacts import ContactChannel
from marsad.link.event_clauses import Clauses
from marsad.link.happenings import Happening

_CLAUSE: Final = 14
_VERB: Final = 8  # tokens between the verb and the message
_BEHIND: Final = 14
_CONTENT: Final = 30
_TO_HIM: Final = frozenset({"اليه", "اليها", "اليهم", "له", "لها"})
_STOP: Final = frozenset(".؟?!؛…:")


@lru_cache(maxsize=100_000)
def _is_message(word: Word) -> bool:
    messages = contacts.load().messages
    return any(s.stem.removeprefix("ال") in messages and not s.enclitic for s in word.splits)


class ContactReader:
    """Reads contacts and relays of one report."""

    def __init__(self, scene: Scene, clauses: Clauses, happenings: Sequence[Happening]) -> None:
        self.scene, self.clauses, self.happenings = scene, clauses, happenings
        self.table = contacts.load()
        self.durations = {
            scene.at(t.span.start): t.value for t in scene.report.times if t.type == "DURATION" and "X" not in t.value
        }

    def contacts(self, events: Sequence[Event]) -> dict[int, Contact]:
        """The contacts by the index of their event."""
        return {
            n: Contact(self._channel(h, e), self._length(h))
            for n, (h, e) in enumerate(zip(self.happenings, events, strict=True))
            if h.type == "CONSULT"
        }

    def _channel(self, h: Happening, event: Event) -> ContactChannel | None:
        if event.mode in ("phone", "visit"):
            return "phone" if event.mode == "phone" else "visit"
        scene = self.scene
        own = self._named(h.first)
        if own is not None and own not in ("talks", "meeting"):
            return own
        for p in range(h.end, min(scene.sentence_end[h.first], h.end + 4)):
            if self.clauses.same(p, h.first) and self._named(p) == "phone":
                return "phone"
        told = h.said or h.statement
        if own is None and told is not None and told.channel in ("phone", "meeting"):
            return "phone" if told.channel == "phone" else "meeting"
        return own

    def _named(self, p: int) -> ContactChannel | None:
        stems = {s.stem.removeprefix("ال") for s in self.scene.tokens[p].word.splits}
        for word, channel in self.table.channels:
            if any(s.startswith(word) for s in stems):
                return channel
        return None

    def _length(self, h: Happening) -> str | None:
        """A length of time behind a word that says that it is one, or right behind the trigger ("لقاء مدته ساعة")."""
        scene = self.scene
        for p in range(h.end, min(scene.sentence_end[h.first], h.end + _CLAUSE)):
            value = self.durations.get(p)
            if value is None:
                continue
            words = {scene.folded[q].removeprefix("و") for q in range(max(h.end, p - 3), p)}
            words |= {scene.folded[q].removeprefix("ل") for q in range(max(h.end, p - 1), p)}
            words |= {scene.folded[q].removeprefix("و") for q in range(max(0, h.first - 1), h.first)}  # "استمر اللقاء"
            if words & self.table.length or scene.letters[p].startswith("ل"):
                return value
        return None

    def relays(self) -> dict[int, Relay]:
        """The relays by the index of the event that holds them."""
        out: dict[int, Relay] = {}
        scene = self.scene
        for start, members in self._sentences().items():
            for p in range(start, scene.sentence_end[start]):
                if not _is_message(scene.tokens[p].word):
                    continue
                found = self._relay(p, start)
                if found is None:
                    continue
                near = min(
                    members, key=lambda n: (self.happenings[n].type != "CONSULT", abs(self.happenings[n].first - p))
                )
                out.setdefault(near, found)
        return out

    def _sentences(self) -> dict[int, list[int]]:
        found: dict[int, list[int]] = {}
        for n, h in enumerate(self.happenings):
            found.setdefault(self.scene.sentence_start[h.first], []).append(n)
        return found

    def _relay(self, p: int, start: int) -> Relay | None:
        scene = self.scene
        for v in range(p - 1, max(start, p - _VERB) - 1, -1):
            split = next((s for s in scene.tokens[v].word.splits if s.stem in self.table.verbs), None)
            if split is None or v in scene.nps:
                continue
            parts = self.table.verbs[split.stem]
            who: dict[str, str | None] = {"origin": None, "carrier": None, "addressee": None}
            end = self._behind(p, who)
            if split.enclitic and "origin" in parts:  # "وحمّله رسالة"
                who["carrier"] = self._before(v, start, None)
                who["origin"] = self._between(v, p) or self._before(v, start, who["carrier"])
            elif any(scene.folded[q] in _TO_HIM for q in range(v + 1, p)):  # "ونقل إليه رسالة"
                who["addressee"] = self._before(v, start, None)
                who[parts[0]] = self._between(v, p) or self._before(v, start, who["addressee"])
            else:
                part = next((x for x in parts if who[x] is None), parts[0])
                if "addressee" in parts and who["addressee"] is None:
                    part = "addressee"  # "تسلم الملك رسالة من"
                who[part] = self._between(v, p) or self._before(v, start, None)
            if who["addressee"] is None or who["origin"] is None or who["origin"] == who["addressee"]:
                return None  # "نقل رسالة إلى": nobody else's
            return Relay(who["origin"], who["carrier"], who["addressee"], self._content(p, end))
        return None

    def _between(self, v: int, p: int) -> str | None:
        """Who stands between the verb and the message: its subject."""
        for q in range(v + 1, p):
            np = scene_np(self.scene, q)
            if np is not None and not np.proclitic.strip("و"):
                return self._entity(np)
        return None

    def _before(self, v: int, start: int, other: str | None) -> str | None:
        for q in range(v - 1, start - 1, -1):
            np = self.scene.nps.get(q)
            if np is not None and np.type in ("PER", "ORG") and self._entity(np) != other:
                return self._entity(np)
        return None

    def _behind(self, p: int, who: dict[str, str | None]) -> int:
        """Participants behind the message, by their prepositions; the token behind the last of them."""
        scene = self.scene
        end = p + 1
        last = min(scene.sentence_end[p], p + _BEHIND)
        q = p + 1
        while q < last:
            form = scene.folded[q]
            if form in _STOP or form in self.table.about:
                break
            role = {"من": "origin", "الي": "addressee"}.get(form) or ("carrier" if form in self.table.by else None)
            np = scene_np(scene, q + 1) if role is not None and q + 1 < last else scene.nps.get(q)
            if role is None and np is not None and np.proclitic.endswith("ل"):
                role = "addressee"
            if np is None or role is None:
                q += 1
                continue
            if who[role] is None:
                who[role] = self._entity(np)
            q = end = np.end
        return end

    def _content(self, p: int, end: int) -> Span | None:
        """What the message is about: behind a word that says so, to the end of the sentence."""
        scene = self.scene
        last = min(scene.sentence_end[p], end + _CONTENT)
        for q in range(end, min(last, end + 4)):
            if scene.folded[q] in self.table.about and q + 1 < last:
                stop = next((r for r in range(q + 1, last) if scene.folded[r] in _STOP), last)
                return scene.span(q, stop) if stop > q + 1 else None
        return None

    def _entity(self, np: NP) -> str | None:
        return next((self.scene.report.mentions[k].entity for k in np.mentions), None)


def scene_np(scene: Scene, q: int) -> NP | None:
    """The noun phrase that begins at a token, if one does."""
    return scene.mention_np(q) if 0 <= q < scene.n else None
