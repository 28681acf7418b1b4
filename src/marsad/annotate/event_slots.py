"""The slots of a frame as they are filled: participants of a clause to arguments of an event."""

from __future__ import annotations

from typing import Literal

from marsad.annotate.event_light import Part
from marsad.annotate.event_parties import Party, may_act, mentions_of
from marsad.annotate.event_triggers import Trigger
from marsad.annotate.scene import Scene
from marsad.document import Argument, EntityType, Span

Role = Literal["actor", "recipient"]
_WORDS = frozenset({"ACCUSE", "AGREE", "REQUEST", "SUPPORT", "THREATEN", "REJECT", "CONCEDE"})  # "اتهم بالتعاون مع"


class Filled:
    """Slots as they are filled; each role once a place."""

    def __init__(self, scene: Scene, t: Trigger) -> None:
        self.scene, self.t = scene, t
        self.held: list[tuple[Role, Party | str]] = []
        self.event = -1
        self.deeds: tuple[int, ...] = ()  # acts whose actor is the recipient
        self.beside: tuple[Party, ...] = ()  # with whom the actor acts

    def add(self, role: Role, part: Part) -> None:
        """Takes in who stands in a part."""
        if self.t.frame.symmetric and part.prep not in ("على", "ضد"):
            role = "actor"
        for party in _people_joined(part.parties):
            if part.prep in ("على", "في") and _platform(self.scene, party):
                continue
            if may_act(self.scene, party) and (role, party) not in self.held:
                self.held.append((role, party))
        if part.pronoun and (role, part.pronoun) not in self.held:
            self.held.append((role, part.pronoun))

    def has(self, role: Role) -> bool:
        """Whether a role has somebody."""
        return any(r == role for r, _ in self.held)

    def arguments(self) -> list[Argument]:
        """Who was taken in, as arguments, none twice."""
        out: list[Argument] = []
        for role, what in self.held:
            made = Argument(role, "pronoun", agreement=what) if isinstance(what, str) else argument(role, what)
            if made not in out:
                out.append(made)
        for party in self.beside:
            made = argument("actor", party)
            if may_act(self.scene, party) and made not in out:
                out.append(made)
        if self.event >= 0:
            out.append(Argument("actor", "event", token=self.event))
        out += [Argument("recipient", "event", token=j) for j in self.deeds]
        return out


_SITES = frozenset({"موقع", "منصة", "شبكة", "تطبيق"})


def _platform(scene: Scene, party: Party) -> bool:
    """Whether something is only published there: "نشر على موقع تويتر"."""
    if party.np is None or party.np.type != "MEDIA":
        return False
    return scene.letters[party.first] in _SITES or any(m.sector == "BUS" for m in mentions_of(scene, party))


def _people_joined(parties: tuple[Party, ...]) -> list[Party]:
    """People of several kinds that one number or one act joins are one group: "عشرات الرجال والنساء والأطفال"."""
    out: list[Party] = []
    for party in parties:
        last = out[-1] if out else None
        if (
            last is not None
            and last.group is not None
            and party.group is not None
            and last.group.sector == party.group.sector == "CVL"
            and party.proclitic == "و"
            and party.country is None
            and not party.counted
        ):
            out[-1] = last._replace(end=party.end, span=Span(last.span.start, party.span.end), number="p")
        else:
            out.append(party)
    return out


def argument(role: Role, party: Party) -> Argument:
    """The argument that a participant makes."""
    if party.pair:
        return Argument(role, "pronoun", party.span, agreement="3md")
    if party.owned:
        return Argument(role, "pronoun", party.span, agreement=party.owned)
    if party.home:
        return Argument(role, "home", party.span, agreement=party.home)
    if party.np is not None:
        k = next((k for k in party.np.mentions), None)
        if k is not None:
            return Argument(role, "mention", party.span, mention=k)
        return Argument(role, "group", party.span, type="ORG")
    if party.group is not None and party.group.national and party.country is not None:
        return Argument(role, "country", party.span, country=party.country)
    if party.group is not None:
        kind: EntityType = "PER" if party.group.type == "PER" and party.number == "s" else "ORG"
        return Argument(
            role,
            "group",
            party.span,
            type=kind,
            sector=party.group.sector,
            country=party.country,
            number=_number(party),
        )
    return Argument(role, "country", party.span, country=party.country)


def _number(party: Party) -> Literal["s", "d", "p", None]:
    return "s" if party.number == "s" else "d" if party.number == "d" else "p" if party.number == "p" else None


def slots_of(t: Trigger) -> tuple[str, ...]:
    """Every slot that a trigger's frame names."""
    return (*(t.frame.actor or ()), *(t.frame.recipient or ()))


def _places(part: Part) -> bool:
    """Whether a part names places and nobody."""
    return bool(part.parties) and part.prep in ("في", "قرب") and not any(p.people for p in part.parties)


def _people(part: Part) -> bool:
    return any(p.people for p in part.parties)


_MOST = 4  # phrases of بين


def fill(t: Trigger, by_slot: dict[str, list[Part]], out: Filled) -> None:
    """Gives each role of a frame the first of its slots that is there."""
    for role, slots in (("actor", t.frame.actor or ()), ("recipient", t.frame.recipient or ())):
        found = [p for slot in slots for p in by_slot.get(slot, ()) if p.parties or p.pronoun]
        if found:  # "وسط المصلين في كابول": people before places
            whom = next((p for p in found if _people(p)), found[0])
            out.add(role, whom if role == "recipient" and _places(found[0]) else found[0])  # type: ignore[arg-type]
            for more in found[1:_MOST] if found[0].prep == "بين" == found[-1].prep else ():
                out.add(role, more)  # type: ignore[arg-type]
    if t.frame.type not in _WORDS:
        out.beside = tuple(party for p in by_slot.get("with", ())[:1] for party in p.parties)
    if t.frame.symmetric:
        for slot in ("object", "مع", "بين", "ب"):
            for p in by_slot.get(slot, ())[: _MOST if slot == "بين" else 1]:  # "بينه وبين نظيره"
                out.add("actor", p)
