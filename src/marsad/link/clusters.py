"""Mentions to entities: groups, spellings, short forms, knowledge-base ids."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise

from marsad.document import Mention, Report
from marsad.lexicon import knowledge, linking
from marsad.link.forms import alike, bare, body_within, person_key, person_within, words

_FAR_BACK = 60  # forms looked back at for a short form


class Clusters:
    """A union of mentions, with what each cluster is called. Cluster ids are indices of their first mention."""

    def __init__(self, report: Report) -> None:
        self.report = report
        self.parent = list(range(len(report.mentions)))
        self.kb = [m.kb for m in report.mentions]  # a capital that stands for its government has its country's id
        self.office: list[str | None] = [None] * len(report.mentions)  # the office that a title names
        self.candidates: dict[int, tuple[str, ...]] = {}  # of a mention: ids between which nothing decides
        self.named = [m.kind == "name" for m in report.mentions]  # of a cluster, at its first mention: has a name
        self.designated: set[int] = set()  # roles that hold the name itself ("صحيفة «الراصد»")
        self.person = [k if m.type == "PER" else None for k, m in zip(self.kb, report.mentions, strict=True)]

    def find(self, k: int) -> int:
        """The cluster of mention `k`."""
        while self.parent[k] != k:
            self.parent[k] = self.parent[self.parent[k]]
            k = self.parent[k]
        return k

    def join(self, a: int, b: int) -> None:
        """One cluster of two; the earlier mention names it. Two known people are never one."""
        x, y = self.find(a), self.find(b)
        if x != y and (self.person[x] is None or self.person[y] in (None, self.person[x])):
            root, other = min(x, y), max(x, y)
            self.parent[other] = root
            self.named[root] |= self.named[other]
            self.person[root] = self.person[root] or self.person[other]

    def identify(self, k: int, kb: str) -> None:
        """Says which known entity mention `k` is."""
        self.kb[k] = kb
        if self.report.mentions[k].type == "PER":
            self.person[self.find(k)] = kb

    def forget(self, k: int) -> None:
        """Takes back what the data say of a title: the report says otherwise."""
        self.kb[k] = None
        self.candidates.pop(k, None)
        if self.find(k) == k:
            self.person[k] = None

    def who(self, k: int) -> str | None:
        """The known person whom the cluster of `k` is, where that is known."""
        return self.person[self.find(k)]

    def has_name(self, k: int) -> bool:
        """Whether the cluster of `k` is called by its name somewhere."""
        return self.named[self.find(k)]

    def text(self, k: int) -> str:
        """The surface of mention `k`, hashtag underscores as spaces."""
        return self.report.slice(self.report.mentions[k].span).replace("_", " ")


def capitals_as_governments(clusters: Clusters) -> None:
    """ "رفضت واشنطن": a capital stands for its country unless the words about it place something there."""
    report = clusters.report
    for k, m in enumerate(report.mentions):
        kb = clusters.kb[k]
        if m.type != "LOC" or kb is None or m.kind != "name":
            continue
        known = knowledge.by_id(kb)
        if known is None or known.kind != "capital" or known.of is None:
            continue
        before = report.text[max(0, m.span.start - 24) : m.span.start]
        words_before = [plain for w in before.split() if (plain := w.strip('"“”«»،(‘’'))]
        if any(w.endswith(("العاصمة", "بالعاصمة")) for w in words_before[-3:]):
            continue
        if any(f.span.start <= m.span.start < f.span.end for f in report.furniture):
            continue
        attached = before[-1:] == "ب" and before[-2:-1] in (" ", "و", "\n", "")
        comma = before.rstrip().endswith(("،", ",")) and report.text[m.span.end : m.span.end + 1] in ("،", ",")
        if not attached and not comma and not (words_before and words_before[-1] in linking.load().place_before):
            clusters.kb[k] = known.of


def join_groups(clusters: Clusters) -> None:
    """Mentions of one noun phrase are one entity."""
    first: dict[int, int] = {}
    for k, m in enumerate(clusters.report.mentions):
        if m.group >= 0:
            if m.group in first:
                clusters.join(first[m.group], k)
            else:
                first[m.group] = k


def join_appositions(clusters: Clusters, strangers: Callable[[Report, Mention, Mention], bool]) -> None:
    """ "الرئيس السوري، بشار الأسد": a role and the name set beside it with a comma are one.

    ``strangers`` says of a role and a name that they cannot be.
    """
    mentions = clusters.report.mentions
    text = clusters.report.text
    people = [k for k, m in enumerate(mentions) if m.type == "PER" and m.kind in ("name", "role")]
    for a, b in pairwise(people):
        m, n = mentions[a], mentions[b]
        if m.kind == n.kind or not (m.definite and n.definite) or clusters.find(a) == clusters.find(b):
            continue
        if n.span.start < m.span.end or None not in (clusters.who(a), clusters.who(b)):
            continue  # a name inside the role of another: "مبعوث الرئيس فلان"
        gap = text[m.span.end : n.span.start].strip()
        beside = (gap in ("،", ",") or (gap == "" and m.kind == "role")) and n.span.start - m.span.end <= 2
        role, name = (m, n) if m.kind == "role" else (n, m)
        if beside and strangers(clusters.report, role, name):
            continue
        if beside and (m.gender is None or n.gender is None or m.gender == n.gender):
            clusters.join(a, b)


def join_names(clusters: Clusters) -> None:
    """Names: the same id, the same spelling, a short form of a longer name."""
    mentions = clusters.report.mentions
    names = [k for k, m in enumerate(mentions) if m.kind == "name"]
    _surnames_of_the_headline(clusters, names)
    by_kb: dict[tuple[str, str], int] = {}
    by_form: dict[tuple[str, tuple[str, ...]], int] = {}
    for k in names:
        m = mentions[k]
        kind = _kind(m)
        kb = clusters.kb[k]
        if kb is not None:
            if (kind, kb) in by_kb:
                clusters.join(by_kb[kind, kb], k)
            else:
                by_kb[kind, kb] = k
        form = (kind, person_key(clusters.text(k)) if kind == "PER" else words(clusters.text(k)))
        if form in by_form:
            other = by_form[form]
            if clusters.kb[other] is None or kb is None or clusters.kb[other] == kb:
                clusters.join(other, k)
        else:
            by_form[form] = k
    _join_short(clusters, names)


def _surnames_of_the_headline(clusters: Clusters, names: Sequence[int]) -> None:
    """A family name alone in the headline is whoever is first named in full with it: the text knows better."""
    mentions = clusters.report.mentions
    head = clusters.report.text.find("\n")
    people = [k for k in names if mentions[k].type == "PER"][: 2 * _FAR_BACK]
    for k in people:
        if mentions[k].span.start >= head:
            break
        short = person_key(clusters.text(k))
        if len(short) != 1:
            continue
        for other in people:
            full = person_key(clusters.text(other))
            if len(full) > 1 and alike(full[-1], short[0]):
                clusters.kb[k] = clusters.kb[other]
                clusters.join(k, other)
                break


def _kind(m: Mention) -> str:
    return "ORG" if m.type == "MEDIA" else m.type


def _join_short(clusters: Clusters, names: Sequence[int]) -> None:
    """A short form goes to the nearest longer name before it; failing that, to one after it.

    Forms are compared once each and only with the last `_FAR_BACK` other forms: the cost stays linear.
    """
    mentions = clusters.report.mentions
    people: dict[str, int] = {}  # form to its first mention, in order
    bodies: dict[str, int] = {}
    for k in names:
        m = mentions[k]
        text = clusters.text(k)
        if m.type == "PER" and text not in people:
            _short_person(clusters, k, list(people.values())[-_FAR_BACK:])
            people[text] = k
        elif m.type in ("ORG", "MEDIA") and text not in bodies:
            _short_body(clusters, k, list(bodies.values())[-_FAR_BACK:])
            bodies[text] = k
    # a short form in the headline or lead before the full name comes
    forms = list(people.values())
    for n, k in enumerate(forms[:_FAR_BACK]):
        if len(words(clusters.text(k))) > 1 or clusters.find(k) != k:
            continue
        for other in forms[n + 1 : n + 1 + _FAR_BACK]:
            if clusters.find(other) != clusters.find(k) and _same_person(clusters, k, other):
                clusters.join(k, other)
                break


def _short_body(clusters: Clusters, k: int, bodies: Sequence[int]) -> None:
    text = clusters.text(k)
    for other in reversed(bodies):
        if clusters.find(other) == clusters.find(k) or (
            clusters.kb[k] and clusters.kb[other] and clusters.kb[k] != clusters.kb[other]
        ):
            continue
        known = clusters.text(other)
        if body_within(text, known) or body_within(known, text):
            clusters.join(other, k)
            return


def _short_person(clusters: Clusters, k: int, people: Sequence[int]) -> None:
    if clusters.find(k) != k:
        return
    length = len(words(clusters.text(k)))
    for other in reversed(people):
        if not _same_person(clusters, k, other):
            continue
        if length > len(words(clusters.text(other))) and _longer_known(clusters, other, people, k):
            continue  # the short form already goes with another full name
        clusters.join(other, k)
        return


def _longer_known(clusters: Clusters, short: int, people: Sequence[int], k: int) -> bool:
    cluster = clusters.find(short)
    return any(
        clusters.find(p) == cluster and len(words(clusters.text(p))) >= 2 and not _same_person(clusters, k, p)
        for p in people
    )


def _same_person(clusters: Clusters, a: int, b: int) -> bool:
    if clusters.kb[a] and clusters.kb[b] and clusters.kb[a] != clusters.kb[b]:
        return False
    x, y = clusters.text(a), clusters.text(b)
    if len(person_key(x)) == len(person_key(y)):
        return all(alike(p, q) for p, q in zip(person_key(x), person_key(y), strict=True))
    return person_within(x, y) or person_within(y, x)


def role_text(text: str) -> tuple[str, ...]:
    """A role's words for comparison: spelling variants of nationality folded, "السابق" kept."""
    return tuple(_plain(w) for w in words(text) if w not in linking.load().titles)


def _plain(word: str) -> str:
    """A word of a role without article, number and gender: اليمنيون and يمنيين agree with يمني."""
    if word.startswith("باسم"):
        return word  # "باسمه" keeps its pronoun
    stem = bare(word).replace("امريك", "اميرك")
    for ending in ("يون", "يين", "يات", "يه"):
        if stem.endswith(ending) and len(stem) > len(ending) + 2:
            return stem[: -len(ending)] + "ي"
    for ending in ("ون", "ين", "ات", "ه"):
        if stem.endswith(ending) and len(stem) > len(ending) + 2:
            return stem[: -len(ending)]
    return stem
