"""Who tells a report's event: the statements around it, followed to the innermost that attests it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, Literal, NamedTuple

from marsad.lexicon import knowledge, offices
from marsad.lexicon import origins as lexicon
from marsad.weave.groups import INFERRED
from marsad.weave.objects import STATE_SECTORS
from marsad.weave.posts import OF_OFFICE, held
from marsad.weave.views import Pair, Row, View, overlap, span, within

Kind = Literal["named", "office", "document", "outlet", "unnamed"]

# Acts of speech that do not attest what they speak of: who calls for a meeting does not report that it took place.
_NO_WITNESS: Final = frozenset({"demand", "support", "accuse", "ask"})
# Types of events that are acts of speech: whoever does them is himself where the telling begins.
SPOKEN: Final = frozenset({"ACCUSE", "REJECT", "THREATEN", "REQUEST", "SUPPORT"})
ISSUED: Final = 60  # characters behind a text in which who issued it is named
ISSUER: Final = 3  # words behind a text of which one leads to its issuer
SHORT: Final = 14  # words of a sentence that only names a source


class Source(NamedTuple):
    """Where one telling begins: ``keys`` are all names under which it may be met in other reports.

    ``through``: media on whose word it stands, outermost last. ``passage``: the sentence of the telling.
    """

    kind: Kind
    keys: frozenset[str]
    label: tuple[str | None, str | None]
    passage: Pair
    through: tuple[str, ...] = ()


def sources_of(view: View, event: Row) -> list[Source]:
    """All sources on whose word the report tells the event; the outlet itself where it names none."""
    own = _source(view, event)
    found = [] if own is None else [own]
    if event["trigger"][0] < view.lead and event["type"] not in SPOKEN:
        # The lead sums up what the report then tells on somebody's word.
        found += [s for s in (_source(view, e) for e in _retold(view, event)) if s is not None]
    if not found:
        found = [_outlet(view, event)]
    unique: dict[frozenset[str], Source] = {}
    for source in found:
        unique.setdefault(source.keys, source)
    return list(unique.values())


def accounts(view: View, events: list[Row], *, all_: bool = True) -> list[Row]:
    """The events of one report that give an account of what they tell, of several that tell the same.

    No account is a mention in somebody's act of speech ("condemned the attack"), or one that only takes up what was
    told and adds neither toll nor day. Where no event is left, all are given, or with ``all_`` false none.
    """
    plain = [e for e in events if e["type"] in SPOKEN or not _mentioned(view, e)]
    return plain or (events if all_ else [])


def _mentioned(view: View, event: Row) -> bool:
    if event["in"] is None:
        return False
    row = view.statements.get(event["in"])
    if row is not None and row["force"] in _NO_WITNESS:
        return True
    if row is not None and not _says_more(event) and _comments(view, row["speaker"]):
        return True
    return view.taken_up(span(event["trigger"])) and not (
        event["tolls"] or (event["precision"] or {}).get("date") == "clause"
    )


def _comments(view: View, speaker: str | None) -> bool:
    """Whether somebody is told of in the report for an act of speech ("condemned", "called for"), not as a witness."""
    return any(s["speaker"] == speaker and s["force"] in _NO_WITNESS for s in view.statements.values())


def _retold(view: View, event: Row) -> Iterator[Row]:
    """Other events of the report that a statement attests and that may be the same happening."""
    for other in view.events.values():
        if other["id"] == event["id"] or other["type"] != event["type"] or other["in"] is None:
            continue
        if "negated" in (event["status"], other["status"]) or _no_account(view, other):
            continue
        a, b = event["interval"], other["interval"]
        if a and b and (a[0] > b[1] or b[0] > a[1]):
            continue
        if not _says_more(other) or view.taken_up(span(other["trigger"])):
            continue  # a mention of it in a comment is no account
        mine, theirs = _parties(event), _parties(other)
        if (mine & theirs) or (
            not (mine and theirs) and event["place"] is not None and event["place"] == other["place"]
        ):
            yield other


def _says_more(event: Row) -> bool:
    """Whether toll, day or place are said with the event, and not only taken from elsewhere in the report."""
    precision = event["precision"] or {}
    return bool(event["tolls"]) or any(event[k] and precision.get(k) != INFERRED for k in ("date", "place"))


def _no_account(view: View, event: Row) -> bool:
    """Whether whoever speaks of the event does it in an act of speech, or took part himself: no witness."""
    row = view.statements.get(event["in"])
    return row is None or row["force"] != "assert" or row["speaker"] is None or row["speaker"] in _parties(event)


def _parties(event: Row) -> set[str]:
    return {*event["actors"], *event["recipients"]}


def _source(view: View, event: Row) -> Source | None:
    """The source of one event; None where the outlet tells it itself."""
    passage = view.sentence(event["trigger"][0])
    cue = view.cue_of(event)
    chain = view.chain(event["in"])
    through = tuple(_media_keys(view, s) for s in chain if _is_media(view, s["speaker"]))
    if cue is not None:
        speaker = view.statements[cue]["speaker"]
        if speaker is not None:
            witness = _witness(view, chain, {speaker, *event["actors"]})
            return witness._replace(passage=passage) if witness else _doer(view, speaker, passage, through, cue)
    if event["type"] in SPOKEN and chain and chain[0]["force"] != "assert" and chain[0]["speaker"] is not None:
        cue_at = span(chain[0]["cue"] or chain[0]["content"])[0]
        if view.sentence(cue_at) == passage:
            # "condemned the attack and held X responsible": one act, whoever the verb took for its subject.
            witness = _witness(view, chain[1:], {chain[0]["speaker"]})
            return witness or _doer(view, chain[0]["speaker"], passage, through, chain[0]["id"])
    if event["type"] in SPOKEN and event["actors"]:
        witness = _witness(view, chain, set(event["actors"]))
        return witness._replace(passage=passage) if witness else _doer(view, event["actors"][0], passage, through)
    for row in chain:
        if row["speaker"] is None or (row["force"] in _NO_WITNESS and row["channel"] is None):
            continue
        found = person(view, row["speaker"], passage, through, row["id"])
        return found._replace(through=(*through, *_carried(view, row))) if found.kind == "office" else found
    return _behind(view, passage)


def _doer(view: View, entity: str, passage: Pair, through: tuple[str, ...], statement: str | None = None) -> Source:
    """The source that somebody is for his own act of speech. One act has one doer: where reports name the state, the
    ministry, its minister or who speaks for him, they name the same."""
    found = person(view, entity, passage, through, statement)
    row = view.entities.get(entity)
    if row is None or not row["country"] or row["sector"] not in STATE_SECTORS:
        return found
    return found._replace(keys=found.keys | {f"state:{row['country']}"})


def _carried(view: View, statement: Row) -> Iterator[str]:
    """Official media of the office's own country that are named beside its statement: they carried it."""
    at = span(statement["cue"] or statement["content"])[0]
    first = view.sentence(at)
    country = view.entities.get(statement["speaker"] or "", {}).get("country")
    near = (first[0], view.sentence(min(first[1] + 1, len(view.text) - 1))[1])
    for mention in view.record["mentions"]:
        row = view.entities.get(mention["entity"])
        if row is not None and row["type"] == "MEDIA" and within(span(mention["span"]), near):
            key = media_key(view, mention["entity"])
            if (country is None and key.startswith("state-media:")) or key == f"state-media:{country}":
                yield key


