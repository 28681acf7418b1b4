"""On whose word: "بحسب المصدر", "وفقا لوكالة", "حسبما أعلن", "نقلا عن".

An authority stands before what it vouches for ("وبحسب المصدر، فإن ..."), behind it ("...، وفق الوكالة"), or between a
cue and its content ("وشدد الوزير، بحسب البيان، على أن"). It makes a statement of its own with the same content, and is
the parent of what it vouches for.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from dataclasses import replace
from typing import NamedTuple

from marsad.annotate.channels import channel_at, source_channel
from marsad.annotate.contents import Breaks, Content, quoted_part
from marsad.annotate.cues import Cue
from marsad.annotate.drafts import Draft
from marsad.annotate.frames import frame
from marsad.annotate.phrases import COMMAS, chunk, plain_preposition
from marsad.annotate.scan import RELAYS
from marsad.annotate.scene import NP, Scene
from marsad.document import Channel, Force, Span
from marsad.lexicon import function_words, reporting
from marsad.lexicon.reporting import Attribution as Entry

_FA = frozenset({"فهو", "فهي", "فهم", "فإن", "فان", "فقد", "فإنه", "فإنها", "إن", "أن", "فإنّ"})
_NEAR = 24  # drafts about an attribution that it may vouch for
_SPEECH_END = frozenset(".؟?!؛")
_BEHIND = ("نقلا", "استنادا", "بناء")  # what the speaker himself rests on; "بحسب" is the word of another


class Attribution(NamedTuple):
    """One attribution: tokens ``[first, end)``, the cue token, who vouches."""

    first: int
    end: int
    cue: int
    source: NP | None
    own: bool  # "على حد قوله": the speaker's own words, no statement
    initial: bool
    channel: Channel | None
    entry: str
    addressees: tuple[NP, ...] = ()
    source_span: Span | None = None
    relayed: NP | None = None  # "وفقا لما نقله الموقع على لسان فلان"
    force: Force = "assert"  # "كما يطالب الوزير"


def find(scene: Scene, cues: dict[int, list[Cue]]) -> list[Attribution]:
    """Every attribution of the report, in order."""
    table = reporting.load().attributions
    out: list[Attribution] = []
    done = 0
    for i in range(scene.n):
        if i < done or scene.skip[i]:
            continue
        made = next(
            (
                m
                for key, pro in _keys(scene.folded[i])
                for entry in table.get(key, ())
                if (m := _match(scene, i, entry, pro, cues)) is not None
            ),
            None,
        )
        if made is not None:
            out.append(made)
            done = made.end
    return out


def _keys(form: str) -> list[tuple[str, str]]:
    keys = [(form, "")]
    if len(form) > 3 and form[0] in "وف":
        keys.append((form[1:], form[0]))
    return keys


def _match(scene: Scene, i: int, entry: Entry, pro: str, cues: dict[int, list[Cue]]) -> Attribution | None:
    n = len(entry.words)
    if i + n > scene.n or any(scene.folded[i + k] != entry.words[k] for k in range(1, n)):
        return None
    pos = i + n
    if entry.follows == "pronoun":
        return Attribution(i, pos, i, None, True, False, None, entry.text)
    end_sentence = scene.sentence_end[i]
    if scene.inside[i] >= 0:
        end_sentence = min(end_sentence, scene.opens[scene.inside[i]])
    if pos >= end_sentence or (entry.joins and not scene.folded[pos].startswith(entry.joins)):
        return None
    if entry.words[:2] == ("علي", "لسان") and any(
        c.verb.lemma in RELAYS for j in range(max(0, i - 8), i) for c in cues.get(j, ())
    ):
        return None
    if entry.set_off and not (i and (scene.letters[i - 1] in COMMAS or i - 1 in scene.closes)):
        return None
    if entry.words[0] == "كما" and not _aside_clause(scene, i, pos, cues):
        return None
    if entry.follows == "verb":
        return _verb(scene, i, pos, end_sentence, entry, pro, cues)
    if entry.joins and scene.letters[pos] in ("ل", "لـ", "ب", "بـ"):
        pos += 1
    return _source(scene, i, pos, end_sentence, entry, pro) if pos < end_sentence else None


def _aside_clause(scene: Scene, i: int, pos: int, cues: dict[int, list[Cue]]) -> bool:
    """ "..., كما قال الوزير," vouches; "كما قال الوزير إن" reports a further thing."""
    if pos not in cues or i == scene.sentence_start[i]:
        return False
    return frame(scene, cues[pos][0], frozenset(cues)) is None


def _verb(
    scene: Scene, i: int, pos: int, limit: int, entry: Entry, pro: str, cues: dict[int, list[Cue]]
) -> Attribution | None:
    """ "حسبما أعلن المتحدث", "وفق ما ذكرته مصادر": the verb is the cue, its subject the authority."""
    while pos < limit and scene.letters[pos] in ("قد", "كان", "كانت"):
        pos += 1
    if pos not in cues:
        return None
    cue = pos
    verb = cues[pos][0].verb
    channel: Channel | None = verb.channel
    source: NP | None = None
    addressees: list[NP] = []
    relayed: NP | None = None
    pos += 1
    while pos < limit:
        form = scene.letters[pos]
        if form in COMMAS and source is not None and scene.nps.get(pos + 1) is None:
            break
        if form in _SPEECH_END or form in ("فإن", "فقد"):
            break
        if pos in scene.time_end:
            pos = max(pos + 1, scene.time_end[pos])
            continue
        np = scene.mention_np(pos)
        if (
            np is not None
            and np.proclitic == "ل"
            and scene.letters[pos - 1].startswith(function_words.load().belonging)
        ):
            pos = np.end
            continue
        if np is not None and np.proclitic == "ل":
            addressees.append(np)
            pos = np.end
            continue
        if np is not None and source is None and np.proclitic == "":
            source = np
            pos = np.end
            continue
        if (source is not None and form == "على" and scene.letters[pos + 1 : pos + 2] == ["لسان"]) or form == "عن":
            behind = scene.mention_np(pos + (2 if form == "على" else 1))
            if behind is not None and source is not None:
                relayed = behind
                pos = behind.end
                continue
        found = channel_at(scene, pos, limit)
        if found is not None:
            channel = found.channel or channel
            pos = found.end
            continue
        if (
            source is None
            and np is None
            and scene.tokens[pos].word.kind == "word"
            and form not in ("عنه", "عنها", "عن", "به", "له", "في")
        ):
            made = chunk(scene, pos, limit, frozenset(cues))
            if made is not None:
                source = made
                pos = made.end
                continue
        governed = scene.letters[pos - 1] in ("في", "من", "عن", "على", "إلى", "مع")
        if np is not None and source is not None and not governed and form not in COMMAS and pos not in scene.opens:
            break
        pos = np.end if np is not None else pos + 1
    if source is None and (cues[cue][0].reading.agreement == "" or entry.words[0] == "كما"):
        return None
    initial = _initial(scene, i, pro, pos)
    cue = i if entry.cue == "phrase" else cue
    force: Force = cues[cue][0].verb.force if entry.words[0] == "كما" and cue in cues else "assert"
    ends = scene.letters[min(pos, scene.n - 1)] in COMMAS | {".", "؟", "!"}
    asked = force in ("demand", "commit", "threaten") and cues[cue][0].verb.lemma != "قضى"
    if force != "assert" and not (ends and asked):
        return None  # "كما طالبت المنظمة الحكومة بالتراجع": also, and nothing is vouched for
    told = tuple(addressees)
    return Attribution(i, pos, cue, source, False, initial, channel, entry.text, told, None, relayed, force)


def _source(scene: Scene, i: int, pos: int, limit: int, entry: Entry, pro: str) -> Attribution | None:
    """ "بحسب المصدر", "وفقا لبيان الوزارة", "بحسب وكالة ... التي يديرها ..."."""
    first = pos
    channel: Channel | None = None
    source: NP | None = None
    span: Span | None = None
    while pos < limit:
        if pos in scene.time_end and source is None and pos > first:
            break
        np = scene.mention_np(pos)
        if np is not None and (np.proclitic in ("", "ل") or pos == first):
            source = np
            pos = np.end
            break
        document = channel_at(scene, pos, limit, bare=True)
        if document is not None:
            channel = document.channel
            source = document.speaker
            span = document.span
            pos = document.end
            if source is None and pos < limit and scene.letters[pos].startswith("ل"):
                # "بيان لمكتبه الإعلامي"
                while (
                    pos < min(limit, document.end + 4) and scene.letters[pos] not in COMMAS and pos not in scene.opens
                ):
                    if scene.particle(pos) is not None or plain_preposition(scene.letters[pos]) is not None:
                        break
                    pos += 1
                span = Span(document.span.start, scene.tokens[pos - 1].end)
            break
        made = chunk(scene, pos, limit, frozenset())
        if made is not None:
            source = made
            if pos == first and entry.joins == "ل" and scene.letters[pos].startswith("ل"):
                source = made._replace(
                    start_offset=made.start_offset + 1
                )  # "وفقا للبيانات": the preposition is no part
            pos = made.end
        break
    if source is None and span is None:
        return None
    if source is not None and not source.mentions and scene.letters[source.first].endswith(("ه", "ها", "هم", "هما")):
        return None  # "حسب تورطهم", "بزعم قيامه": an act, and nobody's word
    if span is None and source is not None and source.type not in ("PER", "MEDIA", "LOC") and _law(scene, first):
        return None
    if pos < limit and scene.letters[pos] == ":" and pos + 1 in scene.opens:
        return Attribution(i, pos + 1, i, source, False, True, channel, entry.text, (), span)
    if pos < limit and scene.letters[pos] in ("التي", "الذي", "الذين"):
        while pos < limit and scene.letters[pos] not in COMMAS and scene.letters[pos] not in _SPEECH_END:
            pos += 1
    initial = _initial(scene, i, pro, pos)
    if initial:
        # "ووفق استطلاعات أجراها المعهد فقد حقق": all before فقد says who
        pos = next((k for k in range(pos, min(pos + 22, limit)) if scene.letters[k] in _FA - {"أن", "إن"}), pos)
    return Attribution(i, pos, i, source, False, initial, channel, entry.text, (), span)


def _law(scene: Scene, pos: int) -> bool:
    """ "وفق القانون", "حسب الحاجة": a rule or a measure, and nobody's word."""
    form = scene.folded[pos]
    for pre in ("", "ل", "لل", "ال"):
        if form.startswith(pre) and form[len(pre) :].startswith(function_words.load().no_authority):
            return True
    return False


