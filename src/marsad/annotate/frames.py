"""What stands about a cue: who speaks, to whom, through what, and where the reported words begin.

Arabic news puts the speaker behind the verb ("قال الوزير إن"), before it ("الوزير قال إن", "وكان الوزير قد قال"),
or leaves him out where he goes on ("وأضاف أن"). Between cue and content stand times, channels ("في بيان"),
addressees ("لصحيفة") and relative clauses.
"""

from __future__ import annotations

from typing import NamedTuple

from marsad.annotate.channels import channel_at
from marsad.annotate.cues import Cue
from marsad.annotate.scene import NP, Scene
from marsad.document import Channel

COMMAS = frozenset("،,")
_DASHES = frozenset("-–—−")
_RELATIVE = frozenset(
    {"الذي", "التي", "الذين", "اللذين", "اللذان", "اللتان", "اللتين", "اللاتي", "اللواتي", "ما", "مما", "من", "والذي", "والتي"}
)
_STRICT_RELATIVE = _RELATIVE - {"من", "ما", "مما"}
_KANA = frozenset({"كان", "وكان", "كانت", "وكانت", "كانوا", "وكانوا", "فكان"})
_ASPECT = frozenset({"قد", "وقد", "فقد", "لقد", "ولقد"})
_CLAUSE_STARTERS = frozenset(
    {
        "أما", "وأما", "فيما", "بينما", "لكن", "ولكن", "حيث", "إذ", "حين", "عندما", "كما", "بأن", "أن", "إن", "وأن", "وإن",
        "ان", "وان", "إلا", "فإن", "بعدما", "أنه", "كان", "وكان", "كانت", "وكانت", "ثم", "أو", "لأن", "لأنّ",
    }
)
_EMPHASIS = frozenset({"نفسه", "نفسها", "ذاته", "ذاتها", "نفسهم", "أنفسهم", "أيضا", "أيضاً", "ايضا", "كذلك", "بدوره", "بدورها", "بنفسه"})
_ADVERBS = frozenset(
    {
        "أيضا", "أيضاً", "ايضا", "كذلك", "بدوره", "بدورها", "حينها", "لاحقا", "لاحقاً", "قائلا", "مجددا", "مجدداً", "صراحة",
        "علنا", "رسميا", "رسمياً", "بوضوح", "بشدة", "بقوة", "مرارا", "مراراً", "سابقا", "سابقاً", "آنذاك", "وقتها", "نفسه", "نفسها", "ذاته",
        "ذاتها", "مؤخرا", "مؤخراً", "فقط", "تماما", "تماماً", "هنا", "هناك", "إذن", "عبثا", "فيه", "فيها", "خلاله", "خلالها", "به", "بها",
        "له", "لها", "لهم", "لنا", "لي", "عنه", "عنها", "عليه", "عليها", "منه", "منها", "إليه", "إليها", "إنه", "تقريبا", "جميعا", "معا",
        "خصوصا", "خاصة", "بالتالي", "مباشرة", "حاليا", "حالياً", "غير", "مرة", "حيث", "نصا", "حرفيا", "كاملا",
    }
)
_PLAIN_PREPOSITIONS = frozenset(
    {"في", "من", "على", "إلى", "الى", "عن", "مع", "خلال", "بعد", "قبل", "عبر", "أمام", "لدى", "ضد", "بين", "حول", "بشأن", "عقب",
     "إثر", "أثناء", "منذ", "حتى", "عند", "وسط", "فوق", "تحت", "ضمن", "حيال", "تجاه", "فى", "بعيد", "قبيل", "لمدة", "غداة", "بخصوص", "علي"}
)
_ABOUT = frozenset({"بشأن", "حول", "بخصوص", "حيال", "إزاء", "تجاه"})
_STOPS = frozenset(".؟?!؛;…")
_FAR = 45  # a content that begins further from its cue than this is not looked for


class Frame(NamedTuple):
    """A cue with what was found about it. Token indices; ``content`` is the first token of the reported words."""

    cue: Cue
    subject: NP | None
    before: bool  # the subject stands before the verb
    addressees: tuple[NP, ...]
    channel: Channel | None
    content: int
    opener: str  # clause, quote, colon, a preposition, np, relative
    offset: int  # offset in the text where the content begins
    more: tuple[NP, ...] = ()  # further subjects of the same verb
    relative: bool = False  # stands in a relative clause about its content or speaker
    described: NP | None = None


