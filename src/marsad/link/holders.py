"""Titles to who held the office on the report's date; names that several bear to whom the report means.

What the report itself says of a title goes before what the data say: the data only name whom the report does not.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher

import msgspec

from marsad.document import Mention, Report, Timex
from marsad.folding import fold
from marsad.lexicon import knowledge, linking, offices
from marsad.lexicon.office_grammar import grammar
from marsad.lexicon.office_titles import Resolution, Title, read, resolve
from marsad.link.clusters import Clusters
from marsad.link.forms import bare, person_within, words
from marsad.link.surface import surface

_AFTER = 40  # characters behind a title in which آنذاك may stand
_NEAR = 200  # characters within which a country named counts twice
_SLIP = 0.6  # likeness of two words that are one but for a slip
_COUNTERPART = "نظير"
_MANY = 400  # mentions that are counted for countries


def part(report: Report) -> Report:
    """Takes apart a title and a name that only stand side by side: "هدد الرئيس الأميركي بشار الأسد".

    Where the title has a holder at the date, and who is named never held the office and is of another country, or is no
    name that anybody bears.
    """
    groups: dict[int, list[int]] = {}
    for k, m in enumerate(report.mentions):
        if m.group >= 0:
            groups.setdefault(m.group, []).append(k)
    mentions = list(report.mentions)
    for members in groups.values():
        names = [k for k in members if mentions[k].kind == "name" and mentions[k].type == "PER"]
        for k in members if names else ():
            if _single(mentions[k]) and all(strangers(report, mentions[k], mentions[j]) for j in names):
                mentions[k] = msgspec.structs.replace(mentions[k], group=-1)
    return report.with_(mentions=tuple(mentions))


def strangers(report: Report, role: Mention, name: Mention) -> bool:
    """Whether a title and a name beside it cannot be one person's; see `part`."""
    if not _single(role):
        return False
    if name.kb is not None and _inner(report, role, name.kb):
        return True
    text = surface(report, role.span)
    found, title = resolve(text, report.published), read(text)
    if found is None or title is None or found.tenure is None or found.holder is None:
        return False
    said = surface(report, name.span)
    if name.kb == found.holder or bears(found.holder, said):
        return False
    entry = knowledge.by_id(name.kb) if name.kb is not None else None
    if entry is None:
        kb = knowledge.load()
        first = knowledge.key(said).split(" ")[0]
        woman = kb.given.get(first) == "f" and role.gender == "m"
        return woman or (" " not in said and first not in kb.given and first not in kb.family)
    office = offices.load().offices[found.tenure.office]
    ever = {t.who for ids in title.offices for i in ids for t in offices.load().tenures.get(i, ())}
    return None not in (entry.country, office.country) and entry.country != office.country and entry.id not in ever


def _inner(report: Report, role: Mention, who: str) -> bool:
    """ "الناطق باسم الرئيس الروسي فلاديمير بوتين": whether the name is that of a title inside the title."""
    said = surface(report, role.span).split()
    for n in range(1, len(said) - 1):
        inner = " ".join(said[n:])
        found = resolve(f"ال{inner[2:]}" if inner.startswith("لل") else inner, report.published)
        if found is not None and found.holder is not None:
            return found.holder == who
    return False


def assign(clusters: Clusters) -> None:
    """Gives titles their holders on the date, where office, country and date tell; notes candidates."""
    report = clusters.report
    named: dict[int, list[int]] = {}
    for k, m in enumerate(report.mentions):
        if m.type == "PER" and m.kind == "name":
            named.setdefault(clusters.find(k), []).append(k)
    known = {kb for kb in clusters.kb if kb is not None}
    last: offices.Office | None = None
    dates = _past_dates(report)
    delegated = next((e.ar[0] for i in linking.load().delegated_to if i in known and (e := knowledge.by_id(i))), None)
    meant: dict[str, str] = {}
    for k, m in enumerate(report.mentions):
        if not _single(m):
            continue
        names = named.get(clusters.find(k), [])
        text = surface(report, m.span)
        if m.head == _COUNTERPART:
            found, title = _counterpart(m, last, report.published), None
        else:
            text = _with_what_follows(report, m, text)
            title = read(text)
            if delegated and bare(words(text)[0]) in linking.load().delegates and not (title and any(title.offices)):
                text = f"{text} لدى {delegated}"
                title = read(text)
            found = resolve(text, _date_of(report, m, dates))
        if found is None:
            continue
        if _then(clusters, m) or _post(clusters, m) or (not names and _in_the_field(m, found)):
            found = Resolution(found.office, when="former")
        if names:
            _renamed(clusters, names, found, title, meant)
            _with_name(clusters, k, names, found, title)
        else:
            _alone(clusters, k, found, known)
        office = clusters.office[k] or found.office
        last = offices.load().offices.get(office) if office is not None else last
    for k, m in enumerate(report.mentions) if meant else ():
        who = meant.get(fold(report.slice(m.span))) if m.kind == "name" and m.type == "PER" else None
        if who is not None and clusters.who(k) != who and not any(clusters.office[j] for j in named[clusters.find(k)]):
            clusters.identify(k, who)


