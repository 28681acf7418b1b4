"""A dossier as headings, paragraphs, quotations and lists, in one language: for Markdown and .docx."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final, Literal

import msgspec

from marsad.library.dossier import Deadline, Disagreement, Dossier, Known, Said, Source
from marsad.store.happenings import Happening, Party
from marsad.web.language import Lang, messages, text
from marsad.web.rendering import named, timex

Kind = Literal["title", "heading", "text", "item", "quote", "source", "empty"]
_CODED: Final = frozenset({"status", "channel"})


class Block(msgspec.Struct, frozen=True):
    """One piece: ``text`` is a line, ``below`` a smaller one under it, ``url`` where a source is to be found."""

    kind: Kind
    text: str
    below: str = ""
    url: str | None = None


def blocks(found: Dossier, lang: Lang) -> Iterator[Block]:
    """All pieces, in order."""
    words = Words(lang)
    yield Block("title", words.title(found), words.period(found))
    yield Block("heading", words.t("dossier.known"))
    for known in found.known:
        yield Block("item", words.known(known), words.graded(known))
    if not found.known:
        yield Block("empty", words.t("dossier.none"))
    if found.more[0]:
        yield Block("text", words.t("dossier.more", n=found.more[0]))
    yield Block("heading", words.t("dossier.said"))
    for said in found.said:
        yield Block("quote", words.quoted(said), words.attributed(said))
    if not found.said:
        yield Block("empty", words.t("dossier.none"))
    if found.more[1]:
        yield Block("text", words.t("dossier.more", n=found.more[1]))
    yield Block("heading", words.t("dossier.disagreements"))
    for clash in found.disagreements:
        yield Block("item", words.clash(clash))
        for value, party, said_so, source in clash.sides:
            yield Block("quote", said_so, f"{words.value(clash.slot, value, party)} {words.refs((source,))}")
    if not found.disagreements:
        yield Block("empty", words.t("dossier.none"))
    yield Block("heading", words.t("dossier.deadlines"))
    for deadline in found.deadlines:
        yield Block("item", words.deadline(deadline), str(deadline.row["what"])[:400])
    if not found.deadlines:
        yield Block("empty", words.t("dossier.none"))
    yield Block("heading", words.t("dossier.sources"))
    for source_ in found.sources:
        yield Block("source", words.source(source_), url=source_.url)


class Words:
    """The pieces of a dossier in words of one language."""

    def __init__(self, lang: Lang) -> None:
        self.lang = lang

    def t(self, key: str, **values: object) -> str:
        """Words of the interface."""
        return text(self.lang, key, **values)

    def code(self, field: str, value: object) -> str:
        """The word of a record's code."""
        key = f"code.{field}.{value}"
        return text(self.lang, key) if key in messages() else str(value)

    def party(self, of: Party) -> str:
        """What somebody is called; of an unnamed source what is known of it."""
        name = named(self.lang, {"ar": of.name_ar, "en": of.name_en})
        if name:
            return name
        if not of.who.startswith("ANON:"):
            return of.who.partition(":")[2] or of.who
        kind, _, close = of.who[5:].partition("@")
        unnamed = text(self.lang, "common.unnamed_one", what=self.code("class", kind))
        return f"{unnamed} ({close.partition(':')[2] or close})" if close else unnamed

    def parties(self, listed: tuple[Party, ...]) -> str:
        """Some parties."""
        return text(self.lang, "common.and_then").join(map(self.party, listed[:6]))

    def title(self, found: Dossier) -> str:
        """What it is about."""
        return f"{self.code('dossier', found.about)}: {named(self.lang, found.title, found.subject)}"

    def period(self, found: Dossier) -> str:
        """The days of what it holds, and how many sources."""
        days = f"{found.first} – {found.last}" if found.first and found.last else self.t("common.undated")
        return f"{days} · {self.t('dossier.count', n=len(found.sources))}"

    def refs(self, numbers: tuple[int, ...], more: int = 0) -> str:
        """Numbers of sources."""
        return "".join(f"[{n}]" for n in numbers) + (f" (+{more})" if more > 0 else "")

    def heading(self, known: Known) -> str:
        """What happened, in a line."""
        if known.gloss:
            return named(self.lang, known.gloss)
        if known.words:
            return known.words
        return self.what(known.row)

    def what(self, row: Happening) -> str:
        """Type and parties."""
        sides = [self.parties(row.actors), self.parties(row.recipients)]
        who = (" ← " if self.lang == "ar" else " → ").join(side for side in sides if side)
        kind = self.code("type" if row.kind == "event" else "force", row.type)
        return f"{kind}: {who}" if who else kind

    def known(self, known: Known) -> str:
        """A happening with its day, how real it is and who tells it."""
        row = known.row
        day = row.date or row.first_day or row.latest or self.t("common.undated")
        status = f" ({self.code('status', row.status)})" if row.status else ""
        return f"{day} · {self.heading(known)}{status} {self.refs(known.sources, known.more)}"

    def graded(self, known: Known) -> str:
        """Counts, credibility and the words of likelihood."""
        row = known.row
        counts = f"{self.t('happenings.reports', n=row.reports)} · {self.t('happenings.outlets', n=row.outlets)}"
        grade = f"{self.t('happenings.credibility')} {row.credibility}"
        parts = [f"{counts} · {self.t('happenings.origins', n=row.origins)}", grade, named(self.lang, known.grade)]
        return " · ".join(part for part in parts if part)

    def quoted(self, said: Said) -> str:
        """The words of a statement, in quotation marks where they are its own."""
        content = " ".join(said.row.content.split())
        return f"«{content}»" if said.row.quotation == "direct" else content

    def attributed(self, said: Said) -> str:
        """Outlet ← source ← speaker, day, kind of speech, number of the source."""
        row = said.row
        names = [row.outlet or self.t("dossier.no_outlet"), *map(self.party, row.chain)]
        names += [self.party(row.speaker)] if row.speaker else []
        # The arrow points to whoever passes the word on, against the direction of reading.
        chain = (" → " if self.lang == "ar" else " ← ").join(dict.fromkeys(names))
        to = f" · {self.t('events.to')} {self.parties(row.addressees)}" if row.addressees else ""
        day = (row.published or "")[:10] or self.t("common.undated")
        forms = f"{self.code('force', row.force)}, {self.code('quotation', row.quotation)}"
        return f"{chain} · {day} · {forms}{to} {self.refs((said.source,))}"

    def clash(self, clash: Disagreement) -> str:
        """What two accounts differ in."""
        of = f"{named(self.lang, clash.gloss)} · " if clash.gloss else ""
        return f"{of}{self.code('slot', clash.slot)} ({self.code('clash', clash.type)})"

    def value(self, slot: str, value: Any, party: Party | None) -> str:
        """A value of a slot."""
        if party is not None:
            return self.party(party)
        if slot in _CODED:
            return self.code(slot, value)
        if isinstance(value, int | float):
            return f"{value:,.0f}" if value == int(value) else f"{value:,}"
        return self.time(value) if slot in ("date", "deadline") else str(value)

    def time(self, value: object) -> str:
        """A TIMEX3 value."""
        day, part, n = timex(value)
        if n:
            return self.t(f"timex.{part}", n=n)
        return f"{day} {self.t(f'timex.part.{part}')}" if part else day

    def deadline(self, deadline: Deadline) -> str:
        """Until when, by whom, to whom, in which state."""
        row: Mapping[str, Any] = deadline.row
        who = [
            text(self.lang, "common.and_then").join(named(self.lang, p["name"], p["id"]) for p in row[side])
            for side in ("by", "to")
        ]
        sides = (" ← " if self.lang == "ar" else " → ").join(side for side in who if side)
        until = row["deadline"]["interval"][1] if row["deadline"]["interval"] else row["deadline"]["value"]
        kind = f"{self.code('ledger_kind', row['kind'])}, {self.code('state', row['state'])}"
        return f"{until} · {sides} ({kind}) {self.refs((deadline.source,))}"

    def source(self, source: Source) -> str:
        """How a source is cited."""
        title = f"«{source.title}»" if source.title else None
        parts = [source.outlet, title, (source.published or "")[:10], source.report]
        return f"[{source.number}] " + ("، " if self.lang == "ar" else ", ").join(part for part in parts if part)