class _Seen:
    """What a scan has gathered so far."""

    __slots__ = ("addressees", "channel", "more", "subject")

    def __init__(self, subject: NP | None) -> None:
        self.subject = subject
        self.more: list[NP] = []
        self.addressees: list[NP] = []
        self.channel: Channel | None = None


def frame(scene: Scene, cue: Cue, cues: frozenset[int]) -> Frame | None:
    """The frame of a verb or participle, or None where nothing after it can be reported words.

    `cues` holds the tokens of other candidate cues, which end the search.
    """
    verb, reading, i = cue.verb, cue.reading, cue.token
    accepted = frozenset(verb.content)
    before = preverbal(scene, i) if reading.tense in ("past", "pres") else None
    if before is not None and not _agrees(scene, before, reading.agreement):
        before = None
    relative = _in_relative(scene, i)
    if reading.tense in ("past", "pres") and reading.agreement[:1] in "12":
        before = None
    seen = _Seen(before)
    limit = min(scene.sentence_end[i], i + _FAR)
    quoted = scene.inside[i]
    if quoted >= 0:
        limit = min(limit, scene.opens[quoted])
    found = _scan(scene, cue, seen, i + 1, limit, cues, accepted, before is not None)
    if found is None:
        found = _content_before(scene, cue, seen, relative)
    if found is None:
        return None
    content, opener, offset = found
    if verb.needs == "clause" and opener not in ("clause", "quote", "colon", "relative"):
        return None
    return Frame(
        cue,
        seen.subject,
        before is not None and seen.subject == before,
        tuple(seen.addressees),
        seen.channel,
        content,
        opener,
        offset,
        tuple(seen.more),
        relative,
    )


def _scan(
    scene: Scene, cue: Cue, seen: _Seen, pos: int, limit: int, cues: frozenset[int], accepted: frozenset[str], had: bool
) -> tuple[int, str, int] | None:
    """Walks from the cue to the content; fills `seen`. Each token is looked at once."""
    verb, reading = cue.verb, cue.reading
    comma = False
    takes_subject = reading.tense in ("past", "pres") and reading.agreement[:1] not in ("1", "2") and not had
    if reading.agreement in ("3mp", "3fp", "3md", "3fd") and reading.tense == "past":
        takes_subject = False  # a plural verb has its subject before it
    object_taken = bool(reading.enclitic)
    while pos < limit:
        form = scene.letters[pos]
        particle = scene.particle(pos)
        if particle is not None and form not in ("لأن", "لأنه", "لأنها", "كأن"):
            opened = _clause(scene, pos, particle, accepted)
            if opened is not None:
                return opened
        if form == ":" and pos + 1 < scene.n:
            if accepted & {"quote", "anna"}:
                return _after_colon(scene, pos + 1, limit)
            pos += 1
            continue
        if pos in scene.opens:
            np = scene.mention_np(pos)
            if np is not None and (seen.subject is None or not accepted & {"quote", "np"} or np.end < scene.opens[pos]):
                pass  # a name in quotation marks
            elif accepted & {"quote", "np"} or (accepted & {"anna"}):
                return pos, "quote", scene.tokens[pos].start
        if form in _STOPS:
            return None
        if form in COMMAS:
            comma = True
            pos += 1
            if pos < limit and _new_clause(scene, pos, cues):
                return None
            continue
        if form in _DASHES or form == "(":
            pos = _parenthesis(scene, pos, limit)
            continue
        if pos in scene.time_end:
            pos = max(scene.time_end[pos], pos + 1)
            continue
        if pos in scene.attributions:
            pos = scene.attributions[pos]
            continue
        channel = channel_at(scene, pos, limit)
        if channel is not None:
            if seen.channel is None:
                seen.channel = channel.channel
            if channel.speaker is not None and seen.subject is None and takes_subject:
                seen.subject = channel.speaker
            pos = channel.end
            continue
        if form in _ADVERBS:
            pos += 1
            continue
        step = _preposition(scene, pos, limit, seen, cue, accepted)
        if isinstance(step, tuple):
            return step
        if step:
            pos = step
            continue
        np = scene.mention_np(pos)
        if np is not None and not np.proclitic.strip("و"):
            if seen.subject is None and takes_subject and not (comma and pos > cue.token + 2 and verb.continues):
                seen.subject = np
                pos = _conjoined(scene, np, seen, limit)
                continue
            if np.proclitic == "" and verb.addressee == "object" and not object_taken and not seen.addressees:
                seen.addressees.append(np)
                pos = _conjoined_addressees(scene, np, seen, limit)
                continue
        if form in _STRICT_RELATIVE:
            pos = _relative_clause(scene, pos, limit, cues)
            continue
        if pos in cues and pos != cue.token and comma:
            return None
        if "np" in accepted and scene.tokens[pos].word.kind in ("word", "number"):
            if seen.subject is None and takes_subject and not _likely_content(scene, pos):
                unknown = chunk(scene, pos, limit, cues)
                if unknown is not None:
                    seen.subject = unknown
                    pos = unknown.end
                    continue
            return pos, "np", scene.tokens[pos].start
        if np is None and seen.subject is None and takes_subject and scene.tokens[pos].word.kind in ("word", "number", "latin"):
            unknown = chunk(scene, pos, limit, cues)
            if unknown is not None:
                seen.subject = unknown
                pos = unknown.end
                continue
        if pos in cues and pos > cue.token + 1 and not scene.opens.get(pos - 1):
            return None
        pos = np.end if np is not None else pos + 1
    return None