def in_context(clusters: Clusters) -> None:
    """Titles that do not say whose or whereto ("رئيس الوزراء", "السفير الأميركي"): of whom the report tells most."""
    report = clusters.report
    counts = count_countries(report)
    persons: dict[str, int] = {}
    for k in range(len(report.mentions)):
        who = clusters.who(k)
        if who is not None:
            persons.setdefault(who, k)
    for k, m in enumerate(report.mentions):
        if not _single(m) or clusters.has_name(k) or clusters.who(k) is not None or clusters.office[k] is not None:
            continue
        text = surface(report, m.span)
        country = _main_country(counts, m.country)
        if country is None or len(words(text)) < 2 or m.head == _COUNTERPART:
            continue
        if _then(clusters, m) or _post(clusters, m):
            continue
        said = read(text)
        found = resolve(text, report.published, country) if said is None or not any(said.offices) else None
        if found is None or found.office is None:
            continue
        clusters.office[k] = found.office
        if found.holder is not None and not found.candidates:
            clusters.identify(k, found.holder)
            clusters.join(persons.setdefault(found.holder, k), k)


def _single(m: Mention) -> bool:
    return m.type == "PER" and m.kind == "role" and m.definite and m.number in (None, "s")


def _then(clusters: Clusters, m: Mention) -> bool:
    """ "الرئيس الأميركي آنذاك": not who holds the office today."""
    after = clusters.report.text[m.span.end : m.span.end + _AFTER].replace("،", " ").split()
    beginning = " ".join(w.strip("،.,:") for w in after[:5])
    return any(f" {w} " in f" {beginning} " for w in linking.load().then)


def _post(clusters: Clusters, m: Mention) -> bool:
    """ "منصب رئيس الوزراء": the office, not who holds it."""
    before = clusters.report.text[max(0, m.span.start - 14) : m.span.start].split()
    if before and before[-1] in ("ل", "ب"):
        before.pop()  # "نائبا لرئيس الوزراء"
    return bool(before) and fold(before[-1]) in linking.load().posts


def _in_the_field(m: Mention, found: Resolution) -> bool:
    """ "قائد الحوثيين": one of the commanders of a movement, and not who leads it."""
    office = offices.load().offices.get(found.office or "")
    if office is None or office.role != "leader" or m.head not in linking.load().commanders:
        return False
    body = knowledge.by_id(office.body) if office.body is not None else None
    return body is not None and body.kind not in linking.load().forces


def _with_what_follows(report: Report, m: Mention, text: str) -> str:
    """ "وزير الخارجية بالإنابة": what says of a title when it is held may stand behind the mention."""
    after = report.text[m.span.end : m.span.end + 16].split()
    return f"{text} {after[0].strip('،.,')}" if after and fold(after[0].strip("،.,")) in grammar().when else text


def _past_dates(report: Report) -> list[Timex]:
    """Dates that begin a sentence and lie more than a year back: what follows is told of that time."""
    if report.published is None or not report.sentences:
        return []
    year_ago = f"{int(report.published[:4]) - 1:04}{report.published[4:]}"
    starts = [report.tokens[s.first].start for s in report.sentences if s.first < len(report.tokens)]
    out = []
    for t in report.times:
        if t.type != "DATE" or t.interval is None or t.interval[1] >= year_ago:
            continue
        at = bisect_right(starts, t.span.start) - 1
        if at >= 0 and len(report.text[starts[at] : t.span.start].split()) <= 2:
            out.append(t)
    return out