def _witness(view: View, chain: list[Row], doers: set[str]) -> Source | None:
    """Somebody else than the doers and media on whose word an act of speech is told: a source of a palace, a party."""
    for row in chain:
        speaker = row["speaker"]
        if speaker is None or speaker in doers or _is_media(view, speaker) or row["force"] != "assert":
            continue
        found = person(view, speaker, span(row["content"]), (), row["id"])
        if found.kind in ("unnamed", "named", "office"):
            return found
        return None
    return None


def _is_media(view: View, entity: str | None) -> bool:
    found = view.entities.get(entity or "")
    return found is not None and found["type"] == "MEDIA"


def _media_keys(view: View, statement: Row) -> str:
    return media_key(view, statement["speaker"])


def media_key(view: View, entity: str) -> str:
    """An outlet across reports; official media of a country are one, whatever they are called."""
    row = view.entities[entity]
    table = lexicon.load()
    known = knowledge.by_id(row["kb"]) if row["kb"] else None
    if known is not None:
        agency = known.ownership == "state" and known.country is not None and known.owner == known.country
        return f"state-media:{known.country}" if agency and _is_agency(known.ar) else str(row["kb"])
    listed = lexicon.words(row["name"]["ar"] or "").split()
    named = _named_media(" ".join(listed))
    if named is not None:
        agency = named.ownership == "state" and named.owner == named.country and _is_agency(named.ar)
        return f"state-media:{named.country}" if agency else named.id
    if set(listed) & table.official_media:
        return f"state-media:{row['country'] or _demonym(listed) or view_country(view)}"
    return view.key(entity)