def _initial(scene: Scene, i: int, pro: str, end: int) -> bool:
    """Whether what is vouched for follows."""
    start = scene.sentence_start[i]
    if scene.inside[i] >= 0:
        start = max(start, scene.inside[i] + 1)
    after = scene.letters[end] if end < scene.n else ""
    opened = scene.letters[start].lstrip("وف") in ("إذا", "لو")
    if opened and scene.letters[i] == "كما" and scene.letters[i - 1] in COMMAS:
        return False  # "وإذا انسحب الجيش، كما يطالب الوزير، فإن": the condition is vouched for
    if after in COMMAS and end + 1 < scene.n:
        after = scene.letters[end + 1]
    if after in _FA and after not in ("أن", "إن"):
        return True
    if i == start or (pro and scene.letters[i - 1] in COMMAS | {".", '"', "”", "»"}):
        return end < scene.sentence_end[i] - 1
    return False


def place_initial(scene: Scene, item: Attribution, breaks: Breaks, limit: int, parent: Draft | None) -> list[Draft]:
    """The statement of an attribution that stands before its content."""
    pos = item.end
    while pos < scene.n and (scene.letters[pos] in COMMAS or pos in scene.attributions):
        pos = scene.attributions.get(pos, pos + 1)
    stop = min(limit, scene.sentence_end[item.first])
    while pos < stop and scene.letters[pos] in COMMAS:
        pos += 1
    if pos < stop and scene.letters[pos] in _FA:
        pos += 0 if scene.letters[pos] in ("فإنه", "فإنها") else 1
    if pos >= stop:
        return []
    if pos in scene.opens:
        close = min(scene.opens[pos], limit)
        tail = close + 1
        if (
            tail >= scene.n
            or scene.letters[tail] in COMMAS | {".", "؟", "!"}
            or scene.paragraph[tail] != scene.paragraph[pos]
        ):
            quoted = Content(pos + 1, close, Span(scene.tokens[pos + 1].start, scene.tokens[close - 1].end), "direct")
            return _with_relayed(scene, item, _draft(scene, item, quoted, parent))
        pos += 1
    # what stands under the authority keeps its own participles and verbs: only another authority ends it
    end = _sentence_content_end(scene, pos, limit, breaks)
    while end > pos and scene.letters[end - 1] in COMMAS | {".", "؛", '"', "”", "»"}:
        end -= 1
    if end <= pos:
        return []
    content = Content(pos, end, Span(scene.tokens[pos].start, scene.tokens[end - 1].end), quoted_part(scene, pos, end))
    return _with_relayed(scene, item, _draft(scene, item, content, parent))