def _date_of(report: Report, m: Mention, dates: Sequence[Timex]) -> str | None:
    """The date at which a title is to be read: the report's, or that of the past which the sentence begins with."""
    year = report.text[max(0, m.span.start - 8) : m.span.start].rstrip(" -–:،")[-4:]
    if year.isascii() and year.isdecimal() and len(year) == 4 and report.published and year < report.published[:4]:
        return year if year > "1000" else report.published  # "1965 - الرئيس الأميركي"
    at = bisect_right(dates, m.span.start, key=lambda t: t.span.start) - 1
    if at >= 0:
        between = report.text[dates[at].span.end : m.span.start]
        if len(between) < _AFTER and len(between.split()) <= 4 and "." not in between and "\n" not in between:
            first, last = dates[at].interval or ("", "")
            shared = next((n for n in (10, 7, 4) if first[:n] == last[:n]), 0)  # the same day, month or year
            return first[:shared] if shared else None
    return report.published


def _counterpart(m: Mention, last: offices.Office | None, date: str | None) -> Resolution | None:
    """ "نظيره الروسي": the same role in another country."""
    if last is None or m.country is None or m.country == last.country:
        return None
    same = [o for o in offices.load().offices.values() if o.role == last.role and o.country == m.country]
    plain = [o for o in same if o.body is None and o.posted is None and o.portfolio == last.portfolio] or same
    if len(plain) != 1:
        return None
    found = [t for t in offices.holders(plain[0].id, date) if t.who is not None] if date is not None else []
    return Resolution(plain[0].id, found[0] if found else None)


def _renamed(
    clusters: Clusters, names: Sequence[int], found: Resolution, title: Title | None, meant: dict[str, str]
) -> None:
    """ "وزير الخارجية الفلسطيني المالكي": a family name that is best known as another's is the holder's.

    ``meant`` takes the name, folded, with whom it means throughout the report.
    """
    holder = found.holder
    if holder is None or title is None:
        return
    ever = {t.who for ids in title.offices for i in ids for t in offices.load().tenures.get(i, ())}
    for j in names:
        said, who = surface(clusters.report, clusters.report.mentions[j].span), clusters.kb[j]
        if who is not None and who not in ever and len(words(said)) == 1 and bears(holder, said):
            clusters.identify(j, holder)
            meant[fold(clusters.report.slice(clusters.report.mentions[j].span))] = holder


def _with_name(clusters: Clusters, k: int, names: Sequence[int], found: Resolution, title: Title | None) -> None:
    """A title with a name: the name says who, the title which of those who bear it."""
    date = clusters.report.published
    group = {i for ids in title.offices for i in ids} if title is not None else {found.office}
    who = next((clusters.kb[j] for j in names if clusters.kb[j]), None)
    if who is None:
        who = _bearer(clusters, names, found, group)
        if who is not None:
            for j in names:
                clusters.identify(j, who)
                clusters.candidates.pop(j, None)
    if found.when not in ("now", "acting"):
        return
    held = [t.office for t in offices.held_by(who, date) if t.office in group] if who is not None else []
    if held:
        clusters.office[k] = held[0]
    elif who is None:
        clusters.office[k] = found.office


def _bearer(clusters: Clusters, names: Sequence[int], found: Resolution, group: Iterable[str | None]) -> str | None:
    """The holder whose name this is: the present one by any part of it, an earlier one by two words of it."""
    longest = max((surface(clusters.report, clusters.report.mentions[j].span) for j in names), key=len)
    now = [found.holder, *found.candidates]
    if found.holder is not None and misspelt(found.holder, longest):
        return found.holder
    ever = [t.who for i in group if i is not None for t in offices.load().tenures.get(i, ())]
    for pool, least in ((now, 1), (ever, 2)):
        fit = {who for who in pool if who is not None and len(words(longest)) >= least and bears(who, longest)}
        if len(fit) == 1:
            return fit.pop()
    return None


def bears(who: str, name: str) -> bool:
    """Whether a known person is called by a name, in full or in part."""
    entry = knowledge.by_id(who)
    if entry is None:
        return False
    return any(person_within(name, form) or (len(words(form)) > 1 and person_within(form, name)) for form in entry.ar)