def _named_media(name: str) -> knowledge.Entry | None:
    """The outlet that a name holds beside words of its kind: "وكالة الأناضول التركية"."""
    listed = name.replace('"', " ").replace("“", " ").replace("”", " ").split()
    if not listed or listed[0] not in _MEDIA_WORDS:
        return None
    for size in (3, 2, 1):
        for at in range(len(listed) - size + 1):
            for entry in knowledge.named(" ".join(listed[at : at + size])):
                if entry.type == "MEDIA":
                    return entry
    return None


_MEDIA_WORDS: Final = frozenset("وكاله صحيفه قناه موقع اذاعه تلفزيون شبكه مجله جريده الوكاله الصحيفه القناه".split())


def _demonym(listed: list[str]) -> str | None:
    """The country whose adjective a name ends with."""
    table = knowledge.load().demonyms
    return next((table[word] for word in reversed(listed) if word in table), None)


def _is_agency(names: tuple[str, ...]) -> bool:
    return any("وكال" in name for name in names)


def view_country(view: View) -> str | None:
    """The country that most of a report's entities belong to."""
    counts: dict[str, int] = {}
    for mention in view.record["mentions"]:
        country = view.entities.get(mention["entity"], {}).get("country")
        if country:
            counts[country] = counts.get(country, 0) + 1
    return max(sorted(counts), key=lambda c: counts[c], default=None)


def _outlet(view: View, event: Row) -> Source:
    given = view.record["outlet"]
    name = view.name(given)
    return Source(
        "outlet", frozenset({f"outlet:{view.outlet}"}), (name["ar"], name["en"]), view.sentence(event["trigger"][0])
    )


def person(
    view: View, entity: str, passage: Pair, through: tuple[str, ...] = (), statement: str | None = None
) -> Source:
    """The origin that a speaker is: a person, an office, a document, an outlet, an unnamed source."""
    row = view.entities.get(entity)
    if row is None:
        return Source("unnamed", frozenset({f"?:{view.id}:{entity}"}), (None, None), passage, through)
    name = row["name"]["ar"] or ""
    if row["type"] == "ANON" and statement is not None and _official_media(view, view.statements[statement]):
        key = f"state-media:{row['country'] or view_country(view)}"
        return Source("outlet", frozenset({key}), _label(row), passage, (*through, key))
    if lexicon.is_document(name):
        issuer = _named_issuer(view, statement) or _issuer(view, statement, entity)
        if issuer is not None:
            return person(view, issuer, passage, through)
        kind: Kind = "document" if lexicon.words(name) in lexicon.load().evidence else "unnamed"
        return Source(kind, frozenset({f"{kind}:{lexicon.words(name)}:{view.outlet}"}), _label(row), passage, through)
    # "ذكرت X، نقلا عن مصادر": the sources are X's, whoever carries it
    kind, keys = _identity(view, entity, row, through[0] if through else view.outlet)
    return Source(kind, frozenset(keys), _label(row), passage, through)