def _sentence_content_end(scene: Scene, pos: int, limit: int, breaks: Breaks) -> int:
    stop = min(limit, scene.sentence_end[pos])
    j = pos
    while j < stop:
        if j in scene.opens:
            close = scene.opens[j]
            if close > stop:
                stop = min(limit, close + 1)
            j = close + 1
            continue
        if scene.letters[j] in COMMAS and j + 1 in breaks.attributions:
            return j
        if (
            scene.letters[j] in COMMAS
            and j + 1 in breaks.participles
            and not any(k in breaks.verbs for k in range(pos, j))
        ):
            return j  # "وبحسب المفوضية، ...، مطالبة ب": the authority itself goes on
        j += 1
    return min(j, limit, scene.n)


def _with_relayed(scene: Scene, item: Attribution, made: Draft) -> list[Draft]:
    """The statement of an attribution, and under it that of the source behind it."""
    if item.relayed is None:
        return [made]
    told = [item.source] if item.source is not None else []
    inner = replace(made, source=item.relayed, parent=made, addressees=told, channel=None, source_span=None)
    return [made, inner]


def _draft(scene: Scene, item: Attribution, content: Content, parent: Draft | None) -> Draft:
    token = scene.tokens[item.cue]
    start = token.start
    if (
        token.word.letters[:1] in ("و", "ف")
        and item.cue == item.first
        and not item.entry.startswith(token.word.letters[:2])
    ):
        start += 1
    return Draft(
        token=item.first,
        cue=Span(start, token.end),
        source=item.source,
        content=content,
        force=item.force,
        lemma=item.entry,
        parent=parent,
        channel=item.channel or source_channel(scene, item.source),
        addressees=list(item.addressees),
        rule="attribution",
        entries=[f"attributions:{item.entry}"],
        authority=True,
        end=item.end,
        source_span=item.source_span,
    )