def _clause(
    scene: Scene, pos: int, particle: str, accepted: frozenset[str]
) -> tuple[int, str, int] | None:
    """The content behind a clause particle at `pos`, if the verb takes it."""
    previous = scene.letters[pos - 1]
    if particle in ("و", "ك"):
        return None
    if particle in ("ب", "ل"):
        if particle not in accepted and not (particle == "ب" and accepted & {"anna", "an"}):
            return None
    elif previous in _PLAIN_PREPOSITIONS:
        if _name(previous) not in accepted and "anna" not in accepted:
            return None
    elif not accepted & {"anna", "an"}:
        return None
    # the particle itself stays outside the content, one with a pronoun ("أنه") stays in
    bare = scene.folded[pos] in ("ان", "بان", "لان")
    first = pos + 1 if bare else pos
    if first >= scene.n:
        return None
    if first in scene.opens:
        return first, "quote", scene.tokens[first].start
    cut = 0 if bare else len(particle)
    if bare and scene.letters[first] == ":" and first + 1 < scene.n:
        return _after_colon(scene, first + 1, scene.n)
    return first, "clause", scene.tokens[first].start + cut


def _after_colon(scene: Scene, pos: int, limit: int) -> tuple[int, str, int] | None:
    if pos >= scene.n:
        return None
    if pos in scene.opens:
        return pos, "quote", scene.tokens[pos].start
    return pos, "colon", scene.tokens[pos].start


def _name(preposition: str) -> str:
    return {"الى": "إلى", "فى": "في", "علي": "على"}.get(preposition, preposition)


def _preposition(
    scene: Scene, pos: int, limit: int, seen: _Seen, cue: Cue, accepted: frozenset[str]
) -> tuple[int, str, int] | int | None:
    """A preposition at `pos`: the content behind it, or the token after the phrase that it governs."""
    form = scene.letters[pos]
    verb = cue.verb
    if form in _PLAIN_PREPOSITIONS:
        name = _name(form)
        if name in accepted or (form in _ABOUT and accepted & {"عن", "ب"} and verb.denotes_topic):
            first = pos + 1
            if first >= limit:
                return None
            particle = scene.particle(first)
            if particle == "":
                return _clause(scene, first, "", accepted | {"anna"})
            if first in scene.opens and scene.mention_np(first) is None:
                return first, "quote", scene.tokens[first].start
            return first, name, scene.tokens[first].start
        if isinstance(verb.addressee, tuple) and name in verb.addressee:
            np = scene.mention_np(pos + 1)
            if np is not None:
                seen.addressees.append(np)
                return np.end
        return _phrase_end(scene, pos + 1, limit)
    # attached: بـ, لـ, كـ before a noun
    attached = _attached(scene, pos)
    if attached is None:
        return None
    letter, offset, first = attached
    if letter in accepted and not (letter == "ل" and _is_addressee(scene, pos, verb.addressee)):
        if first in scene.opens:
            return first, "quote", scene.tokens[first].start
        return first, letter, offset
    if letter == "ل" and verb.addressee is not None and verb.addressee != "object":
        np = scene.nps.get(first) or scene.mention_np(first)
        if np is not None:
            seen.addressees.append(np)
            return np.end
    return _phrase_end(scene, first, limit)


