"""Events of one sentence that are one happening in other words, or that one participant does both.

"مقتل 29 طفلا في قصف", "أسفر الهجوم عن إصابة": deed and outcome have the same participants. "اقتحام المدينة وتحريرها":
what is joined has the same actor. Who would suffer what is threatened is threatened.
"""

from __future__ import annotations

import sys
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import Final, Literal, NamedTuple

from marsad.annotate.event_light import light_reading
from marsad.document import Event, Report
from marsad.lexicon import events as lexicon

Kind = Literal["outcome", "joined", "others", "threat"]
_FORCE: Final = frozenset({"ASSAULT", "COERCE"})
_BY: Final = frozenset("في خلال إثر أثر جراء نتيجة بسبب أثناء عبر بواسطة اثر".split())
_REPLIES: Final = frozenset("رد ردت يرد ترد ورد وردت ويرد وترد ردوا وردوا".split())
_STOPS: Final = frozenset(".؟?!؛;:")
_MEASURES: Final = frozenset({"ASSAULT", "COERCE", "SANCTION"})
_THREAT: Final = 6  # words between a threat and what is threatened: "هدد الرئيس بفرض عقوبات"
_FAR: Final = 22  # words between a deed and its outcome: names and places stand there
_NEAR: Final = 12  # words between what else is linked
_CUT: Final = frozenset("، , أن إن بأن وأن التي الذي الذين".split())
_WHAT: Final = frozenset({"ما", "مما", "الذي"})  # "قصف التحالف مواقع، ما أدى إلى مقتل"
_JOINED: Final = 8  # words between what و joins
_ARTICLE: Final = ("ال", "وال", "بال", "لل", "فال", "كال")
_BRINGS: Final = frozenset({"تسبّب"})


class Link(NamedTuple):
    """Two events, by index, the one that comes first in the text first."""

    first: int
    second: int
    kind: Kind


def links(report: Report) -> list[Link]:
    """The links of a report, in the order of the text; each event is linked to at most one before it."""
    firsts = [s.first for s in report.sentences]
    place = [bisect_right(firsts, e.token) for e in report.events]
    out = []
    for k in range(1, len(report.events)):
        if place[k] != place[k - 1]:
            continue
        kind = _kind(report, report.events[k - 1], report.events[k])
        if kind is not None:
            out.append(Link(k - 1, k, kind))
    return out


def _kind(report: Report, a: Event, b: Event) -> Kind | None:
    between = report.tokens[a.token + 1 : b.token]
    if len(between) > _FAR or any(t.word.letters in _STOPS for t in between):
        return None
    letters = report.tokens[b.token].word.letters
    if a.type in _FORCE and b.type == a.type and a.speech is None and b.speech is None:
        before = between[-1].word.letters if between else ""
        if any(t.word.letters in _REPLIES for t in between):
            return None  # "انفجرت عبوة ورد الجيش باستهداف مواقع"
        plain = len(between) <= _NEAR or not any(t.word.letters in _CUT for t in between)
        if (
            plain
            and is_noun(b)
            and (before in _BY or (letters.startswith("ب") and b.trigger.start > report.tokens[b.token].start))
        ):
            return "outcome"
        near = len(between) <= _NEAR and is_noun(a)
        if is_noun(b) and any(
            _brings(report, n) and (near or report.tokens[n - 1].word.letters in _WHAT)
            for n in range(a.token + 1, b.token)
        ):
            return "outcome"
    if len(between) > _NEAR:
        return None
    if a.type == "THREATEN" and b.speech is None and b.type in _MEASURES and is_noun(b):
        ways = [t.word.letters[:1] for t in (*between[:_THREAT], report.tokens[b.token])]
        return "threat" if len(between) <= _THREAT and "ب" in ways else None
    if a.type == b.type == "CONSULT" and not is_noun(a) and is_noun(b) and between and between[-1].word.letters == "في":
        return "outcome"  # "وصل إلى بغداد في زيارة"
    if a.type == b.type == "ASSAULT" and letters.startswith("و") and _others(report, b):
        return "others"  # "مقتل خمسة جنود وإصابة عشرة آخرين"
    if len(between) <= _JOINED and letters.startswith("و") and b.trigger.start > report.tokens[b.token].start:
        return "joined" if is_noun(a) == is_noun(b) and _form(a) == _form(b) else None
    return None


_OTHERS: Final = frozenset({"آخرون", "آخرين", "آخر", "غيرهم", "اخرين", "اخرون"})


def _others(report: Report, b: Event) -> bool:
    """Whether an outcome befalls more of those of the outcome before."""
    return any(t.word.letters in _OTHERS for t in report.tokens[b.token + 1 : b.token + 4])


def is_noun(event: Event) -> bool:
    """Whether a noun tells the event, an event noun or a verbal noun."""
    return event.why is not None and event.why.rule.split(":")[0] in ("noun", "masdar")


def has_article(report: Report, event: Event) -> bool:
    """Whether the word of the trigger has its article, behind what is attached before it: القصف، بالقصف، للقصف."""
    return report.tokens[event.token].word.letters.startswith(_ARTICLE)


def last_before(places: Sequence[int], offset: int) -> int:
    """The last of the sorted `places` before an offset, -1 if there is none."""
    k = bisect_left(places, offset)
    return places[k - 1] if k else -1


def first_from(places: Sequence[int], offset: int) -> int:
    """The first of the sorted `places` at or behind an offset, else one behind every text."""
    k = bisect_left(places, offset)
    return places[k] if k < len(places) else sys.maxsize


def _form(event: Event) -> bool:
    return event.speech is None


def _brings(report: Report, n: int) -> bool:
    """Whether the token is a verb that brings about: أسفر، أدى، خلف."""
    held = light_reading(report.tokens[n].word)
    if held is None:
        return False
    verb = lexicon.load().light[held[0]]
    return (verb.subject == "event" and verb.noun != "object") or verb.lemma in _BRINGS