def misspelt(who: str, name: str) -> bool:
    """Whether a name is a known person's but for a slip: one of two words the same, the other much alike."""
    entry, given = knowledge.by_id(who), words(name)
    if entry is None or len(given) != 2:
        return False
    pairs = [
        [SequenceMatcher(None, a, b, autojunk=False).ratio() for a, b in zip(given, words(form), strict=True)]
        for form in entry.ar
        if len(words(form)) == 2
    ]
    return any(max(p) == 1 and min(p) >= _SLIP for p in pairs)


def _alone(clusters: Clusters, k: int, found: Resolution, known: set[str]) -> None:
    """A title without a name: its holder, or of several the one whom the report names."""
    clusters.office[k] = found.office
    if found.candidates:
        here = [c for c in found.candidates if c in known]
        if len(here) == 1:
            clusters.identify(k, here[0])
            clusters.office[k] = next(
                (t.office for t in offices.held_by(here[0], clusters.report.published)), found.office
            )
            return
        if found.holder is None:
            clusters.candidates[k] = found.candidates
    if found.holder is not None:
        clusters.identify(k, found.holder)


def name_known(clusters: Clusters) -> None:
    """Names of several entities: the one whose type, office, country and time fit what else the report names."""
    kb, report = knowledge.load(), clusters.report
    open_ = []
    for k, m in enumerate(report.mentions):
        if m.kind != "name" or clusters.kb[k] is not None:
            continue
        entries = [e for e in kb.of_form(surface(report, m.span)) if e.type == m.type]
        entries = [e for e in entries if m.type != "ORG" or None in (m.country, e.country) or e.country == m.country]
        if len(entries) == 1 and m.type != "PER":
            clusters.identify(k, entries[0].id)  # الرياض is a newspaper as well
        elif len(entries) > 1:
            open_.append((k, entries))
    if not open_:
        return
    doubtful = {k for k, _ in open_}
    known = {kb for kb in clusters.kb if kb is not None}
    places = [
        (m.span.start, m.country)
        for k, m in enumerate(report.mentions[:_MANY])
        if m.country is not None and k not in doubtful
    ]
    for k, entries in open_[:_MANY]:
        at = report.mentions[k].span.start
        near = Counter[str]()
        for where, country in places:
            near[country] += 2 if abs(where - at) <= _NEAR else 1
        _decide(clusters, k, entries, near, known)


def _decide(
    clusters: Clusters, k: int, entries: Sequence[knowledge.Entry], near: Counter[str], known: set[str]
) -> None:
    date = clusters.report.published
    here = [e for e in entries if e.id in known]
    total = sum(near.values()) or 1
    scores = []
    for e in here or entries:
        tenures = offices.held_by(e.id, date) if e.type == "PER" and date is not None else []
        score = near[e.country or ""] / total + 0.25 * bool(tenures) - (not e.active_on(date))
        scores.append((score, e.id))
    best = max(score for score, _ in scores)
    top = [ident for score, ident in scores if score == best]
    if len(top) == 1:
        clusters.identify(k, top[0])
        return
    clusters.candidates[k] = tuple(top)
    if clusters.report.mentions[k].type != "PER":
        clusters.identify(k, top[0])  # of places of one name the data have the usual one first


def _main_country(counts: Counter[str], but: str | None) -> str | None:
    """The country that a report is about: named in three places or more and as often as all others together.

    The outlet's own counts as one more. ``but`` is left out: the country whose ambassador a title names.
    """
    counts = Counter({c: n for c, n in counts.items() if c != but})
    if not counts:
        return None
    country, n = max(counts.items(), key=lambda c: (c[1], c[0]))
    return country if n >= 3 and 2 * n >= sum(counts.values()) else None


def count_countries(report: Report) -> Counter[str]:
    """How often a report names each country, by its mentions; the outlet's own once more."""
    counts = Counter(m.country for m in report.mentions[:_MANY] if m.country is not None)
    if report.outlet:
        counts.update(
            [e.country for e in knowledge.load().of_form(report.outlet)[:1] if e.type == "MEDIA" and e.country]
        )
    return counts