def _is_addressee(scene: Scene, pos: int, addressee: object) -> bool:
    np = scene.nps.get(pos)
    return np is not None and bool(addressee) and addressee != "object" and np.type in ("PER", "MEDIA")


def _attached(scene: Scene, pos: int) -> tuple[str, int, int] | None:
    """A preposition written onto the word at `pos`: the letter, where the noun begins, the noun's token."""
    token = scene.tokens[pos]
    form = scene.letters[pos]
    if form in ("ب", "بـ", "ل", "لـ", "ك", "ول", "وب") and pos + 1 < scene.n:
        return form.rstrip("ـ")[-1], scene.tokens[pos + 1].start, pos + 1
    np = scene.nps.get(pos)
    if np is not None:
        return (np.proclitic[-1], np.start_offset, pos) if np.proclitic[-1:] in ("ب", "ل", "ك") else None
    if len(form) < 4 or form[0] not in "بلك" or token.word.kind != "word":
        return None
    if form[1:3] == "ال" or form[:2] == "لل" or form[0] in "ب" or (form[0] == "ل" and form[1] != "ا"):
        if form[0] == "ب" and _own_b(form):
            return None
        if form[0] == "ل" and form[1] != "ل" and not _own_l(form):
            return None
        return form[0], token.start + 1, pos
    return None


_B_NOUNS = ("بيان", "بلد", "بلاد", "بعد", "بين", "برلمان", "بعض", "بغداد", "بيروت", "بدء", "بحث", "برنامج", "بناء", "بعثة", "بطل", "باب", "بنك",
            "بداية", "بقاء", "بوتين", "بومبيو", "بلينكن", "بايدن", "بري", "بارزاني", "بنود", "بيت", "بيع", "بحر", "بصواريخ"[:0] or "بحار", "بقية", "بديل", "براءة", "بروز", "بادرة")


def _own_b(form: str) -> bool:
    """Words that begin with a ب of their own."""
    return form.startswith(_B_NOUNS)


_L_ATTACHED = ("لت", "لم", "لو", "لا", "لإ", "لأ", "لع", "لح", "لش", "لص", "لد", "لس", "لب", "لق", "لر", "لك", "لن", "لف", "لج", "له", "لغ", "لخ", "لط")
_L_NOUNS = ("لجنة", "لجان", "لقاء", "لقاءات", "لبنان", "ليبيا", "لندن", "لواء", "لافروف", "لغة", "لحظة", "ليل", "ليلة", "لوكالة"[:0] or "لوائح", "لكن", "لكنه", "لكنها", "لدى", "لديه", "لديها", "لأن", "لأنه", "لأنها", "لقد", "ليس", "ليست", "لما", "لعب", "لاجئين", "لاجئ", "لاجئون", "لاحق", "لاحقا")


def _own_l(form: str) -> bool:
    """True where the first letter may be the preposition."""
    return form.startswith(_L_ATTACHED) and not form.startswith(_L_NOUNS)


def _phrase_end(scene: Scene, pos: int, limit: int) -> int:
    """The end of the noun phrase that a preposition governs: a mention, or a noun with what agrees after it."""
    if pos >= limit:
        return limit
    if pos in scene.time_end:
        return max(scene.time_end[pos], pos + 1)
    np = scene.mention_np(pos)
    if np is not None:
        return max(np.end, pos + 1)
    if pos in scene.opens:
        return scene.opens[pos] + 1
    return pos + 1