def place_others(scene: Scene, found: list[Attribution], drafts: list[Draft], breaks: Breaks) -> None:
    """Adds the statements of attributions that stand behind or within what they vouch for."""
    by_token = sorted(drafts, key=lambda d: d.token)
    for item in found:
        if item.own or item.initial:
            continue
        made = _place(scene, item, near(by_token, item.first))
        if made is None:
            continue
        group = _with_relayed(scene, item, made)
        if len(group) > 1:
            for d in near(by_token, item.first):
                if d.parent is made:
                    d.parent = group[1]
        drafts += group
        for d in group:
            insort(by_token, d, key=lambda d: d.token)


def near(by_token: list[Draft], token: int) -> list[Draft]:
    """The drafts about a token, in order: those before it that may hold it or end at it, and a few after."""
    k = bisect_left(by_token, token, key=lambda d: d.token)
    return by_token[max(0, k - _NEAR) : k + _NEAR // 2]


def _place(scene: Scene, item: Attribution, drafts: list[Draft]) -> Draft | None:
    start = scene.sentence_start[item.first]
    same_sentence = [d for d in drafts if start <= d.token < item.first and not d.authority]
    # right behind another authority: "بحسب الموقع نقلا عن مسؤولين"
    chained = [
        d for d in drafts if d.authority and 0 <= item.first - d.end <= 1 and _adjacent(scene, d.end, item.first)
    ]
    if chained:
        made = _draft(scene, item, chained[-1].content, chained[-1])
        for d in drafts:
            if d.parent is chained[-1]:
                d.parent = made
        made.parent = chained[-1]
        return made
    # within: between the cue and its content
    medial = [d for d in same_sentence if d.content.first >= item.end and d.token < item.first]
    if medial:
        inner = medial[-1]
        if item.entry.startswith(_BEHIND) and inner.source is not None:
            # "وقالت الصحيفة، نقلا عن مصادر، إن", "استنادا إلى وثائق": the sources stand behind the paper
            made = _draft(scene, item, inner.content, inner)
            for d in drafts:
                if d.parent is inner:
                    d.parent = made
            made.parent = inner
            return made
        made = _draft(scene, item, inner.content, inner.parent)
        for d in drafts:
            if d is inner or d.same_as is inner:
                d.parent = made
        return made
    before = [d for d in same_sentence if d.content.end <= item.first]
    last = [d for d in before if _adjacent(scene, d.content.end, item.first)]
    if last:
        main = min(last, key=lambda d: (d.content.first, -d.content.end))
        if _own_document(scene, item):
            # "..., بحسب البيان": the document of whoever speaks there
            main.channel = main.channel or item.channel or "statement"
            return None
        holder = main.parent
        made = _draft(scene, item, main.content, holder)
        if main.force == "deny" and scene.letters[item.first - 1] == "وذلك":
            # "نفى أن يكون ...، وذلك حسب الرواية": the account says what is denied
            for d in same_sentence:
                if d.parent is main:
                    d.parent = made
            return made
        for d in same_sentence:
            if d.parent is holder and (d is main or _chained(d, main)):
                d.parent = made
        return made
    # no statement before it: the clause of the reporter is what is vouched for
    first = start
    for d in before:
        if d.content.end > first and not _adjacent(scene, d.content.end, item.first):
            first = d.content.end
    holders = [d for d in drafts if d.inside(item.first)]
    holder = min(holders, key=lambda d: d.content.end - d.content.first) if holders else None
    if holder is not None:
        first = max(first, holder.content.first)
    if " ".join(scene.letters[first : first + 2]) in function_words.load().openers:
        first += 2
    while first < item.first and (
        scene.skip[first] or scene.letters[first] in COMMAS or scene.letters[first] in ('"', "”", "»", "-", "–", ".")
    ):
        first += 1
    if scene.letters[item.first] == "كما":  # what is asked for, without its "if"
        ifs = (k for k in range(item.first - 1, first - 1, -1) if scene.letters[k].lstrip("وف") in ("إذا", "لو"))
        first = next(ifs, first - 1) + 1
    end = item.first
    while end > first and (scene.letters[end - 1] in COMMAS or scene.letters[end - 1] in ("(", "-", "–", "وذلك")):
        end -= 1
    if end - first < 2:
        return None
    offset = scene.tokens[first].start
    form = scene.letters[first]
    if form in ("وكان", "وكانت", "وأن", "وقد") or (form.startswith("و") and len(form) > 3 and first == start):
        offset += 1
    span = Span(offset, scene.tokens[end - 1].end)
    made = _draft(scene, item, Content(first, end, span, quoted_part(scene, first, end)), holder)
    for d in same_sentence:
        if d.parent is holder and first <= d.token < end:
            d.parent = made
    return made


def _chained(d: Draft, main: Draft) -> bool:
    """A participle or "لكنه أكد" and the verb that it goes on for stand under one authority."""
    return d.participle or main.participle or main.source is None


def _adjacent(scene: Scene, end: int, first: int) -> bool:
    return all(scene.tokens[j].word.kind == "punct" or scene.letters[j] == "وذلك" for j in range(end, first))


def _own_document(scene: Scene, item: Attribution) -> bool:
    words = function_words.load()
    form = scene.letters[item.end - 1]
    form = "ا" + form[1:] if form.startswith("لل") else form
    return item.end - item.first <= 2 and form in words.documents and form.startswith("ال")