def _holder_country(view: View, role: str) -> str | None:
    """The country of an institution named without one: that of the only holder of its office in the report."""
    table = offices.load().offices
    of_role = {
        table[e["office"]].country
        for e in view.entities.values()
        if e.get("office") in table and table[e["office"]].role == role
    }
    return next(iter(of_role)) if len(of_role) == 1 else None


def _is_short_for(name: str, row: Row) -> bool:
    """Whether one word of an ORG is how another of the report is called in short: "الديوان"."""
    return row["type"] == "ORG" and lexicon.words(row["name"]["ar"] or "").startswith(name + " ")


def _label(row: Row) -> tuple[str | None, str | None]:
    return row["name"]["ar"], row["name"]["en"]


def _identity(view: View, entity: str, row: Row, outlet: str | None) -> tuple[Kind, set[str]]:
    name = lexicon.words(row["name"]["ar"] or "")
    first = name.split(" ")[0] if name else ""
    if row["type"] == "ANON":
        body = _spoken_for(view, entity, row, name)
        if body is not None:
            return "office", _identity(view, body, view.entities[body], outlet)[1]
        # The same words in another outlet may be another man: an unnamed source is one only within an outlet.
        keys = {f"{view.key(entity)}:{outlet}"}
        officials = row["class"] == "official" and name.endswith(_PLURAL)
        bare = (officials and " " not in name) or name in lexicon.load().responsible
        if (officials and row["country"]) or (bare and not row["of"]):
            keys.add(f"officials:{row['country'] or view_country(view)}")
        return "unnamed", keys
    if first in lexicon.load().correspondent:
        # Unlike what an outlet tells of itself, what its own people saw is an account.
        return "outlet", {f"outlet:{view.outlet}", f"correspondent:{view.outlet}"}
    if row["type"] == "MEDIA" or _named_media(name):
        key = media_key(view, entity)
        return "outlet", {f"outlet:{view.outlet}" if key == view.outlet else key}
    keys = {view.key(entity)}
    if row["type"] == "LOC":
        return "office", keys | ({f"officials:{row['country']}"} if row["country"] else set())
    if row["type"] == "ORG":
        role = lexicon.institution(name)
        country = row["country"] or (_holder_country(view, role) if role is not None else None)
        if role is not None and country:
            keys.add(f"office:{country}:{role}")
        if " " not in name and role is None:
            keys |= {view.key(e["id"]) for e in view.entities.values() if _is_short_for(name, e)}
        return "office", keys
    kind: Kind = "named"
    for office in held(row, view.published):
        if office.role in OF_OFFICE and office.country:
            keys.add(f"office:{office.country}:{office.role}")
        if office.role == "foreign_ministry_spokesman":
            kind = "office"
            keys.add(f"office:{office.country}:foreign_minister")
        elif "spokes" in office.id or "spokes" in office.role:
            kind = "office"
            keys.add(f"office:{office.country}:president" if "presiden" in office.id else office.body or office.id)
    close = _closeness(view, entity, name)
    if close is not None:
        keys.add(f"close:{close}")
    body = _speaks_for(view, entity)
    if body is not None:
        kind = "office"
        keys.add(view.key(body))
        role = lexicon.institution(view.entities[body]["name"]["ar"] or "")
        if role and view.entities[body]["country"]:
            keys.add(f"office:{view.entities[body]['country']}:{role}")
    return kind, keys


def _closeness(view: View, entity: str, name: str) -> str | None:
    """What a person is to another, by how the report calls him anywhere: "محاميه"."""
    places = (span(s["source"]) for s in view.statements.values() if s["speaker"] == entity and s["source"])
    called = (lexicon.closeness(view.text[start:end]) for start, end in places)
    return lexicon.closeness(name) or next((found for found in called if found), None)


def _spoken_for(view: View, entity: str, row: Row, name: str) -> str | None:
    """The body that a spokesman without a name speaks for."""
    if not name.startswith(_SPOKESMEN):
        return None
    of = view.entities.get(row["of"] or "")
    if of is not None and of["type"] == "ORG":
        return str(of["id"])
    return _speaks_for(view, entity)