def _conjoined(scene: Scene, np: NP, seen: _Seen, limit: int) -> int:
    """Further subjects: "أعلنت الحكومة والسفارة"."""
    pos = np.end
    while pos < limit:
        other = scene.nps.get(pos)
        if other is None or other.proclitic != "و" or other.type == "LOC" and np.type != "LOC":
            break
        seen.more.append(other)
        pos = other.end
    return pos


def _conjoined_addressees(scene: Scene, np: NP, seen: _Seen, limit: int) -> int:
    pos = np.end
    while pos < limit:
        other = scene.nps.get(pos)
        if other is None or other.proclitic != "و":
            break
        seen.addressees.append(other)
        pos = other.end
    return pos


def _parenthesis(scene: Scene, pos: int, limit: int) -> int:
    """Past a bracket or a pair of dashes at `pos`; one token where it has no end."""
    closing = frozenset(")") if scene.letters[pos] == "(" else _DASHES
    for j in range(pos + 1, min(limit, pos + 30)):
        if scene.letters[j] in closing:
            return j + 1
    return pos + 1


def _relative_clause(scene: Scene, pos: int, limit: int, cues: frozenset[int]) -> int:
    """Past a relative clause about the subject: to the next comma or clause particle."""
    for j in range(pos + 1, limit):
        form = scene.letters[j]
        if form in COMMAS or form == ":" or form in _DASHES:
            return j
        if scene.particle(j) == "" and j - 1 not in cues and scene.letters[j - 1] not in _PLAIN_PREPOSITIONS:
            return j
    return limit


def _new_clause(scene: Scene, pos: int, cues: frozenset[int]) -> bool:
    """Whether a new clause with a cue of its own begins at `pos`."""
    if pos in cues and (scene.letters[pos].startswith(("و", "ف")) or scene.tokens[pos].word.letters.endswith(("ا", "ة", "ين"))):
        return True
    return scene.letters[pos] in ("فيما", "بينما", "لكن", "ولكن", "لكنه", "لكنها", "كما", "وذلك") and any(
        j in cues for j in range(pos + 1, min(pos + 3, scene.n))
    )


def _likely_content(scene: Scene, pos: int) -> bool:
    """A noun in construct ("مقتل ...", "استمرار ...", "تفهمه") after a verb that takes an object: not a speaker."""
    word = scene.tokens[pos].word
    if word.kind != "word" or word.letters.startswith(("ال", "وال")):
        return False
    return not word.letters.endswith(("ون", "ين", "اء")) or word.letters.startswith(("ا", "إ", "ت"))


def chunk(scene: Scene, pos: int, limit: int, cues: frozenset[int]) -> NP | None:
    """A speaker whom no list or grammar of names knows: nouns up to what cannot belong to them."""
    first = pos
    letters = scene.letters
    if not _nominal(scene, pos) or pos in cues:
        return None
    while pos < limit and pos - first < 8:
        if pos > first and (
            letters[pos] in COMMAS
            or letters[pos] in _STOPS
            or letters[pos] in (":", "(", "-", "–")
            or scene.particle(pos) is not None
            or letters[pos] in _STRICT_RELATIVE
            or letters[pos] in _ADVERBS
            or pos in cues
            or pos in scene.opens
            or pos in scene.time_end
            or channel_at(scene, pos, limit) is not None
        ):
            break
        if letters[pos] in _PLAIN_PREPOSITIONS:
            if letters[pos] not in ("في", "من") or pos + 1 >= limit:
                break
        elif pos > first and _attached(scene, pos) is not None:
            break
        elif not _nominal(scene, pos):
            break
        pos += 1
    while pos > first and letters[pos - 1] in _PLAIN_PREPOSITIONS:
        pos -= 1
    if pos == first:
        return None
    start, end = scene.tokens[first].start, scene.tokens[pos - 1].end
    return NP(first, pos, start, end, "", (), "ANON", "role", False, True)


def _nominal(scene: Scene, pos: int) -> bool:
    word = scene.tokens[pos].word
    return word.kind in ("word", "number", "latin") and word.letters not in _STRICT_RELATIVE


def preverbal(scene: Scene, i: int) -> NP | None:
    """The noun phrase before a verb that is its subject: "المصدر أوضح", "الذي قال", "وكان الوزير ... قد قال"."""
    start = scene.sentence_start[i]
    if scene.inside[i] >= 0:
        start = max(start, scene.inside[i] + 1)
    j = i
    had = False
    while j > start:
        form = scene.letters[j - 1]
        if form in _ASPECT:
            had = True
            j -= 1
        elif form in _EMPHASIS or form in ("كان", "كانت", "كانوا") and j - 1 > start:
            j -= 1
        elif form in _STRICT_RELATIVE:
            j -= 1
            if j > start and scene.letters[j - 1] in COMMAS:
                j -= 1
        elif form in _DASHES:
            j = _back_over_dashes(scene, j - 1, start)
        else:
            time = next((a for a in range(j - 1, max(start, j - 6) - 1, -1) if scene.time_end.get(a) == j), None)
            if time is None:
                break
            j = time
    np = scene.ends.get(j)
    if np is None and j > start and scene.letters[j - 1] in COMMAS:
        np = scene.ends.get(j - 1)  # "X، الذي ...، قال"
        if np is not None and scene.letters[i - 1] in COMMAS and not _begins_clause(scene, np, start):
            np = None
    if np is not None and np.first >= start and _subject_place(scene, np, start, i):
        return np
    if had or scene.letters[i - 1] in COMMAS or True:
        return _after_kana(scene, i, start)
    return None


def _back_over_dashes(scene: Scene, j: int, start: int) -> int:
    for k in range(j - 1, max(start, j - 30) - 1, -1):
        if scene.letters[k] in _DASHES:
            return k
    return j


def _begins_clause(scene: Scene, np: NP, start: int) -> bool:
    return np.first == start or scene.letters[np.first - 1] in _CLAUSE_STARTERS


def _subject_place(scene: Scene, np: NP, start: int, i: int) -> bool:
    """Whether a noun phrase can be a subject where it stands: no preposition governs it."""
    if np.proclitic[-1:] in ("ب", "ل", "ك"):
        return False
    if np.first == start:
        return True
    before = scene.letters[np.first - 1]
    if before in _PLAIN_PREPOSITIONS:
        # "مسؤولي القنصلية في إسطنبول أخبروها": the phrase governed by a preposition belongs to a longer one
        return any(w in _STRICT_RELATIVE for w in scene.letters[np.end : i])
    return True


def _after_kana(scene: Scene, i: int, start: int) -> NP | None:
    """"وكان X ... قد قال": the noun phrase right after the last كان before the verb."""
    for j in range(i - 1, max(start, i - 30) - 1, -1):
        if scene.letters[j] in _KANA:
            np = scene.mention_np(j + 1)
            if np is not None and (scene.letters[i - 1] in _ASPECT or np.end == i or not _verb_between(scene, np.end, i)):
                return np
            return None
        if scene.letters[j] in _STOPS:
            return None
    return None


def _verb_between(scene: Scene, first: int, end: int) -> bool:
    return any(scene.letters[j] in COMMAS for j in range(first, end))


def _agrees(scene: Scene, np: NP, agreement: str) -> bool:
    """Number of a subject before its verb: a plural verb wants a plural noun; unknown number agrees."""
    numbers = {scene.report.mentions[k].number for k in np.mentions}
    genders = {scene.report.mentions[k].gender for k in np.mentions}
    if agreement.startswith("3mp") and numbers == {"s"} and np.type == "PER":
        return False
    return not (agreement == "3fs" and np.type == "PER" and genders == {"m"} and numbers == {"s"}) and not (
        agreement == "3ms" and genders == {"f"} and np.type in ("PER", "ORG", "LOC", "MEDIA")
    )


def _in_relative(scene: Scene, i: int) -> bool:
    j = i - 1
    while j > scene.sentence_start[i] and scene.letters[j] in _ASPECT:
        j -= 1
    return j >= 0 and scene.letters[j] in _RELATIVE


def _content_before(scene: Scene, cue: Cue, seen: _Seen, relative: bool) -> tuple[int, str, int] | None:
    """Content that stands before its cue: "المطالب التي طرحتها الحركة" and "..."، قال الوزير"."""
    return None