_PLURAL: Final = ("ين", "ون")
_SPOKESMEN: Final = ("متحدث", "المتحدث", "ناطق", "الناطق")


def _speaks_for(view: View, entity: str) -> str | None:
    """The body that a person is introduced as speaking for, anywhere in the report."""
    forms = lexicon.load().speaks_for
    places = [span(s["source"]) for s in view.statements.values() if s["speaker"] == entity and s["source"]]
    places += [span(m["span"]) for m in view.record["mentions"] if m["entity"] == entity and m["kind"] != "pronoun"]
    for place in places:
        said = lexicon.words(view.text[place[0] : place[1]])
        if not said.startswith(forms):
            continue
        for mention in view.record["mentions"]:
            found = view.entities.get(mention["entity"])
            if found is not None and found["type"] == "ORG" and within(span(mention["span"]), place):
                return str(mention["entity"])
    return None


def _named_issuer(view: View, statement: str | None) -> str | None:
    """Who issued a text, where that is said right behind it: "بيان صادر عن الوزارة"."""
    source = view.statements[statement]["source"] if statement is not None else None
    if source is None:
        return None
    behind = view.words((source[1], source[1] + ISSUED))[:ISSUER]
    at = next((start for word, start, _ in behind if word == "عن"), None)  # a day may stand before it
    return _first_named(view, (at, at + ISSUED)) if at is not None else None


def _first_named(view: View, place: Pair) -> str | None:
    """The first who is named in a place and may be somebody's source."""
    found = [
        (m["span"][0], m["entity"])
        for m in view.record["mentions"]
        if within(span(m["span"]), place)
        and view.entities.get(m["entity"], {}).get("type") in ("ORG", "PER", "MEDIA", "ANON")
    ]
    return str(min(found)[1]) if found else None


def _official_media(view: View, statement: Row) -> bool:
    """Whether a source without a name is the media of a state: "وسائل الإعلام الرسمية"."""
    if statement["source"] is None:
        return False
    start, end = span(statement["source"])
    said = [w for w, _, _ in view.words((start, end + ISSUED))][: len(view.words((start, end))) + 1]
    return said[:2] == ["وسائل", "الاعلام"] and bool(set(said[2:]) & lexicon.load().official_media)


def _behind(view: View, passage: Pair) -> Source | None:
    """The source that the next sentence names and nothing else: "... . وفق ما أوردت رويترز."."""
    start, end = view.sentence(passage[1])
    said = view.words((start, end))
    if start < passage[1] or not said or len(said) > SHORT or said[0][0] not in lexicon.load().behind:
        return None
    if "\n" in view.text[passage[1] - 1 : said[0][1]]:
        return None
    entity = _first_named(view, (start, end))
    return person(view, entity, passage) if entity is not None else None


def _issuer(view: View, statement: str | None, document: str) -> str | None:
    """Whose statement "the statement" is: the last speaker before who spoke in one, else the last who is somebody."""
    if statement is None:
        return None
    rows = list(view.statements.values())
    at = next((n for n, s in enumerate(rows) if s["id"] == statement), 0)
    before = [
        s
        for s in rows[:at]
        if s["speaker"] not in (None, document)
        and view.entities.get(s["speaker"], {}).get("type") in ("ORG", "PER", "LOC")
        and not lexicon.is_document(view.entities[s["speaker"]]["name"]["ar"] or "")
    ]
    for row in reversed(before):
        place = span(row["cue"] or row["content"])
        sentence = view.sentence(place[0])
        if row["channel"] == "statement" or _names_document(view, sentence):
            return str(row["speaker"])
    return str(before[-1]["speaker"]) if before else None


def _names_document(view: View, sentence: Pair) -> bool:
    return any(form.removeprefix("ب") in lexicon.load().documents for form, _, _ in view.words(sentence))


__all__ = ["SPOKEN", "Source", "accounts", "media_key", "overlap", "person", "sources_of"]
